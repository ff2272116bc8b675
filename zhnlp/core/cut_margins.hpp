// How sure a method is that no word ends at a place.
//
//     text      世 界 和 平 安 全        best cut 世界 | 和平 | 安全
//     margin      14  0  19  0  12       log probability that is lost by a cut there
//
// The margin is the score of the best cut less that of the best one with a word that ends
// at the place: 0 where the best cut has one. Best sums from the left and from the right;
// linear in the text.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "board.hpp"
#include "sequence_scorer.hpp"
#include "word_ends.hpp"
#include "word_features.hpp"

namespace zhnlp {

// By the labels of a trained model.
//
// Of the sums at an atom only the differences count: the largest is 0, so that the four fit a
// register, and nothing branches. Measured: a third of the instructions of sums of 64 bits.
class LabelMargins {
public:
    void set(const SequenceModel& model, const WordFeatures& features,
             const SequenceScorer& scorer) {
        features_ = &features;
        scale_ = model.scale;
        read_steps(model);
        const std::size_t n = features.size();
        left_.resize(n);
        right_.resize(n);
        if (!n) return;
        Four sums = of_labels(model.first);
        for (std::size_t i = 0; i < n; ++i) {
            if (i) sums = stepped(sums, to_);
            left_[i] = sums = scored(sums, scorer.at(i), features.allowed(i));
        }
        right_[n - 1] = sums = of_labels(model.last);
        for (std::size_t i = n - 1; i-- > 0;) {
            sums = scored(sums, scorer.at(i + 1), features.allowed(i + 1));
            right_[i] = sums = stepped(sums, from_);
        }
    }

    // Of the place before text[at], where an atom begins.
    double operator()(std::size_t at) const {
        const std::size_t i = features_->atom_at(at);
        if (!i || i == features_->size()) return 0.0;
        const auto through = [&](std::size_t y) { return left_[i][y] + right_[i][y]; };
        const std::int32_t cut = std::max(through(kBegin), through(kSingle)),
                           whole = std::max(through(kMiddle), through(kEnd));
        if (cut >= whole) return 0.0;
        const bool is_possible = cut > kNever / 2;
        return (is_possible ? static_cast<double>(whole - cut) : kImpossible) * scale_;
    }

private:
    using Four = std::array<std::int32_t, 4>;
    static constexpr std::int32_t kNever = -(1 << 28), kMostStep = 1 << 24;
    static constexpr double kImpossible = 281474976710656.0;  // 2^48

    void read_steps(const SequenceModel& model) {
        for (std::size_t x = 0; x < 4; ++x)
            for (std::size_t y = 0; y < 4; ++y) {
                const std::int32_t value = model.transitions[x * 4 + y];
                to_[x][y] = from_[y][x] =
                    value > SequenceModel::kNever ? std::min(value, kMostStep) : kNever;
            }
        for (std::size_t labels = 0; labels < 16; ++labels)
            for (std::size_t y = 0; y < 4; ++y) out_[labels][y] = labels >> y & 1 ? 0 : kNever;
    }

    Four of_labels(std::uint64_t labels) const { return out_[labels & 15]; }

    // The best sums one atom further, by the steps from each label.
    static Four stepped(const Four& sums, const std::array<Four, 4>& steps) {
        Four best{};
        for (std::size_t y = 0; y < 4; ++y) best[y] = sums[0] + steps[0][y];
        for (std::size_t x = 1; x < 4; ++x)
            for (std::size_t y = 0; y < 4; ++y) best[y] = std::max(best[y], sums[x] + steps[x][y]);
        return best;
    }

    // `sums` with the scores of an atom, of the labels that it may have; the largest is 0.
    Four scored(const Four& sums, const std::int16_t* scores, std::uint64_t allowed) const {
        const Four& out = out_[allowed & 15];
        Four made{};
        for (std::size_t y = 0; y < 4; ++y) made[y] = sums[y] + scores[y] + out[y];
        return settled(made);
    }

    // The same less the largest one, and not below kNever.
    static Four settled(Four sums) {
        const std::int32_t most = std::max(std::max(sums[0], sums[1]), std::max(sums[2], sums[3]));
        for (std::int32_t& sum : sums) sum = std::max(sum - most, kNever);
        return sums;
    }

    const WordFeatures* features_ = nullptr;
    double scale_ = 1.0;
    std::array<Four, 4> to_{}, from_{};  // steps by the label before, and by the label after
    std::array<Four, 16> out_{};         // kNever for labels that are not in a set
    std::vector<Four> left_, right_;
};

// By the log probabilities of the dictionary's words; 0 where the words found end.
class DictionaryMargins {
public:
    void set(const Board& board, const WordEnds& ends) {
        const std::size_t length = board.length();
        left_.assign(length + 1, kNever);
        right_.assign(length + 1, kNever);
        left_[0] = right_[length] = 0.0;
        for (std::size_t i = 0; i < length; ++i)
            if (board.open(i))
                each_word(board, i, [&](std::size_t end, double log_prob) {
                    left_[end] = std::max(left_[end], left_[i] + log_prob);
                });
        for (std::size_t i = length; i-- > 0;)
            if (board.open(i))
                each_word(board, i, [&](std::size_t end, double log_prob) {
                    right_[i] = std::max(right_[i], log_prob + right_[end]);
                });
        best_ = right_[0];
        for (std::uint32_t end : ends) left_[end] = best_ - right_[end];
    }

    double operator()(std::size_t at) const { return best_ - (left_[at] + right_[at]); }

private:
    static constexpr double kNever = -std::numeric_limits<double>::infinity();
    static constexpr double kLastResort = -1e3;

    // The words at `start`, and its unit as the last resort: so every place can be reached.
    template <class Found>
    static void each_word(const Board& board, std::size_t start, Found found) {
        const std::size_t unit_end = board.unit_end(start);
        bool any = false, is_word = false;
        board.dictionary_words(start, [&](std::size_t end, double log_prob) {
            any = true;
            is_word |= end == unit_end;
            found(end, log_prob);
        });
        if (!is_word) found(unit_end, board.unknown() + (any ? kLastResort : 0.0));
    }

    std::vector<double> left_, right_;
    double best_ = 0.0;
};

}  // namespace zhnlp
