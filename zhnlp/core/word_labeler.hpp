// From the features of words to the best labels: as SequenceLabeler, but faster.

#pragma once

#include "character_scores.hpp"
#include "decoding.hpp"
#include "word_decoding.hpp"
#include "word_scorer.hpp"

namespace zhnlp {

class WordLabeler : public SequenceLabeler {
public:
    explicit WordLabeler(const CrfConfig& config)
        : SequenceLabeler(config.model), word_scorer_(config), word_decoder_(config.model) {}

    void label(const WordFeatures& features) {
        if (word_scorer_.fits())
            word_scorer_.score(features, scorer);
        else
            score(features);
        decode(features);
    }

    void label(const ScoredCharacters& characters) {
        score(characters);
        decode(characters);
    }

private:
    template <class Features>
    void decode(const Features& features) {
        const auto allowed = [&](std::size_t i) { return features.allowed(i); };
        if (word_decoder_.fits())
            word_decoder_.decode(scorer, features.size(), allowed, labels);
        else
            SequenceLabeler::decode(features.size(), allowed);
    }

    WordScorer word_scorer_;
    WordDecoder word_decoder_;
};

}  // namespace zhnlp
