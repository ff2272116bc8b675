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
    std::vector<std::uint32_t> after;  // of buckets that are full, the low bits of checks behind
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
        return !offset & may_be_after(at, check) ? find_after(at, check) : offset;
    }

    // Whether a feature may be in the buckets after that of its home. One in ten is full, and to
    // look on after each would wait for memory and be mispredicted. Measured: names take 4 % less
    // time, tags 1 %.
    bool may_be_after(std::size_t home, std::uint32_t check) const {
        return after[home] >> (check & 31) & 1;
    }

    // Sets `after`.
    void find_runs() {
        after.assign(n_buckets, 0);
        for (std::size_t home = 0; home < n_buckets; ++home) {
            std::size_t at = home;
            for (std::size_t probe = 1; probe < kMaxProbes; ++probe) {
                if (!buckets[2 * kBucket * at + 2 * kBucket - 1]) break;
                if (++at == n_buckets) at = 0;
                for (std::size_t i = 0; i < kBucket; ++i)
                    after[home] |= std::uint32_t{1} << (buckets[2 * kBucket * at + i] & 31);
            }
        }
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

}  // namespace zhnlp
