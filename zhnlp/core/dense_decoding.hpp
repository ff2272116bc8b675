// The best labels of a short sequence, eight labels at a time: what SequenceDecoder finds.
//
//     labels    O  B1 I1 E1 S1 B2 I2 E2 | S2 B3 I3 E3 S3 -  -  -
//     step      the best of (sum of a label + steps from it to the eight), for all labels before
//     traced    back from the last: the lowest label before whose sum and step give the best
//
// For models of 8 to 16 labels, with SSE2, in int16: before sums could be too large, the largest
// is subtracted from all. 32 bytes of memory a position. Measured: a tenth of the instructions of
// SequenceDecoder.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sequence.hpp"

namespace zhnlp {

class DenseDecoder {
public:
    explicit DenseDecoder(const SequenceModel& model) : model_(model) {
#if defined(__SSE2__) && defined(__x86_64__)
        if (model.n_labels >= kEight && model.n_labels <= kLanes) prepare();
#endif
    }

    // Sets labels[0:n] as SequenceDecoder::decode does, or returns false. Reads kLanes scores from
    // scorer.at(i) on.
    template <class Scorer, class Allowed>
    bool decode(const Scorer& scorer, std::size_t n, Allowed allowed,
                std::vector<std::uint8_t>& labels) {
#if defined(__SSE2__) && defined(__x86_64__)
        if (!most_step_) return false;
        const std::int64_t step = most_score(scorer, n) + most_step_;
        std::int64_t most = step;  // of all sums, and of those below 0 what they lack
        if (sums_.size() < n) sums_.resize(2 * n);
        const std::uint64_t first = given(allowed(0));
        want(first & model_.first ? first & model_.first : first);
        put(scorer.at(0), {_mm_setzero_si128(), _mm_setzero_si128()}, 0);
        for (std::size_t i = 1; i < n; ++i, most += step) {
            if (most + step >= kMostSum) most = settle(sums_[i - 1]);
            if (most + step >= kMostSum) return false;
            want(given(allowed(i)));
            if (!put(scorer.at(i), best_before(i), i)) return false;
        }
        labels.resize(n);
        std::size_t best = best_of(n - 1, model_.last);
        if (best == kLanes) best = best_of(n - 1, model_.all());
        for (std::size_t i = n; i-- > 0;) {
            labels[i] = static_cast<std::uint8_t>(best);
            if (i) best = label_before(i, best);
        }
        return true;
#else
        return false;
#endif
    }

private:
    static constexpr std::size_t kLanes = 16, kEight = 8;

    const SequenceModel& model_;
    std::int64_t most_step_ = 0;  // of any step, and at least 1; 0 if nothing can be decoded

#if defined(__SSE2__) && defined(__x86_64__)
    // Of all labels. Sums of labels that are reached are above kReached, those of others, kNever
    // and one step more at most, are below it.
    struct Lanes {
        __m128i low, high;
    };
    struct Sums {
        alignas(16) std::int16_t of[kLanes];
    };
    static constexpr std::int16_t kNever = INT16_MIN, kReached = INT16_MIN / 2;
    static constexpr std::int64_t kMostSum = -std::int64_t{kReached};

    void prepare() {
        const std::size_t n = model_.n_labels;
        std::int64_t most = 1;
        for (std::size_t from = 0; from < n; ++from)
            for (std::size_t to = 0; to < n; ++to)
                if (model_.before[to] >> from & 1) {
                    const std::int64_t step = model_.transitions[from * n + to];
                    most = std::max(most, step < 0 ? -step : step);
                }
        if (most >= kMostSum) return;
        most_step_ = most;
        std::int16_t to[kLanes][kLanes], from[kLanes][kLanes];
        for (std::size_t a = 0; a < kLanes; ++a)
            for (std::size_t b = 0; b < kLanes; ++b) {
                const bool can = a < n && b < n && model_.before[b] >> a & 1;
                to[a][b] = from[b][a] =
                    can ? static_cast<std::int16_t>(model_.transitions[a * n + b]) : kNever;
            }
        for (std::size_t label = 0; label < kLanes; ++label) {
            to_[label] = load(to[label]);
            from_[label] = load(from[label]);
        }
    }

    static __m128i load_8(const std::int16_t* from) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    }
    static Lanes load(const std::int16_t* sixteen) {
        return {load_8(sixteen), load_8(sixteen + kEight)};
    }

