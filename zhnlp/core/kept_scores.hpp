// What groups of features add to the scores, kept for groups that come again.
//
//     key       the word 发展 with the tag v, or a feature of many rows
//     rows      ␣  ␣  发 展 ␣  ␣      the sums of the weights of all features inside the word
//
// A text has few words, and few sequences of tags, many times: their features are not looked up
// each time. A table without lists: of two keys with the same place, the later stays. Sums of
// int16 wrap, so their order does not matter.

#pragma once

#include <algorithm>
#include <cstdint>

#include "large_room.hpp"
#include "sequence.hpp"

namespace zhnlp {

class KeptScores {
public:
    struct Key {  // not 0
        std::uint64_t a = 0, b = 0;
        bool operator!=(const Key& other) const { return ((a ^ other.a) | (b ^ other.b)) != 0; }
    };

    // Keeps blocks of up to `most_rows` rows, in up to `bytes` of memory.
    KeptScores(const SequenceModel& model, std::size_t most_rows, std::size_t bytes)
        : scorer_(model),
          n_labels_(model.n_labels),
          stride_((n_labels_ + SequenceScorer::kStride - 1) / SequenceScorer::kStride *
                  SequenceScorer::kStride),
          block_(most_rows * stride_) {
        while (bits_ && (block_ * sizeof(std::int16_t)) << bits_ > bytes) --bits_;
    }

    // Adds to `rows` rows of `scorer` from `row` on what the features of `key` add. If they are not
    // kept, each_feature(sink) gives them, in rows from 0 on.
    template <class EachFeature>
    void add(const Key& key, std::ptrdiff_t row, std::size_t rows, SequenceScorer& scorer,
             EachFeature each_feature) {
        scorer.add(row, sums_of(key, rows, each_feature), rows, stride_);
    }

    // The same for those rows whose bits in `wanted` are set.
    template <class EachFeature>
    void add_wanted(const Key& key, std::ptrdiff_t row, std::size_t rows, unsigned wanted,
                    SequenceScorer& scorer, EachFeature each_feature) {
        const std::int16_t* sums = sums_of(key, rows, each_feature);
        for (; wanted; wanted >>= 1, ++row, sums += stride_)
            if (wanted & 1) scorer.add(row, sums, 1, stride_);
    }

private:
    template <class EachFeature>
    const std::int16_t* sums_of(const Key& key, std::size_t rows, EachFeature each_feature) {
        const std::size_t place = place_of(key);
        if (keys_.empty() || keys_[place] != key) keep(key, place, rows, each_feature);
        return &sums_[place * block_];
    }

    template <class EachFeature>
    void keep(const Key& key, std::size_t place, std::size_t rows, EachFeature each_feature) {
        if (keys_.empty()) {  // not before it is used
            keys_ = ZeroedRoom<Key>(std::size_t{1} << bits_);
            sums_ = ZeroedRoom<std::int16_t>(block_ << bits_);
        }
        scorer_.begin(rows);
        each_feature(scorer_);
        scorer_.finish();
        for (std::size_t row = 0; row < rows; ++row)
            std::copy_n(scorer_.at(row), n_labels_, &sums_[place * block_ + row * stride_]);
        keys_[place] = key;
    }

    std::size_t place_of(const Key& key) const {
        std::uint64_t hash = key.a * 0x9E3779B97F4A7C15u;
        hash = (hash ^ hash >> 32 ^ key.b) * 0xD6E8FEB86659FD93u;
        return static_cast<std::size_t>(hash >> 32) >> (32 - bits_);
    }

    SequenceScorer scorer_;  // of one key
    std::size_t n_labels_, stride_, block_;
    unsigned bits_ = 16;
    ZeroedRoom<Key> keys_;
    ZeroedRoom<std::int16_t> sums_;
};

}  // namespace zhnlp
