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
// apart. All words that begin at a position are found by one walk down from the root. The
// array is plain and used where it is: a trie in a mapped file is ready at once. Every
// step is checked against its bounds: altered arrays give wrong words, never a wrong access.

#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "code_points.hpp"
#include "prefetch.hpp"

namespace zhnlp {

class Trie {
public:
    using Node = std::uint64_t;  // its content; 0 for none
    static constexpr std::uint32_t kMaxBase = (1u << 22) - 1, kMaxCode = (1u << 21) - 1;
    static constexpr std::uint32_t kMaxValue = kMaxCode - 1;

    static Node pack(std::uint32_t base, std::uint32_t code, std::uint32_t value_1) {
        return (Node{value_1} << 43) | (Node{code} << 22) | base;
    }
    static std::uint32_t base(Node node) { return static_cast<std::uint32_t>(node) & kMaxBase; }
    static std::uint32_t code_of(Node node) {
        return static_cast<std::uint32_t>(node >> 22) & kMaxCode;
    }
    // The value of the word that ends at `node`, -1 if none does.
    static std::int64_t value(Node node) { return static_cast<std::int64_t>(node >> 43) - 1; }

    Trie() = default;

    // `nodes` must outlive the trie. alphabet[i] is the character of code i + 1.
    Trie(const Node* nodes, std::size_t n_nodes, const std::uint32_t* alphabet, std::size_t n_codes)
        : nodes_(nodes), n_nodes_(static_cast<std::uint32_t>(n_nodes)) {
        for (std::size_t i = 0; i < n_codes; ++i)
            codes_.set(alphabet[i], static_cast<std::uint32_t>(i + 1));
    }

    bool empty() const { return n_nodes_ == 0; }
    std::size_t n_nodes() const { return n_nodes_; }
    Node root() const { return n_nodes_ ? nodes_[0] : 0; }

    // The code of a character, 0 if no word has it.
    std::uint32_t code(char32_t c) const { return codes_[c]; }

    // Reads `c` as the character `as`, unless words have `c` itself.
    void alias(char32_t c, char32_t as) {
        if (code(as) && !code(c)) codes_.set(c, code(as));
    }

    // The same, even if words have `c` itself.
    void read_as(char32_t c, char32_t as) {
        if (code(as)) codes_.set(c, code(as));
    }

    Node step(Node node, std::uint32_t code) const {
        const std::uint32_t child = base(node) + code;
        if (!code || child >= n_nodes_) return 0;
        const Node found = nodes_[child];
        return code_of(found) == code ? found : 0;
    }

    // Prefetches the node that step(node, code) reads.
    void fetch(Node node, std::uint32_t code) const { prefetch(nodes_ + base(node) + code); }

    // The value of the word, -1 if the trie does not have it.
    template <class Char>
    std::int64_t find(const Char* word, std::size_t length) const {
        Node node = root();
        for (std::size_t i = 0; i < length; ++i) {
            node = step(node, code(word[i]));
            if (!node) return -1;
        }
        return value(node);
    }

private:
    const Node* nodes_ = nullptr;
    std::uint32_t n_nodes_ = 0;
    CodePointMap<std::uint32_t> codes_;
};

// Builds the arrays of a trie from words, none empty and none twice, and a value for each.
// Nodes are placed level by level, in a list of free indices.
class TrieBuilder {
public:
    std::vector<std::uint32_t> alphabet;
    std::vector<Trie::Node> nodes;

    void build(const std::vector<std::u32string>& words, const std::vector<std::uint32_t>& values) {
        encode(words);
        std::vector<std::uint32_t> order(words.size());
        for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
        std::sort(order.begin(), order.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return coded_[a] < coded_[b]; });
        for (std::size_t i = 1; i < order.size(); ++i)
            if (coded_[order[i]] == coded_[order[i - 1]])
                throw std::invalid_argument("a word of a trie is given twice.");
        grow(1024);
        take(0);
        std::vector<Range> queue{{0, 0, static_cast<std::uint32_t>(order.size()), 0, 0}};
        std::vector<std::uint32_t> codes, starts;
        std::uint32_t last = 0;
        for (std::size_t head = 0; head < queue.size(); ++head) {
            Range range = queue[head];
            std::uint32_t value_1 = 0, base = 0;
            if (range.begin < range.end && coded_[order[range.begin]].size() == range.depth)
                value_1 = values[order[range.begin++]] + 1;
            if (range.begin < range.end) {
                children(order, range, codes, starts);
                base = place(codes);
                for (std::size_t i = 0; i < codes.size(); ++i) {
                    take(base + codes[i]);
                    queue.push_back(
                        {base + codes[i], starts[i], starts[i + 1], range.depth + 1, codes[i]});
                }
                last = std::max(last, base + codes.back());
            }
            nodes[range.place] = Trie::pack(base, range.code, value_1);
        }
        nodes.resize(last + 1);
    }

private:
    // A node: its index and depth, its own code, and the words below it: order[begin:end].
    struct Range {
        std::uint32_t place, begin, end, depth, code;
    };

