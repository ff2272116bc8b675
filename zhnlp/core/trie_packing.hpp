// The array of a trie (see trie.hpp) as files hold it, in two fifths of the room.
//
//     nodes     root, 中 -> 7, 中国 -> 0, 国 -> 3, at indices 0, 1, 5, 2
//
//     is_node   bits  1 1 1 0 0 1          of each index: nearly half are holes
//     is_parent bits  1 1 0 0              of each node, in the order of indices
//     is_word   bits  0 1 1 1              the same
//     codes           0 1 2 2              of each node
//     bases           1 3                  of each parent
//     values          7 3 0                of each word
//
// All lie one behind another, each from a new word of uint64 on, the numbers in as many bits as
// the largest needs:
//
//     word 0    63 … 57 ones | 49 … 44 bits of a base | 43 … 38 of a code | 37 … 32 of a value
//               | 31 … 0 number of indices
//     word 1    63 … 32 number of nodes | 31 … 0 number of parents
//     word 2    number of words
//     then      the six above, and one word that lets a load go beyond the end
//
// A walk through this form would wait for two loads a step, so it is expanded where it is read:
// 2 ms for the half million nodes of jieba's dictionary. Sizes are checked first: an altered
// array is refused or gives wrong words, never a wrong access.

#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "bits.hpp"
#include "large_room.hpp"
#include "trie.hpp"

namespace zhnlp {

// Where the parts of a packed trie lie, and what is in them.
struct PackedTrie {
    static constexpr std::size_t kHeader = 3, kPad = 1;
    static constexpr std::uint32_t kMostBits = 57;  // one load has them, whatever bit is the first

    std::uint32_t base_bits = 1, code_bits = 1, value_bits = 1;
    std::uint64_t n_indices = 0, n_nodes = 0, n_parents = 0, n_words = 0;

    // Whether an array begins as this form does, and no plain one.
    static bool begins(std::uint64_t word) { return word >> 57 == 0x7F; }

    static PackedTrie of(const std::uint64_t* array) {
        const auto bits = [&](unsigned shift) {
            return static_cast<std::uint32_t>(array[0] >> shift & 63);
        };
        return {bits(44), bits(38), bits(32), array[0] & 0xFFFFFFFFu, array[1] >> 32,
                array[1] & 0xFFFFFFFFu, array[2] & 0xFFFFFFFFu};
    }
    void write(std::uint64_t* array) const {
        array[0] = std::uint64_t{0x7F} << 57 | std::uint64_t{base_bits} << 44 |
                   std::uint64_t{code_bits} << 38 | std::uint64_t{value_bits} << 32 | n_indices;
        array[1] = n_nodes << 32 | n_parents;
        array[2] = n_words;
    }

    static std::size_t room(std::uint64_t bits) { return static_cast<std::size_t>(bits + 63) / 64; }
    std::size_t is_node() const { return kHeader; }
    std::size_t is_parent() const { return is_node() + room(n_indices); }
    std::size_t is_word() const { return is_parent() + room(n_nodes); }
    std::size_t codes() const { return is_word() + room(n_nodes); }
    std::size_t bases() const { return codes() + room(n_nodes * code_bits); }
    std::size_t values() const { return bases() + room(n_parents * base_bits); }
    std::size_t size() const { return values() + room(n_words * value_bits) + kPad; }

    TrieLayout layout() const {
        const TrieLayout usual;
        if (base_bits <= usual.base_bits && code_bits <= usual.code_bits &&
            value_bits < 64 - usual.value_shift())
            return usual;
        return {base_bits, code_bits};
    }

    // Whether `n` numbers are a trie with this beginning: as many bits are set as it tells, none
    // of them beyond the last index, and the root is a node.
    bool fits(const std::uint64_t* array, std::size_t n) const {
        const TrieLayout layout{base_bits, code_bits};
        if (!layout.is_sound() || !value_bits || value_bits > kMostBits ||
            value_bits + layout.value_shift() > 63)
            return false;
        if (!n_nodes || n_nodes > n_indices || size() != n) return false;
        const auto has = [&](std::size_t begin, std::uint64_t n_bits, std::uint64_t n_set) {
            std::uint64_t found = 0;
            for (std::size_t i = 0; i < room(n_bits); ++i) found += bits_set(array[begin + i]);
            return found == n_set && (n_bits % 64 == 0 ||
                                      array[begin + room(n_bits) - 1] >> n_bits % 64 == 0);
        };
        return array[is_node()] & 1 && has(is_node(), n_indices, n_nodes) &&
               has(is_parent(), n_nodes, n_parents) && has(is_word(), n_nodes, n_words);
    }
};

// 64 bits from bit `at` on, the first one lowest.
// The word behind that of `at` is read, too.
inline std::uint64_t bits_from(const std::uint64_t* words, std::uint64_t at) {
    const std::uint64_t shift = at % 64;
    return words[at / 64] >> shift | words[at / 64 + 1] << 1 << (63 - shift);
}

// Numbers of `width` bits one behind another.
class BitReader {
public:
    BitReader(const std::uint64_t* from, std::uint32_t width)
        : from_(reinterpret_cast<const std::uint8_t*>(from)),
          mask_((std::uint64_t{1} << width) - 1),
          width_(width) {}

