// The pairs of words of an n-gram model, by their numbers.
//
//     context    在                     a row of bits, one for each word after it
//     bits       0010 0100 1000 …       在次 is no pair, 在此 is one
//     ranks      0    1    2 …          pairs of the row before each 64 bits that have one
//
// The entry of a pair is that of the first of its row, and the set bits before its own. For a
// model of characters, of which 5,800 have 780,000 pairs, that is 5 MB. To find a pair takes 25
// instructions, where a search among all words after a context takes 80. Of a model with so many
// words that it would be large, the table knows nothing: then it may have any pair.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bits.hpp"

namespace zhnlp {

class PairTable {
public:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

    // Forgets all pairs, and makes room for these contexts and words.
    void clear(std::size_t n_contexts, std::size_t n_words) {
        n_blocks_ = (n_words + 63) / 64;
        if (n_words > kMostWords || n_contexts * n_blocks_ > kMostBlocks) return give_up();
        make_rows(n_contexts);
        complete_ = true;
        ranks_.resize(none_);
        firsts_.resize(n_contexts);
    }

    // Forgets all pairs; then it may have any.
    void give_up() {
        make_rows(1);
        complete_ = false;
        std::fill_n(bits_.begin(), n_blocks_, ~std::uint64_t{0});
    }

    // Whether it has all pairs of the model; then `find` and `add` work.
    bool complete() const { return complete_; }

    // Begins the row of a context, whose first pair has the entry `first`.
    void begin(std::uint32_t context, std::size_t first) {
        firsts_[context] = static_cast<std::uint32_t>(first);
    }

    // Adds the next pair of that row, the k-th. Words rise.
    void add(std::uint32_t context, std::uint32_t word, std::size_t k) {
        if (word >= n_blocks_ * 64) return;
        const std::size_t at = row(context) + word / 64;
        if (!bits_[at]) ranks_[at] = static_cast<std::uint16_t>(k);
        bits_[at] |= std::uint64_t{1} << word % 64;
    }

    // Where the bits of a context begin; those of kNone are 0.
    std::uint32_t row(std::uint32_t context) const {
        if (context == kNone) return none_;
        return complete_ ? static_cast<std::uint32_t>(context * n_blocks_) : 0;
    }
    const std::uint64_t* bits() const { return bits_.data(); }

    // Whether the model may have seen a word, below n_words, after a context.
    bool may_have(std::uint32_t context, std::uint32_t word) const {
        return bits_[row(context) + word / 64] >> word % 64 & 1;
    }

    // The entry of the pair, kNone if the model has not seen it.
    std::uint32_t find(std::uint32_t context, std::uint32_t word) const {
        const std::size_t at = context * n_blocks_ + word / 64;
        const std::uint64_t bits = bits_[at], bit = std::uint64_t{1} << word % 64;
        return bits & bit ? firsts_[context] + ranks_[at] + bits_set(bits & (bit - 1)) : kNone;
    }

private:
    static constexpr std::size_t kMostWords = 1 << 15, kMostBlocks = 1 << 21;  // 16 MB of bits

    void make_rows(std::size_t n) {
        none_ = static_cast<std::uint32_t>(n * n_blocks_);
        bits_.assign(none_ + n_blocks_, 0);
    }

    bool complete_ = false;
    std::size_t n_blocks_ = 0;  // of 64 words, in each row
    std::uint32_t none_ = 0;
    std::vector<std::uint64_t> bits_;
    std::vector<std::uint16_t> ranks_;
    std::vector<std::uint32_t> firsts_;
};

}  // namespace zhnlp
