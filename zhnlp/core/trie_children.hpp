// The children and the parent of every node of a trie.
//
//     words 中, 中国, 国         children of the root   中 国
//                               children of 中         国       parent of 国 here: 中
//
// A double array tells whether a node has a given child, but cannot list its children:
// they are mixed with those of other nodes. The lists are made once, in O(nodes) time, and
// take 16 bytes a node. Altered arrays give wrong lists, never a wrong access.
//
// Each child in a list has a bit mask of its own children, which lets a search skip
// children without the wanted grandchild.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "trie.hpp"

namespace zhnlp {

class TrieChildren {
public:
    // The index of a child, and the bits of its own children (see `mark`).
    struct Child {
        std::uint32_t index, marks;
    };

    TrieChildren() = default;

    // `trie` and `alphabet`, which is its own, must outlive the object. A child has a code of
    // the alphabet.
    TrieChildren(const Trie& trie, const std::uint32_t* alphabet, std::size_t n_codes)
        : trie_(&trie),
          alphabet_(alphabet),
          first_(trie.n_nodes() + 1, 0),
          parents_(trie.n_nodes(), 0) {
        const std::size_t n = trie.n_nodes();
        const auto is_child = [&](std::size_t index) {
            const std::uint32_t code = trie.code_of(trie.node(index));
            return code && code <= index && code <= n_codes && alphabet[code - 1] < 0x110000u;
        };
        std::vector<std::uint32_t> marks(n, 0);  // by base, as the other two
        for (std::size_t index = 1; index < n; ++index) {
            if (!is_child(index)) continue;
            const std::uint32_t code = trie.code_of(trie.node(index));
            ++first_[index - code + 1];
            marks[index - code] |= mark(code);
        }
        for (std::size_t base = 0; base < n; ++base) first_[base + 1] += first_[base];
        children_.resize(first_[n]);
        std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
        for (std::size_t index = 0; index < n; ++index) {
            if (index && !is_child(index)) continue;
            const std::uint32_t here = static_cast<std::uint32_t>(index);
            const std::uint32_t base = trie.base(trie.node(index));
            if (base < n) parents_[base] = here;
            if (index)
                children_[next[index - trie.code_of(trie.node(index))]++] = {
                    here, base && base < n ? marks[base] : 0};
        }
    }

    std::size_t size() const { return parents_.size(); }
    Trie::Node node(std::uint32_t index) const { return trie_->node(index); }

    static std::uint32_t mark(std::uint32_t code) { return 1u << (code * 0x9E3779B1u >> 27); }

    struct Children {
        const Child *first, *last;
        const Child* begin() const { return first; }
        const Child* end() const { return last; }
    };

    Children children(Trie::Node node) const {
        const std::uint32_t base = trie_->base(node);
        if (base >= size()) return {nullptr, nullptr};
        return {children_.data() + first_[base], children_.data() + first_[base + 1]};
    }

    // The characters on the path from the root to a child, which is `depth` steps long.
    std::u32string text(std::uint32_t index, std::uint32_t depth) const {
        std::u32string word(depth, U'\0');
        while (depth && index) {
            const std::uint32_t code = trie_->code_of(trie_->node(index));
            word[--depth] = alphabet_[code - 1];
            index = parents_[index - code];
        }
        return word;
    }

private:
    const Trie* trie_ = nullptr;
    const std::uint32_t* alphabet_ = nullptr;
    std::vector<std::uint32_t> first_;  // by base: children_[first_[base]:first_[base + 1]]
    std::vector<Child> children_;
    std::vector<std::uint32_t> parents_;  // by base
};

}  // namespace zhnlp
