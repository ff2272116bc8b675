// The longest words of a list, from one side or the other (Liang 1986).
//
//     text            研 究 生 命
//     forward         研究生 | 命        the longest word at each position from the left
//     backward        研究 | 生命        the same from the right
//     bidirectional   研究 | 生命        the one with fewer words, then with fewer single
//                                       characters, then backward
//
// O(characters × longest word) time; linear memory.

#pragma once

#include <cstdint>
#include <vector>

#include "board.hpp"
#include "word_ends.hpp"

namespace zhnlp {

// Each method adds the words of the board's text to `ends`, which has none.
class MaxMatcher {
public:
    void forward(const Board& board, WordEnds& ends) const {
        for (std::size_t at = 0; at < board.length();) {
            board.fetch(at + Board::kFetchAhead);
            ends.put(at = board.longest_at(at));
        }
    }

    void backward(const Board& board, WordEnds& ends) {
        const std::size_t length = board.length();
        starts_.assign(length + 1, kNone);
        const auto reach = [this](std::size_t start, std::size_t end) {
            if (starts_[end] == kNone) starts_[end] = static_cast<std::uint32_t>(start);
        };
        for (std::size_t i = 0; i < length; ++i) {
            board.fetch(i + Board::kFetchAhead);
            if (!board.open(i)) continue;
            board.words_at(i, [&](std::size_t end) { reach(i, end); });
            reach(i, board.unit_end(i));
        }
        for (std::size_t end = length; end > 0; end = starts_[end]) ends.put(end);
        ends.reverse();
    }

    void bidirectional(const Board& board, WordEnds& ends) {
        forward(board, ends);
        forward_.assign(ends.begin(), ends.end());
        ends.clear();
        backward(board, ends);
        const std::size_t n = forward_.size();
        if (n < ends.size() ||
            (n == ends.size() && n_single(forward_.data(), n) < n_single(ends.begin(), n)))
            ends.assign(forward_);
    }

private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

    // The number of words of one character.
    static std::size_t n_single(const std::uint32_t* ends, std::size_t n) {
        std::size_t count = 0;
        for (std::size_t i = 0, start = 0; i < n; start = ends[i++]) count += ends[i] - start == 1;
        return count;
    }

    std::vector<std::uint32_t> starts_;  // by end: the smallest start of a word or unit
    std::vector<std::uint32_t> forward_;
};

}  // namespace zhnlp