    // No score of n positions is farther from 0.
    template <class Scorer>
    std::int64_t most_score(const Scorer& scorer, std::size_t n) const {
        __m128i least = _mm_setzero_si128(), most = least;
        const std::size_t n_labels = model_.n_labels;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t at = 0; at < n_labels; at += kEight) {
                const __m128i own = load_8(scorer.at(i) + std::min(at, n_labels - kEight));
                least = _mm_min_epi16(least, own);
                most = _mm_max_epi16(most, own);
            }
        }
        alignas(16) std::int16_t ends[2 * kEight];
        _mm_store_si128(reinterpret_cast<__m128i*>(ends), least);
        _mm_store_si128(reinterpret_cast<__m128i*>(ends + kEight), most);
        const auto [low, high] = std::minmax_element(ends, ends + 2 * kEight);
        return std::max<std::int64_t>(-*low, *high);
    }

    // Subtracts the largest sum from those of labels that are reached; returns how far they are
    // from 0 then.
    static std::int64_t settle(Sums& sums) {
        const std::int16_t most = *std::max_element(sums.of, sums.of + kLanes);
        std::int64_t least = 0;
        for (std::int16_t& sum : sums.of) {
            if (sum <= kReached) continue;
            least = std::min(least, std::int64_t{sum} - most);
            sum = static_cast<std::int16_t>(std::max(sum - most, kReached + 1));
        }
        return -least;
    }

    std::uint64_t given(std::uint64_t allowed) const {
        return allowed & model_.all() ? allowed & model_.all() : model_.all();
    }

    // Sets wanted_ to all ones for these labels.
    void want(std::uint64_t labels) {
        if (labels == labels_wanted_) return;
        labels_wanted_ = labels;
        std::int16_t wanted[kLanes];
        for (std::size_t label = 0; label < kLanes; ++label)
            wanted[label] = static_cast<std::int16_t>(labels >> label & 1 ? -1 : 0);
        wanted_ = load(wanted);
    }

    // The sums of the best ways to each label of position i, without its scores.
    Lanes best_before(std::size_t i) const {
        const std::int16_t* const before = sums_[i - 1].of;
        const __m128i never = _mm_set1_epi16(kNever);
        Lanes best{never, never};
        for (std::size_t from = 0; from < model_.n_labels; ++from) {
            const __m128i sum = _mm_set1_epi16(before[from]);
            best.low = _mm_max_epi16(best.low, _mm_adds_epi16(sum, to_[from].low));
            best.high = _mm_max_epi16(best.high, _mm_adds_epi16(sum, to_[from].high));
        }
        return best;
    }

    // Sets the sums of position i; returns whether any label was reached.
    bool put(const std::int16_t* scores, const Lanes& before, std::size_t i) {
        const __m128i least = _mm_set1_epi16(kReached), never = _mm_set1_epi16(kNever);
        const auto sum = [&](__m128i best, __m128i wanted, __m128i own) {
            const __m128i reached = _mm_and_si128(_mm_cmpgt_epi16(best, least), wanted);
            return _mm_or_si128(_mm_and_si128(reached, _mm_add_epi16(best, own)),
                                _mm_andnot_si128(reached, never));
        };
        const Lanes own = load(scores);
        const Lanes sums{sum(before.low, wanted_.low, own.low),
                         sum(before.high, wanted_.high, own.high)};
        _mm_store_si128(reinterpret_cast<__m128i*>(sums_[i].of), sums.low);
        _mm_store_si128(reinterpret_cast<__m128i*>(sums_[i].of + kEight), sums.high);
        return _mm_movemask_epi8(_mm_or_si128(_mm_cmpgt_epi16(sums.low, least),
                                              _mm_cmpgt_epi16(sums.high, least)));
    }

    // The lowest label before from which the best way to `label` of position i comes.
    std::size_t label_before(std::size_t i, std::size_t label) const {
        const Lanes before = load(sums_[i - 1].of);
        const __m128i low = _mm_adds_epi16(before.low, from_[label].low);
        const __m128i high = _mm_adds_epi16(before.high, from_[label].high);
        __m128i most = _mm_max_epi16(low, high);
        most = _mm_max_epi16(most, _mm_shuffle_epi32(most, 0x4E));
        most = _mm_max_epi16(most, _mm_shuffle_epi32(most, 0xB1));
        most = _mm_max_epi16(most,
                             _mm_or_si128(_mm_slli_epi32(most, 16), _mm_srli_epi32(most, 16)));
        const int found = _mm_movemask_epi8(
            _mm_packs_epi16(_mm_cmpeq_epi16(low, most), _mm_cmpeq_epi16(high, most)));
        return static_cast<std::size_t>(lowest_bit(static_cast<std::uint64_t>(found)));
    }

    // The label with the highest sum, the lowest of equal ones; kLanes if none was reached.
    std::size_t best_of(std::size_t i, std::uint64_t labels) const {
        const std::int16_t* const sums = sums_[i].of;
        std::size_t best = kLanes;
        std::int16_t most = kReached;
        for (std::size_t label = 0; label < model_.n_labels; ++label) {
            if (!(labels >> label & 1) || sums[label] <= most) continue;
            most = sums[label];
            best = label;
        }
        return best;
    }

    Lanes to_[kLanes], from_[kLanes];  // steps from each label to all, and to each from all
    Lanes wanted_{};
    std::uint64_t labels_wanted_ = 0;
    std::vector<Sums> sums_;  // of each position
#endif
};

}  // namespace zhnlp
