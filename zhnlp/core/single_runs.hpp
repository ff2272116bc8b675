// Runs of single characters that may be words which the dictionary lacks.
//
//     words    纳 | 斯 | 达 | 克 | 上涨        as the dictionary cuts the text
//     run      纳 斯 达 克                     two or more words of one character
//     joined   纳斯达克 | 上涨                 by a hidden Markov model (see hmm.hpp)
//
// `jieba` does what jieba does, to Latin letters and digits too; `unigram` with a model
// joins Chinese characters only. Linear in the text.

#pragma once

#include <cstdint>
#include <vector>

#include "board.hpp"
#include "word_ends.hpp"

namespace zhnlp {

class SingleJoiner {
public:
    SingleJoiner(const CutterConfig& config, const Board& board, WordEnds& ends)
        : config_(config), board_(board), ends_(ends) {}

    // Replaces the runs among the words found.
    void join() {
        if (!config_.joins) return;
        if (config_.method == Method::kJieba)
            join_runs([this](std::size_t a, std::size_t b) { return jieba_single(a, b); },
                      [this](std::size_t a, std::size_t b) { jieba_run(a, b); });
        else if (config_.method == Method::kUnigram && !config_.hmm.empty())
            join_runs([this](std::size_t a, std::size_t b) { return han_single(a, b); },
                      [this](std::size_t a, std::size_t b) { hmm_run(a, b); });
    }

private:
    // Calls put_run(start, end) for every run of at least two words that `is_single`; it adds
    // the new ends, never more than there were. A barrier ends a run.
    template <class IsSingle, class PutRun>
    void join_runs(IsSingle is_single, PutRun put_run) {
        const std::size_t n = ends_.size();
        if (!n) return;
        ends_.clear();
        std::size_t start = 0, end = ends_[0];  // of the word before the i-th
        bool single = is_single(start, end);
        for (std::size_t i = 1; i < n; ++i) {
            // Half of the words are single, as if by chance, but few begin a run: one branch for
            // all, which processors can guess. Measured: 17 % of unigram.
            const std::size_t next_end = ends_[i];
            const bool next_single = is_single(end, next_end);
            if (single & next_single & !(board_.flags[end] & kBarrier)) {
                end = next_end;
                while (++i < n && !(board_.flags[end] & kBarrier) && is_single(end, ends_[i]))
                    end = ends_[i];
                put_run(start, end);
                if (i == n) return;
                start = end;
                end = ends_[i];
                single = is_single(start, end);
                continue;
            }
            ends_.put(end);
            start = end;
            end = next_end;
            single = next_single;
        }
        ends_.put(end);
    }

    bool han_single(std::size_t start, std::size_t end) const {
        return (end - start == 1) & (board_.cls(start) == kHan);
    }

    bool jieba_single(std::size_t start, std::size_t end) const {
        return end - start == 1 && (!config_.hmm.empty() || is_ascii_alnum(board_.text()[start]));
    }

    bool in_dictionary(std::size_t start, std::size_t end) const {
        return config_.knows(board_.text() + start, end - start);
    }

    // Adds one word, unless the user has it split.
    void put_joined(std::size_t start, std::size_t end) {
        if (board_.is_split(start, end))
            ends_.put_characters(start, end);
        else
            ends_.put(end);
    }

    void hmm_run(std::size_t start, std::size_t end) {
        if (in_dictionary(start, end))
            ends_.put_characters(start, end);
        else
            hmm_words(start, end);
    }

    void hmm_words(std::size_t start, std::size_t end) {
        std::size_t from = start;
        config_.hmm.cut(board_.text() + start, end - start, states_, [&](std::size_t i) {
            const std::size_t to = start + i;
            if (config_.unjoined.find(board_.text() + from, to - from) >= 0)
                ends_.put_characters(from, to);
            else
                put_joined(from, to);
            from = to;
        });
    }

    // What jieba does to a run: Latin letters and digits are joined; with the model, the
    // run is cut by its finalseg, unless the dictionary has it.
    void jieba_run(std::size_t start, std::size_t end) {
        if (config_.hmm.empty()) return put_joined(start, end);
        if (in_dictionary(start, end)) return ends_.put_characters(start, end);
        const char32_t* const text = board_.text();
        for (std::size_t i = start; i < end;) {
            std::size_t next = i;
            if (jieba_han(text[i])) {
                while (next < end && jieba_han(text[next])) ++next;
                hmm_words(i, next);
            } else if (is_ascii_alnum(text[i])) {
                put_joined(i, next = alnum_end(i, end));
            } else {
                while (next < end && !jieba_han(text[next]) && !is_ascii_alnum(text[next])) ++next;
                put_joined(i, next);
            }
            i = next;
        }
    }

    static bool jieba_han(char32_t c) { return c >= 0x4E00 && c <= 0x9FD5; }

    // The end of the letters and digits at i, with one decimal part and a per cent sign.
    std::size_t alnum_end(std::size_t i, std::size_t end) const {
        const char32_t* const text = board_.text();
        while (i < end && is_ascii_alnum(text[i])) ++i;
        if (i + 1 < end && text[i] == '.' && is_ascii_digit(text[i + 1]))
            for (++i; i < end && is_ascii_digit(text[i]);) ++i;
        if (i < end && text[i] == '%') ++i;
        return i;
    }

    const CutterConfig& config_;
    const Board& board_;
    WordEnds& ends_;
    std::vector<std::uint8_t> states_;  // buffer of the model
};

}  // namespace zhnlp
