# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Characters, units, checksums, lines, tries and n-gram models. See _tables.pyi."""

from enum import IntEnum

from cpython.bytes cimport PyBytes_FromStringAndSize
from cython cimport no_gc
from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy
from libcpp.vector cimport vector

from zhnlp.core.arguments cimport *

from zhnlp.errors import InputError, UsageError


class CharClass(IntEnum):
    OTHER = kOther
    HAN = kHan
    LATIN = kLatin
    DIGIT = kDigit
    SPACE = kSpace
    MARK = kMark
    PICTOGRAPH = kPictograph
    REGIONAL = kRegional
    KANA = kKana
    HANGUL = kHangul
    LETTER = kLetter


cdef tuple CLASSES = tuple(CharClass)


def char_class(object char):
    if not isinstance(char, str):
        refuse(char, b"char", b"a character")
    if PyUnicode_GET_LENGTH(char) != 1:
        raise UsageError(f"char has {len(char)} characters; give one.")
    return CLASSES[c_char_class(PyUnicode_READ_CHAR(char, 0))]


def units(text):
    cdef vector[char32_t] chars
    cdef vector[uint8_t] flags
    cdef size_t i, n
    load_text(text, b"text", chars)
    n = chars.size()
    flags.resize(n + 1)
    with nogil:
        UnitFinder(chars.data(), n, flags.data()).find()
    return [i for i in range(1, n + 1) if not flags[i] & kJoined]


def begin_crc32(data):
    cdef Array[uint8_t] given
    cdef uint32_t crc = 0
    cdef size_t n
    given.take(data, b"data")
    with nogil:
        n = c_begin_crc32(given.data(), given.size(), crc)
    return n, crc


def count_lines(data):
    cdef Array[uint8_t] given
    given.take(data, b"data")
    return c_count_lines(given.data(), given.size())


@no_gc
cdef class Trie:
    def __cinit__(self, nodes, alphabet):
        cdef size_t n
        self.nodes.take(nodes, b"nodes")
        self.alphabet.take(alphabet, b"alphabet")
        n = self.nodes.size()
        if not 1 <= n <= 0xFFFFFFFF:
            raise UsageError(f"a trie has at least one node, not {n}.")
        if PackedTrie.begins(self.nodes[0]):
            self.expand()
        else:
            self.plain, self.n_plain = self.nodes.data(), n
            self.n_values = CTrie.count_values(self.plain, n)
        self.trie = CTrie(self.plain, self.n_plain, self.n_values, self.alphabet.data(),
                          self.alphabet.size())

    cdef int expand(self) except -1:
        """Make the plain nodes of the packed ones."""
        cdef size_t n = self.nodes.size()
        if n < 4 or not PackedTrie.of(self.nodes.data()).fits(self.nodes.data(), n):
            raise UsageError(f"the {n} numbers of a trie do not fit each other. Make it again.")
        self.expanded.expand(self.nodes.data())
        self.plain, self.n_plain = self.expanded.data(), self.expanded.size()
        self.n_values = self.expanded.n_values()
        return 0

    @staticmethod
    def build(words, values=None):
        cdef TrieBuilder builder
        cdef vector[char32_t] chars
        cdef Py_ssize_t i
        cdef list keys = list_of(words, b"words")
        cdef list numbers = None if values is None else list_of(values, b"values")
        if numbers is not None and len(numbers) != len(keys):
            raise UsageError(f"{len(keys)} words of a trie have {len(numbers)} values.")
        for i in range(len(keys)):
            load_text(keys[i], b"a word of a trie", chars)
            if chars.empty():
                raise UsageError("a word of a trie must not be empty.")
            value = i if numbers is None else numbers[i]
            builder.add(chars.data(), chars.size(), whole(value, b"a value of a trie", 0, kMaxValue))
        with nogil:
            builder.build()
        keys = numbers = None
        nodes, alphabet = bytes_of(builder.nodes), bytes_of(builder.alphabet)  # read only: not copied
        return Trie(memoryview(nodes).cast("Q"), memoryview(alphabet).cast("I"))

    def arrays(self):
        if self.plain == self.nodes.data():
            return self.nodes.view(), self.alphabet.view()
        nodes = PyBytes_FromStringAndSize(<const char*>self.plain, 8 * self.n_plain)
        return memoryview(nodes).cast("Q"), self.alphabet.view()

    def packed(self):
        if self.plain != self.nodes.data():
            return self.nodes.view(), self.alphabet.view()
        nodes = bytes_of(packed_trie(self.plain, self.n_plain))
        return memoryview(nodes).cast("Q"), self.alphabet.view()

    def find(self, word):
        cdef vector[char32_t] chars
        load_text(word, b"word", chars)
        return self.trie.find(chars.data(), chars.size()) if chars.size() else -1

    def begins(self, text):
        cdef uint64_t node = self.trie.root()
        cdef vector[char32_t] chars
        load_text(text, b"text", chars)
        for i in range(chars.size()):
            node = self.trie.step(node, self.trie.code(chars[i]))
        return node != 0

    def items(self):
        # a child lies at the base of its parent plus its own code, and bases are distinct
        cdef size_t i, place, n = self.n_plain
        parents = {self.trie.base(self.trie.node(i)): i for i in range(n)
                   if i == 0 or self.trie.code_of(self.trie.node(i))}
        for i in range(1, n):
            value = self.trie.value(self.trie.node(i))
            if value < 0:
                continue
            word, place = [], i
            while place:
                code = self.trie.code_of(self.trie.node(place))
                if (not 0 < code <= self.alphabet.size() or place - code not in parents
                        or self.alphabet[code - 1] > 0x10FFFF or len(word) > 1000):
                    raise UsageError("the nodes of a trie do not fit each other.")
                word.append(chr(self.alphabet[code - 1]))
                place = parents[place - code]
            yield "".join(reversed(word)), value

    def prefixes(self, text, start=0):
        cdef uint64_t node = self.trie.root()
        cdef Py_ssize_t i
        if not isinstance(text, str):
            refuse(text, b"text", b"a string")
        out = []
        first = max(0, whole(start, b"start", -PY_SSIZE_T_MAX, PY_SSIZE_T_MAX))
        for i in range(first, PyUnicode_GET_LENGTH(text)):
            node = self.trie.step(node, self.trie.code(PyUnicode_READ_CHAR(text, i)))
            if not node:
                break
            if self.trie.value(node) >= 0:
                out.append((i + 1, self.trie.value(node)))
        return out


