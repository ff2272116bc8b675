"""What models of words, tags and entities share."""

from libc.stdint cimport int8_t, int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.vector cimport vector

from zhnlp.core.arguments cimport Array, char32_t, load_text


cdef extern from "atoms.hpp" namespace "zhnlp" nogil:
    size_t kFirstChar
    cdef cppclass CAlphabet "zhnlp::Alphabet":
        CAlphabet() except +
        CAlphabet(const uint32_t*, size_t) except +


cdef extern from "sequence.hpp" namespace "zhnlp" nogil:
    int64_t kMaxLabels
    cdef cppclass CSequenceModel "zhnlp::SequenceModel":
        size_t n_labels, n_buckets, n_pool
        cbool sparse
        const uint32_t* buckets
        const int8_t* pool
        uint64_t first, last
        double scale
        void find_runs() except +
        void set_transitions(const int32_t*) except +
        uint32_t find(uint64_t) const
    uint64_t mix(uint64_t)


cdef class Alphabet:
    cdef CAlphabet alphabet
    cdef Array[uint32_t] chars, pairs


cdef class Weights:
    cdef CSequenceModel model
    cdef Array[uint32_t] buckets
    cdef Array[uint8_t] pool


cdef int load_words(object text, vector[char32_t]& chars, object ends,
                    Array[int32_t]& places) except -1
cdef int load_tags(object tags, Array[uint8_t]& numbers, size_t n_words) except -1
