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

#include "block_adder.hpp"
#include "inlining.hpp"
#include "prefetch.hpp"
#include "sequence.hpp"

namespace zhnlp {

// Sums of weights for every position and label: a sink of features.
class SequenceScorer {
public:
    explicit SequenceScorer(const SequenceModel& model) : model_(model), adder_(model) {}

    void begin(std::size_t n_positions) {
        sums_.assign(room(n_positions), 0);
        n_waiting_ = n_ready_ = 0;
    }

    // Look-ups wait for memory, so they are prefetched in batches.
    ZHNLP_INLINE void operator()(std::uint64_t key, std::ptrdiff_t row, unsigned rows) {
        const auto padded = static_cast<std::uint32_t>(row + static_cast<std::ptrdiff_t>(kPad));
        if (const std::uint32_t* const known = model_.known(key)) {
            n_ready_ = ready(*known, padded, rows, n_ready_);
        } else {
            const std::uint64_t hash = mix(key);
            const std::size_t home = model_.home(hash);
            prefetch(model_.buckets + 2 * SequenceModel::kBucket * home);
            waiting_[n_waiting_++] = {static_cast<std::uint32_t>(home),
                                      static_cast<std::uint32_t>(hash), padded, rows};
        }
        if (n_waiting_ == kBatch || n_ready_ >= kBatch) finish();
    }

    void finish() {
        std::size_t n = n_ready_;
        for (std::size_t i = 0; i < n_waiting_; ++i) {
            const std::uint32_t offset_1 = model_.find(waiting_[i].home, waiting_[i].check);
            n = ready(offset_1, waiting_[i].row, waiting_[i].rows, n);
        }
        for (std::size_t i = 0; i < n; ++i)
            adder_.add(row(ready_[i].row), ready_[i].offset, ready_[i].rows);
        n_waiting_ = n_ready_ = 0;
    }

    // Begins with sums that the caller sets: those of position i are at [i * n_labels], where i may
    // be up to kPad - 1 before the first position or after the last. For models of four labels.
    std::int16_t* begin_set(std::size_t n_positions) {
        if (sums_.size() < room(n_positions)) sums_.resize(room(n_positions));
        n_waiting_ = n_ready_ = 0;
        return row(kPad);
    }

    // Sets the sums of a position, instead of adding weights.
    void set(std::size_t position, const std::int16_t* sums) {
        std::copy(sums, sums + model_.n_labels, row(position + kPad));
    }

    // Adds sums to those of a position and of those behind it: `rows` rows, as BlockAdder has them.
    void add(std::ptrdiff_t position, const std::int16_t* sums, std::size_t rows) {
        adder_.add(row(static_cast<std::size_t>(position + std::ptrdiff_t{kPad})), sums, rows);
    }

    // The sums of the labels of a position; up to the next multiple of 8 they may be read.
    const std::int16_t* at(std::size_t position) const {
        return &sums_[(position + kPad) * adder_.stride()];
    }

private:
    struct Waiting {
        std::uint32_t home, check, row, rows;
    };
    struct Ready {
        std::uint32_t offset, row, rows;
    };
    static constexpr std::size_t kBatch = 128;

    std::size_t room(std::size_t n_positions) const {
        return (n_positions + 2 * kPad) * adder_.stride() + BlockAdder::kNarrow;
    }

    std::int16_t* row(std::size_t padded) { return &sums_[padded * adder_.stride()]; }

    // Adds a block to the n that are ready, if there is one, and returns how many are then.
    std::size_t ready(std::uint32_t offset_1, std::uint32_t row, std::uint32_t rows,
                      std::size_t n) {
        prefetch(model_.pool + offset_1);
        ready_[n] = {offset_1 - 1, row, rows};
        return n + (offset_1 != 0);
    }

    const SequenceModel& model_;
    BlockAdder adder_;
    std::vector<std::int16_t> sums_;
    Waiting waiting_[kBatch];
    Ready ready_[2 * kBatch + 1];
    std::size_t n_waiting_ = 0, n_ready_ = 0;
};

}  // namespace zhnlp
