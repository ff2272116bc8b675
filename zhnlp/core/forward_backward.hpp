// How much each weight of a linear chain should change: the forward-backward algorithm.
//
//     position            0      1      2
//     alpha[i, y]         ──→    ──→           probability of y at i, given what is before
//     beta[i, y]                 ←──    ←──    how well y at i goes with what follows
//     slope[i, y]         1 if y is right, minus its probability alpha · beta
//
// In double precision, scaled at each position so that nothing underflows.
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

    // The negative log probability of the labels gold[0:n].
    double run(const std::uint8_t* gold, std::size_t n, const std::vector<float>& transitions) {
        gold_ = gold;
        n_ = n;
        transitions_ = &transitions;
        const double loss = forward();
        backward();
        find_slopes();
        return loss;
    }

private:
    // alpha_[i, y]: probability of label y at position i given the positions up to it;
    // returns the negative log probability of the right labels.
    double forward() {
        alpha_.assign(n_ * n_labels_, 0.0);
        emission_.assign(n_ * n_labels_, 0.0);
        factor_.assign(n_, 0.0);
        for (std::size_t k = 0; k < (*transitions_).size(); ++k)
            passage_[k] = std::exp(static_cast<double>((*transitions_)[k]));
        double loss = 0.0;
        for (std::size_t i = 0; i < n_; ++i) {
            const float* const here = &sums[(i + kPad) * n_labels_];
            float top = -1e30f;
            each_bit(open[i], [&](std::size_t y) { top = std::max(top, here[y]); });
            double total = 0.0;
            each_bit(open[i], [&](std::size_t y) {
                emission_[i * n_labels_ + y] = std::exp(static_cast<double>(here[y] - top));
                double reached = i ? 0.0 : 1.0;
                if (i)
                    each_bit(open[i - 1] & before[y], [&](std::size_t x) {
                        reached += alpha_[(i - 1) * n_labels_ + x] * passage_[x * n_labels_ + y];
                    });
                total += alpha_[i * n_labels_ + y] = reached * emission_[i * n_labels_ + y];
            });
            factor_[i] = total > 1e-300 ? total : 1e-300;
            each_bit(open[i], [&](std::size_t y) { alpha_[i * n_labels_ + y] /= factor_[i]; });
            loss += std::log(factor_[i]) + static_cast<double>(top - here[gold_[i]]);
            if (i)
                loss -= static_cast<double>((*transitions_)[gold_[i - 1] * n_labels_ + gold_[i]]);
        }
        return loss;
    }

    // beta_[i, y]: how much likelier than on average the positions after i are, given y.
    void backward() {
        beta_.assign(n_ * n_labels_, 1.0);
        for (std::size_t i = n_ - 1; i-- > 0;)
            each_bit(open[i], [&](std::size_t x) {
                double sum = 0.0;
                each_bit(open[i + 1], [&](std::size_t y) {
                    if (before[y] >> x & 1)
                        sum += passage_[x * n_labels_ + y] * emission_[(i + 1) * n_labels_ + y] *
                               beta_[(i + 1) * n_labels_ + y];
                });
                beta_[i * n_labels_ + x] = sum / factor_[i + 1];
            });
    }

    // Right minus expected, of every label at every position and of every transition.
    void find_slopes() {
        slopes.assign((n_ + 2 * kPad) * n_labels_, 0.0f);
        transition_slopes.assign(n_labels_ * n_labels_, 0.0f);
        for (std::size_t i = 0; i < n_; ++i) {
            float* const here = &slopes[(i + kPad) * n_labels_];
            each_bit(open[i], [&](std::size_t y) {
                here[y] -= static_cast<float>(alpha_[i * n_labels_ + y] * beta_[i * n_labels_ + y]);
                if (!i) return;
                const double to =
                    emission_[i * n_labels_ + y] * beta_[i * n_labels_ + y] / factor_[i];
                each_bit(open[i - 1] & before[y], [&](std::size_t x) {
                    transition_slopes[x * n_labels_ + y] -= static_cast<float>(
                        alpha_[(i - 1) * n_labels_ + x] * passage_[x * n_labels_ + y] * to);
                });
            });
            here[gold_[i]] += 1.0f;
            if (i) transition_slopes[gold_[i - 1] * n_labels_ + gold_[i]] += 1.0f;
        }
    }

    std::size_t n_labels_, n_ = 0;
    const std::uint8_t* gold_ = nullptr;
    const std::vector<float>* transitions_ = nullptr;
    std::vector<double> alpha_, beta_, emission_, factor_;
    std::vector<double> passage_ = std::vector<double>(kMaxLabels * kMaxLabels);
};

}  // namespace zhnlp
