# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Conversions between Python and the C++ headers, nothing more. See _core.pyi."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.object cimport PyObject
from cpython.ref cimport Py_INCREF, Py_XDECREF
from cpython.unicode cimport PyUnicode_AsUCS4, PyUnicode_FromKindAndData
from libc.stdint cimport int8_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.pair cimport pair
from libcpp.string cimport string
from libcpp.vector cimport vector

from zhnlp.core.headers cimport *


cdef extern from "Python.h":
    int PyUnicode_4BYTE_KIND
    Py_ssize_t PyUnicode_GET_LENGTH(object)
    object PyList_New(Py_ssize_t)
    void PyList_SET_ITEM(object, Py_ssize_t, object)
    tuple PyTuple_New(Py_ssize_t)
    void PyTuple_SET_ITEM(object, Py_ssize_t, object)
    PyObject* PyDict_GetItemWithError(object, object) except? NULL


METHODS = {
    "forward": <int>Method.kForward,
    "backward": <int>Method.kBackward,
    "bidirectional": <int>Method.kBidirectional,
    "unigram": <int>Method.kUnigram,
    "bigram": <int>Method.kNgram,
    "trigram": <int>Method.kNgram,
    "jieba": <int>Method.kJieba,
    "crf": <int>Method.kSequence,
}
MODES = {
    "prefer": <int>Mode.kPrefer,
    "force": <int>Mode.kForce,
    "force-inside": <int>Mode.kForceInside,
    "split": <int>Mode.kSplit,
}
SOURCES = ("user", "model", "dictionary", "rule")


def char_class(str char):
    return c_char_class(ord(char))


def units(str text):
    cdef Cutter cutter = Cutter("forward")
    cdef vector[char32_t] chars
    cdef size_t i
    load_text(text, chars)
    cdef CCutter* impl = new CCutter(cutter.know)
    try:
        flags = impl.look(chars.data(), chars.size()).flags
    finally:
        del impl
    return [i for i in range(1, len(text) + 1) if not flags[i] & kJoined]


cdef int load_text(str text, vector[char32_t]& chars) except -1:
    cdef Py_ssize_t length = PyUnicode_GET_LENGTH(text)
    chars.resize(length)
    if length:
        PyUnicode_AsUCS4(text, <Py_UCS4*>chars.data(), length, 0)
    return 0


cdef class Trie:
    cdef CTrie trie
    cdef const uint64_t[::1] nodes
    cdef const uint32_t[::1] alphabet
    cdef readonly size_t n_values

    def __init__(self, const uint64_t[::1] nodes not None, const uint32_t[::1] alphabet not None):
        cdef size_t n = nodes.shape[0]
        cdef size_t i
        if not 1 <= n <= 0xFFFFFFFF:
            raise ValueError(f"a trie has at least one node, not {n}.")
        self.nodes = nodes
        self.alphabet = alphabet
        self.n_values = 0
        for i in range(n):
            if nodes[i] >> 43 > self.n_values:
                self.n_values = nodes[i] >> 43
        self.trie = CTrie(&nodes[0], n, &alphabet[0] if alphabet.shape[0] else NULL,
                          alphabet.shape[0])

    @staticmethod
    def build(words, values=None):
        cdef TrieBuilder builder
        cdef vector[u32string] keys
        cdef vector[uint32_t] numbers
        cdef vector[char32_t] chars
        for word in words:
            load_text(word, chars)
            if chars.empty():
                raise ValueError("a word of a trie must not be empty.")
            keys.push_back(u32string(chars.data(), chars.size()))
        for value in range(keys.size()) if values is None else values:
            if not 0 <= value <= kMaxValue:
                raise ValueError(f"value {value} of a trie is not from 0 to {kMaxValue}.")
            numbers.push_back(value)
        if numbers.size() != keys.size():
            raise ValueError(f"{keys.size()} words of a trie have {numbers.size()} values.")
        with nogil:
            builder.build(keys, numbers)
        from array import array
        nodes = array("Q", (<char*>builder.nodes.data())[: 8 * builder.nodes.size()])
        alphabet = array("I", (<char*>builder.alphabet.data())[: 4 * builder.alphabet.size()])
        return Trie(memoryview(nodes), memoryview(alphabet))

    def arrays(self):
        return memoryview(self.nodes), memoryview(self.alphabet)

    def find(self, str word):
        cdef vector[char32_t] chars
        load_text(word, chars)
        return self.trie.find(chars.data(), chars.size()) if chars.size() else -1

    def items(self):
        # a child lies at the base of its parent plus its own code, and bases are distinct
        cdef uint64_t node
        cdef size_t i, place, n = self.nodes.shape[0]
        parents = {self.nodes[i] & 0x3FFFFF: i for i in range(n) if i == 0 or self.nodes[i] >> 22}
        for i in range(1, n):
            if not self.nodes[i] >> 43:
                continue
            word, place = [], i
            while place:
                code = self.nodes[place] >> 22 & 0x1FFFFF
                if not 0 < code <= <size_t>self.alphabet.shape[0] or place - code not in parents:
                    raise ValueError("the nodes of a trie do not fit each other.")
                word.append(chr(self.alphabet[code - 1]))
                place = parents[place - code]
                if len(word) > 1000:
                    raise ValueError("the nodes of a trie do not fit each other.")
            yield "".join(reversed(word)), <int64_t>(self.nodes[i] >> 43) - 1

    def prefixes(self, str text, Py_ssize_t start=0):
        cdef uint64_t node = self.trie.root()
        cdef Py_ssize_t i
        out = []
        for i in range(max(start, 0), len(text)):
            node = self.trie.step(node, self.trie.code(ord(text[i])))
            if not node:
                break
            if self.trie.value(node) >= 0:
                out.append((i + 1, self.trie.value(node)))
        return out


