// The parts of speech of the words of a text.
//
//     words    在   北京   举行          the label of white space is given by the caller
//     labels   p    ns     v
//
// Long texts are tagged in chunks of kChunk words, with kAround more words in view on
// either side: memory beside the text is bounded. Linear in the text.

#pragma once

#include <vector>

#include "decoding.hpp"
#include "kept_scores.hpp"
#include "pieces.hpp"
#include "sequence.hpp"
#include "sequence_scorer.hpp"
#include "tag_features.hpp"

namespace zhnlp {

// What a tagger works with: the entries of words, and the weights.
struct TaggerConfig : TagConfig {
    SequenceModel model;
};

class Tagger {
public:
    explicit Tagger(const TaggerConfig& config)
        : config_(config),
          features_(config),
          scorer_(config.model),
          kept_(config.model, kMaxRows, 1 << 21) {}

    // Sets tags[0:n] to the labels of the words of `text`, which end at ends[0:n], rising.
    // Words of white space get the label `blank`.
    void tag(const char32_t* text, const std::uint32_t* ends, std::size_t n, std::uint8_t blank,
             std::vector<std::uint8_t>& tags) {
        tags.assign(n, blank);
        if (config_.model.empty()) return;
        for (std::size_t from = 0; from < n; from += kChunk) {
            const std::size_t first = from < kAround ? 0 : from - kAround;
            const std::size_t last = std::min(n, from + kChunk + kAround);
            const std::uint32_t start = first ? ends[first - 1] : 0;
            ends_.clear();
            for (std::size_t i = first; i < last; ++i) ends_.push_back(ends[i] - start);
            features_.set(text + start, ends_.data(), ends_.size());
            label();
            for (std::size_t position = 0; position < features_.size(); ++position) {
                const std::size_t word = first + features_.word(position);
                if (word >= from && word < from + kChunk) tags[word] = labels_[position];
            }
        }
    }

private:
    static constexpr std::size_t kChunk = 1 << 13, kAround = 32;  // words

    void label() {
        scorer_.begin(features_.size());
        features_.score(scorer_, kept_);
        scorer_.finish();
        decoder_.decode(
            config_.model, scorer_, features_.size(),
            [&](std::size_t i) { return features_.allowed(i); }, labels_);
    }

    const TaggerConfig& config_;
    TagFeatures features_;
    SequenceScorer scorer_;
    KeptScores kept_;
    SequenceDecoder decoder_;
    std::vector<std::uint8_t> labels_;
    std::vector<std::uint32_t> ends_;
};

// Sets `tags` to the labels of the words, which end at `ends`, of each of `texts`.
inline void tag_texts(Tagger& tagger, const Pieces<char32_t>& texts,
                      const Pieces<std::uint32_t>& ends, std::uint8_t blank,
                      Pieces<std::uint8_t>& tags) {
    std::vector<std::uint8_t> own;
    tags.clear();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        tagger.tag(texts.at(i), ends.at(i), ends.length(i), blank, own);
        tags.add(own.data(), own.size());
    }
}

}  // namespace zhnlp
