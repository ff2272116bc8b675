// Which of a few small words is meant at a place of a text, such as 的, 地 or 得.
//
//     text       他 高 兴 的 跳 了 起 来        members  的 地 得
//     read as    他 高 兴 地 跳 了 起 来        all members of all sets as one of their set
//     features   兴_  _跳  兴_跳  高兴_跳 …     characters, words and tags beside the place
//     scores     的 0   地 +6.1   得 −2.0      of each member but the first, which has 0
//
// A multinomial logistic regression over hashed features (Weinberger et al. 2009). No feature
// depends on which members the text has, there or nearby: so what is found once is found
// again, and correcting a text twice changes nothing more. Time is linear in the text.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <utility>
#include <vector>

#include "chars.hpp"
#include "small_word_features.hpp"

namespace zhnlp {

// A member that is likelier meant than the one at a place.
struct SmallWord {
    std::uint32_t at, member;
    float log_odds;
};

// The weights of some features of 2 ** bits, found by the first bits of their hashes.
//
//     key      1 0 1 1 0 … | 0 1 1 0 1 0 0 1      of `bits`: a bucket, and 8 bits in it
//     starts   of each bucket, and the end        in_bucket, weights: sorted by key
struct SmallWordWeights {
    const std::uint32_t* starts = nullptr;
    const std::uint8_t* in_bucket = nullptr;
    const std::int8_t* weights = nullptr;  // one for each member but the first
    std::size_t n_features = 0, n_columns = 1;
    std::uint32_t bits = 8;
    float scale = 1;

    // The weights of a feature; null if it has none.
    const std::int8_t* find(std::uint64_t hash) const {
        const std::uint64_t key = hash >> (64 - bits);
        const std::size_t start = starts[key >> 8], end = starts[(key >> 8) + 1];
        if (start >= end || end > n_features) return nullptr;
        const void* const found =
            std::memchr(in_bucket + start, static_cast<int>(key & 0xFF), end - start);
        if (!found) return nullptr;
        const std::size_t row = static_cast<const std::uint8_t*>(found) - in_bucket;
        return weights + row * n_columns;
    }
};

class SmallWords {
public:
    // The log odds that a member is wrong, before its neighbours are looked at: one in 10.
    static constexpr float kError = -2.303f;

    // What `weights` points to outlives the object.
    SmallWords(const SmallWordReader& reader, const std::vector<char32_t>& members,
               const SmallWordWeights& weights, bool wide)
        : reader_(reader), weights_(weights), wide_(wide), n_(members.size()) {
        for (std::size_t m = 0; m < n_; ++m)
            numbers_.set(members[m], static_cast<std::uint8_t>(m + 1));
    }

    // Adds the places of `text` where another member has at least these log odds.
    void find(const char32_t* text, std::size_t length, float threshold,
              std::vector<SmallWord>& out) const {
        std::vector<char32_t> chars;
        std::vector<float> scores(n_);
        for (std::size_t i = 0; i < length; ++i) {
            const std::uint8_t number = numbers_[text[i]];
            if (!number) continue;
            if (chars.empty()) reader_.read(text, length, chars);
            score(chars, i, scores);
            const SmallWord best = likeliest(scores, number - 1u);
            if (best.log_odds >= threshold)
                out.push_back({static_cast<std::uint32_t>(i), best.member, best.log_odds});
        }
    }

private:
    void score(const std::vector<char32_t>& chars, std::size_t at,
               std::vector<float>& scores) const {
        std::fill(scores.begin(), scores.end(), 0.0f);
        reader_.features(chars, at, wide_, [&](std::uint64_t hash) {
            if (const std::int8_t* const row = weights_.find(hash))
                for (std::size_t m = 1; m < n_; ++m) scores[m] += row[m - 1];
        });
        for (std::size_t m = 1; m < n_; ++m) scores[m] *= weights_.scale;
    }

    // The likeliest member but `typed`, against `typed` and all other ones.
    SmallWord likeliest(const std::vector<float>& scores, std::size_t typed) const {
        std::size_t best = typed ? 0 : 1;
        for (std::size_t m = 0; m < n_; ++m)
            if (m != typed && scores[m] > scores[best]) best = m;
        float most = scores[typed];
        for (std::size_t m = 0; m < n_; ++m)
            if (m != best) most = std::max(most, scores[m]);
        float others = 0;
        for (std::size_t m = 0; m < n_; ++m)
            if (m != best) others += std::exp(scores[m] - most + (m == typed ? 0 : kError));
        return {0, static_cast<std::uint32_t>(best),
                scores[best] - most + kError - std::log(others)};
    }

    const SmallWordReader& reader_;
    CodePointMap<std::uint8_t> numbers_;  // of a member + 1
    SmallWordWeights weights_;
    bool wide_;
    std::size_t n_;
};

// Learns the weights, text by text, by AdaGrad (Duchi, Hazan and Singer 2011).
class SmallWordTrainer {
public:
    static constexpr float kSeen = 0.75f;  // exponent
    SmallWordTrainer(const SmallWordReader& reader, const std::vector<char32_t>& members,
                     std::uint32_t bits, bool wide)
        : reader_(reader), bits_(bits), wide_(wide), n_(members.size()),
          weights_((n_ - 1) << bits), squares_((n_ - 1) << bits) {
        for (std::size_t m = 0; m < n_; ++m)
            numbers_.set(members[m], static_cast<std::uint8_t>(m + 1));
    }

