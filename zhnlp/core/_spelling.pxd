"""What _spelling.pyx uses of the C++ headers."""

from libc.stdint cimport int8_t, uint8_t, uint16_t, uint32_t, uint64_t
from libcpp.vector cimport vector

from zhnlp.core._tables cimport CNgram, CTrie
from zhnlp.core.arguments cimport Array, char32_t, u32string
from zhnlp.core.pool cimport Pool


cdef extern from "tokens.hpp" namespace "zhnlp" nogil:
    cdef cppclass Tokens:
        pass
    void read_tokens(const CTrie&, const char32_t*, size_t, Tokens&) except +
    void sentence_numbers(const Tokens&, vector[uint32_t]&) except +


cdef extern from "confusions.hpp" namespace "zhnlp" nogil:
    cdef cppclass CConfusions "zhnlp::Confusions":
        const uint32_t* offsets
        const uint16_t* meant
        const uint8_t* sound
        const uint8_t* shape
        size_t n
        size_t n_pairs


cdef extern from "ranker.hpp" namespace "zhnlp" nogil:
    size_t kDense "zhnlp::Ranker::kDense"
    cdef cppclass CRanker "zhnlp::Ranker":
        const float* dense
        const int8_t* names
        size_t n_names
        float name_scale


cdef extern from "context_model.hpp" namespace "zhnlp" nogil:
    size_t kWide
    size_t kPlaces
    uint32_t word_name(const uint32_t*, size_t)
    cdef cppclass ContextWords:
        size_t size()
        void reserve(size_t) except +
        void add(uint32_t)
    cdef cppclass ContextModel:
        const ContextWords* words
        const int8_t* targets
        const int8_t* contexts
        const float* biases
        const float* places


cdef extern from "correction.hpp" namespace "zhnlp" nogil:
    cdef enum class Reason:
        pass
    cdef struct Alternative:
        u32string text
        float log_odds
    cdef struct CCorrection "zhnlp::Correction":
        uint32_t start
        uint32_t end
        u32string right
        float log_odds
        Reason reason
        vector[Alternative] alternatives
    cdef struct KeptSpan:
        uint32_t start
        uint32_t end
    cdef cppclass CUserSpelling "zhnlp::UserSpelling":
        CTrie protected_words
        CTrie misspellings
        vector[u32string] rights


cdef extern from "idioms.hpp" namespace "zhnlp" nogil:
    cdef cppclass Idioms:
        Idioms()
        Idioms(const uint8_t*, size_t)


cdef extern from "words_before.hpp" namespace "zhnlp" nogil:
    cdef cppclass WordsBefore:
        void read(const CNgram&) except +


cdef extern from "corrector.hpp" namespace "zhnlp" nogil:
    cdef cppclass CorrectorConfig:
        CTrie vocabulary
        CNgram ngram
        const WordsBefore* before
        vector[char32_t] chars
        vector[char32_t] traditional
        vector[uint32_t] codes
        CConfusions confusions
        CTrie dictionary
        const double* log_probs
        size_t n_log_probs
        double unknown
        CRanker ranker
        ContextModel contexts
        CUserSpelling user
        CUserSpelling known
        Idioms idioms
    cdef cppclass SpellingCorrector:
        SpellingCorrector(const CorrectorConfig&) except +
        void correct(const char32_t*, size_t, const vector[KeptSpan]&, float,
                     vector[CCorrection]&) except +


cdef extern from "word_contexts.hpp" namespace "zhnlp" nogil:
    bint word_fit(const CorrectorConfig&, const char32_t*, size_t, size_t, size_t,
                  const char32_t*, size_t, float&) except +


cdef extern from "spelling_examples.hpp" namespace "zhnlp" nogil:
    cdef cppclass ConsideredEdit:
        uint32_t start
        uint32_t end
        u32string right
        float score
        float gain
    void all_edits(SpellingCorrector&, const CorrectorConfig&, const char32_t*, size_t,
                   vector[ConsideredEdit]&) except +


cdef class Speller:
    cdef CorrectorConfig config
    cdef Pool[SpellingCorrector] pool
    cdef Array[uint8_t] idioms
    cdef tuple keep
    cdef void give_back(self, SpellingCorrector*, size_t) noexcept
