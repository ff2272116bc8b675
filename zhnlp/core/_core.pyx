# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Conversions between Python and the C++ headers, nothing more. See _core.pyi."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.object cimport PyObject
from cpython.ref cimport Py_INCREF, Py_XDECREF
from cpython.unicode cimport PyUnicode_AsUCS4, PyUnicode_FromKindAndData
from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.pair cimport pair
from libcpp.string cimport string
from libcpp.vector cimport vector


cdef extern from "Python.h":
    int PyUnicode_4BYTE_KIND
    Py_ssize_t PyUnicode_GET_LENGTH(object)
    object PyList_New(Py_ssize_t)
    void PyList_SET_ITEM(object, Py_ssize_t, object)


cdef extern from * nogil:
    ctypedef uint32_t char32_t "char32_t"
    cdef cppclass u32string "std::u32string":
        u32string()
        u32string(const char32_t*, size_t)


cdef extern from "trie.hpp" namespace "zhnlp" nogil:
    cdef cppclass CTrie "zhnlp::Trie":
        CTrie()
        CTrie(const uint64_t*, size_t, const uint32_t*, size_t)
        void alias(char32_t, char32_t)
        int64_t find(const char32_t*, size_t)
        uint32_t code(char32_t)
        uint64_t root()
        uint64_t step(uint64_t, uint32_t)
        int64_t value(uint64_t)

    cdef cppclass TrieBuilder:
        vector[uint32_t] alphabet
        vector[uint64_t] nodes
        void build(const vector[u32string]&, const vector[uint32_t]&) except +

    uint32_t kMaxValue "zhnlp::Trie::kMaxValue"


cdef extern from "hmm.hpp" namespace "zhnlp" nogil:
    cdef cppclass CHmm "zhnlp::Hmm":
        CHmm()
        CHmm(const double*, const double*, const uint32_t*, const double*, size_t)


cdef extern from "ngram.hpp" namespace "zhnlp" nogil:
    cdef cppclass NgramLevel:
        NgramLevel()
        const uint32_t* words
        const uint8_t* log_probs
        const uint8_t* back_offs
        const uint32_t* children
        size_t n

    cdef cppclass Context "zhnlp::Ngram::Context":
        Context()

    cdef cppclass CNgram "zhnlp::Ngram":
        vector[NgramLevel] levels
        Context begin()
        float log_prob(const Context&, uint32_t, Context&)


cdef extern from *:
    """
    #include "ngram.hpp"
    static inline void set_books(zhnlp::NgramLevel& level, const float* probs, const float* backs) {
        std::copy(probs, probs + 256, level.prob_book.begin());
        if (backs) std::copy(backs, backs + 256, level.back_off_book.begin());
    }
    """
    void set_books(NgramLevel&, const float*, const float*) nogil


cdef extern from "units.hpp" namespace "zhnlp" nogil:
    uint8_t kJoined, kNumber, kLatinWord


cdef extern from "chars.hpp" namespace "zhnlp" nogil:
    int c_char_class "zhnlp::char_class"(char32_t)


cdef extern from "words.hpp" namespace "zhnlp" nogil:
    cdef enum class Method(uint8_t):
        kForward, kBackward, kBidirectional, kUnigram, kNgram, kJieba

    cdef enum class Mode(uint8_t):
        kPrefer, kForce, kForceInside, kSplit

    cdef enum class Source(uint8_t):
        kUser, kModel, kDictionary, kRule

    cdef struct UserWord:
        Mode mode
        double log_prob

    cdef cppclass Knowledge:
        Method method
        cbool rules
        CTrie dictionary
        const double* log_probs
        double unknown
        CTrie user
        vector[UserWord] user_words
        cbool any_force, any_prefer, any_split
        CTrie vocabulary
        CNgram ngram
        double lexicon_bias, lexicon_scale, hmm_bias, hmm_scale, unit_log_prob
        CHmm hmm

    cdef cppclass Board:
        vector[uint8_t] flags


