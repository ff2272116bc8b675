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

#include "inlining.hpp"
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
    // index[length] is n. class_of(number) is below 64, 0 to leave out a word.
    template <class Class>
    void find(const Trie& trie, Class class_of, const char32_t* text, std::size_t length,
              const std::uint32_t* index, std::size_t n, std::vector<Marks>& marks) {
        marks.assign(n, Marks{});
        find_steps(trie, text, length);
        const TrieNodes nodes = trie.nodes();
        for (std::size_t begin = 0; begin < length; ++begin) {
            if (begin && index[begin] == index[begin - 1]) continue;
            const std::size_t most = std::min(length, begin + kLongest);
            Trie::Node node = firsts_[begin];
            for (std::size_t i = begin + 1; node;) {
                const std::int64_t number = nodes.value(node);
                if (number >= 0 && index[i] != index[i - 1]) {
                    const unsigned cls = class_of(static_cast<std::size_t>(number));
                    if (cls) mark(index[begin], index[i] - 1, cls, marks);
                }
                if (i >= most) break;
                node = i == begin + 1 ? seconds_[begin] : nodes.step(node, codes_[i]);
                ++i;
            }
        }
    }

private:
    static constexpr std::size_t kLongest = 64;  // characters of a word of the lists
    static constexpr std::size_t kBehind = 12;   // characters

    // Sets codes_, firsts_ and seconds_, and prefetches third steps. Each waits for memory, so it
    // is prefetched, and taken kBehind characters later.
    void find_steps(const Trie& trie, const char32_t* text, std::size_t length) {
        codes_.resize(length + kBehind + 2);
        firsts_.resize(length + kBehind + 1);
        seconds_.resize(length);
        const TrieNodes nodes = trie.nodes();
        for (std::size_t i = 0; i < length + kBehind + 1; ++i) {
            codes_[i] = i < length ? trie.code(text[i]) : 0;
            firsts_[i] = trie.first(codes_[i]);
            if (i) nodes.fetch(firsts_[i - 1], codes_[i]);
            if (i <= kBehind) continue;
            const std::size_t at = i - kBehind - 1;
            seconds_[at] = nodes.step(firsts_[at], codes_[at + 1]);
            nodes.fetch(seconds_[at], codes_[at + 2]);
        }
    }

    ZHNLP_INLINE static void mark(std::size_t first, std::size_t last, unsigned cls,
                                  std::vector<Marks>& marks) {
        const unsigned length = static_cast<unsigned>(last - first) + 1;
        const unsigned mark = std::min(length, 127u) << 8 | cls << 2 | (std::min(length, 4u) - 1);
        Marks::raise(marks[first].begins, mark);
        Marks::raise(marks[last].ends, mark);
        for (std::size_t i = first + 1; i < last; ++i) Marks::raise(marks[i].passes, mark);
    }

    std::vector<std::uint32_t> codes_;  // of the characters, in the list that is looked up
    std::vector<Trie::Node> firsts_, seconds_;  // where one step from the root leads, and two
};

}  // namespace zhnlp
