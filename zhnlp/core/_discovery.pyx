# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Strings that may be words. See _discovery.pyi."""

from cython cimport no_gc
from libc.stdint cimport int64_t, uint8_t
from libcpp.vector cimport vector

from zhnlp.core.arguments cimport *


cdef extern from "new_words.hpp" namespace "zhnlp" nogil:
    cdef cppclass CNewWordCounter "zhnlp::NewWordCounter":
        CNewWordCounter(size_t, int64_t, size_t) except +
        void add(const vector[char32_t]&) except +
        void finish() except +
        void results(vector[char32_t]&, vector[uint8_t]&, vector[int64_t]&,
                     vector[double]&) except +


@no_gc
cdef class NewWordCounter:
    cdef CNewWordCounter* impl

    def __cinit__(self, *, max_length=4, min_count=10, block=1 << 25):
        self.impl = new CNewWordCounter(<size_t>whole(max_length, b"max_length", 2, 16),
                                        whole(min_count, b"min_count", 2, 1 << 40),
                                        <size_t>whole(block, b"block", 1, 1 << 31))

    def __dealloc__(self):
        del self.impl

    def add(self, text):
        cdef vector[char32_t] chars
        load_text(text, b"text", chars)
        with nogil:
            self.impl.add(chars)

    def results(self):
        cdef vector[char32_t] chars
        cdef vector[uint8_t] lengths
        cdef vector[int64_t] counts
        cdef vector[double] scores
        with nogil:
            self.impl.finish()
            self.impl.results(chars, lengths, counts, scores)
        return (text_of(chars.data(), chars.size()), array_of("B", bytes_of(lengths)),
                array_of("q", bytes_of(counts)), array_of("d", bytes_of(scores)))