    // The next number if `is_there`, else 0; without a branch, which would be mispredicted.
    std::uint64_t next(std::uint64_t is_there) {
        std::uint64_t bits;
        std::memcpy(&bits, from_ + at_ / 8, sizeof bits);
        bits = bits >> at_ % 8 & mask_ & (0 - is_there);
        at_ += width_ & (0 - is_there);
        return bits;
    }

private:
    const std::uint8_t* from_;
    std::uint64_t mask_, width_, at_ = 0;
};

class BitWriter {
public:
    BitWriter(std::uint64_t* to, std::uint32_t width)
        : to_(reinterpret_cast<std::uint8_t*>(to)), width_(width) {}

    void add(std::uint64_t number) {
        std::uint64_t bits;
        std::memcpy(&bits, to_ + at_ / 8, sizeof bits);
        bits |= number << at_ % 8;
        std::memcpy(to_ + at_ / 8, &bits, sizeof bits);
        at_ += width_;
    }

private:
    std::uint8_t* to_;
    std::uint64_t width_, at_ = 0;
};

// The plain nodes of a packed array.
class ExpandedTrie {
public:
    const std::uint64_t* data() const { return nodes_.data(); }
    std::size_t size() const { return n_nodes_; }
    // One more than the largest value.
    std::uint64_t n_values() const { return n_values_; }

    // Takes the nodes of an array that fits its beginning.
    void expand(const std::uint64_t* array) {
        const PackedTrie packed = PackedTrie::of(array);
        const TrieLayout layout = packed.layout();
        n_nodes_ = static_cast<std::size_t>(packed.n_indices);
        nodes_ = LargeRoom(n_nodes_);
        std::uint64_t* const nodes = nodes_.data();
        BitReader codes(array + packed.codes(), packed.code_bits);
        BitReader bases(array + packed.bases(), packed.base_bits);
        BitReader values(array + packed.values(), packed.value_bits);
        const std::uint32_t base_bits = layout.base_bits, value_shift = layout.value_shift();
        std::uint64_t most = 0, n_before = 0;
        for (std::size_t begin = 0; begin < n_nodes_; begin += 64) {
            std::fill(nodes + begin, nodes + std::min(begin + 64, n_nodes_), 0);
            // The bits of all nodes of a word at once: a third of the time.
            const std::uint64_t here = array[packed.is_node() + begin / 64];
            std::uint64_t parents = bits_from(array + packed.is_parent(), n_before);
            std::uint64_t words = bits_from(array + packed.is_word(), n_before);
            n_before += bits_set(here);
            each_bit(here, [&](std::size_t i) {
                const std::uint64_t value_1 = values.next(words & 1) + (words & 1);
                most = std::max(most, value_1);
                nodes[begin + i] = value_1 << value_shift | codes.next(1) << base_bits |
                                   bases.next(parents & 1);
                words >>= 1, parents >>= 1;
            });
        }
        n_values_ = most;
        nodes[0] = (nodes[0] & layout.most_base()) | layout.mark();
    }

private:
    LargeRoom nodes_;
    std::size_t n_nodes_ = 0;
    std::uint64_t n_values_ = 0;
};

// The array of the `n` plain nodes from `plain` on, of which there is one or more.
inline std::vector<std::uint64_t> packed_trie(const std::uint64_t* plain, std::size_t n) {
    const TrieLayout layout = TrieLayout::of(plain[0]);
    const auto base = [&](std::size_t i) { return plain[i] & layout.most_base(); };
    const auto code = [&](std::size_t i) {
        return i ? plain[i] >> layout.base_bits & layout.most_code() : 0;
    };
    const auto value_1 = [&](std::size_t i) { return i ? plain[i] >> layout.value_shift() : 0; };
    PackedTrie packed;
    packed.n_indices = n;
    for (std::size_t i = 0; i < n; ++i) {
        packed.n_nodes += !i || plain[i];
        packed.n_parents += base(i) != 0;
        packed.n_words += value_1(i) != 0;
        packed.base_bits = std::max(packed.base_bits, bit_width(base(i)));
        packed.code_bits = std::max(packed.code_bits, bit_width(code(i)));
        packed.value_bits = std::max(packed.value_bits, bit_width(value_1(i)));
    }
    std::vector<std::uint64_t> array(packed.size(), 0);
    packed.write(array.data());
    BitWriter is_node(&array[packed.is_node()], 1), is_parent(&array[packed.is_parent()], 1);
    BitWriter is_word(&array[packed.is_word()], 1);
    BitWriter codes(&array[packed.codes()], packed.code_bits);
    BitWriter bases(&array[packed.bases()], packed.base_bits);
    BitWriter values(&array[packed.values()], packed.value_bits);
    for (std::size_t i = 0; i < n; ++i) {
        is_node.add(!i || plain[i]);
        if (i && !plain[i]) continue;
        is_parent.add(base(i) != 0);
        is_word.add(value_1(i) != 0);
        codes.add(code(i));
        if (base(i)) bases.add(base(i));
        if (value_1(i)) values.add(value_1(i) - 1);
    }
    return array;
}

}  // namespace zhnlp
