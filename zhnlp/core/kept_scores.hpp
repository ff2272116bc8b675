// What groups of features add to the scores, kept for groups that come again.
//
//     key       the word 发展 with the tag v, or a feature of many rows
//     rows      ␣  ␣  发 展 ␣  ␣      the sums of the weights of all features inside the word
//
// A text has few words, and few sequences of tags, many times: their features are not looked up
// each time. A table without lists: a key takes its place when it is missed for the second time,
// with no other key missed there between, so that rare ones, a third of all that are asked for, do
// not drive out others, and their features are looked up beside those of other words, which hides
// the wait for memory. Measured: words, tags and names take 8 % less time; larger tables, tables
// with a key beside its rows, and loading ahead of use gain nothing. Sums of int16 wrap, so their
// order does not matter.

#pragma once

#include <algorithm>
#include <cstdint>

#include "block_adder.hpp"
#include "large_room.hpp"
#include "sequence.hpp"
#include "sequence_scorer.hpp"

namespace zhnlp {

// What the features of one key add: a sink of features, into rows of sums.
class BlockScorer {
public:
    explicit BlockScorer(const SequenceModel& model) : model_(model), adder_(model) {}

    std::size_t stride() const { return adder_.stride(); }

    // Begins with zeros in so many rows.
    void begin(std::int16_t* sums, std::size_t rows) {
        std::fill_n(sums, rows * stride(), std::int16_t{0});
        sums_ = sums;
        n_waiting_ = 0;
    }

    // Look-ups wait for memory, so they are prefetched: each is made with those behind it.
    void operator()(std::uint64_t key, std::ptrdiff_t row, unsigned rows) {
        if (n_waiting_ == kMost) finish();
        Waiting& next = waiting_[n_waiting_++];
        next.row = static_cast<std::uint32_t>(row);
        next.rows = rows;
        if (const std::uint32_t* const known = model_.known(key)) {
            next.offset_1 = *known;
            prefetch(model_.pool + next.offset_1);
            next.is_found = true;
        } else {
            next.hash = mix(key);
            prefetch(model_.buckets + 2 * SequenceModel::kBucket * model_.home(next.hash));
            next.is_found = false;
        }
    }

    void finish() {
        for (std::size_t i = 0; i < n_waiting_; ++i) {
            Waiting& own = waiting_[i];
            if (own.is_found) continue;
            own.offset_1 = model_.find(own.hash);
            prefetch(model_.pool + own.offset_1);
        }
        for (std::size_t i = 0; i < n_waiting_; ++i) {
            const Waiting& own = waiting_[i];
            if (own.offset_1) adder_.add(sums_ + own.row * stride(), own.offset_1 - 1, own.rows);
        }
        n_waiting_ = 0;
    }

private:
    struct Waiting {
        std::uint64_t hash;
        std::uint32_t offset_1, row, rows;
        bool is_found;
    };
    static constexpr std::size_t kMost = 32;

    const SequenceModel& model_;
    BlockAdder adder_;
    std::int16_t* sums_ = nullptr;
    Waiting waiting_[kMost];
    std::size_t n_waiting_ = 0;
};

class KeptScores {
public:
    struct Key {  // not 0
        std::uint64_t a = 0, b = 0;
        bool operator!=(const Key& other) const { return ((a ^ other.a) | (b ^ other.b)) != 0; }
    };

    // Keeps blocks of up to `most_rows` rows, in up to `bytes` of memory.
    KeptScores(const SequenceModel& model, std::size_t most_rows, std::size_t bytes)
        : scorer_(model), block_(most_rows * scorer_.stride()) {
        while (bits_ && (block_ * sizeof(std::int16_t)) << bits_ > bytes) --bits_;
    }

    // Adds to `rows` rows of `scorer` from `row` on what the features of `key` add. If it was the
    // last key that was missed at its place, they are kept from now on: each_feature(sink) gives
    // them, in rows from 0 on. At the first miss it returns false, and the caller adds them.
    template <class EachFeature>
    bool add(const Key& key, std::ptrdiff_t row, std::size_t rows, SequenceScorer& scorer,
             EachFeature each_feature) {
        const std::uint64_t hash = hash_of(key);
        const std::size_t place = static_cast<std::size_t>(hash >> 32) >> (32 - bits_);
        if (keys_.empty()) allocate();
        if (keys_[place] != key) {
            const auto check = static_cast<std::uint32_t>(hash);
            if (missed_[place] != check) {
                missed_[place] = check;
                return false;
            }
            keep(key, place, rows, each_feature);
        }
        scorer.add(row, &sums_[place * block_], rows);
        return true;
    }

private:
    void allocate() {  // not before they are used
        keys_ = ZeroedRoom<Key>(std::size_t{1} << bits_);
        missed_ = ZeroedRoom<std::uint32_t>(std::size_t{1} << bits_);
        sums_ = ZeroedRoom<std::int16_t>(block_ << bits_);
    }

    template <class EachFeature>
    void keep(const Key& key, std::size_t place, std::size_t rows, EachFeature each_feature) {
        scorer_.begin(&sums_[place * block_], rows);
        each_feature(scorer_);
        scorer_.finish();
        keys_[place] = key;
    }

    static std::uint64_t hash_of(const Key& key) {
        const std::uint64_t hash = key.a * 0x9E3779B97F4A7C15u;
        return (hash ^ hash >> 32 ^ key.b) * 0xD6E8FEB86659FD93u;
    }

    BlockScorer scorer_;
    std::size_t block_;
    unsigned bits_ = 16;
    ZeroedRoom<Key> keys_;
    ZeroedRoom<std::uint32_t> missed_;  // the key missed last at each place, as a check
    ZeroedRoom<std::int16_t> sums_;
};

}  // namespace zhnlp
