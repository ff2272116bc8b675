// A set of words as a double-array trie over code points (Aoe 1989).
//
//     words   中 中国 国          codes  中=1 国=2 (frequent characters first)
//
//     node    0 root ─中→ 1 ─国→ 2          child = base[node] + code
//                    └国→ 3                 valid where check[child] == node
//     value   -      0     1    2           the word's number, in the order given
//
// A look-up is two loads a character, in one record. Matching all words that
// begin at a place is one walk down from the root. The arrays are plain and
// are used where they lie, so a trie in a mapped file is ready at once. Every
// step is checked against the bounds: altered arrays give wrong words, never
// a wrong access.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace zhnlp {

struct TrieNode {
    std::uint32_t base;
    std::uint32_t check;
    std::uint32_t value;  // number of the word + 1; 0 where no word ends
};
static_assert(sizeof(TrieNode) == 12, "packs store nodes as three uint32");

constexpr std::uint32_t kNoNode = 0xFFFFFFFFu;

class Trie {
public:
    Trie() = default;

    // `nodes` must outlive the trie. alphabet[i] is the character of code i + 1.
    Trie(const TrieNode* nodes, std::size_t n_nodes, const std::uint32_t* alphabet,
         std::size_t n_codes)
        : nodes_(nodes), n_nodes_(static_cast<std::uint32_t>(n_nodes)) {
        for (std::size_t i = 0; i < n_codes; ++i)
            set_code(alphabet[i], static_cast<std::uint32_t>(i + 1));
    }

    bool empty() const { return n_nodes_ == 0; }

    // The code of a character, 0 where no word has it.
    std::uint32_t code(char32_t c) const {
        if (c >= 0x110000u) return 0;
        const std::uint16_t page = index_[c >> 8];
        return page ? pages_[page - 1][c & 0xFF] : 0;
    }

    // Let `c` be read as if it were the character `as`.
    void alias(char32_t c, char32_t as) {
        if (code(as) && !code(c)) set_code(c, code(as));
    }

    std::uint32_t step(std::uint32_t node, std::uint32_t code) const {
        if (!code) return kNoNode;
        const std::uint64_t child = std::uint64_t{nodes_[node].base} + code;
        return child < n_nodes_ && nodes_[child].check == node ? static_cast<std::uint32_t>(child)
                                                               : kNoNode;
    }

    // Where the child of `node` by `code` would lie, and a call for it to be fetched.
    std::uint32_t place(std::uint32_t node, std::uint32_t code) const {
        return nodes_[node].base + code;
    }
    void prefetch(std::uint32_t place) const {
#if defined(__GNUC__) || defined(__clang__)
        __builtin_prefetch(nodes_ + place);
#else
        (void)place;
#endif
    }

    // The number of the word that ends at `node`, -1 where none does.
    std::int64_t value(std::uint32_t node) const {
        return std::int64_t{nodes_[node].value} - 1;
    }

    template <class Char>
    std::int64_t find(const Char* word, std::size_t length) const {
        if (empty()) return -1;
        std::uint32_t node = 0;
        for (std::size_t i = 0; i < length; ++i) {
            node = step(node, code(word[i]));
            if (node == kNoNode) return -1;
        }
        return value(node);
    }

private:
    void set_code(char32_t c, std::uint32_t code) {
        if (c >= 0x110000u) return;
        if (!index_[c >> 8]) {
            pages_.emplace_back();
            pages_.back().fill(0);
            index_[c >> 8] = static_cast<std::uint16_t>(pages_.size());
        }
        pages_[index_[c >> 8] - 1][c & 0xFF] = code;
    }

    const TrieNode* nodes_ = nullptr;
    std::uint32_t n_nodes_ = 0;
    std::array<std::uint16_t, 0x1100> index_{};
    std::vector<std::array<std::uint32_t, 256>> pages_;
};

// Builds the arrays of a trie. Words are given in the order of their numbers,
// none empty, none twice. Places are handed out level by level, from a
// list of the free ones.
class TrieBuilder {
public:
    std::vector<std::uint32_t> alphabet;
    std::vector<TrieNode> nodes;

