# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Clusters of words. See _clusters.pyi."""

from libc.stdint cimport uint32_t
from libcpp.vector cimport vector

from zhnlp.core.arguments cimport *


cdef extern from "word_clusters.hpp" namespace "zhnlp" nogil:
    cdef cppclass CWordClusters "zhnlp::WordClusters":
        void add(const char32_t*, size_t) except +
        void find(uint32_t) except +
        const vector[u32string]& forms()
        const vector[uint32_t]& clusters()


def word_clusters(blocks, *, min_count):
    cdef CWordClusters words
    cdef vector[char32_t] chars
    cdef uint32_t c_min_count = whole(min_count, b"min_count", 1, 0xFFFFFFFF)
    cdef size_t i
    try:
        given = iter(list(blocks) if isinstance(blocks, memoryview) else blocks)
    except (TypeError, NotImplementedError):  # the second for a view of several dimensions
        refuse(blocks, b"blocks", b"texts that are cut into words")
    for block in given:
        load_text(block, b"a block", chars)
        with nogil:
            words.add(chars.data(), chars.size())
    with nogil:
        words.find(c_min_count)
    return {text_of(words.forms()[i].data(), words.forms()[i].size()): words.clusters()[i]
            for i in range(words.forms().size())}
