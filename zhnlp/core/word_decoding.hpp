// The best labels of words: what SequenceDecoder finds, for the four labels B, M, E and S.
//
//     label      B        M        E        S
//     follows    E or S   B or M   B or M   E or S      two ways each
//
// A register holds the sums of the four; of the two ways to each, four comparisons at once choose.
// One byte of memory a position. Measured: a sixth of the instructions of SequenceDecoder.

#pragma once

#include <algorithm>
#include <cstdlib>

#include "decoding.hpp"
#include "sequence_scorer.hpp"
#include "word_features.hpp"

namespace zhnlp {

#if defined(__SSE2__) && defined(__x86_64__)

class WordDecoder {
public:
    explicit WordDecoder(const SequenceModel& model) {
        fits_ = model.n_labels == 4;
        for (std::size_t to = 0; fits_ && to < 4; ++to) {
            const bool follows_end = to == kBegin || to == kSingle;
            const std::size_t lower = follows_end ? kEnd : kBegin;
            const std::size_t higher = follows_end ? kSingle : kMiddle;
            fits_ = model.before[to] == (std::uint64_t{1} << lower | std::uint64_t{1} << higher);
            by_lower_[to] = model.transitions[lower * 4 + to];
            by_higher_[to] = model.transitions[higher * 4 + to];
            fits_ = fits_ && std::abs(by_lower_[to]) <= kMostStep &&
                    std::abs(by_higher_[to]) <= kMostStep;
        }
        first_ = model.first & 15, last_ = model.last & 15;
    }

    // Whether the transitions of the model are those drawn above, and small.
    bool fits() const { return fits_; }

    // Sets labels[0:n]; allowed(i) as for SequenceDecoder.
    template <class Allowed>
    void decode(const SequenceScorer& scorer, std::size_t n, Allowed allowed,
                std::vector<std::uint8_t>& labels) {
        labels.resize(n);
        if (!n) return;
        const __m128i lower = load(by_lower_), higher = load(by_higher_);
        const __m128i least = _mm_set1_epi32(kNever / 2);
        std::uint8_t* const ways = labels.data();
        const std::uint64_t start = given(allowed(0) & first_, allowed(0));
        __m128i sums = masked(scores(scorer.at(0)), start);
        for (std::size_t i = 1; i < n; ++i) {
            if (i % kOften == 0) sums = settled(sums);
            const __m128i by_low =
                _mm_add_epi32(_mm_shuffle_epi32(sums, _MM_SHUFFLE(2, 0, 0, 2)), lower);
            const __m128i by_high =
                _mm_add_epi32(_mm_shuffle_epi32(sums, _MM_SHUFFLE(3, 1, 1, 3)), higher);
            const __m128i is_higher = _mm_cmpgt_epi32(by_high, by_low);
            const __m128i best =
                _mm_xor_si128(by_low, _mm_and_si128(_mm_xor_si128(by_low, by_high), is_higher));
            const std::uint64_t wanted = given(allowed(i), 15);
            const __m128i here = scores(scorer.at(i));
            const __m128i next = masked(_mm_add_epi32(best, here), wanted);
            ways[i] = static_cast<std::uint8_t>(bits(is_higher));
            if (bits(_mm_cmpgt_epi32(next, least))) {
                sums = next;
            } else {  // no allowed label may follow those before: goes on from the best of these
                const std::size_t from = best_of(settled(sums), 15);
                ways[i] = static_cast<std::uint8_t>(kRestart | from);
                sums = masked(here, wanted);
            }
        }
        sums = settled(sums);
        const std::uint64_t reached = bits(_mm_cmpgt_epi32(sums, least));
        trace(best_of(sums, given(reached & last_, reached)), labels);
    }

private:
    static constexpr std::int32_t kNever = -(1 << 30), kMostStep = 1 << 15;
    static constexpr std::size_t kOften = 256;  // sums change by less than 2^25 in that time
    static constexpr unsigned kRestart = 16;

    static std::uint64_t given(std::uint64_t wanted, std::uint64_t other) {
        return wanted ? wanted : other ? other : 15;
    }
    static __m128i load(const std::int32_t* four) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(four));
    }
    static std::uint64_t bits(__m128i lanes) {
        return static_cast<std::uint64_t>(_mm_movemask_ps(_mm_castsi128_ps(lanes)));
    }
    static __m128i scores(const std::int16_t* four) {
        const __m128i all = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(four));
        return _mm_srai_epi32(_mm_unpacklo_epi16(all, all), 16);
    }

    // `sums` of the labels in `wanted`, kNever for the others.
    static __m128i masked(__m128i sums, std::uint64_t wanted) {
        const __m128i label = _mm_set_epi32(8, 4, 2, 1);
        const __m128i is_out = _mm_cmpeq_epi32(
            _mm_and_si128(_mm_set1_epi32(static_cast<int>(wanted)), label), _mm_setzero_si128());
        return _mm_or_si128(_mm_andnot_si128(is_out, sums),
                            _mm_and_si128(is_out, _mm_set1_epi32(kNever)));
    }

    // The same sums less the largest, so that they stay small. One that is lower by 2^28 or more
    // counts as lower by just that.
    static __m128i settled(__m128i sums) {
        std::int32_t four[4];
        _mm_storeu_si128(reinterpret_cast<__m128i*>(four), sums);
        const std::int32_t most = *std::max_element(four, four + 4);
        for (std::int32_t& sum : four)
            sum = sum > kNever / 2 ? std::max(sum - most, kNever / 4) : kNever;
        return load(four);
    }

    // Of the labels in `among`, that with the largest sum; of equals the lowest.
    static std::size_t best_of(__m128i sums, std::uint64_t among) {
        std::int32_t four[4];
        _mm_storeu_si128(reinterpret_cast<__m128i*>(four), sums);
        auto best = static_cast<std::size_t>(lowest_bit(among));
        each_bit(among, [&](std::size_t label) {
            if (four[label] > four[best]) best = label;
        });
        return best;
    }

    // Goes back from the last label; the ways to each position are where its label will be.
    static void trace(std::size_t label, std::vector<std::uint8_t>& labels) {
        constexpr std::uint8_t kBefore[4][2] = {
            {kEnd, kSingle}, {kBegin, kMiddle}, {kBegin, kMiddle}, {kEnd, kSingle}};
        for (std::size_t i = labels.size(); i-- > 0;) {
            const unsigned ways = labels[i];
            labels[i] = static_cast<std::uint8_t>(label);
            label = ways & kRestart ? ways & 3 : kBefore[label][ways >> label & 1];
        }
    }

    bool fits_ = false;
    std::int32_t by_lower_[4] = {}, by_higher_[4] = {};  // steps to each label
    std::uint64_t first_ = 15, last_ = 15;
};

#else

class WordDecoder {
public:
    explicit WordDecoder(const SequenceModel&) {}
    bool fits() const { return false; }
    template <class Allowed>
    void decode(const SequenceScorer&, std::size_t, Allowed, std::vector<std::uint8_t>&) {}
};

#endif

}  // namespace zhnlp