cdef extern from "lattice.hpp" namespace "zhnlp" nogil:
    cdef struct State "zhnlp::NgramSolver::State":
        double log_prob
        double step
        uint32_t start
        uint32_t end
        uint32_t previous
        uint32_t next
        Source source

    cdef cppclass NgramSolver:
        NgramSolver(const Knowledge&, size_t)
        vector[State] states
        vector[pair[double, uint32_t]] best_cuts(const Board&) except +


cdef extern from "cutter.hpp" namespace "zhnlp" nogil:
    cdef cppclass CCutter "zhnlp::Cutter":
        CCutter(const Knowledge&)
        void cut(const char32_t*, size_t, vector[uint32_t]&) except +
        Board& look(const char32_t*, size_t) except +


cdef extern from "lines.hpp" namespace "zhnlp" nogil:
    cdef cppclass LineCutter:
        LineCutter()
        vector[char] out
        size_t n_out, used, n_lines, bad
        cbool mid_line
        void feed(CCutter&, const uint8_t*, size_t, const string&, cbool, cbool, cbool) except +
    size_t kFine "zhnlp::LineCutter::kFine"


cdef extern from * nogil:
    """
    #include "lines.hpp"
    static constexpr int kSlotBits = 15;
    static inline void fetch(const void* place) {
    #if defined(__GNUC__) || defined(__clang__)
        __builtin_prefetch(place);
    #else
        (void)place;
    #endif
    }
    // A cutter with room for texts, words and lines, kept between calls.
    struct Worker {
        zhnlp::Cutter cutter;
        zhnlp::LineCutter lines;
        std::vector<char32_t> chars;
        std::vector<std::uint32_t> ends;
        explicit Worker(const zhnlp::Knowledge& knowledge) : cutter(knowledge) {}
        void cut() { cutter.cut(chars.data(), chars.size(), ends); }
        // The characters of words of up to three as one number, 0 for longer words.
        std::vector<std::uint64_t> keys;
        void find_keys() {
            keys.resize(ends.size());
            for (std::size_t i = 0, start = 0; i < ends.size(); start = ends[i++]) {
                std::uint64_t key = 0;
                if (ends[i] - start <= 3)
                    for (std::size_t k = start; k < ends[i]; ++k) key = key << 21 | (chars[k] + 1);
                keys[i] = key;
            }
        }
        std::size_t slot(std::size_t i) const {
            return i < keys.size() ? (keys[i] * 0x9E3779B97F4A7C15u) >> (64 - kSlotBits) : 0;
        }
        // Room for very long texts is not kept.
        void tidy() {
            if (chars.capacity() > zhnlp::kPiece) std::vector<char32_t>().swap(chars);
            if (ends.capacity() > zhnlp::kPiece) std::vector<std::uint32_t>().swap(ends);
            if (keys.capacity() > zhnlp::kPiece) std::vector<std::uint64_t>().swap(keys);
            if (lines.out.capacity() > 64 * zhnlp::kPiece) std::vector<char>().swap(lines.out);
        }
    };
    // Inner and whole words of a cut text as start, end, start, end …
    static void search_words(zhnlp::Cutter& cutter, const char32_t* text,
                             const std::vector<std::uint32_t>& ends,
                             std::vector<std::uint32_t>& out) {
        std::size_t start = 0;
        for (std::uint32_t end : ends) {
            cutter.inner_words(text, start, end, [&](std::size_t a, std::size_t b) {
                out.push_back(static_cast<std::uint32_t>(a));
                out.push_back(static_cast<std::uint32_t>(b));
            });
            start = end;
        }
    }
    // Every arc of the board, as start beside the arc; with a model, each with the
    // log probability its word has whatever stands before it.
    static void all_arcs(const zhnlp::Knowledge& know, const zhnlp::Board& board,
                         std::vector<std::uint32_t>& starts, std::vector<zhnlp::Arc>& arcs) {
        for (std::size_t i = 0; i < board.length(); ++i) {
            if (!board.open(i)) continue;
            board.arcs_at(i, arcs);
            starts.resize(arcs.size(), static_cast<std::uint32_t>(i));
        }
        if (!know.ngram.empty())
            for (zhnlp::Arc& arc : arcs) arc.log_prob += know.ngram.log_prob(arc.id);
    }
    """
    cdef struct Arc "zhnlp::Arc":
        uint32_t end
        uint32_t id
        double log_prob
        Source source
    cdef cppclass Worker:
        Worker(const Knowledge&) except +
        CCutter cutter
        LineCutter lines
        vector[char32_t] chars
        vector[uint32_t] ends
        vector[uint64_t] keys
        void cut() except +
        void find_keys() except +
        size_t slot(size_t)
        void tidy()
    void fetch(const void*)
    int kSlotBits
    void search_words(CCutter&, const char32_t*, const vector[uint32_t]&, vector[uint32_t]&) except +
    void all_arcs(const Knowledge&, const Board&, vector[uint32_t]&, vector[Arc]&) except +


