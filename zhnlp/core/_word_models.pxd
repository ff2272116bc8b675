"""Lists of words and models: what other compiled modules use of them."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.vector cimport vector

from zhnlp.core._sequence cimport Alphabet, CAlphabet, CSequenceModel, Weights
from zhnlp.core._tables cimport CNgram, CTrie, Ngram, Trie
from zhnlp.core.arguments cimport Array, char32_t


cdef extern from "hmm.hpp" namespace "zhnlp" nogil:
    cdef cppclass CHmm "zhnlp::Hmm":
        CHmm() except +
        CHmm(const double*, const double*, const uint32_t*, const double*, size_t) except +


cdef extern from "known_words.hpp" namespace "zhnlp" nogil:
    cdef cppclass KnownWords:
        cbool read(const CNgram&) except +


cdef extern from "tagged_hmm.hpp" namespace "zhnlp" nogil:
    cdef cppclass StateLists "zhnlp::TaggedHmm::Lists":
        CharIndex index
        vector[uint32_t] ends
        vector[uint8_t] states

    cdef cppclass CTaggedHmm "zhnlp::TaggedHmm":
        vector[char] places
        vector[double] start, steps, emissions
        StateLists emitting, listed
        void prepare() except +

    cdef cppclass CharIndex "zhnlp::CodePointMap<std::uint32_t>":
        void set(char32_t, uint32_t) except +


cdef extern from *:
    """
    #include "tagged_hmm.hpp"

    // The ends and states of the words of a text, one after another.
    static void tagged_words(const zhnlp::TaggedHmm& model, const std::vector<char32_t>& text,
                             std::vector<std::uint32_t>& out) {
        zhnlp::TaggedHmmDecoder(model).cut(
            text.data(), text.size(), [&](std::size_t end, zhnlp::TaggedHmm::State state) {
                out.push_back(static_cast<std::uint32_t>(end));
                out.push_back(state);
            });
    }
    """
    void tagged_words(const CTaggedHmm&, const vector[char32_t]&, vector[uint32_t]&) except + nogil


cdef extern from "character_facts.hpp" namespace "zhnlp" nogil:
    cdef cppclass CharacterTable:
        void set(const CTrie&, const CTrie&, const CHmm&) except +


cdef extern from "cutter_config.hpp" namespace "zhnlp" nogil:
    cdef enum class Method(uint8_t):
        kForward, kBackward, kBidirectional, kUnigram, kNgram, kJieba, kCrf

    cdef enum class Mode(uint8_t):
        kPrefer, kForce, kForceInside, kSplit

    cdef enum class Source(uint8_t):
        kUser, kModel, kDictionary, kRule

    cdef cppclass CWordGrams "zhnlp::WordGrams":
        cbool take(size_t, const uint32_t*, size_t, const uint32_t*, size_t, const uint32_t*, size_t)

    cdef cppclass CrfConfig:
        cbool by_character
        CWordGrams grams
        CAlphabet alphabet
        CTrie lexicon, extra_words
        CSequenceModel model

    cdef struct UserWord:
        Mode mode
        double log_prob

    cdef cppclass CutterConfig:
        CutterConfig() except +
        Method method
        cbool rules
        CTrie dictionary
        const double* log_probs
        double unknown
        CTrie weighed, unjoined, mixed, user
        const double* weighed_log_probs
        cbool joins
        vector[UserWord] user_words
        cbool any_force, any_prefer, any_split
        double most_margin
        CTrie vocabulary
        CNgram ngram
        const KnownWords* known_words
        double lexicon_bias, lexicon_scale, hmm_bias, hmm_scale, unit_log_prob
        CHmm hmm
        CharacterTable characters
        CrfConfig crf


cdef extern from "word_features.hpp" namespace "zhnlp" nogil:
    void prepare_words "zhnlp::WordFeatures::prepare"(CSequenceModel&, size_t) except +


cdef extern from "word_gram_builder.hpp" namespace "zhnlp" nogil:
    cdef cppclass WordGramBuilder:
        WordGramBuilder(size_t) except +
        vector[uint32_t] cells, starts, nexts
        void add(uint64_t, uint32_t) except +
        void build() except +


cdef extern from "character_scores.hpp" namespace "zhnlp" nogil:
    cbool prepare_characters "zhnlp::CharacterScores::prepare"(CSequenceModel&, const float*) except +


cdef class WordList:
    cdef Array[double] log_probs
    cdef readonly Trie trie
    cdef readonly double unknown


cdef class UserWords:
    cdef Trie trie
    cdef vector[UserWord] words


cdef class Hmm:
    cdef CHmm hmm


cdef class TaggedHmm:
    cdef CTaggedHmm hmm


cdef class UnknownWords:
    cdef readonly double lexicon_bias, lexicon_scale, hmm_bias, hmm_scale, unit_log_prob


cdef class WordNgrams:
    cdef CTrie vocabulary
    cdef KnownWords known_words
    cdef Trie trie
    cdef readonly Ngram ngram
    cdef readonly UnknownWords unknown_words


cdef class WordLabels:
    cdef CrfConfig config
    cdef readonly Alphabet alphabet
    cdef readonly Weights weights
    cdef readonly Trie lexicon, extra_words
    cdef Array[float] transitions
    cdef Array[uint32_t] cells, starts, nexts
    cdef int take_transitions(self, object transitions) except -1
    cdef int take_grams(self, object grams) except -1


cdef int choice(object value, dict numbers, str name) except -1