cdef class Ngram:
    cdef CNgram ngram
    cdef list keep

    def __init__(self, levels):
        cdef size_t i, n_levels
        self.keep = list(levels)
        sizes = [len(parts[1]) for parts in self.keep]
        if not 1 <= len(sizes) <= 6 or sizes[0] < 3:
            raise ValueError(f"an n-gram model has 1 to 6 levels and 3 words or more, not {sizes}.")
        n_levels = len(sizes)
        self.ngram.levels.resize(n_levels)
        for i in range(n_levels):
            if not set_level(self.ngram.levels[i], i, i + 1 == n_levels, self.keep[i]):
                raise ValueError(f"level {i} of an n-gram model has arrays of unequal length.")

    def cut_to(self, size_t order):
        """The same model without its levels from `order` on; shares the arrays."""
        *inner, last = self.keep[:order]
        return Ngram([*inner, (*last[:2], None, None, None, None, last[6], None)])

    def log_probs(self, words):
        cdef Context context = self.ngram.begin()
        cdef Context after = context
        out = []
        for word in words:
            out.append(self.ngram.log_prob(context, word, after))
            context = after
        return out

    def total(self, const uint32_t[::1] numbers):
        cdef NgramTotal found
        cdef size_t n = numbers.shape[0]
        if n:
            with nogil:
                found = self.ngram.total(&numbers[0], n)
        return found.log_prob, found.n_words, found.n_unknown


cdef cbool set_level(NgramLevel& level, size_t k, cbool last, tuple parts) except *:
    # Point `level` at its arrays; false where they do not fit each other.
    cdef const uint8_t[::1] log_probs, back_offs
    cdef const uint16_t[::1] short_words, offsets
    cdef const uint32_t[::1] long_words, long_starts, anchors
    cdef const uint64_t[::1] contexts
    cdef const float[::1] prob_book, back_off_book
    words, log_probs, contexts, back_offs, starts, anchors, prob_book, back_off_book = parts
    level.n = log_probs.shape[0]
    if prob_book.shape[0] != 256 or (k and <size_t>len(words) != level.n):
        return False
    set_books(level, &prob_book[0], &back_off_book[0] if back_off_book is not None else NULL)
    if level.n:
        level.log_probs = &log_probs[0]
        if k and memoryview(words).format == "H":
            short_words = words
            level.short_words = &short_words[0]
        elif k:
            long_words = words
            level.words = &long_words[0]
    if last:
        return True
    if <size_t>contexts.shape[0] != (level.n + 63) // 64 or back_off_book.shape[0] != 256:
        return False
    level.contexts = &contexts[0] if level.n else NULL
    level.n_contexts = level.rank_contexts()
    if (<size_t>back_offs.shape[0] != level.n_contexts
            or <size_t>len(starts) != level.n_contexts + 1):
        return False
    level.back_offs = &back_offs[0] if level.n_contexts else NULL
    if anchors is None:
        long_starts = starts
        level.starts = &long_starts[0]
        return True
    offsets = starts
    level.offsets = &offsets[0]
    level.anchors = &anchors[0] if anchors.shape[0] else NULL
    return <size_t>anchors.shape[0] == level.n_contexts // 64 + 1


# A short word and its string, found by its characters packed into 63 bits.
cdef struct Kept:
    uint64_t key
    PyObject* word


cdef size_t N_KEPT = 1 << kSlotBits


