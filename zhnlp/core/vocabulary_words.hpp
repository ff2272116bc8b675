// The words of an n-gram model's vocabulary in a text, where a class stands for many.
//
//     text         买 了 2 0 2 6 年      2026 is read as it is written, and as the class of numbers
//
// The board (see board.hpp) knows the units of the text and where words may end.

#pragma once

#include <array>
#include <cstdint>

#include "ngram.hpp"
#include "trie.hpp"
#include "units.hpp"

namespace zhnlp {

// The end of the number, Latin word or run of Chinese numerals at i, and its class; i if none.
template <class Board>
std::size_t class_end(const Board& board, std::size_t i, char32_t& cls) {
    const char32_t* const text = board.text();
    if (board.flags[i] & (kNumber | kLatinWord)) {
        cls = board.flags[i] & kNumber ? kNumberClass : kLatinClass;
        return board.unit_end(i);
    }
    if (!is_numeral(text[i]) || (i && is_numeral(text[i - 1]))) return i;
    std::size_t end = i;
    do ++end;
    while (end < board.length() && is_numeral(text[end]) &&
           !(board.flags[end] & (kBarrier | kJoined)));
    if (end - i > 1 && board.open(end)) cls = kNumeralClass;
    return end;
}

// Calls found(end, word) for the words that continue from `node` at character i. A number, a
// Latin word or a run of Chinese numerals is read both as its class and as it is written.
// `depth` counts the classes read, which bounds the recursion in any trie. The nodes of the next
// two steps are at `known`, if somebody knows them.
template <class Board, class Found>
void vocabulary_words(const Board& board, const Trie& trie, Trie::Node node, std::size_t i,
                      int depth, const std::array<Trie::Node, 2>* known, Found found) {
    for (std::size_t k = 0;; ++k) {
        char32_t cls = 0;
        const std::size_t end = class_end(board, i, cls);
        if (cls && depth < 8) {
            const Trie::Node next = trie.step(node, trie.code(cls));
            if (next) {
                if (trie.value(next) >= 0 && board.open(end)) found(end, trie.value(next));
                if (!board.closed(end))
                    vocabulary_words(board, trie, next, end, depth + 1, nullptr, found);
            }
        }
        node = known && k < 2 ? (*known)[k] : trie.step(node, board.vocabulary_code(i));
        if (!node) return;
        ++i;
        if (trie.value(node) >= 0 && board.open(i)) found(i, trie.value(node));
        if (board.closed(i)) return;
    }
}

}  // namespace zhnlp