    // The distinct codes that follow `range`, and where the words of each begin.
    void children(const std::vector<std::uint32_t>& order, const Range& range,
                  std::vector<std::uint32_t>& codes, std::vector<std::uint32_t>& starts) const {
        codes.clear();
        starts.clear();
        for (std::uint32_t i = range.begin; i < range.end; ++i) {
            const std::uint32_t code = coded_[order[i]][range.depth];
            if (!codes.empty() && codes.back() == code) continue;
            codes.push_back(code);
            starts.push_back(i);
        }
        starts.push_back(range.end);
    }

    void encode(const std::vector<std::u32string>& words) {
        CodePointMap<std::uint64_t> count;
        for (const auto& word : words)
            for (char32_t c : word) {
                if (!count[c]) alphabet.push_back(c);
                count.set(c, count[c] + 1);
            }
        std::sort(alphabet.begin(), alphabet.end(), [&](std::uint32_t a, std::uint32_t b) {
            return count[a] != count[b] ? count[a] > count[b] : a < b;
        });
        for (std::uint32_t i = 0; i < alphabet.size(); ++i) count.set(alphabet[i], i + 1);
        coded_.reserve(words.size());
        for (const auto& word : words) {
            coded_.emplace_back();
            for (char32_t c : word) coded_.back().push_back(static_cast<char32_t>(count[c]));
        }
    }

    // An unused base from which every code falls on a free index. The search for a single
    // child, which fills holes, starts at single_, that for several at branch_; both move
    // on after too many failures.
    std::uint32_t place(const std::vector<std::uint32_t>& codes) {
        const bool single = codes.size() == 1;
        std::uint32_t& from = single ? single_ : branch_;
        std::uint32_t at = from;
        if (at == kNone || taken_[at]) at = first_free_;
        for (std::uint32_t tries = 0;; at = next_[at]) {
            if (at == kNone || at + codes.back() - codes.front() + 1 >= taken_.size()) {
                const std::uint32_t old = static_cast<std::uint32_t>(taken_.size());
                grow(old + std::max<std::size_t>(old / 2, codes.back() + 1));
                if (at == kNone) at = old;
            }
            if (at <= codes.front()) continue;
            const std::uint32_t base = at - codes.front();
            const bool fits =
                !is_base_[base] &&
                std::all_of(codes.begin(), codes.end(), [&](auto c) { return !taken_[base + c]; });
            if (fits) {
                if (base > Trie::kMaxBase)
                    throw std::invalid_argument("too many words for a trie.");
                if (at == from) from = next_[at];
                is_base_[base] = true;
                return base;
            }
            if (++tries == (single ? 64 : 1024)) from = at;
        }
    }

    void grow(std::size_t size) {
        const std::uint32_t old = static_cast<std::uint32_t>(taken_.size());
        nodes.resize(size, 0);
        taken_.resize(size, false);
        is_base_.resize(size, false);
        next_.resize(size);
        previous_.resize(size);
        for (std::uint32_t i = old; i < size; ++i) {
            next_[i] = i + 1 < size ? i + 1 : kNone;
            previous_[i] = i > old ? i - 1 : last_free_;
        }
        if (last_free_ != kNone) next_[last_free_] = old;
        if (first_free_ == kNone) first_free_ = old;
        last_free_ = static_cast<std::uint32_t>(size) - 1;
    }

    void take(std::uint32_t at) {
        taken_[at] = true;
        if (previous_[at] != kNone) next_[previous_[at]] = next_[at];
        if (next_[at] != kNone) previous_[next_[at]] = previous_[at];
        if (first_free_ == at) first_free_ = next_[at];
        if (last_free_ == at) last_free_ = previous_[at];
    }

    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

    std::vector<std::u32string> coded_;
    std::vector<bool> taken_, is_base_;
    std::vector<std::uint32_t> next_, previous_;
    std::uint32_t first_free_ = kNone, last_free_ = kNone, branch_ = kNone, single_ = kNone;
};

}  // namespace zhnlp