@no_gc
cdef class NgramLevel:
    def __cinit__(self, words, log_probs, contexts, back_offs, starts, anchors, log_prob_book,
                  back_off_book):
        self.log_probs.take(log_probs, b"log_probs")
        self.log_prob_book.take(log_prob_book, b"log_prob_book")
        self.is_first = words is None
        self.is_last = contexts is None
        self.level.n = self.log_probs.size()
        if self.log_prob_book.size() != 256:
            raise UsageError(f"a book of log probabilities has 256 numbers, not "
                             f"{self.log_prob_book.size()}.")
        memcpy(self.level.prob_book.data(), self.log_prob_book.data(), 256 * sizeof(float))
        self.level.log_probs = self.log_probs.data()
        if not self.is_first:
            self.take_words(words)
        if not self.is_last:
            self.take_contexts(contexts, back_offs, starts, anchors, back_off_book)

    cdef int take_words(self, words) except -1:
        cdef size_t n
        if is_short(words):
            self.short_words.take(words, b"words")
            self.level.short_words = self.short_words.data()
            n = self.short_words.size()
        else:
            self.long_words.take(words, b"words")
            self.level.words = self.long_words.data()
            n = self.long_words.size()
        if n != self.level.n:
            raise UsageError(f"a level has {n} words, but {self.level.n} log_probs.")
        return 0

    cdef int take_contexts(self, contexts, back_offs, starts, anchors, back_off_book) except -1:
        cdef size_t n_starts
        self.contexts.take(contexts, b"contexts")
        self.back_offs.take(back_offs, b"back_offs")
        self.back_off_book.take(back_off_book, b"back_off_book")
        if self.contexts.size() != (self.level.n + 63) // 64 or self.back_off_book.size() != 256:
            raise UsageError("a level needs a context bit for each word, and a book of 256 weights.")
        memcpy(self.level.back_off_book.data(), self.back_off_book.data(), 256 * sizeof(float))
        self.level.contexts = self.contexts.data()
        self.level.n_contexts = self.level.rank_contexts()
        self.level.back_offs = self.back_offs.data()
        if anchors is None:
            self.long_starts.take(starts, b"starts")
            self.level.starts = self.long_starts.data()
            n_starts = self.long_starts.size()
        else:
            self.offsets.take(starts, b"starts")
            self.anchors.take(anchors, b"anchors")
            self.level.offsets = self.offsets.data()
            self.level.anchors = self.anchors.data()
            n_starts = self.offsets.size()
            if self.anchors.size() != self.level.n_contexts // 64 + 1:
                raise UsageError("a level needs an anchor for every 64 contexts.")
        if self.back_offs.size() != self.level.n_contexts or n_starts != self.level.n_contexts + 1:
            raise UsageError(
                f"{self.level.n_contexts} contexts of a level have {self.back_offs.size()} back_offs "
                f"and {n_starts} starts; there must be as many, and one start more."
            )
        return 0


cdef cbool is_short(values) except *:
    try:
        return memoryview(values).itemsize == 2
    except TypeError:
        return False


@no_gc
cdef class Ngram:
    def __cinit__(self, levels):
        cdef NgramLevel level
        cdef size_t k, n
        self.levels = tuple(list_of(levels, b"levels"))
        for each in self.levels:
            need(each, NgramLevel, b"a level of an n-gram model")
        n = len(self.levels)
        sizes = [(<NgramLevel>each).level.n for each in self.levels]
        if not 1 <= n <= 6 or sizes[0] < 3:
            raise UsageError(f"an n-gram model has 1 to 6 levels and 3 words or more, not {sizes}.")
        for k in range(n):
            level = self.levels[k]
            if level.is_first != (k == 0) or (level.is_last and k + 1 < n):
                raise UsageError(
                    f"level {k} of an n-gram model lacks words or contexts, or is out of place. All "
                    "levels but the first have words; all but the last have contexts."
                )
            self.ngram.levels.push_back(level.level)

    def cut_to(self, order):
        return Ngram(self.levels[: whole(order, b"order", 1, len(self.levels))])

    def log_probs(self, words):
        cdef Context context = self.ngram.begin()
        cdef Context after = context
        out = []
        for word in list_of(words, b"words"):
            out.append(self.ngram.log_prob(context, whole(word, b"a word", 0, 0xFFFFFFFF), after))
            context = after
        return out

    def total(self, numbers):
        cdef NgramTotal found
        cdef Array[uint32_t] words
        words.take(numbers, b"numbers")
        if words.size():
            with nogil:
                found = self.ngram.total(words.data(), words.size())
        return found.log_prob, found.n_words, found.n_unknown
