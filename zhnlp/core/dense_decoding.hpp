// The best labels of a short sequence, four labels at a time: what SequenceDecoder finds.
//
//     lanes     O  B1 S1 B2 | S2 B3 S3 I1 | E1 I2 E2 I3 | E3      labels by those they may follow
//     step      of four lanes: the best of (sum of a label + steps from it to the four)
//     sum       16 * sum of weights + 15 - the label before       one maximum finds both, and of
//                                                                 equal sums the lowest label
//
// For models of 8 to 16 labels, with SSE2, which finds a maximum of four floats at once but not of
// integers: only for sums below 2^23, which floats hold exactly. A label that none of the labels
// before may precede has a sum below kNone / 2. 16 bytes of memory a position. Measured: a fifth of
// the instructions of SequenceDecoder.

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

    // Sets labels[0:n] as SequenceDecoder::decode does, or returns false.
    template <class Scorer, class Allowed>
    bool decode(const Scorer& scorer, std::size_t n, Allowed allowed,
                std::vector<std::uint8_t>& labels) {
#if defined(__SSE2__) && defined(__x86_64__)
        if (!most_step_ || !is_exact(scorer, n)) return false;
        labels.resize(n);
        from_.resize(n * kLanes);
        const std::uint64_t first = given(allowed(0));
        want(first & model_.first ? first & model_.first : first);
        load(scorer.at(0));
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            now_[lane] = wanted_[lane] ? scores_[lane] : kNone;
        for (std::size_t i = 1; i < n; ++i) {
            want(given(allowed(i)));
            load(scorer.at(i));
            if (!step(&from_[i * kLanes])) restart(&from_[i * kLanes]);
        }
        std::size_t best = best_of(model_.last);
        if (best == kLanes) best = best_of(model_.all());
        for (std::size_t i = n; i-- > 0; best = from_[i * kLanes + lane_of_[best]])
            labels[i] = static_cast<std::uint8_t>(best);
        return true;
#else
        return false;
#endif
    }

private:
    static constexpr std::size_t kLanes = 16, kGroup = 4, kEight = 8;
    static constexpr std::int64_t kMostSum = 1 << 23;
    static constexpr float kNone = -(1 << 29);

    const SequenceModel& model_;
    std::int64_t most_step_ = 0;      // of any step, and at least 1; 0 if nothing can be decoded
    std::vector<std::uint8_t> from_;  // the label before, by position and lane

