// The probabilities of words and of cuts by the trained model, for explanations.
//
//     a[i][y]   log of the summed scores of all labels up to atom i, with y at i
//     b[i][y]   the same for all labels after atom i, given y at i
//     word i-j  log P = a[i][B] + the steps M … E between + b[j - 1][E] - log Z
//
// Forward-backward over four labels in double precision. Linear in the text; the n best
// cuts take n times that.

#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "sequence_scorer.hpp"
#include "word_features.hpp"

namespace zhnlp {

class WordChart {
public:
    struct Word {
        std::uint32_t start, end;  // characters
        double log_prob;           // in a cut: given the words before it
        Source source = Source::kModel;
    };
    struct Cut {
        double log_prob;
        std::vector<Word> words;
    };

    WordChart(const SequenceModel& model, const WordFeatures& features,
              const SequenceScorer& scorer)
        : model_(model), features_(features), scorer_(scorer), n_(features.size()), a_(n_), b_(n_) {
        if (!n_) return;
        for (std::size_t i = 0; i < n_; ++i)
            for (std::size_t y = 0; y < 4; ++y)
                a_[i][y] =
                    i ? sum([&](std::size_t x) { return a_[i - 1][x] + step(x, y); }) + score(i, y)
                      : (model_.first >> y & 1 ? score(i, y) : kNever);
        for (std::size_t y = 0; y < 4; ++y) b_[n_ - 1][y] = model_.last >> y & 1 ? 0.0 : kNever;
        for (std::size_t i = n_ - 1; i-- > 0;)
            for (std::size_t x = 0; x < 4; ++x)
                b_[i][x] =
                    sum([&](std::size_t y) { return step(x, y) + score(i + 1, y) + b_[i + 1][y]; });
        total_ = sum([&](std::size_t y) { return a_[n_ - 1][y] + b_[n_ - 1][y]; });
    }

    // Every word with a log probability of `min_log_prob` or more, by start and end.
    std::vector<Word> words(double min_log_prob) const {
        std::vector<Word> found;
        for (std::size_t i = 0; i < n_; ++i) {
            add(found, i, i + 1, a_[i][kSingle] + b_[i][kSingle] - total_, min_log_prob);
            double inside = a_[i][kBegin];
            std::uint8_t label = kBegin;
            for (std::size_t j = i + 1;
                 j < n_ && inside + b_[j - 1][label] - total_ >= min_log_prob; ++j) {
                add(found, i, j + 1,
                    inside + step(label, kEnd) + score(j, kEnd) + b_[j][kEnd] - total_,
                    min_log_prob);
                inside += step(label, kMiddle) + score(j, kMiddle);
                label = kMiddle;
            }
        }
        return found;
    }

    // The `n` best cuts, best first.
    std::vector<Cut> best(std::size_t n) const {
        std::vector<std::array<std::vector<State>, 4>> states(n_);
        std::vector<State> ends;
        for (std::size_t i = 0; i < n_; ++i)
            for (std::uint8_t y = 0; y < 4; ++y) {
                std::vector<State>& list = states[i][y];
                if (!i && (model_.first >> y & 1)) list.push_back({score(0, y), 0, 0});
                for (std::uint8_t x = 0; i && x < 4; ++x)
                    for (std::size_t k = 0; k < states[i - 1][x].size(); ++k)
                        list.push_back(
                            {states[i - 1][x][k].score + step(x, y) + score(i, y), x, k});
                keep(list, n);
            }
        for (std::uint8_t y = 0; n_ && y < 4; ++y)
            for (std::size_t k = 0; k < states[n_ - 1][y].size(); ++k)
                if (model_.last >> y & 1) ends.push_back({states[n_ - 1][y][k].score, y, k});
        keep(ends, n);
        std::vector<Cut> cuts;
        for (const State& end : ends) cuts.push_back(trace(states, end));
        return cuts;
    }

private:
    static constexpr double kNever = -1e9;

    struct State {
        double score;
        std::uint8_t label;  // of the state before
        std::size_t rank;
    };

    // Rounding can make the log probability of something certain slightly positive.
    static double clamped(double log_prob) { return std::min(log_prob, 0.0); }

    double score(std::size_t i, std::size_t y) const {
        return features_.allowed(i) >> y & 1 ? scorer_.at(i)[y] * model_.scale : kNever;
    }
    double step(std::size_t x, std::size_t y) const {
        const std::int32_t value = model_.transitions[x * 4 + y];
        return value > SequenceModel::kNever ? value * model_.scale : kNever;
    }

    template <class Term>
    static double sum(Term term) {
        double top = -std::numeric_limits<double>::infinity(), total = 0.0;
        for (std::size_t y = 0; y < 4; ++y) top = std::max(top, term(y));
        for (std::size_t y = 0; y < 4; ++y) total += std::exp(term(y) - top);
        return top + std::log(total);
    }

    void add(std::vector<Word>& found, std::size_t i, std::size_t j, double log_prob,
             double min_log_prob) const {
        if (log_prob >= std::max(min_log_prob, kNever / 2))
            found.push_back(
                {features_.start(i), features_.start(j), clamped(log_prob), Source::kModel});
    }

    static void keep(std::vector<State>& list, std::size_t n) {
        std::stable_sort(list.begin(), list.end(), [](const State& one, const State& other) {
            return one.score > other.score;
        });
        while (!list.empty() && (list.size() > n || list.back().score < kNever / 2))
            list.pop_back();
    }

    Cut trace(const std::vector<std::array<std::vector<State>, 4>>& states,
              const State& end) const {
        Cut cut{clamped(end.score - total_), {}};
        double after = cut.log_prob;  // of the cut up to the word that ends at i
        std::uint32_t until = features_.start(n_);
        std::uint8_t label = end.label;
        std::size_t rank = end.rank;
        for (std::size_t i = n_; i-- > 0;) {
            const State& state = states[i][label][rank];
            if (label == kBegin || label == kSingle) {
                const double before = i ? clamped(states[i - 1][state.label][state.rank].score +
                                                  b_[i - 1][state.label] - total_)
                                        : 0.0;
                cut.words.push_back(
                    {features_.start(i), until, clamped(after - before), Source::kModel});
                after = before;
                until = features_.start(i);
            }
            label = state.label;
            rank = state.rank;
        }
        std::reverse(cut.words.begin(), cut.words.end());
        return cut;
    }

    const SequenceModel& model_;
    const WordFeatures& features_;
    const SequenceScorer& scorer_;
    std::size_t n_;
    std::vector<std::array<double, 4>> a_, b_;
    double total_ = 0.0;
};

}  // namespace zhnlp
