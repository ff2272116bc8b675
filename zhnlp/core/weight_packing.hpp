// Weights of features as a sequence model reads them (see sequence.hpp): blocks of
// int8 in a pool, found through a table of hash buckets.

#pragma once

#include <cmath>
#include <stdexcept>
#include <utility>

#include "sequence.hpp"

namespace zhnlp {

// The arrays of a SequenceModel, and how many features have weights in them.
struct PackedWeights {
    std::vector<std::uint32_t> buckets;
    std::vector<std::int8_t> pool;
    std::vector<std::int32_t> transitions;
    double scale = 1.0;
    std::uint64_t first = 0, last = 0;
    std::size_t n_kept = 0;
};

class WeightPacker {
public:
    // Fills `out`, whose scale is set, without weights nearer to zero than `min_weight`.
    WeightPacker(PackedWeights& out, bool sparse, float min_weight)
        : out_(out), sparse_(sparse), min_weight_(min_weight) {}

    void add(std::uint64_t key, const float* weights, std::size_t n) {
        dense_.assign(n, 0);
        std::size_t n_kept = 0;
        for (std::size_t i = 0; i < n; ++i) {
            if (std::fabs(weights[i]) >= min_weight_)
                dense_[i] = static_cast<std::int8_t>(std::lround(weights[i] / out_.scale));
            n_kept += dense_[i] != 0;
        }
        if (!n_kept) return;
        blocks_.push_back({mix(key), out_.pool.size()});
        if (sparse_ && 2 * n_kept < n) {
            put(n_kept);
            for (std::size_t i = 0; i < n; ++i) {
                if (!dense_[i]) continue;
                put(i);
                out_.pool.push_back(dense_[i]);
            }
        } else {
            if (sparse_) put(SequenceModel::kDense);
            out_.pool.insert(out_.pool.end(), dense_.begin(), dense_.end());
        }
    }

    // Makes the hash table of all features added, three fifths full: few buckets overflow.
    void finish() {
        constexpr std::size_t n = SequenceModel::kBucket;
        SequenceModel table;
        table.n_buckets = blocks_.size() * 5 / (3 * n) + 1;
        out_.n_kept = blocks_.size();
        out_.buckets.assign(2 * n * table.n_buckets, 0);
        for (const auto& [hash, offset] : blocks_) {
            std::size_t at = table.home(hash);
            for (std::size_t probe = 0; out_.buckets[2 * n * at + 2 * n - 1]; ++probe) {
                if (probe == SequenceModel::kMaxProbes)
                    throw std::length_error("features collide too often.");
                if (++at == table.n_buckets) at = 0;
            }
            std::uint32_t* const bucket = &out_.buckets[2 * n * at];
            std::size_t i = 0;
            while (bucket[n + i]) ++i;
            bucket[i] = static_cast<std::uint32_t>(hash);
            bucket[n + i] = static_cast<std::uint32_t>(offset + 1);
        }
    }

private:
    void put(std::size_t byte) {
        out_.pool.push_back(static_cast<std::int8_t>(static_cast<std::uint8_t>(byte)));
    }

    PackedWeights& out_;
    bool sparse_;
    float min_weight_;
    std::vector<std::pair<std::uint64_t, std::size_t>> blocks_;
    std::vector<std::int8_t> dense_;
};

}  // namespace zhnlp
