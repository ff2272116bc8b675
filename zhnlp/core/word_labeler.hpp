// From the features of words to the best labels, by the fast ways where the model fits them.

#pragma once

#include "character_scores.hpp"
#include "decoding.hpp"
#include "word_decoding.hpp"
#include "word_scorer.hpp"

namespace zhnlp {

class WordLabeler {
public:
    explicit WordLabeler(const CrfConfig& config)
        : scorer(config.model),
          model_(config.model),
          word_scorer_(config),
          word_decoder_(config.model) {}

    SequenceScorer scorer;             // of the features labelled last
    std::vector<std::uint8_t> labels;  // likewise

    void label(const WordFeatures& features) {
        if (word_scorer_.fits())
            word_scorer_.score(features, scorer);
        else
            score(features);
        decode(features);
    }

    // Labels the same text after `features.set_again()`.
    void label_again(const WordFeatures& features) {
        if (!word_scorer_.fits()) return label(features);
        word_scorer_.score_again(features, scorer);
        decode(features);
    }

    void label(const ScoredCharacters& characters) {
        score(characters);
        decode(characters);
    }

private:
    template <class Features>
    void score(const Features& features) {
        scorer.begin(features.size());
        features.each(scorer);
        scorer.finish();
    }

    template <class Features>
    void decode(const Features& features) {
        const auto allowed = [&](std::size_t i) { return features.allowed(i); };
        if (word_decoder_.fits())
            word_decoder_.decode(scorer, features.size(), allowed, labels);
        else
            decoder_.decode(model_, scorer, features.size(), allowed, labels);
    }

    const SequenceModel& model_;
    WordScorer word_scorer_;
    WordDecoder word_decoder_;
    SequenceDecoder decoder_;
};

}  // namespace zhnlp
