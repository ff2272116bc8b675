// Adding the block of a feature to rows of sums (see sequence.hpp for blocks and rows).
//
//     weights   O B I E S │ O B I E S │ …             of 5 labels, int8, one row after another
//     sums      O B I E S - - - │ O B I E S - - - │   int16, rows of 8: a stride
//
// A row of sums is whole registers, so what is stored for one row is never a part of what is
// loaded for the next: processors wait a dozen cycles for such a load. Measured: with rows of 13
// and of 31 sums that touch, words, tags and names take a tenth longer. Rows of up to four labels
// touch, as WordScorer has them in half a register each.

#pragma once

#include <algorithm>
#include <cstdint>

#include "inlining.hpp"
#include "sequence.hpp"

#if defined(__SSE2__) && defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace zhnlp {

class BlockAdder {
public:
    explicit BlockAdder(const SequenceModel& model)
        : model_(model), stride_(stride_of(model.n_labels)) {
        for (std::size_t i = 0; i < SequenceModel::kDense; ++i)
            places_[i] = static_cast<std::uint16_t>(
                model.n_labels ? i / model.n_labels * stride_ + i % model.n_labels : 0);
    }

    static constexpr std::size_t kLanes = 8;    // sums that are added at once
    static constexpr std::size_t kNarrow = 24;  // weights; blocks of four labels have no more

    // The sums of a row lie so far from those of the next.
    std::size_t stride() const { return stride_; }

    // Adds the block at pool[offset] to `rows` rows; it may have more.
    ZHNLP_INLINE void add(std::int16_t* sums, std::size_t offset, std::size_t rows) const {
        if (offset >= model_.n_pool) return;
        if (model_.sparse) {
            const std::size_t n = static_cast<std::uint8_t>(model_.pool[offset++]);
            if (n != SequenceModel::kDense) return add_pairs(sums, offset, n, rows);
        }
        stride_ == model_.n_labels ? add_packed(sums, offset, rows * stride_)
                                   : add_rows(sums, offset, rows);
    }

    // Adds `rows` rows of sums to others.
    ZHNLP_INLINE void add(std::int16_t* to, const std::int16_t* sums, std::size_t rows) const {
        if (stride_ == 2 * kLanes) return add_rows(to, sums, rows, 2);  // loops without jumps
        if (stride_ == 4 * kLanes) return add_rows(to, sums, rows, 4);
        if (stride_ % kLanes == 0) return add_rows(to, sums, rows, stride_ / kLanes);
        for (std::size_t i = 0; i < rows * stride_; ++i)
            to[i] = static_cast<std::int16_t>(to[i] + sums[i]);
    }

private:
    static std::size_t stride_of(std::size_t n) {
        return n <= 4 ? n : (n + kLanes - 1) / kLanes * kLanes;
    }

    ZHNLP_INLINE static void add_rows(std::int16_t* to, const std::int16_t* sums, std::size_t rows,
                                      std::size_t n) {
        for (; rows; --rows)
            for (std::size_t i = 0; i < n; ++i, to += kLanes, sums += kLanes) add_lanes(to, sums);
    }

