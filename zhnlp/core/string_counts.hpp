// How often the words of a list occur in cut text: as a word, and as a string at all.
//
//     list      大学  大学生  学生
//     cut text  大学 学生 大学生        as words     大学 1  大学生 1  学生 1
//                                      as strings   大学 2  大学生 1  学生 2
//
// The share of both says whether a string that looks like a word is one. O(text × length of
// the longest word) time.

#pragma once

#include <cstdint>
#include <vector>

#include "lines.hpp"
#include "trie.hpp"

namespace zhnlp {

class StringCounter {
public:
    static constexpr std::size_t kLongest = 32;  // characters of a word of the list

    StringCounter(const Trie& words, std::size_t n_values)
        : as_string(n_values, 0), as_word(n_values, 0), words_(words) {}

    // Counts in lines of UTF-8, words separated by blanks. What is not UTF-8 ends a line.
    void add(const std::uint8_t* data, std::size_t size) {
        const std::uint8_t* p = data;
        bool begins = true;
        for (char32_t c = 0; p != data + size;) {
            if (!decode(p, data + size, c) || c == '\n') {
                count_line();
                begins = true;
            } else if (c == ' ') {
                begins = true;
            } else {
                chars_.push_back(c);
                begins_.push_back(begins);
                begins = false;
            }
        }
        count_line();
    }

    std::vector<std::uint32_t> as_string, as_word;  // by the values of the trie

private:
    void count_line() {
        const std::size_t n = chars_.size();
        begins_.push_back(true);
        for (std::size_t i = 0; i < n; ++i) {
            bool is_cut = !begins_[i];  // inside, or not where it begins
            Trie::Node node = words_.root();
            for (std::size_t end = i; end < n && end - i < kLongest;) {
                node = words_.step(node, words_.code(chars_[end++]));
                if (!node) break;
                if (const std::int64_t value = words_.value(node); value >= 0) {
                    ++as_string[static_cast<std::size_t>(value)];
                    as_word[static_cast<std::size_t>(value)] += !is_cut && begins_[end];
                }
                is_cut |= begins_[end];
            }
        }
        chars_.clear();
        begins_.clear();
    }

    const Trie& words_;
    std::vector<char32_t> chars_;
    std::vector<std::uint8_t> begins_;  // whether a word begins at each
};

}  // namespace zhnlp
