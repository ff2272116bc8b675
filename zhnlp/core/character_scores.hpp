// Scores of word labels that a caller gives for every character, such as a network's.
//
//     text      在  1 9 9 8  年      one atom a character, where crf has one a unit
//     labels    S   B M M M  E       no word ends inside 1998: the board joins its characters
//
// So a unit's label sums up the scores of the only labels that its characters can have, and the
// transitions between them: for B those of B M M M, for S those of B M M E.
//
// Scores are kept as differences from the best of their character, in steps of kStep. One
// below kLeast counts as kLeast. Linear in the text.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "word_features.hpp"

namespace zhnlp {

class CharacterScores {
public:
    static constexpr std::size_t kLabels = 4;
    static constexpr double kStep = 1.0 / 256;  // natural log
    static constexpr double kLeast = -127.0;
    static constexpr double kMostTransition = 10000.0;

    // Takes those of `n` numbers, a row for each character; returns the index of the first number
    // that is not finite, or n.
    std::size_t set(const float* scores, std::size_t n) {
        scores_.resize(n);
        for (std::size_t i = 0; i < n; i += kLabels) {
            for (std::size_t y = 0; y < kLabels; ++y)
                if (!std::isfinite(scores[i + y])) return i + y;
            const double most = *std::max_element(scores + i, scores + i + kLabels);
            for (std::size_t y = 0; y < kLabels; ++y)
                scores_[i + y] = static_cast<std::int16_t>(
                    std::lround(std::max(scores[i + y] - most, kLeast) / kStep));
        }
        return n;
    }

    // Frees the memory of a very long text.
    void tidy(std::size_t most) {
        if (scores_.capacity() > most) std::vector<std::int16_t>().swap(scores_);
    }

    const std::int16_t* row(std::size_t character) const { return &scores_[character * kLabels]; }

    // Sets up `model` by the 16 transitions between B, M, E and S, of which only the legal ones are
    // read; false if one of these is not finite or too large.
    static bool prepare(SequenceModel& model, const float* transitions) {
        constexpr bool kLegal[kLabels][kLabels] = {
            {false, true, true, false},
            {false, true, true, false},
            {true, false, false, true},
            {true, false, false, true}};
        std::int32_t steps[kLabels * kLabels];
        for (std::size_t x = 0; x < kLabels; ++x)
            for (std::size_t y = 0; y < kLabels; ++y) {
                const float given = transitions[x * kLabels + y];
                const bool legal = kLegal[x][y];
                if (legal && !(std::fabs(given) <= kMostTransition)) return false;
                steps[x * kLabels + y] =
                    legal ? static_cast<std::int32_t>(std::lround(given / kStep))
                          : SequenceModel::kNever;
            }
        model.n_labels = kLabels;
        model.first = 1u << kBegin | 1u << kSingle;
        model.last = 1u << kEnd | 1u << kSingle;
        model.scale = kStep;
        model.set_transitions(steps);
        return true;
    }

private:
    std::vector<std::int16_t> scores_;
};

// The atoms of a chunk with these scores, as WordLabeler reads features.
class ScoredCharacters {
public:
    // The chunk begins at character `first` of the scores.
    ScoredCharacters(const WordFeatures& atoms, const CharacterScores& scores, std::size_t first)
        : atoms_(atoms), scores_(scores), first_(first) {}

    std::size_t size() const { return atoms_.size(); }
    std::uint64_t allowed(std::size_t atom) const { return atoms_.allowed(atom); }

    template <class Sink>
    void each(Sink& sink) const {
        for (std::size_t i = 0; i < size(); ++i) sink.set(i, scores_.row(first_ + i));
    }

private:
    const WordFeatures& atoms_;
    const CharacterScores& scores_;
    std::size_t first_;
};

}  // namespace zhnlp
