// The pairs of words of an n-gram model, by their numbers.
//
//     context    在                     a row of bits, one for each word after it
//     bits       0010 0100 1000 …       在次 is no pair, 在此 is one
//     ranks      0    1    2 …          pairs of the row before each 64 bits that have one
//
// The entry of a pair is that of the first of its row, and the set bits before its own. For a
// model of characters, of which 5,800 have 780,000 pairs, that is 5 MB. To find a pair takes 25
// instructions, where a search among all words after a context takes 80.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bits.hpp"

namespace zhnlp {

class PairTable {
public:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

    // Forgets all pairs, and makes room for these contexts and words: returns whether they are
    // few enough.
    bool clear(std::size_t n_contexts, std::size_t n_words) {
        *this = PairTable();
        const std::size_t blocks = (n_words + 63) / 64;
        if (n_words > kMostWords || n_contexts * blocks > kMostBlocks) return false;
        n_blocks_ = blocks;
        bits_.assign(n_contexts * blocks, 0);
        ranks_.resize(n_contexts * blocks);
        firsts_.resize(n_contexts);
        return true;
    }

    // Begins the row of a context, whose first pair has the entry `first`.
    void begin(std::uint32_t context, std::uint32_t first) { firsts_[context] = first; }

    // Adds the next pair of that row, the k-th. Words rise.
    void add(std::uint32_t context, std::uint32_t word, std::size_t k) {
        if (word >= n_blocks_ * 64) return;
        const std::size_t at = block(context, word);
        if (!bits_[at]) ranks_[at] = static_cast<std::uint16_t>(k);
        bits_[at] |= std::uint64_t{1} << word % 64;
    }

    // Whether the model has seen the pair.
    bool has(std::uint32_t context, std::uint32_t word) const {
        return bits_[block(context, word)] >> word % 64 & 1;
    }

    // The entry of the pair, kNone if the model has not seen it.
    std::uint32_t find(std::uint32_t context, std::uint32_t word) const {
        const std::size_t at = block(context, word);
        const std::uint64_t bits = bits_[at], bit = std::uint64_t{1} << word % 64;
        return bits & bit ? firsts_[context] + ranks_[at] + bits_set(bits & (bit - 1)) : kNone;
    }

private:
    std::size_t block(std::uint32_t context, std::uint32_t word) const {
        return context * n_blocks_ + word / 64;
    }

    static constexpr std::size_t kMostWords = 1 << 15, kMostBlocks = 1 << 21;  // 16 MB of bits

    std::size_t n_blocks_ = 0;  // of 64 words, in each row
    std::vector<std::uint64_t> bits_;
    std::vector<std::uint16_t> ranks_;
    std::vector<std::uint32_t> firsts_;
};

}  // namespace zhnlp
