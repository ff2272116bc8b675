// The log odds of an edit: a small network over its numbers, and a weight for each name.
//
//     score = out · relu(hidden · numbers + bias) + Σ weight[name]
//
// Edits that begin at the same token are rivals, and so is no edit, whose score is 0:
// exp(score) / (1 + Σ exp(score of rivals)) is a probability.

#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#if defined(__GNUC__) && defined(__x86_64__)
#include <immintrin.h>
#define ZHNLP_HAS_AVX 1
#endif

#include "random.hpp"
#include "spelling_features.hpp"

namespace zhnlp {

constexpr std::size_t kHidden = 64;

struct Ranker {
    static constexpr std::size_t kDense = kHidden * (kNumbers + 2) + 1;

    // hidden (kNumbers × kHidden), bias (kHidden), out (kHidden), bias of out; null for none
    const float* dense = nullptr;
    const std::int8_t* names = nullptr;  // n_names of them, a power of two
    std::size_t n_names = 0;
    float name_scale = 1.0f;

    float score(const EditFeatures& edit) const {
        if (!dense) return 0.0f;  // not trained yet
        float hidden[kHidden];
        float score = network(dense, edit, hidden);
        int sum = 0;
        for (std::size_t k = 0; k < edit.n_names; ++k) sum += names[edit.names[k] & (n_names - 1)];
        return score + static_cast<float>(sum) * name_scale;
    }

    static float network(const float* w, const EditFeatures& edit, float* hidden) {
        const float* bias = w + kHidden * kNumbers;
        const float* out = bias + kHidden;
        Used used;
        std::size_t n = 0;
        for (std::size_t i = 0; i < kNumbers; ++i) {
            used[n] = static_cast<std::uint8_t>(i);
            n += edit.numbers[i] != 0.0f;
        }
#ifdef ZHNLP_HAS_AVX
        if (__builtin_cpu_supports("avx"))
            add_rows_avx(w, edit, used, n, hidden);
        else
#endif
            add_rows(w, edit, used, n, hidden);
        float score = out[kHidden];
        for (std::size_t h = 0; h < kHidden; ++h) {
            hidden[h] = std::max(0.0f, hidden[h]);
            score += out[h] * hidden[h];
        }
        return score;
    }

private:
    using Used = std::array<std::uint8_t, kNumbers>;  // which numbers are not 0

    // Sets `hidden` to the bias, and adds the rows of the n numbers used, one after another, which a
    // compiler makes one step for several hidden numbers.
    static void add_rows(const float* w, const EditFeatures& edit, const Used& used, std::size_t n,
                         float* hidden) {
        std::copy_n(w + kHidden * kNumbers, kHidden, hidden);
        for (std::size_t k = 0; k < n; ++k) {
            const float* row = w + used[k] * kHidden;
            for (std::size_t h = 0; h < kHidden; ++h) hidden[h] += row[h] * edit.numbers[used[k]];
        }
    }

#ifdef ZHNLP_HAS_AVX
    // The same sums, which stay in the eight registers that fit them. Measured: half the time.
    __attribute__((target("avx"))) static void add_rows_avx(const float* w,
                                                            const EditFeatures& edit,
                                                            const Used& used, std::size_t n,
                                                            float* hidden) {
        static_assert(kHidden == 64);
        __m256 sums[8];
        for (std::size_t h = 0; h < 8; ++h)
            sums[h] = _mm256_loadu_ps(w + kHidden * kNumbers + 8 * h);
        for (std::size_t k = 0; k < n; ++k) {
            const float* row = w + used[k] * kHidden;
            const __m256 number = _mm256_set1_ps(edit.numbers[used[k]]);
            for (std::size_t h = 0; h < 8; ++h)
                sums[h] = _mm256_add_ps(sums[h],
                                        _mm256_mul_ps(_mm256_loadu_ps(row + 8 * h), number));
        }
        for (std::size_t h = 0; h < 8; ++h) _mm256_storeu_ps(hidden + 8 * h, sums[h]);
    }
#endif
};

// Scores the rivals first to last (not included), and turns the scores into log odds against all
// alternatives; returns the index of the best.
inline std::size_t weigh_rivals(const Ranker& ranker, const std::vector<EditFeatures>& features,
                                std::vector<Edit>& edits, std::size_t first, std::size_t last) {
    const float most = 60.0f;  // keeps exp() finite; higher scores are equally certain
    double all = 1.0;
    std::size_t best = first;
    for (std::size_t k = first; k < last; ++k) {
        edits[k].score = ranker.score(features[k]);
        if (!(edits[k].score <= most)) edits[k].score = most;
        all += std::exp(edits[k].score);
        if (edits[k].score > edits[best].score) best = k;
    }
    for (std::size_t k = first; k < last; ++k) {
        const double others = std::max(all - std::exp(edits[k].score), 1.0);
        edits[k].score -= static_cast<float>(std::log(others));
    }
    return best;
}

// Learns the weights of a ranker by AdaGrad, from positions with rival edits.
class RankerTrainer {
public:
    explicit RankerTrainer(std::uint32_t bits)
        : names_(std::size_t{1} << bits), name_squares_(names_.size()) {
        dense_.resize(Ranker::kDense);
        dense_squares_.resize(Ranker::kDense);
        Xorshift random(88172645463325252u);
        for (std::size_t i = 0; i < kHidden * kNumbers + 2 * kHidden; ++i) {
            const float unit = static_cast<float>(random() >> 40) / 16777216.0f - 0.5f;
            const bool is_bias = i >= kHidden * kNumbers && i < kHidden * kNumbers + kHidden;
            dense_[i] = is_bias ? 0.0f : unit * 0.5f;
        }
    }

