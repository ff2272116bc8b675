"""What _edits.pyx uses of the C++ headers."""

from libc.stdint cimport int64_t, uint32_t, uint64_t
from libcpp.vector cimport vector

from zhnlp.core._tables cimport CTrie
from zhnlp.core.arguments cimport char32_t, raise_error, u32string


cdef extern from "edits.hpp" namespace "zhnlp" nogil:
    cdef struct EditPair "zhnlp::EditCosts::Pair":
        char32_t first "from"
        char32_t to
        double cost
    cdef cppclass CEditCosts "zhnlp::EditCosts":
        double substitution, insertion, deletion, transposition
        vector[EditPair] pairs
        void sort_pairs() except +
    double c_edit_distance "zhnlp::edit_distance"(
        const char32_t*, size_t, const char32_t*, size_t, const CEditCosts&, double) except +


cdef extern from "near_words.hpp" namespace "zhnlp" nogil:
    cdef cppclass CTrieChildren "zhnlp::TrieChildren":
        CTrieChildren() except +
        CTrieChildren(const CTrie&, const uint32_t*, size_t) except +raise_error
        u32string text(uint32_t, uint32_t) except +
    cdef struct NearWord:
        uint32_t index
        uint32_t depth
        double distance
        int64_t value
    vector[NearWord] near_words(const CTrie&, const CTrieChildren&, const CEditCosts&,
                                const char32_t*, size_t, double, size_t) except +raise_error
