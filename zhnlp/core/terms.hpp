// The words of a text that carry content.
//
//     words    我们   在    北京   ，        IT         it
//     is       listed listed       no letter in capitals listed
//     terms                 2-4              5-7
//
// A word is looked up in lower case and half width. A word in capitals (upper-case letters
// A to Z and none in lower case) is a stopword only if a list has it in capitals, because in
// Chinese text IT, A or OR is a name. Time is linear in the text.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "chars.hpp"
#include "pieces.hpp"
#include "trie.hpp"

namespace zhnlp {

// What lists say about a word, as bits of its value in the trie.
enum Listed : std::uint8_t {
    kStopword = 1,
    kInCapitals = 2,
    kAlwaysTerm = 4
};

inline bool in_capitals(const char32_t* word, std::size_t length) {
    bool upper = false;
    for (std::size_t i = 0; i < length; ++i) {
        const char32_t c = narrow(word[i]);
        if (c - 'a' < 26u) return false;
        upper = upper || c - 'A' < 26u;
    }
    return upper;
}

struct TermFinder {
    Trie listed;  // words in lower case and half width, with bits of Listed
    bool punctuation = false;

    // Adds the start and end of each term to `out`. `lower` has the characters to look up,
    // `content` says which are letters, digits or Han characters, and `wanted` which words may
    // be terms; null for all.
    void find(const char32_t* text, const char32_t* lower, const std::uint8_t* content,
              const std::uint32_t* ends, std::size_t n, const std::uint8_t* wanted,
              std::vector<std::uint32_t>& out) const {
        std::uint32_t start = 0;
        for (std::size_t i = 0; i < n; start = ends[i++]) {
            const std::size_t length = ends[i] - start;
            const std::int64_t found = listed.find(lower + start, length);
            const unsigned is = found > 0 ? static_cast<unsigned>(found) : 0u;
            if (!(is & kAlwaysTerm)) {
                if (wanted && !wanted[i]) continue;
                if ((is & kStopword) && ((is & kInCapitals) || !in_capitals(text + start, length)))
                    continue;
                if (!punctuation && std::none_of(content + start, content + ends[i],
                                                 [](std::uint8_t yes) { return yes != 0; }))
                    continue;
            }
            out.push_back(start);
            out.push_back(ends[i]);
        }
    }

    // Sets `found` to the terms of each of `texts`; `lower` and `content` are those of all texts
    // one after another, and `wanted` is empty or has a piece for each text.
    void find_in_texts(const Pieces<char32_t>& texts, const char32_t* lower,
                       const std::uint8_t* content, const Pieces<std::uint32_t>& ends,
                       const Pieces<std::uint8_t>& wanted,
                       Pieces<std::uint32_t>& found) const {
        found.clear();
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const std::size_t from = static_cast<std::size_t>(texts.at(i) - texts.all.data());
            find(texts.at(i), lower + from, content + from, ends.at(i), ends.length(i),
                 wanted.size() ? wanted.at(i) : nullptr, found.all);
            found.ends.push_back(found.all.size());
        }
    }
};

}  // namespace zhnlp
