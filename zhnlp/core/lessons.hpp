// What a sequence trainer is taught: texts with their right answers, as features
// and labels.

#pragma once

#include <vector>

#include "sequence_training.hpp"
#include "word_features.hpp"

namespace zhnlp {

inline void count_words(SequenceTrainer& trainer, const Knowledge& knowledge, const char32_t* text,
                        std::size_t length) {
    Board board;
    board.set(knowledge, text, length);
    WordFeatures features(knowledge.sequence);
    features.set(board);
    SequenceTrainer::Counter counter{trainer};
    features.each(counter);
}

// Adds a text with the ends of its words; returns how many of them lie inside an
// atom and so cannot be learned.
inline std::size_t add_words(SequenceTrainer& trainer, const Knowledge& knowledge,
                             const char32_t* text, std::size_t length, const std::uint32_t* ends,
                             std::size_t n_ends) {
    Board board;
    board.set(knowledge, text, length);
    WordFeatures features(knowledge.sequence);
    features.set(board);
    std::vector<bool> cut(length + 1, false);
    cut[0] = true;
    std::size_t n_inside = 0;
    for (std::size_t i = 0; i < n_ends; ++i) {
        cut[ends[i]] = true;
        n_inside += !board.atom(ends[i]);
    }
    std::vector<std::uint8_t> labels(features.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const bool begins = cut[features.start(i)], ends_here = cut[features.start(i + 1)];
        labels[i] = begins ? (ends_here ? kSingle : kBegin) : (ends_here ? kEnd : kMiddle);
    }
    trainer.begin(labels.data(), labels.size());
    SequenceTrainer::Adder adder{trainer};
    features.each(adder);
    return n_inside;
}

}  // namespace zhnlp
