// Training examples for a SequenceTrainer: texts with their right words, names or tags, as
// features and labels. Each text is counted first and added later, see sequence_training.hpp.

#pragma once

#include <vector>

#include "recognizing.hpp"
#include "sequence_training.hpp"
#include "tag_features.hpp"
#include "word_features.hpp"

namespace zhnlp {

inline void count_words(SequenceTrainer& trainer, const CutterConfig& config, const char32_t* text,
                        std::size_t length) {
    Board board;
    board.set(config, text, length);
    WordFeatures features(config.crf);
    features.set(board);
    SequenceTrainer::Counter counter{trainer};
    features.each(counter);
}

// Adds a text with the ends of its words; returns how many of the ends lie inside an atom
// and so cannot be learned.
inline std::size_t add_words(SequenceTrainer& trainer, const CutterConfig& config,
                             const char32_t* text, std::size_t length, const std::uint32_t* ends,
                             std::size_t n_ends) {
    Board board;
    board.set(config, text, length);
    WordFeatures features(config.crf);
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

inline void count_entities(SequenceTrainer& trainer, const RecognizerConfig& config,
                           const char32_t* text, std::size_t length, const std::uint32_t* ends,
                           const std::uint8_t* tags, std::size_t n_words) {
    EntityFeatures features(config);
    features.set(text, length, ends, tags, n_words);
    SequenceTrainer::Counter counter{trainer};
    features.each(counter);
}

// Adds a text with its words, their tags and its names, in order; returns how many
// names begin or end inside an atom and so cannot be learned.
inline std::size_t add_entities(SequenceTrainer& trainer, const RecognizerConfig& config,
                                const char32_t* text, std::size_t length, const std::uint32_t* ends,
                                const std::uint8_t* tags, std::size_t n_words,
                                const std::vector<Found>& names) {
    EntityFeatures features(config);
    features.set(text, length, ends, tags, n_words);
    std::vector<std::uint32_t> atoms(length + 1, 0xFFFFFFFFu);
    for (std::size_t i = 0; i <= features.size(); ++i)
        atoms[features.start(i)] = static_cast<std::uint32_t>(i);
    std::vector<std::uint8_t> labels(features.size(), kOutsideName);
    std::size_t n_inside = 0;
    for (const Found& name : names) {
        const std::uint32_t first = atoms[name.start], end = atoms[name.end];
        if (first == 0xFFFFFFFFu || end == 0xFFFFFFFFu) {
            ++n_inside;
            continue;
        }
        const auto base = static_cast<std::uint8_t>(kLabelsOfKind * name.kind);
        for (std::uint32_t i = first; i < end; ++i) labels[i] = base + kNameInside;
        labels[first] = base + kNameBegin;
        labels[end - 1] =
            static_cast<std::uint8_t>(base + (end - first == 1 ? kNameSingle : kNameEnd));
    }
    trainer.begin(labels.data(), labels.size());
    SequenceTrainer::Adder adder{trainer};
    features.each(adder);
    return n_inside;
}

inline void count_tags(SequenceTrainer& trainer, const TagConfig& config, const char32_t* text,
                       const std::uint32_t* ends, std::size_t n_words) {
    TagFeatures features(config);
    features.set(text, ends, n_words);
    SequenceTrainer::Counter counter{trainer};
    features.each(counter);
}

// Adds a text with its words and the numbers of their tags.
inline void add_tags(SequenceTrainer& trainer, const TagConfig& config, const char32_t* text,
                     const std::uint32_t* ends, const std::uint8_t* tags, std::size_t n_words) {
    TagFeatures features(config);
    features.set(text, ends, n_words);
    std::vector<std::uint8_t> labels(features.size());
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = tags[features.word(i)];
    trainer.begin(labels.data(), labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) trainer.allow_only(features.allowed(i));
    SequenceTrainer::Adder adder{trainer};
    features.each(adder);
}

}  // namespace zhnlp
