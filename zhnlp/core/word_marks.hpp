// The longest words of a list that begin, pass and end at each atom of a text.
//
//     atoms     看 红 楼 梦             list   红楼梦 of class 6, 梦 of class 7
//     begins    -  6  -  7
//     passes    -  -  6  -
//     ends      -  -  -  6              the longest: 红楼梦, not 梦
//
// O(length × longest word) time. Words longer than kLongest characters are never found.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "trie.hpp"

namespace zhnlp {

// The longest words that begin, pass and end at an atom: their length in
// the upper byte, class and length up to 4 in the lower; 0 for none.
struct Marks {
    std::uint16_t begins = 0, passes = 0, ends = 0;

    static std::uint64_t low(std::uint16_t mark) { return mark & 0xFFu; }
    std::uint64_t all() const { return low(begins) << 16 | low(passes) << 8 | low(ends); }
    std::uint64_t meeting(const Marks& next) const { return low(ends) << 8 | low(next.begins); }
    static void raise(std::uint16_t& mark, unsigned to) {
        if (mark >> 8 < to >> 8) mark = static_cast<std::uint16_t>(to);
    }
};

class MarkFinder {
public:
    // Sets the marks of `n` atoms of text[0:length]: character i belongs to atom index[i], and
    // index[length] is n. class_of(number) is below 64, 0 to leave out a word. Nodes of a large
    // trie are fetched ahead: each step would wait for memory otherwise.
    template <class Class>
    void find(const Trie& trie, Class class_of, const char32_t* text, std::size_t length,
              const std::uint32_t* index, std::size_t n, std::vector<Marks>& marks) {
        marks.assign(n, Marks{});
        codes_.assign(length + kAhead + 2, 0);
        firsts_.assign(length + kAhead, 0);
        const bool is_small = trie.n_nodes() < kSmall;
        for (std::size_t i = 0; i < length; ++i) {
            codes_[i] = trie.code(text[i]);
            firsts_[i] = trie.step(trie.root(), codes_[i]);
        }
        for (std::size_t begin = 0; begin < length; ++begin) {
            if (begin && index[begin] == index[begin - 1]) continue;
            if (!is_small) fetch(trie, begin);
            const std::size_t most = std::min(length, begin + kLongest);
            Trie::Node node = firsts_[begin];
            for (std::size_t i = begin + 1; node; node = trie.step(node, codes_[i++])) {
                if (trie.value(node) >= 0 && index[i] != index[i - 1]) {
                    const unsigned cls = class_of(static_cast<std::size_t>(trie.value(node)));
                    if (cls) mark(index[begin], index[i] - 1, cls, marks);
                }
                if (i >= most) break;
            }
        }
    }

private:
    static constexpr std::size_t kLongest = 64;     // characters of a word of the lists
    static constexpr std::size_t kAhead = 16;       // characters
    static constexpr std::size_t kSmall = 1 << 17;  // nodes that a cache holds

    void fetch(const Trie& trie, std::size_t at) const {
        const std::size_t soon = at + kAhead / 2;
        trie.fetch(firsts_[at + kAhead - 1], codes_[at + kAhead]);
        trie.fetch(trie.step(firsts_[soon], codes_[soon + 1]), codes_[soon + 2]);
    }

    static void mark(std::size_t first, std::size_t last, unsigned cls, std::vector<Marks>& marks) {
        const unsigned length = static_cast<unsigned>(last - first) + 1;
        const unsigned mark = std::min(length, 127u) << 8 | cls << 2 | (std::min(length, 4u) - 1);
        Marks::raise(marks[first].begins, mark);
        Marks::raise(marks[last].ends, mark);
        for (std::size_t i = first + 1; i < last; ++i) Marks::raise(marks[i].passes, mark);
    }

    std::vector<std::uint32_t> codes_;  // of the characters, in the list that is looked up
    std::vector<Trie::Node> firsts_;    // where their first steps lead
};

}  // namespace zhnlp