    // Learns from every member in a right text; adds to `n` how many there were, and
    // returns the sum of their losses.
    double learn(const char32_t* text, std::size_t length, float rate, std::uint64_t& n) {
        std::vector<char32_t> chars;
        double loss = 0;
        for (std::size_t i = 0; i < length; ++i) {
            const std::uint8_t number = numbers_[text[i]];
            if (!number) continue;
            if (chars.empty()) reader_.read(text, length, chars);
            rows_.clear();
            reader_.features(chars, i, wide_, [&](std::uint64_t hash) {
                const std::size_t key = hash >> (64 - bits_);
                if (kept_.empty() || kept_[key]) rows_.push_back(key * (n_ - 1));
            });
            loss += step(number - 1u, rate);
            ++n;
        }
        return loss;
    }

    // The arrays of `SmallWordWeights`.
    struct Packed {
        std::vector<std::uint32_t> starts;
        std::vector<std::uint8_t> in_bucket;
        std::vector<std::int8_t> weights;
        float scale = 1;
    };

    // Keeps the up to `most` features that matter most, and begins again with these.
    void select(std::size_t most) {
        const std::vector<std::size_t> keys = largest(most);
        kept_.assign(std::size_t{1} << bits_, false);
        for (const std::size_t key : keys) kept_[key] = true;
        std::fill(weights_.begin(), weights_.end(), 0.0f);
        std::fill(squares_.begin(), squares_.end(), 0.0f);
    }

    // The weights of all features.
    Packed pack() const {
        const std::size_t n_columns = n_ - 1;
        const std::vector<std::size_t> keys = largest(weights_.size());
        Packed out;
        float largest_weight = 0;
        for (const std::size_t key : keys)
            for (std::size_t m = 0; m < n_columns; ++m)
                largest_weight = std::max(largest_weight, std::fabs(weights_[key * n_columns + m]));
        if (largest_weight > 0) out.scale = largest_weight / 127;
        out.starts.assign((std::size_t{1} << (bits_ - 8)) + 1, 0);
        for (const std::size_t key : keys) {
            ++out.starts[(key >> 8) + 1];
            out.in_bucket.push_back(static_cast<std::uint8_t>(key & 0xFF));
            for (std::size_t m = 0; m < n_columns; ++m)
                out.weights.push_back(static_cast<std::int8_t>(
                    std::lround(weights_[key * n_columns + m] / out.scale)));
        }
        std::partial_sum(out.starts.begin(), out.starts.end(), out.starts.begin());
        return out;
    }

private:
    // The keys, rising, of up to `most` features: those with large weights, or seen often.
    std::vector<std::size_t> largest(std::size_t most) const {
        const std::size_t n_columns = n_ - 1;
        std::vector<std::pair<float, std::size_t>> found;
        for (std::size_t key = 0; key < weights_.size() / n_columns; ++key) {
            float worth = 0;
            for (std::size_t m = 0; m < n_columns; ++m)
                worth += std::fabs(weights_[key * n_columns + m]) *
                         std::pow(squares_[key * n_columns + m], kSeen);
            if (worth > 0) found.emplace_back(-worth, key);
        }
        most = std::min(most, found.size());
        std::nth_element(found.begin(), found.begin() + most, found.end());
        std::vector<std::size_t> keys;
        for (std::size_t i = 0; i < most; ++i) keys.push_back(found[i].second);
        std::sort(keys.begin(), keys.end());
        return keys;
    }

    double step(std::size_t right, float rate) {
        std::vector<double>& shares = shares_;
        shares.assign(n_, 0.0);
        for (const std::size_t row : rows_)
            for (std::size_t m = 1; m < n_; ++m) shares[m] += weights_[row + m - 1];
        const double most = *std::max_element(shares.begin(), shares.end());
        double sum = 0;
        for (double& share : shares) sum += share = std::exp(share - most);
        for (double& share : shares) share /= sum;
        for (std::size_t m = 1; m < n_; ++m) {
            const float slope = static_cast<float>((m == right) - shares[m]);
            for (const std::size_t row : rows_) {
                float& square = squares_[row + m - 1];
                square += slope * slope;
                weights_[row + m - 1] += rate * slope / std::sqrt(square + 1e-6f);
            }
        }
        return -std::log(std::max(shares[right], 1e-12));
    }

    const SmallWordReader& reader_;
    CodePointMap<std::uint8_t> numbers_;
    std::uint32_t bits_;
    bool wide_;
    std::size_t n_;
    std::vector<float> weights_, squares_;
    std::vector<bool> kept_;         // by key; empty before `select`
    std::vector<std::size_t> rows_;  // of the features of one place
    std::vector<double> shares_;
};

}  // namespace zhnlp
