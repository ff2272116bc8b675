// A linear-chain model: labels for a sequence of positions, by weighted features.
//
//     positions 上  海  很  大           labels of words   B  E  S  S
//     feature   上海 (a bigram) is at positions 0 and 1 and covers -1 … 2:
//               its block has a row of label weights for each of the four
//     score     of labels y = sum of weight[feature, position, y] + transition[y, y']
//
// A conditional random field (Lafferty, McCallum and Pereira 2001) in training (see
// sequence_training.hpp); here only the best labels are found (see decoding.hpp). Blocks
// are found by hash: one look-up serves all positions that a feature covers.
//
//     bucket    8 checks, 8 offsets in the pool + 1 (0 if free): a cache line, uint32
//     block     dense: rows * n_labels weights, int8
//               sparse: n below 255, then n pairs of (row * n_labels + label, weight);
//               or 255, then the weights as in dense, where that is shorter
//
// Arrays are used where they are, in a mapped file. Every access is checked: altered
// arrays give wrong labels, never a wrong access.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "bits.hpp"
#include "inlining.hpp"
#include "prefetch.hpp"

#if defined(__SSE2__) && defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace zhnlp {

constexpr std::size_t kMaxLabels = 64;
constexpr std::size_t kPad = 4;  // rows before the first position and after the last: never read
constexpr std::size_t kMaxRows = 5;

inline std::uint64_t mix(std::uint64_t x) {  // after Mulvey's rrmxmx family of finalizers
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93u;
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93u;
    return x ^ (x >> 32);
}

// The key of a feature, which extractors give to a sink: sink(key, row, rows). It has a
// kind below 128 and a content of up to 56 bits. Of kinds below kMostDirect, contents may be
// looked up once for all texts (see SequenceModel::find_all).
constexpr unsigned kMostDirect = 64;
inline std::uint64_t feature(unsigned kind, std::uint64_t content) {
    return static_cast<std::uint64_t>(kind) << 56 | (content & 0x00FFFFFFFFFFFFFFu);
}

struct SequenceModel {
    static constexpr std::int32_t kNever = -(1 << 24);
    static constexpr std::size_t kBucket = 8, kMaxProbes = 64, kDense = 255;

    std::size_t n_labels = 0;
    bool sparse = false;
    const std::uint32_t* buckets = nullptr;
    std::size_t n_buckets = 0;
    const std::int8_t* pool = nullptr;
    std::size_t n_pool = 0;
    std::vector<std::int32_t> transitions;  // n_labels * n_labels (from, to); kNever: not allowed
    std::vector<std::uint64_t> before;      // of each label, the labels it may follow, as bits
    std::uint64_t first = 0,
                  last = 0;  // labels that the first and the last position may have, as bits
    double scale = 1.0;      // the natural log probability that a weight of 1 is
    std::vector<std::uint32_t> direct[kMostDirect];  // offsets in the pool + 1, by content

    bool empty() const { return n_labels == 0; }
    std::uint64_t all() const {
        return n_labels < 64 ? (std::uint64_t{1} << n_labels) - 1 : ~std::uint64_t{0};
    }

    void set_transitions(const std::int32_t* values) {
        transitions.assign(values, values + n_labels * n_labels);
        before.assign(n_labels, 0);
        for (std::size_t from = 0; from < n_labels; ++from)
            for (std::size_t to = 0; to < n_labels; ++to)
                if (transitions[from * n_labels + to] > kNever)
                    before[to] |= std::uint64_t{1} << from;
    }

    // Looks up the first `n` contents of `kind`, so that these features need no hashing.
    void find_all(unsigned kind, std::size_t n) {
        direct[kind].resize(n);
        for (std::size_t content = 0; content < n; ++content)
            direct[kind][content] = empty() ? 0 : find(mix(feature(kind, content)));
    }

    // Where the offset of a feature's block, plus one, has been looked up; null if it has not.
    const std::uint32_t* known(std::uint64_t key) const {
        const std::uint64_t kind = key >> 56, content = key & 0x00FFFFFFFFFFFFFFu;
        return kind < kMostDirect && content < direct[kind].size() ? &direct[kind][content]
                                                                   : nullptr;
    }

    std::size_t home(std::uint64_t hash) const {
        return static_cast<std::size_t>(((hash >> 32) * n_buckets) >> 32);
    }

    // The offset of a feature's block in the pool, plus one; 0 if there is none. A branch
    // on whether there is one would be mispredicted, so there is none.
    std::uint32_t find(std::uint64_t hash) const {
        return find(home(hash), static_cast<std::uint32_t>(hash));
    }
    ZHNLP_INLINE std::uint32_t find(std::size_t at, std::uint32_t check) const {
        const std::uint32_t* const bucket = buckets + 2 * kBucket * at;
        const std::uint32_t offset = offset_in(bucket, check);
        return !offset & (bucket[2 * kBucket - 1] != 0) ? find_after(at, check) : offset;
    }

    // The same in the buckets after one that is full.
    std::uint32_t find_after(std::size_t at, std::uint32_t check) const {
        for (std::size_t probe = 1; probe < kMaxProbes; ++probe) {
            if (++at == n_buckets) at = 0;
            const std::uint32_t* const bucket = buckets + 2 * kBucket * at;
            const std::uint32_t offset = offset_in(bucket, check);
            if (offset || !bucket[2 * kBucket - 1]) return offset;
        }
        return 0;
    }

    ZHNLP_INLINE static std::uint32_t offset_in(const std::uint32_t* bucket, std::uint32_t check) {
        const unsigned same = matches(bucket, check);
        const int first = lowest_bit(same | 1u << (kBucket - 1));
        return bucket[kBucket + static_cast<std::size_t>(first)] & (same ? 0xFFFFFFFFu : 0u);
    }

    // Which of a bucket's checks equal `check`, as bits.
    ZHNLP_INLINE static unsigned matches(const std::uint32_t* bucket, std::uint32_t check) {
#if defined(__SSE2__) && defined(__x86_64__)
        const __m128i wanted = _mm_set1_epi32(static_cast<int>(check));
        const auto four = [&](const std::uint32_t* at) {
            const __m128i found = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
            return static_cast<unsigned>(
                _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(found, wanted))));
        };
        return four(bucket) | four(bucket + 4) << 4;
#else
        unsigned same = 0;
        for (unsigned i = 0; i < kBucket; ++i)
            same |= static_cast<unsigned>(bucket[i] == check) << i;
        return same;
#endif
    }
};

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
