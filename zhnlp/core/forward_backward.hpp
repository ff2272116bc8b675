// How much each weight of a linear chain should change: the forward-backward algorithm.
//
//     position            0      1      2
//     alpha[i, y]         ──→    ──→           probability of y at i, given what is before
//     beta[i, y]                 ←──    ←──    how well y at i goes with what follows
//     slope[i, y]         probability of y at i among the right labellings, minus that among all
//
// Where several labels of a position are right, the loss is that of their sum: -log P(any right
// labelling). In double precision, scaled at each position so that nothing underflows.
// O(positions × labels × labels that may come before) time.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sequence.hpp"

namespace zhnlp {

class ForwardBackward {
public:
    explicit ForwardBackward(std::size_t n_labels) : before(n_labels, 0), n_labels_(n_labels) {}

    std::vector<std::uint64_t> before;  // of each label, the labels it may follow, as bits

    // Of the sequence; set before `run`.
    std::vector<std::uint64_t> open;  // the labels each position may have, as bits
    std::vector<float> sums;          // of the weights, with kPad rows on either side

    // Set by `run`: right minus expected, laid out like sums and transitions.
    std::vector<float> slopes, transition_slopes;

    // The negative log probability of the labellings that `right`, n sets of labels as bits within
    // `open`, allow: one labelling if each set has one label.
    double run(const std::uint64_t* right, std::size_t n, const std::vector<float>& transitions) {
        n_ = n;
        transitions_ = &transitions;
        for (std::size_t k = 0; k < transitions.size(); ++k)
            passage_[k] = std::exp(static_cast<double>(transitions[k]));
        slopes.assign((n_ + 2 * kPad) * n_labels_, 0.0f);
        transition_slopes.assign(n_labels_ * n_labels_, 0.0f);
        const double all = forward(open.data());
        backward(open.data());
        add_expected(open.data(), -1.0f);
        for (std::size_t i = 0; i < n; ++i)
            if (right[i] & (right[i] - 1)) {
                const double of_right = forward(right);
                backward(right);
                add_expected(right, 1.0f);
                return all - of_right;
            }
        return all - add_path(right);
    }

private:
    // alpha_[i, y]: probability of label y at position i given the positions up to it, among the
    // labels of `sets`; returns the logarithm of the sum over all labellings.
    double forward(const std::uint64_t* sets) {
        alpha_.assign(n_ * n_labels_, 0.0);
        emission_.assign(n_ * n_labels_, 0.0);
        factor_.assign(n_, 0.0);
        double log_sum = 0.0;
        for (std::size_t i = 0; i < n_; ++i) {
            const float* const here = &sums[(i + kPad) * n_labels_];
            float top = -1e30f;
            each_bit(sets[i], [&](std::size_t y) { top = std::max(top, here[y]); });
            double total = 0.0;
            each_bit(sets[i], [&](std::size_t y) {
                emission_[i * n_labels_ + y] = std::exp(static_cast<double>(here[y] - top));
                double reached = i ? 0.0 : 1.0;
                if (i)
                    each_bit(sets[i - 1] & before[y], [&](std::size_t x) {
                        reached += alpha_[(i - 1) * n_labels_ + x] * passage_[x * n_labels_ + y];
                    });
                total += alpha_[i * n_labels_ + y] = reached * emission_[i * n_labels_ + y];
            });
            factor_[i] = total > 1e-300 ? total : 1e-300;
            each_bit(sets[i], [&](std::size_t y) { alpha_[i * n_labels_ + y] /= factor_[i]; });
            log_sum += std::log(factor_[i]) + static_cast<double>(top);
        }
        return log_sum;
    }

    // beta_[i, y]: how much likelier than on average the positions after i are, given y.
    void backward(const std::uint64_t* sets) {
        beta_.assign(n_ * n_labels_, 1.0);
        for (std::size_t i = n_ - 1; i-- > 0;)
            each_bit(sets[i], [&](std::size_t x) {
                double sum = 0.0;
                each_bit(sets[i + 1], [&](std::size_t y) {
                    if (before[y] >> x & 1)
                        sum += passage_[x * n_labels_ + y] * emission_[(i + 1) * n_labels_ + y] *
                               beta_[(i + 1) * n_labels_ + y];
                });
                beta_[i * n_labels_ + x] = sum / factor_[i + 1];
            });
    }

    // Adds the probability of every label at every position and of every transition, times `sign`.
    void add_expected(const std::uint64_t* sets, float sign) {
        for (std::size_t i = 0; i < n_; ++i) {
            float* const here = &slopes[(i + kPad) * n_labels_];
            each_bit(sets[i], [&](std::size_t y) {
                here[y] +=
                    sign * static_cast<float>(alpha_[i * n_labels_ + y] * beta_[i * n_labels_ + y]);
                if (!i) return;
                const double to =
                    emission_[i * n_labels_ + y] * beta_[i * n_labels_ + y] / factor_[i];
                each_bit(sets[i - 1] & before[y], [&](std::size_t x) {
                    transition_slopes[x * n_labels_ + y] +=
                        sign * static_cast<float>(alpha_[(i - 1) * n_labels_ + x] *
                                                  passage_[x * n_labels_ + y] * to);
                });
            });
        }
    }

    // Adds the labels and transitions of the only labelling that `right` allows; returns its score.
    double add_path(const std::uint64_t* right) {
        double score = 0.0;
        for (std::size_t i = 0; i < n_; ++i) {
            const std::size_t y = lowest_bit(right[i]);
            slopes[(i + kPad) * n_labels_ + y] += 1.0f;
            score += static_cast<double>(sums[(i + kPad) * n_labels_ + y]);
            if (!i) continue;
            const std::size_t pair = lowest_bit(right[i - 1]) * n_labels_ + y;
            transition_slopes[pair] += 1.0f;
            score += static_cast<double>((*transitions_)[pair]);
        }
        return score;
    }

    std::size_t n_labels_, n_ = 0;
    const std::vector<float>* transitions_ = nullptr;
    std::vector<double> alpha_, beta_, emission_, factor_;
    std::vector<double> passage_ = std::vector<double>(kMaxLabels * kMaxLabels);
};

}  // namespace zhnlp
