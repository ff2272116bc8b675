// A map from words to numbers as a double-array trie over code points (Aoe 1989).
//
//     words   中 -> 7, 中国 -> 0, 国 -> 3      codes  中=1 国=2 (frequent ones first)
//
//     index   0 root ─中→ 1 ─国→ 5           index of a child = base + code
//                    └国→ 2                  it is a child if its code is that code
//
//     node    63 … 43 value + 1 | 42 … 22 code | 21 … 0 base       one uint64
//
// A step is one load. Bases are distinct, so the code tells children of different nodes
// apart. All words that begin at a position are found by one walk down from the root. Files
// hold it packed (see trie_packing.hpp), older ones plain. Every step is checked against its
// bounds, and every value against the largest: altered arrays give wrong words, never a wrong
// access.
//
// A large trie needs more bits for bases or values, and has fewer for codes. Its root, which
// has neither code nor value, tells the widths:
//
//     root    63 one | 62 … 57 bits of a base | 56 … 51 bits of a code | … base

#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>

#include "code_points.hpp"
#include "prefetch.hpp"

namespace zhnlp {

// How many bits of a node are base and code; the value has the others.
struct TrieLayout {
    std::uint32_t base_bits = 22, code_bits = 21;

    bool is_usual() const { return base_bits == 22 && code_bits == 21; }
    std::uint32_t value_shift() const { return base_bits + code_bits; }
    std::uint64_t most_base() const { return (std::uint64_t{1} << base_bits) - 1; }
    std::uint64_t most_code() const { return (std::uint64_t{1} << code_bits) - 1; }

    // Whether every shift is defined, and a base and a code fit into 32 bits.
    bool is_sound() const { return base_bits && base_bits <= 32 && code_bits && code_bits <= 21; }

    // The layout that a root tells; the usual one if it tells none, or none that is sound.
    static TrieLayout of(std::uint64_t root) {
        const TrieLayout told{static_cast<std::uint32_t>(root >> 57) & 63,
                              static_cast<std::uint32_t>(root >> 51) & 63};
        return root >> 63 && told.is_sound() ? told : TrieLayout{};
    }
    // What the root has in addition to its base.
    std::uint64_t mark() const {
        if (is_usual()) return 0;
        return std::uint64_t{1} << 63 | std::uint64_t{base_bits} << 57 |
               std::uint64_t{code_bits} << 51;
    }
};

// The nodes of a trie, as a few numbers: a copy of it in a loop stays in registers.
class TrieNodes {
public:
    using Node = std::uint64_t;  // its content; 0 for none

    TrieNodes() = default;

    // `nodes` must outlive the object. `n_values` is more than any value; others are no words.
    TrieNodes(const Node* nodes, std::size_t n_nodes, std::uint64_t n_values)
        : n_values_(n_values), n_nodes_(static_cast<std::uint32_t>(n_nodes)) {
        if (!n_nodes) return;
        nodes_ = nodes;
        const TrieLayout layout = TrieLayout::of(nodes[0]);
        base_mask_ = layout.most_base();
        base_bits_ = layout.base_bits;
        code_mask_ = static_cast<std::uint32_t>(layout.most_code());
        value_shift_ = layout.value_shift();
        root_ = nodes[0] & base_mask_;
    }

    // One more than the largest value in `n_nodes` nodes.
    static std::uint64_t count_values(const Node* nodes, std::size_t n_nodes) {
        const std::uint32_t shift = TrieLayout::of(nodes[0]).value_shift();
        std::uint64_t most = 0;
        for (std::size_t i = 1; i < n_nodes; ++i) most = std::max(most, nodes[i] >> shift);
        return most;
    }

    bool empty() const { return n_nodes_ == 0; }
    std::size_t n_nodes() const { return n_nodes_; }
    // One more than the largest value of a word; 0 without words.
    std::uint64_t n_values() const { return n_values_; }
    Node root() const { return root_; }
    // The node at an index below n_nodes.
    Node node(std::size_t index) const { return index ? nodes_[index] : root_; }

    std::uint32_t base(Node node) const { return static_cast<std::uint32_t>(node & base_mask_); }
    std::uint32_t code_of(Node node) const {
        return static_cast<std::uint32_t>(node >> base_bits_) & code_mask_;
    }
    // The value of the word that ends at `node`, -1 if none does.
    std::int64_t value(Node node) const {
        const std::uint64_t value = (node >> value_shift_) - 1;
        return value < n_values_ ? static_cast<std::int64_t>(value) : -1;
    }

    // The same, and a large number instead of -1 or of what is no value. For what may be wrong.
    std::uint64_t value_or_more(Node node) const { return (node >> value_shift_) - 1; }

