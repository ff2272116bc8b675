// Training examples for a SequenceTrainer: texts with their right words, names or tags, as
// features and labels. Each text is counted first and added later, see sequence_training.hpp.

#pragma once

#include <vector>

#include "recognizing.hpp"
#include "sequence_training.hpp"
#include "tag_features.hpp"
#include "word_features.hpp"

namespace zhnlp {

constexpr std::uint32_t kNoAtom = 0xFFFFFFFFu;
constexpr std::uint64_t label_bit(std::size_t label) { return std::uint64_t{1} << label; }
constexpr std::uint64_t all_labels(std::size_t base) {  // of a kind of name
    return label_bit(base + kNameBegin) | label_bit(base + kNameInside) |
           label_bit(base + kNameEnd) | label_bit(base + kNameSingle);
}

inline void count_words(SequenceTrainer& trainer, const CutterConfig& config, const char32_t* text,
                        std::size_t length) {
    Board board;
    board.set(config, text, length);
    WordFeatures features(config.crf);
    features.set(board);
    SequenceTrainer::Counter counter{trainer};
    features.each(counter);
}

// Adds a text with the ends of its words, some of which are `optional`: right with and without
// them. Returns how many of the ends lie inside an atom and so cannot be learned.
inline std::size_t add_words(SequenceTrainer& trainer, const CutterConfig& config,
                             const char32_t* text, std::size_t length, const std::uint32_t* ends,
                             std::size_t n_ends, const std::vector<std::uint32_t>& optional,
                             float weight) {
    Board board;
    board.set(config, text, length);
    WordFeatures features(config.crf);
    features.set(board);
    // the labels that a boundary before and after an atom leaves: 1 none, 2 one, 3 either
    constexpr std::uint64_t kBefore[] = {0, 0b0110, 0b1001, 0b1111};
    constexpr std::uint64_t kAfter[] = {0, 0b0011, 0b1100, 0b1111};
    std::vector<std::uint8_t> cut(length + 1, 1);
    cut[0] = 2;
    std::size_t n_inside = 0;
    for (std::size_t i = 0; i < n_ends; ++i) {
        cut[ends[i]] = 2;
        n_inside += !board.atom(ends[i]);
    }
    for (const std::uint32_t end : optional) cut[end] = 3;
    std::vector<std::uint64_t> labels(features.size());
    for (std::size_t i = 0; i < labels.size(); ++i)
        labels[i] = kBefore[cut[features.start(i)]] & kAfter[cut[features.start(i + 1)]];
    trainer.begin(labels, weight);
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

// Adds a text with its words, their tags and its names; where only `optional` names are, those,
// shorter ones of their kind and none are all right. Returns how many names begin or end inside
// an atom and so cannot be learned.
inline std::size_t add_entities(SequenceTrainer& trainer, const RecognizerConfig& config,
                                const char32_t* text, std::size_t length, const std::uint32_t* ends,
                                const std::uint8_t* tags, std::size_t n_words,
                                const std::vector<Found>& names, const std::vector<Found>& optional,
                                float weight) {
    EntityFeatures features(config);
    features.set(text, length, ends, tags, n_words);
    std::vector<std::uint32_t> atoms(length + 1, kNoAtom);
    for (std::size_t i = 0; i <= features.size(); ++i)
        atoms[features.start(i)] = static_cast<std::uint32_t>(i);
    std::vector<std::uint64_t> labels(features.size(), label_bit(kOutsideName));
    std::size_t n_inside = 0;
    const auto each_in_atoms = [&](const std::vector<Found>& all, auto set) {
        for (const Found& name : all) {
            const std::uint32_t first = atoms[name.start], end = atoms[name.end];
            const bool fits = first != kNoAtom && end != kNoAtom;
            n_inside += !fits;
            if (fits) set(first, end, kLabelsOfKind * name.kind);
        }
    };
    each_in_atoms(optional, [&](std::uint32_t first, std::uint32_t end, std::size_t base) {
        for (std::uint32_t i = first; i < end; ++i) labels[i] |= all_labels(base);
    });
    each_in_atoms(names, [&](std::uint32_t first, std::uint32_t end, std::size_t base) {
        for (std::uint32_t i = first; i < end; ++i) labels[i] = label_bit(base + kNameInside);
        labels[first] = label_bit(base + kNameBegin);
        labels[end - 1] = label_bit(base + (end - first == 1 ? kNameSingle : kNameEnd));
    });
    trainer.begin(labels, weight);
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
                     const std::uint32_t* ends, const std::uint8_t* tags, std::size_t n_words,
                     float weight) {
    TagFeatures features(config);
    features.set(text, ends, n_words);
    std::vector<std::uint64_t> labels(features.size());
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = label_bit(tags[features.word(i)]);
    trainer.begin(labels, weight);
    for (std::size_t i = 0; i < labels.size(); ++i) trainer.allow_only(features.allowed(i));
    SequenceTrainer::Adder adder{trainer};
    features.each(adder);
}

}  // namespace zhnlp