    static void add_lanes(std::int16_t* to, const std::int16_t* sums) {
#if defined(__SSE2__) && defined(__x86_64__)
        const auto load = [](const std::int16_t* from) {
            return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
        };
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_add_epi16(load(to), load(sums)));
#else
        for (std::size_t i = 0; i < kLanes; ++i) to[i] = static_cast<std::int16_t>(to[i] + sums[i]);
#endif
    }

    ZHNLP_INLINE void add_pairs(std::int16_t* sums, std::size_t offset, std::size_t n,
                                std::size_t rows) const {
        const std::size_t most = rows * model_.n_labels;
        if (offset + 2 * n > model_.n_pool) return;
        const std::int8_t* const pairs = model_.pool + offset;
        for (std::size_t i = 0; i < n; ++i) {
            const std::size_t index = static_cast<std::uint8_t>(pairs[2 * i]);
            if (index >= most) continue;
            std::int16_t& sum = sums[places_[index]];
            sum = static_cast<std::int16_t>(sum + pairs[2 * i + 1]);
        }
    }

    // Reads whole registers of weights, so that of the next row or block, too.
    void add_rows(std::int16_t* sums, std::size_t offset, std::size_t rows) const {
        const std::size_t n = model_.n_labels;
        if (offset + rows * n + stride_ - n > model_.n_pool) return add_last(sums, offset, rows);
        const std::int8_t* weights = model_.pool + offset;
        const std::uint64_t last = first_of(n - (stride_ - kLanes));
        const auto add = [&](std::size_t end) {  // of all registers but the last
            for (; rows; --rows, weights += n, sums += end + kLanes) {
                for (std::size_t i = 0; i < end; i += kLanes)
                    add_eight(sums + i, weights + i, ~std::uint64_t{0});
                add_eight(sums + end, weights + end, last);
            }
        };
        if (stride_ == 2 * kLanes) return add(kLanes);  // loops without jumps
        add(stride_ - kLanes);
    }

    // The same for a block at the end of the pool, or beyond it.
    void add_last(std::int16_t* sums, std::size_t offset, std::size_t rows) const {
        const std::size_t n = model_.n_labels;
        if (offset + rows * n > model_.n_pool) return;
        for (std::size_t i = 0; i < rows * n; ++i) {
            std::int16_t& sum = sums[i / n * stride_ + i % n];
            sum = static_cast<std::int16_t>(sum + model_.pool[offset + i]);
        }
    }

    // Adds n weights to as many sums that lie together.
    ZHNLP_INLINE void add_packed(std::int16_t* sums, std::size_t offset, std::size_t n) const {
        if (offset + n > model_.n_pool) return;
        const std::int8_t* const weights = model_.pool + offset;
        if (n <= kNarrow && offset + kNarrow <= model_.n_pool) return add_narrow(sums, weights, n);
        std::size_t i = 0;
        for (; i + kLanes <= n; i += kLanes) add_eight(sums + i, weights + i, ~std::uint64_t{0});
        for (; i < n; ++i) sums[i] = static_cast<std::int16_t>(sums[i] + weights[i]);
    }

    // Adds the first n of kNarrow weights; the others are masked to 0 rather than skipped,
    // as a branch on n would be mispredicted.
    static void add_narrow(std::int16_t* sums, const std::int8_t* weights, std::size_t n) {
        for (std::size_t i = 0; i < kNarrow; i += kLanes)
            add_eight(sums + i, weights + i, first_of(n > i ? n - i : 0));
    }

    // A mask of eight bytes, of which the first n are set.
    static std::uint64_t first_of(std::size_t n) {
        return n < kLanes ? (std::uint64_t{1} << 8 * n) - 1 : ~std::uint64_t{0};
    }

    // Adds those of eight weights whose bytes in `mask` are set.
    static void add_eight(std::int16_t* sums, const std::int8_t* weights, std::uint64_t mask) {
#if defined(__SSE2__) && defined(__x86_64__)
        const __m128i all = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(weights));
        const __m128i bytes = _mm_and_si128(all, _mm_cvtsi64_si128(static_cast<long long>(mask)));
        const __m128i wide = _mm_srai_epi16(_mm_unpacklo_epi8(bytes, bytes), 8);
        __m128i* const at = reinterpret_cast<__m128i*>(sums);
        _mm_storeu_si128(at, _mm_add_epi16(_mm_loadu_si128(at), wide));
#else
        for (std::size_t i = 0; i < kLanes; ++i)
            if (mask >> 8 * i & 1) sums[i] = static_cast<std::int16_t>(sums[i] + weights[i]);
#endif
    }

    const SequenceModel& model_;
    std::size_t stride_;
    std::uint16_t places_[SequenceModel::kDense] = {};  // of the weights of a sparse block
};

}  // namespace zhnlp
