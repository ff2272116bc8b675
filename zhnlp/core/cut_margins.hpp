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
class LabelMargins {
public:
    void set(const SequenceModel& model, const WordFeatures& features,
             const SequenceScorer& scorer) {
        features_ = &features;
        scale_ = model.scale;
        const std::size_t n = features.size();
        left_.resize(n);
        right_.resize(n);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t y = 0; y < 4; ++y) {
                std::int64_t best = i || !(model.first >> y & 1) ? kNever : 0;
                for (std::size_t x = 0; i && x < 4; ++x)
                    best = std::max(best, left_[i - 1][x] + step(model, x, y));
                left_[i][y] = features.allowed(i) >> y & 1 ? best + scorer.at(i)[y] : kNever;
            }
        for (std::size_t i = n; i-- > 0;)
            for (std::size_t x = 0; x < 4; ++x) {
                std::int64_t best = i + 1 < n || !(model.last >> x & 1) ? kNever : 0;
                for (std::size_t y = 0; i + 1 < n && y < 4; ++y)
                    if (features.allowed(i + 1) >> y & 1)
                        best = std::max(best,
                                        right_[i + 1][y] + scorer.at(i + 1)[y] + step(model, x, y));
                right_[i][x] = best;
            }
    }

    // Of the place before text[at], where an atom begins.
    double operator()(std::size_t at) const {
        const std::size_t i = features_->atom_at(at);
        if (!i || i == features_->size()) return 0.0;
        const auto through = [&](std::size_t y) { return left_[i][y] + right_[i][y]; };
        const std::int64_t cut = std::max(through(kBegin), through(kSingle)),
                           whole = std::max(through(kMiddle), through(kEnd));
        return cut >= whole ? 0.0 : static_cast<double>(whole - cut) * scale_;
    }

private:
    static constexpr std::int64_t kNever = -(std::int64_t{1} << 48);

    static std::int64_t step(const SequenceModel& model, std::size_t x, std::size_t y) {
        const std::int32_t value = model.transitions[x * 4 + y];
        return value > SequenceModel::kNever ? value : kNever;
    }

    const WordFeatures* features_ = nullptr;
    double scale_ = 1.0;
    std::vector<std::array<std::int64_t, 4>> left_, right_;
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
