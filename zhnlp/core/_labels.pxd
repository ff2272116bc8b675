"""Taggers and recognizers: what training uses of them."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.utility cimport pair
from libcpp.vector cimport vector

from zhnlp.core._sequence cimport CAlphabet, CSequenceModel
from zhnlp.core._tables cimport CTrie
from zhnlp.core.arguments cimport Array, char32_t
from zhnlp.core.pool cimport Pool
from zhnlp.core.texts cimport Pieces


cdef extern from "tag_features.hpp" namespace "zhnlp" nogil:
    cdef struct TagWord:
        uint32_t bits
    size_t kLongestWord
    size_t kFirstClass
    size_t word_form(const char32_t*, size_t, size_t, cbool, char32_t*) except +
    int word_shape(const char32_t*, size_t, size_t) except +
    cdef cppclass TagConfig:
        CAlphabet alphabet
        CTrie lexicon
        const TagWord* words
        size_t n_words
        const uint64_t* candidates
        size_t n_candidates
        const uint32_t* clusters
        uint64_t signs, symbols, nouns, names, units, numbers
        CTrie user_words
        const uint64_t* user_candidates
        size_t n_user_words


cdef extern from "tagging.hpp" namespace "zhnlp" nogil:
    cdef cppclass TaggerConfig(TagConfig):
        CSequenceModel model
    cdef cppclass CTagger "zhnlp::Tagger":
        void tag(const char32_t*, const uint32_t*, size_t, uint8_t, vector[uint8_t]&) except +
    void tag_texts(CTagger&, const Pieces[char32_t]&, const Pieces[uint32_t]&, uint8_t,
                   Pieces[uint8_t]&) except +


cdef extern from "raw_evidence.hpp" namespace "zhnlp" nogil:
    cdef cppclass RawEvidence:
        CTrie names, clusters, persons


cdef extern from "entity_features.hpp" namespace "zhnlp" nogil:
    cdef cppclass RecognizerConfig:
        CAlphabet alphabet
        CTrie dictionary
        const uint8_t* classes
        size_t n_classes
        RawEvidence evidence
        cbool symbols_only
        CSequenceModel model
    void prepare_entities "zhnlp::EntityFeatures::prepare"(CSequenceModel&, size_t) except +


cdef extern from "name_limits.hpp" namespace "zhnlp" nogil:
    pair[size_t, size_t] c_whole_part "zhnlp::whole_part"(const char32_t*, size_t) except +


cdef extern from "recognizing.hpp" namespace "zhnlp" nogil:
    cdef struct Found:
        uint32_t start
        uint32_t end
        uint32_t kind
    void c_find_listed "zhnlp::find_listed"(const CTrie&, const char32_t*, const uint32_t*, size_t,
                                            const uint32_t*, size_t, vector[Found]&) except +
    cdef cppclass CRecognizer "zhnlp::Recognizer":
        void find(const char32_t*, const uint32_t*, const uint8_t*, size_t, const uint32_t*,
                  size_t, cbool, vector[Found]&) except +
    void find_in_texts(CRecognizer&, const Pieces[char32_t]&, const Pieces[uint32_t]&,
                       const Pieces[uint8_t]&, const Pieces[uint32_t]&, cbool,
                       Pieces[Found]&) except +


cdef class Tagger:
    cdef TaggerConfig config
    cdef Pool[CTagger] pool
    cdef Array[uint32_t] words, clusters
    cdef Array[uint64_t] candidates, user_candidates
    cdef tuple given, rules
    cdef object user_words, given_clusters
    cdef int check_sizes(self, size_t n_values) except -1


cdef class Recognizer:
    cdef RecognizerConfig config
    cdef Pool[CRecognizer] pool
    cdef Array[uint8_t] classes
    cdef tuple keep
    cdef tuple labels_of(self, object)
    cdef int find_in(self, const Pieces[char32_t]&, const Pieces[uint32_t]&,
                     const Pieces[uint8_t]&, const Pieces[uint32_t]&, bint,
                     Pieces[Found]&) except -1