#if defined(__SSE2__) && defined(__x86_64__)
    // Steps from the label of a lane to those of a group of lanes.
    struct Steps {
        std::size_t from;
        alignas(16) float to[kGroup];
    };

    void prepare() {
        const std::size_t n = model_.n_labels;
        for (std::size_t label = 0; label < n; ++label)
            labels_[label] = static_cast<std::uint32_t>(label);
        std::stable_sort(labels_, labels_ + n, [&](std::uint32_t a, std::uint32_t b) {
            return model_.before[a] < model_.before[b];
        });
        for (std::size_t lane = 0; lane < n; ++lane) lane_of_[labels_[lane]] = lane;
        most_step_ = 1;
        for (std::size_t group = 0; group < kGroup; ++group)
            for (std::size_t from = 0; from < n; ++from) add_steps(steps_[group], from, group);
    }

    void add_steps(std::vector<Steps>& steps, std::size_t from, std::size_t group) {
        Steps own{lane_of_[from], {kNone, kNone, kNone, kNone}};
        bool any = false;
        for (std::size_t i = 0; i < kGroup && group * kGroup + i < model_.n_labels; ++i) {
            const std::size_t to = labels_[group * kGroup + i];
            if (!(model_.before[to] >> from & 1)) continue;
            const std::int64_t step = model_.transitions[from * model_.n_labels + to];
            most_step_ = std::max(most_step_, step < 0 ? -step : step);
            own.to[i] = static_cast<float>(step * std::int64_t{kLanes} +
                                           static_cast<std::int64_t>(kLanes - 1 - from));
            any = true;
        }
        if (any) steps.push_back(own);
    }

    // Whether no sum of n positions can be too large.
    template <class Scorer>
    bool is_exact(const Scorer& scorer, std::size_t n) const {
        __m128i least = _mm_setzero_si128(), most = least;
        const std::size_t n_labels = model_.n_labels;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t at = 0; at < n_labels; at += kEight) {
                const __m128i own = _mm_loadu_si128(reinterpret_cast<const __m128i*>(
                    scorer.at(i) + std::min(at, n_labels - kEight)));
                least = _mm_min_epi16(least, own);
                most = _mm_max_epi16(most, own);
            }
        }
        alignas(16) std::int16_t ends[2 * kEight];
        _mm_store_si128(reinterpret_cast<__m128i*>(ends), least);
        _mm_store_si128(reinterpret_cast<__m128i*>(ends + kEight), most);
        const auto [low, high] = std::minmax_element(ends, ends + 2 * kEight);
        const std::int64_t step = std::max<std::int64_t>(-*low, *high) + most_step_ + 1;
        return static_cast<std::int64_t>(n) * step < kMostSum / std::int64_t{kLanes};
    }

    std::uint64_t given(std::uint64_t allowed) const {
        return allowed & model_.all() ? allowed & model_.all() : model_.all();
    }

    // Sets wanted_ to all ones for these labels.
    void want(std::uint64_t labels) {
        if (labels == labels_wanted_) return;
        labels_wanted_ = labels;
        for (std::size_t lane = 0; lane < model_.n_labels; ++lane)
            wanted_[lane] = labels >> labels_[lane] & 1 ? -1 : 0;
    }

    void load(const std::int16_t* scores) {
        alignas(16) std::int32_t own[kLanes];
        for (std::size_t lane = 0; lane < kLanes; ++lane) own[lane] = scores[labels_[lane]];
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            scores_[lane] = static_cast<float>(own[lane]) * static_cast<float>(kLanes);
    }

    // Advances one position; returns whether any label was reached.
    bool step(std::uint8_t* from) {
        const __m128i low = _mm_set1_epi32(kLanes - 1);
        const __m128 none = _mm_set1_ps(kNone);
        __m128i before[kGroup];
        __m128 next[kGroup];
        int reached = 0;
        for (std::size_t group = 0; group < kGroup; ++group) {
            __m128 best = none;
            const Steps* const end = steps_[group].data() + steps_[group].size();
            for (const Steps* steps = steps_[group].data(); steps != end; ++steps)
                best = _mm_max_ps(
                    best, _mm_add_ps(_mm_set1_ps(now_[steps->from]), _mm_load_ps(steps->to)));
            const __m128i whole = _mm_cvttps_epi32(best), tag = _mm_and_si128(whole, low);
            const std::size_t lane = kGroup * group;
            const __m128 is_reached = _mm_and_ps(
                _mm_cmpgt_ps(best, _mm_set1_ps(kNone / 2)),
                _mm_castsi128_ps(_mm_load_si128(reinterpret_cast<const __m128i*>(wanted_ + lane))));
            const __m128 sum = _mm_add_ps(_mm_cvtepi32_ps(_mm_sub_epi32(whole, tag)),
                                          _mm_load_ps(scores_ + lane));
            before[group] = _mm_sub_epi32(low, tag);
            next[group] =
                _mm_or_ps(_mm_and_ps(is_reached, sum), _mm_andnot_ps(is_reached, none));
            reached |= _mm_movemask_ps(is_reached);
        }
        if (!reached) return false;
        for (std::size_t group = 0; group < kGroup; ++group)
            _mm_store_ps(now_ + kGroup * group, next[group]);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(from),
                         _mm_packus_epi16(_mm_packs_epi32(before[0], before[1]),
                                          _mm_packs_epi32(before[2], before[3])));
        return true;
    }

    // No wanted label may follow the labels before: continues from the best of these.
    void restart(std::uint8_t* from) {
        const std::size_t best = best_of(model_.all());
        const float sum = now_[lane_of_[best]];
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            now_[lane] = wanted_[lane] ? sum + scores_[lane] : kNone;
            from[lane] = static_cast<std::uint8_t>(best);
        }
    }

    // The label with the highest sum, the lowest of equal ones; kLanes if none was reached.
    std::size_t best_of(std::uint64_t labels) const {
        std::size_t best = kLanes;
        float most = kNone / 2;
        for (std::size_t label = 0; label < model_.n_labels; ++label) {
            if (!(labels >> label & 1) || now_[lane_of_[label]] <= most) continue;
            most = now_[lane_of_[label]];
            best = label;
        }
        return best;
    }

    std::uint32_t labels_[kLanes] = {};  // by lane; 0 for lanes without a label
    std::size_t lane_of_[kLanes] = {};
    std::vector<Steps> steps_[kGroup];  // by group of lanes
    alignas(16) float now_[kLanes] = {}, scores_[kLanes] = {};
    alignas(16) std::int32_t wanted_[kLanes] = {};
    std::uint64_t labels_wanted_ = 0;
#endif
};

}  // namespace zhnlp
