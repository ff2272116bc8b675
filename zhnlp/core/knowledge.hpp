// What a cutter knows: its method, word lists and models.

#pragma once

#include <cstdint>
#include <vector>

#include "atoms.hpp"
#include "hmm.hpp"
#include "ngram.hpp"
#include "sequence.hpp"
#include "trie.hpp"

namespace zhnlp {

enum class Method : std::uint8_t { kForward, kBackward, kBidirectional, kUnigram, kNgram, kJieba, kSequence };

enum class Mode : std::uint8_t { kPrefer, kForce, kForceInside, kSplit };

struct UserWord {
    Mode mode;
    double log_prob;
};

enum class Source : std::uint8_t { kUser, kModel, kDictionary, kRule };

// What a trained segmenter knows beside the dictionary.
struct WordKnowledge {
    Alphabet alphabet;
    Trie lexicon;  // words found in raw text; their values are classes 0 … 3 of how often
    Trie more;     // words of the user's, read as if they stood in the dictionary
    SequenceModel model;
};

// What a cutter knows. Set up once, then only read.
struct Knowledge {
    Method method = Method::kUnigram;
    bool rules = true;  // keep units whole
    Trie dictionary;
    const double* log_probs = nullptr;  // of the dictionary's words, by the trie's numbers
    double unknown = -20.0;         // log probability of a unit that is no word
    Trie user;
    std::vector<UserWord> user_words;
    bool any_force = false, any_prefer = false, any_split = false;
    Trie vocabulary;  // words of the n-gram model, with classes for numbers and Latin words
    Ngram ngram;
    double lexicon_bias = 0.0, lexicon_scale = 1.0;  // from dictionary to unknown-word scores
    double hmm_bias = 0.0, hmm_scale = 1.0;  // likewise from the hidden Markov model
    double unit_log_prob = -12.0;  // what a unit outside both lists adds to the unknown word
    Hmm hmm;
    WordKnowledge sequence;

    // A character of a preferred word, larger than any sum of log probabilities that
    // it can meet; and a unit where dictionary words start but one has to give way.
    static constexpr double kPreferred = 1e5, kLastResort = -1e3;
};

}  // namespace zhnlp
