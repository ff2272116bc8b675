// Which pairs of words a model may have seen: a Bloom filter (Bloom, 1970).
//
//     pair      a context and the word after it
//     hash      chooses a block of 64 bits, and two of its bits
//     filter    … 0010000100000000 …    both bits are set by read, and looked for by has
//
// A pair of the model always has its bits. About one of twenty others has them, too. A
// question takes one access to memory, where a search among all words after a context
// takes ten.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace zhnlp {

class SeenPairs {
public:
    // Forgets all pairs, and makes room for n.
    void clear(std::size_t n) {
        std::size_t size = 1;
        while (size * 64 < n * kBits) size *= 2;
        blocks_.assign(size, 0);
    }

    void add(std::uint32_t context, std::uint32_t word) {
        const std::uint64_t hash = mixed(context, word);
        blocks_[hash & (blocks_.size() - 1)] |= bits(hash);
    }

    // Whether the pair may have been added; never false if it was.
    bool may_have(std::uint32_t context, std::uint32_t word) const {
        if (blocks_.empty()) return true;
        const std::uint64_t hash = mixed(context, word), wanted = bits(hash);
        return (blocks_[hash & (blocks_.size() - 1)] & wanted) == wanted;
    }

private:
    static constexpr std::size_t kBits = 8;  // of a pair

    static std::uint64_t mixed(std::uint32_t context, std::uint32_t word) {
        const std::uint64_t hash = (std::uint64_t{context} << 32 | word) * 0x9E3779B97F4A7C15u;
        return hash ^ hash >> 32;
    }

    static std::uint64_t bits(std::uint64_t hash) {
        return std::uint64_t{1} << (hash >> 58) | std::uint64_t{1} << (hash >> 52 & 63);
    }

    std::vector<std::uint64_t> blocks_;
};

}  // namespace zhnlp
