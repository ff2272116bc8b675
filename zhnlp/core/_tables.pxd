"""Characters, tries and n-gram models: what other compiled modules use of them."""

from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.vector cimport vector

from zhnlp.core.arguments cimport Array, char32_t, raise_error, u32string


cdef extern from "chars.hpp" namespace "zhnlp" nogil:
    int c_char_class "zhnlp::char_class"(char32_t) except +
    int kOther, kHan, kLatin, kDigit, kSpace, kMark, kPictograph, kRegional, kKana, kHangul, kLetter


cdef extern from "checksum.hpp" namespace "zhnlp" nogil:
    size_t c_begin_crc32 "zhnlp::begin_crc32"(const uint8_t*, size_t, uint32_t&)


cdef extern from "line_count.hpp" namespace "zhnlp" nogil:
    size_t c_count_lines "zhnlp::count_lines"(const uint8_t*, size_t)


cdef extern from "units.hpp" namespace "zhnlp" nogil:
    uint8_t kJoined
    cdef cppclass UnitFinder:
        UnitFinder(const char32_t*, size_t, uint8_t*)
        void find() except +


cdef extern from "trie.hpp" namespace "zhnlp" nogil:
    cdef cppclass CTrie "zhnlp::Trie":
        CTrie() except +
        CTrie(const uint64_t*, size_t, uint64_t, const uint32_t*, size_t) except +
        @staticmethod
        uint64_t count_values(const uint64_t*, size_t)
        void alias(char32_t, char32_t) except +
        int64_t find(const char32_t*, size_t)
        uint32_t code(char32_t)
        uint32_t code_of(uint64_t)
        uint32_t base(uint64_t)
        uint64_t node(size_t)
        uint64_t root()
        uint64_t step(uint64_t, uint32_t)
        int64_t value(uint64_t)

    int64_t kMaxValue "zhnlp::Trie::kMaxValue"


cdef extern from "trie_packing.hpp" namespace "zhnlp" nogil:
    cdef cppclass PackedTrie:
        @staticmethod
        cbool begins(uint64_t)
        @staticmethod
        PackedTrie of(const uint64_t*)
        cbool fits(const uint64_t*, size_t)

    cdef cppclass ExpandedTrie:
        ExpandedTrie()
        void expand(const uint64_t*) except +raise_error
        const uint64_t* data()
        size_t size()
        uint64_t n_values()

    vector[uint64_t] packed_trie(const uint64_t*, size_t) except +


cdef extern from "trie_builder.hpp" namespace "zhnlp" nogil:
    cdef cppclass TrieBuilder:
        vector[uint32_t] alphabet
        vector[uint64_t] nodes
        void add(const char32_t*, size_t, uint32_t) except +raise_error
        void build() except +raise_error


cdef extern from "pair_table.hpp" namespace "zhnlp" nogil:
    cdef cppclass PairTable:
        pass


cdef extern from "ngram.hpp" namespace "zhnlp" nogil:
    cdef cppclass Book "std::array<float, 256>":
        float* data()

    cdef cppclass CNgramLevel "zhnlp::NgramLevel":
        CNgramLevel()
        const uint16_t* short_words
        const uint32_t* words
        const uint8_t* log_probs
        const uint64_t* contexts
        const uint8_t* back_offs
        const uint32_t* starts
        const uint16_t* offsets
        const uint32_t* anchors
        size_t n
        size_t n_contexts
        Book prob_book, back_off_book
        size_t rank_contexts() except +

    cdef cppclass Context "zhnlp::Ngram::Context":
        Context()

    cdef cppclass NgramTotal "zhnlp::Ngram::Total":
        NgramTotal()
        double log_prob
        size_t n_words
        size_t n_unknown

    cdef cppclass CNgram "zhnlp::Ngram":
        CNgram() except +
        vector[CNgramLevel] levels
        const PairTable* pairs
        void read_pairs(PairTable&) except +
        Context begin()
        float log_prob(const Context&, uint32_t, Context&)
        NgramTotal total(const uint32_t*, size_t)


cdef class Trie:
    cdef CTrie trie
    cdef Array[uint64_t] nodes
    cdef Array[uint32_t] alphabet
    cdef ExpandedTrie expanded
    cdef const uint64_t* plain
    cdef size_t n_plain
    cdef readonly size_t n_values
    cdef int expand(self) except -1


cdef class NgramLevel:
    cdef CNgramLevel level
    cdef cbool is_first, is_last
    cdef Array[uint8_t] log_probs, back_offs
    cdef Array[uint16_t] short_words, offsets
    cdef Array[uint32_t] long_words, long_starts, anchors
    cdef Array[uint64_t] contexts
    cdef Array[float] log_prob_book, back_off_book
    cdef int take_words(self, object words) except -1
    cdef int take_contexts(self, object contexts, object back_offs, object starts, object anchors,
                           object back_off_book) except -1


cdef class Ngram:
    cdef CNgram ngram
    cdef tuple levels