METHODS = {
    "forward": <int>Method.kForward,
    "backward": <int>Method.kBackward,
    "bidirectional": <int>Method.kBidirectional,
    "unigram": <int>Method.kUnigram,
    "bigram": <int>Method.kNgram,
    "trigram": <int>Method.kNgram,
    "jieba": <int>Method.kJieba,
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
        cdef const uint32_t[::1] words, children
        cdef const uint8_t[::1] log_probs, back_offs
        cdef const float[::1] prob_book, back_off_book
        cdef NgramLevel level
        cdef size_t n, i, below
        self.keep = list(levels)
        sizes = [len(entry[1]) for entry in self.keep]
        if not 1 <= len(sizes) <= 6 or sizes[0] < 3:
            raise ValueError(f"an n-gram model has 1 to 6 levels and 3 words or more, not {sizes}.")
        for k, (w, p, b, c, pb, bb) in enumerate(self.keep):
            level = NgramLevel()
            log_probs, prob_book = p, pb
            level.n = n = log_probs.shape[0]
            level.log_probs = &log_probs[0] if n else NULL
            if prob_book.shape[0] != 256 or (k and len(w) != n):
                raise ValueError(f"level {k} of an n-gram model has arrays of unequal length.")
            if k and n:
                words = w
                level.words = &words[0]
            if k + 1 < len(sizes):
                back_offs, children, back_off_book = b, c, bb
                if (<size_t>back_offs.shape[0] != n or <size_t>children.shape[0] != n + 1
                        or back_off_book.shape[0] != 256):
                    raise ValueError(f"level {k} of an n-gram model has arrays of unequal length.")
                level.back_offs = &back_offs[0] if n else NULL
                level.children = &children[0]
                set_books(level, &prob_book[0], &back_off_book[0])
            else:
                set_books(level, &prob_book[0], NULL)
            self.ngram.levels.push_back(level)

    def cut_to(self, size_t order):
        """The same model without its levels from `order` on; shares the arrays."""
        return Ngram([
            (w, p, b if k + 1 < order else None, c if k + 1 < order else None, pb, bb)
            for k, (w, p, b, c, pb, bb) in enumerate(self.keep[:order])
        ])

    def log_probs(self, words):
        cdef Context context = self.ngram.begin()
        cdef Context after = context
        out = []
        for word in words:
            out.append(self.ngram.log_prob(context, word, after))
            context = after
        return out


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
                 hmm_scale=1.0, unit_log_prob=-12.0, hmm=None):
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
        if hmm is not None:
            start, transition, chars, emission = hmm
            if (start.shape[0] != 4 or transition.shape[0] != 16 or not chars.shape[0]
                    or emission.shape[0] != 4 * chars.shape[0]):
                raise ValueError("a hidden Markov model has 4, 16, n and 4 n numbers.")
            self.know.hmm = CHmm(&start[0], &transition[0], &chars[0], &emission[0],
                                 chars.shape[0])

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