cdef class Cutter:
    cdef Knowledge know
    cdef vector[Worker*] idle
    cdef Kept* cache
    cdef list keep

    def __cinit__(self):
        self.cache = <Kept*>PyMem_Calloc(N_KEPT, sizeof(Kept))
        if not self.cache:
            raise MemoryError

    def __init__(self, method, *, rules=True, Trie dictionary=None,
                 const double[::1] log_probs=None, unknown=-20.0, Trie user=None, user_words=(),
                 Trie vocabulary=None, Ngram ngram=None, aliases=(), lexicon_bias=0.0,
                 lexicon_scale=1.0, hmm_bias=0.0,
                 hmm_scale=1.0, unit_log_prob=-12.0, hmm=None, alphabet=None, read_as=None,
                 Weights weights=None, Trie lexicon=None, Trie more=None):
        cdef const double[::1] start, transition, emission
        cdef const uint32_t[::1] chars
        cdef UserWord user_word
        self.know.method = <Method><int>METHODS[method]
        self.know.rules = rules
        self.know.unknown = unknown
        self.know.lexicon_bias = lexicon_bias
        self.know.lexicon_scale = lexicon_scale
        self.know.hmm_bias = hmm_bias
        self.know.hmm_scale = hmm_scale
        self.know.unit_log_prob = unit_log_prob
        self.keep = [dictionary, user, vocabulary, ngram]
        if dictionary is not None:
            if log_probs is None or dictionary.n_values > <size_t>log_probs.shape[0]:
                raise ValueError("a dictionary needs a log probability for every word.")
            self.know.dictionary = dictionary.trie
            self.keep.append(log_probs)
            self.know.log_probs = &log_probs[0] if log_probs.shape[0] else NULL
        if user is not None:
            self.know.user = user.trie
            for mode, log_prob in user_words:
                user_word.mode = <Mode><int>MODES[mode]
                user_word.log_prob = log_prob
                self.know.user_words.push_back(user_word)
                self.know.any_force |= mode in ("force", "force-inside")
                self.know.any_prefer |= mode == "prefer"
                self.know.any_split |= mode == "split"
            if user.n_values > self.know.user_words.size():
                raise ValueError("a user lexicon needs a mode for every word.")
        if ngram is not None:
            if vocabulary is None:
                raise ValueError("an n-gram model needs its vocabulary.")
            self.know.ngram = ngram.ngram
            self.know.vocabulary = vocabulary.trie
            for one, other in aliases:
                self.know.vocabulary.alias(ord(one), ord(other))
        if alphabet is not None:
            self.know_sequence(alphabet, read_as, weights, lexicon, more)
        if hmm is not None:
            start, transition, chars, emission = hmm
            if (start.shape[0] != 4 or transition.shape[0] != 16 or not chars.shape[0]
                    or emission.shape[0] != 4 * chars.shape[0]):
                raise ValueError("a hidden Markov model has 4, 16, n and 4 n numbers.")
            self.know.hmm = CHmm(&start[0], &transition[0], &chars[0], &emission[0],
                                 chars.shape[0])

    cdef int know_sequence(self, const uint32_t[::1] alphabet, const uint32_t[::1] read_as,
                           Weights weights, Trie lexicon, Trie more) except -1:
        cdef WordKnowledge* know = &self.know.sequence
        cdef Py_ssize_t i
        self.keep += [weights, lexicon, more]
        know.alphabet = make_alphabet(alphabet, read_as)
        if weights is not None:
            if weights.model.n_labels != 4:
                raise ValueError(f"a model of words has 4 labels, not {weights.model.n_labels}.")
            know.model = weights.model
            prepare_words(know.model, kFirstChar + alphabet.shape[0])
        if lexicon is not None:
            know.lexicon = lexicon.trie
        if more is not None:
            know.more = more.trie
        for i in range(0, read_as.shape[0] - 1, 2):
            self.know.dictionary.read_as(read_as[i], read_as[i + 1])
            know.lexicon.read_as(read_as[i], read_as[i + 1])
            know.more.read_as(read_as[i], read_as[i + 1])
        return 0

    def __dealloc__(self):
        cdef size_t i
        for i in range(self.idle.size()):
            del self.idle[i]
        if self.cache:
            for i in range(N_KEPT):
                Py_XDECREF(self.cache[i].word)
            PyMem_Free(self.cache)

    cdef Worker* borrow(self, str text) except NULL:
        cdef Worker* worker
        if self.idle.empty():
            worker = new Worker(self.know)
        else:
            worker = self.idle.back()
            self.idle.pop_back()
        try:
            load_text(text, worker.chars)
        except BaseException:
            self.idle.push_back(worker)
            raise
        return worker

    cdef int give_back(self, Worker* worker) except -1:
        worker.tidy()
        self.idle.push_back(worker)
        return 0

    def ends(self, str text):
        cdef Worker* worker = self.borrow(text)
        try:
            with nogil:
                worker.cut()
            return (<char*>worker.ends.data())[: 4 * worker.ends.size()] if text else b""
        finally:
            self.give_back(worker)

    def words(self, str text):
        cdef size_t i, n, start = 0
        cdef list out
        cdef Worker* worker = self.borrow(text)
        try:
            with nogil:
                worker.cut()
                worker.find_keys()
            n = worker.ends.size()
            out = PyList_New(n)
            for i in range(n):
                # strings lie anywhere in memory: call for them before they are needed
                fetch(&self.cache[worker.slot(i + 16)])
                fetch(self.cache[worker.slot(i + 8)].word)
                word = self.word(worker.keys[i], &self.cache[worker.slot(i)],
                                 worker.chars.data() + start, worker.ends[i] - start)
                Py_INCREF(word)
                PyList_SET_ITEM(out, i, word)
                start = worker.ends[i]
            return out
        finally:
            self.give_back(worker)

    # The string of these characters; short ones are kept for the next time.
    cdef inline object word(self, uint64_t key, Kept* kept, const char32_t* chars, size_t length):
        if key and kept.key == key:
            return <object>kept.word
        made = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, chars, length)
        if key:
            Py_INCREF(made)
            Py_XDECREF(kept.word)
            kept.key = key
            kept.word = <PyObject*>made
        return made

    def search(self, str text):
        cdef vector[uint32_t] out
        cdef size_t i
        cdef Worker* worker = self.borrow(text)
        try:
            with nogil:
                worker.cut()
                search_words(worker.cutter, worker.chars.data(), worker.ends, out)
        finally:
            self.give_back(worker)
        return [(out[2 * i], out[2 * i + 1]) for i in range(out.size() // 2)]

    # Words considered and the best cuts by the trained model.
    def chart(self, str text, size_t n, double least):
        if self.know.method != Method.kSequence or self.know.sequence.model.n_labels == 0:
            raise ValueError("only a trained model has such a chart.")
        if not text:
            return [], [(0.0, [])]
        cdef vector[ChartWord] words
        cdef vector[ChartCut] cuts
        cdef Worker* worker = self.borrow(text)
        try:
            worker.cutter.explain(worker.chars.data(), worker.chars.size(), n, least, words, cuts)
        finally:
            self.give_back(worker)
        return (
            [(word.start, word.end, word.log_prob, SOURCES[<int>word.source]) for word in words],
            [(cut.log_prob, [(word.start, word.end, word.log_prob, SOURCES[<int>word.source])
                             for word in cut.words]) for cut in cuts],
        )

    def arcs(self, str text):
        cdef vector[uint32_t] starts
        cdef vector[Arc] found
        cdef size_t i
        cdef Worker* worker = self.borrow(text)
        try:
            all_arcs(self.know, worker.cutter.look(worker.chars.data(), worker.chars.size()),
                     starts, found)
        finally:
            self.give_back(worker)
        return [(starts[i], found[i].end, found[i].log_prob, SOURCES[<int>found[i].source])
                for i in range(found.size())]

    def paths(self, str text, size_t n):
        cdef vector[pair[double, uint32_t]] cuts
        cdef uint32_t at
        cdef State state
        if not text:
            return [(0.0, [])]
        cdef Worker* worker = self.borrow(text)
        cdef NgramSolver* solver = new NgramSolver(self.know, n)
        out = []
        try:
            cuts = solver.best_cuts(worker.cutter.look(worker.chars.data(), worker.chars.size()))
            for cut in cuts:
                steps = []
                at = cut.second
                while at != 0xFFFFFFFF:
                    state = solver.states[at]
                    steps.append((state.start, state.end, state.step, SOURCES[<int>state.source]))
                    at = state.previous
                out.append((cut.first, steps[::-1]))
        finally:
            del solver
            self.give_back(worker)
        return out

    def cut_lines(self, const uint8_t[::1] data, *, bytes separator=b" ", replace=False,
                  final=True, mid_line=False):
        cdef string sep = separator
        cdef const uint8_t* start = &data[0] if data.shape[0] else NULL
        cdef size_t size = data.shape[0]
        cdef cbool c_replace = replace, c_final = final, c_mid = mid_line
        cdef Worker* worker = self.borrow("")
        cdef LineCutter* lines = &worker.lines
        try:
            with nogil:
                lines.feed(worker.cutter, start, size, sep, c_replace, c_final, c_mid)
            out = lines.out.data()[: lines.n_out] if lines.n_out else b""
            bad = None if lines.bad == kFine else lines.bad
            return out, lines.used, lines.n_lines, lines.mid_line, bad
        finally:
            self.give_back(worker)


include "sequence.pxi"
include "edits.pxi"
include "correcting.pxi"
