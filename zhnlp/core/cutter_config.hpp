// What a cutter works with: its method, word lists and models.

#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "atoms.hpp"
#include "character_facts.hpp"
#include "hmm.hpp"
#include "known_words.hpp"
#include "ngram.hpp"
#include "sequence.hpp"
#include "trie.hpp"
#include "word_grams.hpp"

namespace zhnlp {

enum class Method : std::uint8_t {
    kForward,
    kBackward,
    kBidirectional,
    kUnigram,
    kNgram,
    kJieba,
    kCrf,
};

// How a word of the user's is treated; see docs/segmentation.md.
enum class Mode : std::uint8_t {
    kPrefer,
    kForce,
    kForceInside,
    kSplit,
};

struct UserWord {
    Mode mode;
    double log_prob;
};

// Which list or model a word comes from.
enum class Source : std::uint8_t {
    kUser,
    kModel,
    kDictionary,
    kRule,
};

// The model of the methods crf and neural, without the dictionary.
struct CrfConfig {
    bool by_character = false;  // neural: scores come with the text (see character_scores.hpp)
    Alphabet alphabet;
    Trie lexicon;      // words found in raw text, see WordFeatures::kFrequencies for the values
    Trie extra_words;  // words of the user's, read as if the dictionary had them
    SequenceModel model;
    WordGrams grams;  // of the model; empty: they are found by hash
};

// Everything a cutter reads. Set up once, then constant.
struct CutterConfig {
    Method method = Method::kUnigram;
    bool rules = true;  // keep units whole
    Trie dictionary;
    const double* log_probs = nullptr;  // of the dictionary's words, by their values in the trie
    double unknown = -20.0;             // log probability of a unit that is not a word
    Trie weighed;  // words with log probabilities in place of the dictionary's, for kJieba
    const double* weighed_log_probs = nullptr;  // by their values; kNoWord: not a word
    Trie unjoined;                      // what the hidden Markov model does not join in kJieba
    bool joins = true;                  // join single characters, in kUnigram and kJieba
    Trie mixed;                         // words that may hold barriers (see barriers.hpp)
    Trie user;
    std::vector<UserWord> user_words;  // by their values in the trie
    bool any_force = false, any_prefer = false, any_split = false;
    double most_margin = 0.0;  // that a preferred word of two characters wins against
    Trie vocabulary;  // words of the n-gram model, with classes for numbers and Latin words
    Ngram ngram;
    const KnownWords* known_words = nullptr;  // of the n-gram model; set if there is one
    double lexicon_bias = 0.0, lexicon_scale = 1.0;  // from dictionary to unknown-word scores
    double hmm_bias = 0.0, hmm_scale = 1.0;          // likewise from the hidden Markov model
    double unit_log_prob = -12.0;  // what a unit outside both lists adds to the unknown word
    Hmm hmm;
    CharacterTable characters;  // with an n-gram model: of dictionary, vocabulary and hmm
    CrfConfig crf;

    static constexpr double kNoWord = -std::numeric_limits<double>::infinity();

    // Whether text[0:length] is in the dictionary, as the weighed words change it.
    bool knows(const char32_t* text, std::size_t length) const {
        const std::int64_t own = weighed.find(text, length);
        if (own >= 0) return weighed_log_probs[own] > kNoWord;
        return dictionary.find(text, length) >= 0;
    }

    // The user's word text[0:length]; null if there is none.
    const UserWord* user_word(const char32_t* text, std::size_t length) const {
        const std::int64_t word = user.find(text, length);
        return word < 0 ? nullptr : &user_words[static_cast<std::size_t>(word)];
    }

    // Whether the user has text[0:length] split.
    bool splits(const char32_t* text, std::size_t length) const {
        if (!any_split) return false;
        const UserWord* const word = user_word(text, length);
        return word && word->mode == Mode::kSplit;
    }
};

}  // namespace zhnlp