    void begin_position() { positions_.push_back(edits_.size()); }
    void add(const EditFeatures& edit, bool right) {
        edits_.push_back(edit);
        right_.push_back(right);
    }
    std::size_t n_positions() const { return positions_.size(); }
    std::size_t n_edits() const { return edits_.size(); }

    // Makes one pass in an order drawn from `seed`; returns the mean loss of a position.
    double run(std::uint64_t seed, float rate, float name_rate) {
        std::vector<std::uint32_t> order(positions_.size());
        for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
        Xorshift random(seed * 0x9E3779B97F4A7C15u + 1);
        for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
        double loss = 0.0;
        for (std::uint32_t position : order) loss += learn(position, rate, name_rate);
        return positions_.empty() ? 0.0 : loss / static_cast<double>(positions_.size());
    }

    const std::vector<float>& dense() const { return dense_; }
    const std::vector<float>& names() const { return names_; }

private:
    float score(const EditFeatures& edit, float* hidden) const {
        float score = Ranker::network(dense_.data(), edit, hidden);
        for (std::size_t k = 0; k < edit.n_names; ++k)
            score += names_[edit.names[k] & (names_.size() - 1)];
        return score;
    }

    double learn(std::uint32_t position, float rate, float name_rate) {
        const std::size_t first = positions_[position];
        const std::size_t last =
            position + 1 < positions_.size() ? positions_[position + 1] : edits_.size();
        const std::size_t n = last - first;
        hidden_.resize(n * kHidden);
        scores_.resize(n);
        float most = 0.0f;
        for (std::size_t i = 0; i < n; ++i) {
            scores_[i] = score(edits_[first + i], &hidden_[i * kHidden]);
            most = std::max(most, scores_[i]);
        }
        double all = std::exp(-most), good = 0.0;
        for (std::size_t i = 0; i < n; ++i) {
            all += std::exp(scores_[i] - most);
            if (right_[first + i]) good += std::exp(scores_[i] - most);
        }
        const bool keep = good == 0.0;
        if (keep) good = std::exp(-most);
        for (std::size_t i = 0; i < n; ++i) {
            const double e = std::exp(scores_[i] - most);
            const double wanted = right_[first + i] && !keep ? e / good : 0.0;
            const float step = static_cast<float>(e / all - wanted);
            if (std::fabs(step) > 1e-5f)
                change(edits_[first + i], &hidden_[i * kHidden], step, rate, name_rate);
        }
        return -std::log(good / all);
    }

    void change(const EditFeatures& edit, const float* hidden, float step, float rate,
                float name_rate) {
        const float* out = dense_.data() + kHidden * (kNumbers + 1);
        float back[kHidden];
        for (std::size_t h = 0; h < kHidden; ++h) back[h] = hidden[h] > 0.0f ? step * out[h] : 0.0f;
        for (std::size_t i = 0; i < kNumbers; ++i) {
            const float number = edit.numbers[i];
            if (number == 0.0f) continue;
            float* row = dense_.data() + i * kHidden;
            float* squares = dense_squares_.data() + i * kHidden;
            for (std::size_t h = 0; h < kHidden; ++h) {
                const float g = back[h] * number;
                squares[h] += g * g;
                row[h] -= rate * g / (std::sqrt(squares[h]) + 1e-6f);
            }
        }
        for (std::size_t h = 0; h < kHidden; ++h) {
            if (hidden[h] <= 0.0f) continue;
            adapt(kHidden * kNumbers + h, back[h], rate);
            adapt(kHidden * (kNumbers + 1) + h, step * hidden[h], rate);
        }
        adapt(Ranker::kDense - 1, step, rate);
        for (std::size_t k = 0; k < edit.n_names; ++k) {
            const std::size_t at = edit.names[k] & (names_.size() - 1);
            const float g = step;
            name_squares_[at] += g * g;
            names_[at] -= name_rate * g / (std::sqrt(name_squares_[at]) + 0.1f);
        }
    }

    void adapt(std::size_t at, float g, float rate) {
        dense_squares_[at] += g * g;
        dense_[at] -= rate * g / (std::sqrt(dense_squares_[at]) + 1e-6f);
    }

    std::vector<float> dense_, dense_squares_, names_, name_squares_;
    std::vector<std::size_t> positions_;  // index of the first edit of each
    std::vector<EditFeatures> edits_;
    std::vector<std::uint8_t> right_;
    std::vector<float> hidden_, scores_;
};

}  // namespace zhnlp
