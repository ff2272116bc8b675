# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Small words that are confused. See _small_words.pyi."""

from cython cimport no_gc
from libc.stdint cimport int8_t, uint8_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.vector cimport vector

from zhnlp.core._tables cimport CTrie, Trie
from zhnlp.core.arguments cimport *

from zhnlp.errors import UsageError


cdef extern from "small_word_features.hpp" namespace "zhnlp" nogil:
    cdef cppclass CReader "zhnlp::SmallWordReader":
        CReader() except +
        CReader(const CTrie&, const uint8_t*, size_t) except +
        void read_as(char32_t, char32_t) except +


cdef extern from "small_words.hpp" namespace "zhnlp" nogil:
    cdef struct SmallWord:
        uint32_t at
        uint32_t member
        float log_odds
    cdef cppclass CWeights "zhnlp::SmallWordWeights":
        const uint32_t* starts
        const uint8_t* in_bucket
        const int8_t* weights
        size_t n_features
        size_t n_columns
        uint32_t bits
        float scale
    cdef cppclass CSmallWords "zhnlp::SmallWords":
        CSmallWords(const CReader&, const vector[char32_t]&, const CWeights&, cbool) except +
        void find(const char32_t*, size_t, float, vector[SmallWord]&) except +
    cdef cppclass Packed "zhnlp::SmallWordTrainer::Packed":
        vector[uint32_t] starts
        vector[uint8_t] in_bucket
        vector[int8_t] weights
        float scale
    cdef cppclass CTrainer "zhnlp::SmallWordTrainer":
        CTrainer(const CReader&, const vector[char32_t]&, uint32_t, cbool) except +
        double learn(const char32_t*, size_t, float, uint64_t&) except +
        void select(size_t) except +
        Packed pack() except +


cdef enum:
    MOST_MEMBERS = 16
    LEAST_BITS = 8
    MOST_BITS = 26


cdef int load_members(members, vector[char32_t]& out) except -1:
    load_text(members, b"members", out)
    if not 2 <= out.size() <= MOST_MEMBERS:
        raise UsageError(f"there are {out.size()} members. Give 2 to {MOST_MEMBERS}.")
    return 0


@no_gc
cdef class SmallWordReader:
    cdef CReader reader
    cdef Trie words
    cdef Array[uint8_t] tags

    def __cinit__(self, words, tags, pairs=None):
        cdef Array[uint32_t] read_as
        cdef size_t i
        need(words, Trie, b"words")
        self.words = words
        self.tags.take(tags, b"tags")
        read_as.take_optional(pairs, b"pairs")
        copy_to(self.reader, CReader(self.words.trie, self.tags.data(), self.tags.size()))
        for i in range(read_as.size() // 2):
            self.reader.read_as(read_as[2 * i], read_as[2 * i + 1])


@no_gc
cdef class SmallWords:
    cdef CSmallWords* impl
    cdef SmallWordReader reader
    cdef Array[uint32_t] starts
    cdef Array[uint8_t] in_bucket
    cdef Array[int8_t] weights
    cdef str members

    def __cinit__(self, reader, members, starts, in_bucket, weights, *, scale=1.0, wide=False):
        cdef vector[char32_t] chars
        cdef CWeights own
        need(reader, SmallWordReader, b"reader")
        self.reader = reader
        load_members(members, chars)
        self.members = str(members)
        self.starts.take(starts, b"starts")
        self.in_bucket.take(in_bucket, b"in_bucket")
        self.weights.take(weights, b"weights")
        own.starts, own.in_bucket = self.starts.data(), self.in_bucket.data()
        own.weights, own.scale = self.weights.data(), number(scale, b"scale")
        own.n_columns, own.n_features = chars.size() - 1, self.in_bucket.size()
        own.bits = LEAST_BITS
        while own.bits < MOST_BITS and (<size_t>1 << (own.bits - 8)) + 1 < self.starts.size():
            own.bits += 1
        if (<size_t>1 << (own.bits - 8)) + 1 != self.starts.size():
            raise UsageError(f"there are {self.starts.size()} starts, not 2 ** n + 1.")
        if own.n_features * own.n_columns != self.weights.size():
            raise UsageError(f"{own.n_features} features of {own.n_columns + 1} small words have "
                             f"{self.weights.size()} weights.")
        self.impl = new CSmallWords(self.reader.reader, chars, own, bool(wide))

    def __dealloc__(self):
        del self.impl

    def find(self, text, threshold):
        cdef vector[char32_t] chars
        cdef vector[SmallWord] found
        cdef float log_odds = number(threshold, b"threshold")
        cdef size_t i
        load_text(text, b"text", chars)
        with nogil:
            self.impl.find(chars.data(), chars.size(), log_odds, found)
        return [(found[i].at, self.members[found[i].member], found[i].log_odds)
                for i in range(found.size())]


@no_gc
cdef class SmallWordTrainer:
    cdef CTrainer* impl
    cdef SmallWordReader reader

    def __cinit__(self, reader, members, *, bits=18, wide=False):
        cdef vector[char32_t] chars
        need(reader, SmallWordReader, b"reader")
        self.reader = reader
        load_members(members, chars)
        self.impl = new CTrainer(self.reader.reader, chars, whole(bits, b"bits", LEAST_BITS, MOST_BITS),
                                 bool(wide))

    def __dealloc__(self):
        del self.impl

    def learn(self, text, rate):
        cdef vector[char32_t] chars
        cdef float step = number(rate, b"rate")
        cdef uint64_t n = 0
        load_text(text, b"text", chars)
        loss = self.impl.learn(chars.data(), chars.size(), step, n)
        return n, loss

    def select(self, most):
        self.impl.select(<size_t>whole(most, b"most", 1, 1 << 30))

    def pack(self):
        cdef Packed packed = self.impl.pack()
        return (array_of("I", bytes_of(packed.starts)), array_of("B", bytes_of(packed.in_bucket)),
                array_of("b", bytes_of(packed.weights)), packed.scale)
