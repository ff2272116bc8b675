# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""N-grams of words and characters. See _grams.pyi."""

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.vector cimport vector

from zhnlp.core._tables cimport CTrie, Trie
from zhnlp.core.arguments cimport *


cdef extern from "Python.h" nogil:
    bint Py_UNICODE_ISSPACE(Py_UCS4)


cdef extern from "grams.hpp" namespace "zhnlp" nogil:
    cdef cppclass Gram:
        uint32_t start, end

    cdef cppclass Tokens:
        vector[char32_t] chars
        vector[uint32_t] starts, ends, runs
        void clear()
        void add(const char32_t*, size_t, uint32_t, cbool) except +

    cdef cppclass CGramCounter "zhnlp::GramCounter":
        CTrie vocabulary
        uint64_t n_slots
        size_t low, high
        void count(const Tokens&, vector[uint32_t]&, vector[int32_t]&, vector[float]&) except +


cdef enum:
    LONGEST = 20


cdef int load_tokens(object given, Tokens& tokens, vector[char32_t]& chars) except -1:
    """Take the characters of a string but white space, or the strings of a list."""
    cdef size_t i
    cdef uint32_t run = 0
    tokens.clear()
    if isinstance(given, str):
        load_text(given, b"a text", chars)
        for i in range(chars.size()):
            if Py_UNICODE_ISSPACE(chars[i]):
                run += 1
            else:
                tokens.add(&chars[i], 1, run, False)
        return 0
    for token in list_of(given, b"tokens"):
        load_text(token, b"a token", chars)
        tokens.add(chars.data(), chars.size(), 0, True)
    return 0


def grams(tokens, low=1, high=1):
    cdef Tokens own
    cdef vector[char32_t] chars
    cdef size_t n, i
    cdef size_t least = whole(low, b"low", 1, LONGEST)
    cdef size_t most = whole(high, b"high", least, LONGEST)
    load_tokens(tokens, own, chars)
    out = []
    for i in range(own.starts.size()):
        for n in range(least, most + 1):
            if i + n > own.starts.size() or own.runs[i + n - 1] != own.runs[i]:
                break
            out.append(text_of(own.chars.data() + own.starts[i],
                               own.ends[i + n - 1] - own.starts[i]))
    return out


cdef class GramCounter:
    cdef CGramCounter impl
    cdef Trie vocabulary

    def __cinit__(self, vocabulary=None, *, n_slots=0, low=1, high=1):
        need_or_none(vocabulary, Trie, b"vocabulary")
        self.vocabulary = vocabulary
        self.impl.n_slots = <uint64_t>whole(n_slots, b"n_slots", 0, 0x7FFFFFFF)
        self.impl.low = whole(low, b"low", 1, LONGEST)
        self.impl.high = whole(high, b"high", <int64_t>self.impl.low, LONGEST)
        if self.vocabulary is not None:
            copy_to(self.impl.vocabulary, self.vocabulary.trie)

    def count(self, sequences):
        cdef Tokens own
        cdef vector[char32_t] chars
        cdef vector[uint32_t] found
        cdef vector[int32_t] numbers
        cdef vector[float] counts
        cdef vector[int64_t] starts
        starts.push_back(0)
        for each in list_of(sequences, b"sequences"):
            load_tokens(each, own, chars)
            with nogil:
                self.impl.count(own, found, numbers, counts)
                starts.push_back(<int64_t>numbers.size())
        return bytes_of(starts), bytes_of(numbers), bytes_of(counts)