    Node step(Node node, std::uint32_t code) const {
        const std::uint32_t child = base(node) + code;
        if (!code || child >= n_nodes_) return 0;
        const Node found = nodes_[child];
        return code_of(found) == code ? found : 0;
    }

    // step(node, code) as two halves: where the node is, 0 for nowhere, and what is there. Masks,
    // as compilers make jumps of choices, which are mispredicted.
    std::uint32_t child(Node node, std::uint32_t code) const {
        const std::uint32_t at = base(node) + code;
        const bool is_there = (node != 0) & (code != 0) & (at < n_nodes_);
        return at & -std::uint32_t{is_there};
    }
    Node node_at(std::uint32_t child, std::uint32_t code) const {
        const Node found = nodes_[child];
        const bool is_child = (child != 0) & (code_of(found) == code);
        return found & -Node{is_child};
    }
    void fetch(std::uint32_t child) const { prefetch(nodes_ + child); }

    // Prefetches the node that step(node, code) reads; without a node, always the same line: others
    // would take room in the cache from what is used. Measured: 4 % of crf; and 4 % more by a mask,
    // as compilers make a jump of the choice.
    void fetch(Node node, std::uint32_t code) const {
        fetch((base(node) + code) & -std::uint32_t{node != 0});
    }

protected:
    static constexpr Node kNone[1] = {};

private:
    const Node* nodes_ = kNone;
    Node root_ = 0;
    std::uint64_t base_mask_ = TrieLayout{}.most_base(), n_values_ = 0;
    std::uint32_t n_nodes_ = 0, base_bits_ = 22, code_mask_ = (1u << 21) - 1, value_shift_ = 43;
};

class Trie : public TrieNodes {
public:
    static constexpr std::uint32_t kMaxValue = (1u << 24) - 2;

    Trie() = default;

    // `nodes` must outlive the trie. alphabet[i] is the character of code i + 1.
    Trie(const Node* nodes, std::size_t n_nodes, std::uint64_t n_values,
         const std::uint32_t* alphabet, std::size_t n_codes)
        : TrieNodes(nodes, n_nodes, n_values) {
        codes_.reserve(alphabet, n_codes);
        for (std::size_t i = 0; i < n_codes; ++i)
            codes_.set(alphabet[i], static_cast<std::uint32_t>(i + 1));
        n_codes_ = n_codes;
        Node* const firsts = new Node[n_codes + 1]();
        firsts_.reset(firsts);
        for (std::size_t code = 1; code <= n_codes; ++code)
            firsts[code] = step(root(), static_cast<std::uint32_t>(code));
    }

    const TrieNodes& nodes() const { return *this; }

    // Codes are 1 to n_codes.
    std::size_t n_codes() const { return n_codes_; }

    // The code of a character, 0 if no word has it.
    std::uint32_t code(char32_t c) const { return codes_[c]; }

    // Whether a character of the same 256 has a code.
    bool knows_block(char32_t c) const { return codes_.knows_block(c); }

    // step(root(), code) for the code of a character: a load without checks.
    Node first(std::uint32_t code) const { return firsts_[code]; }

    // Sets seconds[i] to where codes[i] and codes[i + 1] lead from the root, for i below `n`. Loads
    // in a row fill the processor before it gets far ahead; prefetches do not wait.
    void second_steps(const std::uint32_t* codes, std::size_t n, Node* seconds) const {
        const TrieNodes nodes = *this;
        for (std::size_t i = 0; i < n; ++i) nodes.fetch(first(codes[i]), codes[i + 1]);
        for (std::size_t i = 0; i < n; ++i) seconds[i] = nodes.step(first(codes[i]), codes[i + 1]);
    }

    // Reads `c` as the character `as`, unless words have `c` itself.
    void alias(char32_t c, char32_t as) {
        if (code(as) && !code(c)) codes_.set(c, code(as));
    }

    // The same, even if words have `c` itself.
    void read_as(char32_t c, char32_t as) {
        if (code(as)) codes_.set(c, code(as));
    }

    // The value of the word, -1 if the trie does not have it.
    template <class Char>
    std::int64_t find(const Char* word, std::size_t length) const {
        Node node = length ? first(code(word[0])) : root();
        for (std::size_t i = 1; i < length && node; ++i) node = step(node, code(word[i]));
        return value(node);
    }

private:
    CodePointMap<std::uint32_t> codes_;
    std::size_t n_codes_ = 0;
    // By code; none for 0. Shared by all copies, as 14,000 are of jieba's dictionary.
    std::shared_ptr<const Node[]> firsts_{std::shared_ptr<void>(), kNone};
};

}  // namespace zhnlp
