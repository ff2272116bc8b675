// The sums of weights for every position and label of a sequence (see sequence.hpp).
//
//     features  上海 at positions 0 and 1, 海很 at 1 and 2 …     looked up in batches, prefetched
//     sums      0: B 12 M -7 E -3 S 4, 1: …                      int16, which wrap
//
// A row for every position, with kPad rows before the first and after the last.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "prefetch.hpp"
#include "sequence.hpp"

#if defined(__SSE2__) && defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace zhnlp {

// Sums of weights for every position and label: a sink of features.
class SequenceScorer {
public:
    explicit SequenceScorer(const SequenceModel& model) : model_(model) {}

    void begin(std::size_t n_positions) {
        sums_.assign((n_positions + 2 * kPad) * model_.n_labels + kNarrow, 0);
        n_waiting_ = n_ready_ = 0;
    }

    // Look-ups wait for memory, so they are prefetched in batches.
    void operator()(std::uint64_t key, std::ptrdiff_t row, unsigned rows) {
        const auto padded = static_cast<std::uint32_t>(row + static_cast<std::ptrdiff_t>(kPad));
        if (const std::uint32_t* const known = model_.known(key)) {
            ready(*known, padded, rows);
        } else {
            const std::uint64_t hash = mix(key);
            prefetch(model_.buckets + 2 * SequenceModel::kBucket * model_.home(hash));
            waiting_[n_waiting_++] = {hash, padded, rows};
        }
        if (n_waiting_ == kBatch || n_ready_ >= kBatch) finish();
    }

    void finish() {
        for (std::size_t i = 0; i < n_waiting_; ++i)
            ready(model_.find(waiting_[i].hash), waiting_[i].row, waiting_[i].rows);
        for (std::size_t i = 0; i < n_ready_; ++i)
            model_.sparse ? add_sparse(ready_[i]) : add_dense(ready_[i]);
        n_waiting_ = n_ready_ = 0;
    }

    static constexpr std::size_t kStride = 8;  // sums that are added at once

    // Begins with sums that the caller sets: those of position i are at [i * n_labels], where i may
    // be up to kPad - 1 before the first position or after the last.
    std::int16_t* begin_set(std::size_t n_positions) {
        const std::size_t size = (n_positions + 2 * kPad) * model_.n_labels + kNarrow;
        if (sums_.size() < size) sums_.resize(size);
        n_waiting_ = n_ready_ = 0;
        return &sums_[kPad * model_.n_labels];
    }

    // Sets the sums of a position, instead of adding weights.
    void set(std::size_t position, const std::int16_t* sums) {
        std::copy(sums, sums + model_.n_labels, &sums_[(position + kPad) * model_.n_labels]);
    }

    // Adds sums to those of a position and of those behind it: `rows` rows of `stride` sums, which
    // is a multiple of kStride, and zeros behind those of labels. `sums` is aligned to 16 bytes.
    void add(std::ptrdiff_t row, const std::int16_t* sums, std::size_t rows, std::size_t stride) {
        const std::size_t padded = static_cast<std::size_t>(row + std::ptrdiff_t{kPad});
        std::int16_t* const at = &sums_[padded * model_.n_labels];
        // The loops over a row are without jumps for most models.
        if (stride == 2 * kStride) return add_rows(at, sums, rows, 2 * kStride);
        if (stride == 4 * kStride) return add_rows(at, sums, rows, 4 * kStride);
        add_rows(at, sums, rows, stride);
    }

    const std::int16_t* at(std::size_t position) const {
        return &sums_[(position + kPad) * model_.n_labels];
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
        for (int i = 0; i < 8; ++i)
            if (mask >> 8 * i & 1) sums[i] = static_cast<std::int16_t>(sums[i] + weights[i]);
#endif
    }

private:
    struct Waiting {
        std::uint64_t hash;
        std::uint32_t row, rows;
    };
    struct Ready {
        std::uint32_t offset, row, rows;
    };
    static constexpr std::size_t kBatch = 128;
    static constexpr std::size_t kNarrow = 24;  // weights; blocks of four labels have no more

    void ready(std::uint32_t offset_1, std::uint32_t row, std::uint32_t rows) {
        prefetch(model_.pool + offset_1);
        ready_[n_ready_] = {offset_1 - 1, row, rows};
        n_ready_ += offset_1 != 0;
    }

    void add_rows(std::int16_t* at, const std::int16_t* sums, std::size_t rows,
                  std::size_t stride) const {
        for (; rows; --rows, at += model_.n_labels, sums += stride)
            for (std::size_t i = 0; i < stride; i += kStride) add_stride(at + i, sums + i);
    }

    static void add_stride(std::int16_t* at, const std::int16_t* sums) {
#if defined(__SSE2__) && defined(__x86_64__)
        __m128i* const to = reinterpret_cast<__m128i*>(at);
        _mm_storeu_si128(to, _mm_add_epi16(_mm_loadu_si128(to),
                                           *reinterpret_cast<const __m128i*>(sums)));
#else
        for (std::size_t i = 0; i < kStride; ++i)
            at[i] = static_cast<std::int16_t>(at[i] + sums[i]);
#endif
    }

    void add_dense(const Ready& found) {
        const std::size_t n = found.rows * model_.n_labels;
        if (found.offset + n > model_.n_pool) return;
        std::int16_t* const sums = &sums_[found.row * model_.n_labels];
        const std::int8_t* const weights = model_.pool + found.offset;
        if (n <= kNarrow && found.offset + kNarrow <= model_.n_pool)
            return add_narrow(sums, weights, n);
        std::size_t i = 0;
        for (; i + 8 <= n; i += 8) add_eight(sums + i, weights + i, ~std::uint64_t{0});
        if (n >= 8 && i < n)
            return add_eight(sums + n - 8, weights + n - 8, ~std::uint64_t{0} << 8 * (8 - n + i));
        for (; i < n; ++i) sums[i] = static_cast<std::int16_t>(sums[i] + weights[i]);
    }

    // Adds the first n of kNarrow weights; the others are masked to 0 rather than skipped,
    // as a branch on n would be mispredicted.
    static void add_narrow(std::int16_t* sums, const std::int8_t* weights, std::size_t n) {
        for (std::size_t i = 0; i < kNarrow; i += 8) {
            const std::size_t more = n > i ? std::min<std::size_t>(n - i, 8) : 0;
            add_eight(sums + i, weights + i,
                      more == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << 8 * more) - 1);
        }
    }

    // A feature may cover fewer rows than its block has.
    void add_sparse(const Ready& found) {
        const std::size_t most = found.rows * model_.n_labels;
        if (found.offset >= model_.n_pool) return;
        const std::size_t n = static_cast<std::uint8_t>(model_.pool[found.offset]);
        if (n == SequenceModel::kDense) return add_dense({found.offset + 1, found.row, found.rows});
        if (found.offset + 1 + 2 * n > model_.n_pool) return;
        std::int16_t* const sums = &sums_[found.row * model_.n_labels];
        const std::int8_t* pair = model_.pool + found.offset + 1;
        const auto add = [&] {
            const std::size_t index = static_cast<std::uint8_t>(pair[0]);
            if (index < most) sums[index] = static_cast<std::int16_t>(sums[index] + pair[1]);
            pair += 2;
        };
        if (n & 1) add();
        for (std::size_t i = n / 2; i; --i) add(), add();
    }

    const SequenceModel& model_;
    std::vector<std::int16_t> sums_;
    Waiting waiting_[kBatch];
    Ready ready_[2 * kBatch + 1];
    std::size_t n_waiting_ = 0, n_ready_ = 0;
};

}  // namespace zhnlp