    void build(const std::vector<std::u32string>& words) {
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
        nodes[0].check = 0;
        std::vector<Range> queue{{0, 0, static_cast<std::uint32_t>(order.size()), 0}};
        std::vector<std::uint32_t> codes, starts;
        for (std::size_t head = 0; head < queue.size(); ++head) {
            Range range = queue[head];
            if (range.begin < range.end && coded_[order[range.begin]].size() == range.depth)
                nodes[range.node].value = order[range.begin++] + 1;
            if (range.begin == range.end) continue;
            children(order, range, codes, starts);
            const std::uint32_t base = place(codes);
            nodes[range.node].base = base;
            for (std::size_t i = 0; i < codes.size(); ++i) {
                take(base + codes[i]);
                nodes[base + codes[i]].check = range.node;
                queue.push_back({base + codes[i], starts[i], starts[i + 1], range.depth + 1});
            }
        }
        std::size_t used = nodes.size();
        while (used > 1 && nodes[used - 1].check == kNoNode) --used;
        nodes.resize(used);
    }

private:
    // A node, its depth, and the words below it: order[begin:end].
    struct Range {
        std::uint32_t node, begin, end, depth;
    };

    // The distinct codes that go on from `range`, and where the words of each begin.
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
        std::vector<std::uint64_t> count(0x110000, 0);
        for (const auto& word : words)
            for (char32_t c : word) ++count[c];
        for (std::uint32_t c = 0; c < count.size(); ++c)
            if (count[c]) alphabet.push_back(c);
        std::stable_sort(alphabet.begin(), alphabet.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return count[a] > count[b]; });
        for (std::uint32_t i = 0; i < alphabet.size(); ++i) count[alphabet[i]] = i + 1;
        coded_.reserve(words.size());
        for (const auto& word : words) {
            coded_.emplace_back();
            for (char32_t c : word) coded_.back().push_back(static_cast<char32_t>(count[c]));
        }
    }

    // A base from which every code falls on a free place. Single children take
    // the first free place, which fills holes; families look from branch_ on,
    // before which they have looked in vain too often.
    std::uint32_t place(const std::vector<std::uint32_t>& codes) {
        std::uint32_t at = codes.size() == 1 ? first_free_ : branch_;
        if (at == kNoNode || nodes[at].check != kNoNode) at = first_free_;
        for (std::uint32_t tries = 0;; at = next_[at]) {
            if (at == kNoNode || at + codes.back() - codes.front() + 1 >= nodes.size()) {
                const std::uint32_t old = static_cast<std::uint32_t>(nodes.size());
                grow(nodes.size() + std::max<std::size_t>(nodes.size() / 2, codes.back() + 1));
                if (at == kNoNode) at = old;
            }
            if (at <= codes.front()) continue;
            const std::uint32_t base = at - codes.front();
            const bool fits = std::all_of(codes.begin(), codes.end(), [&](std::uint32_t code) {
                return nodes[base + code].check == kNoNode;
            });
            if (fits) {
                if (at == branch_) branch_ = next_[at];
                return base;
            }
            if (++tries == 1024) branch_ = at;
        }
    }

    void grow(std::size_t size) {
        const std::uint32_t old = static_cast<std::uint32_t>(nodes.size());
        nodes.resize(size, TrieNode{0, kNoNode, 0});
        next_.resize(size);
        previous_.resize(size);
        for (std::uint32_t i = old; i < size; ++i) {
            next_[i] = i + 1 < size ? i + 1 : kNoNode;
            previous_[i] = i > old ? i - 1 : last_free_;
        }
        if (last_free_ != kNoNode) next_[last_free_] = old;
        if (first_free_ == kNoNode) first_free_ = old;
        last_free_ = static_cast<std::uint32_t>(size) - 1;
    }

    void take(std::uint32_t at) {
        nodes[at].check = 0;
        if (previous_[at] != kNoNode) next_[previous_[at]] = next_[at];
        if (next_[at] != kNoNode) previous_[next_[at]] = previous_[at];
        if (first_free_ == at) first_free_ = next_[at];
        if (last_free_ == at) last_free_ = previous_[at];
    }

    std::vector<std::u32string> coded_;
    std::vector<std::uint32_t> next_, previous_;
    std::uint32_t first_free_ = kNoNode, last_free_ = kNoNode, branch_ = kNoNode;
};

}  // namespace zhnlp
