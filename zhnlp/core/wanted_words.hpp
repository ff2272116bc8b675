// Words that are weighed against the cut that a method would make without them.
//
//     wanted    平安                  万科                    云计算
//     text      世界 | 和平 | 安全    数 | 万 | 科研 | 人员   云 | 计算
//     margin          [19   12]          [0   15]            [0      0]
//     result    世界 | 和平 | 安全    数 | 万 | 科研 | 人员   云计算
//
// They are the user's words to prefer, and listed words with a barrier inside (T恤). Such a
// word is made one if the method would cut at both of its ends, or is not sure that it would
// not (see cut_margins.hpp); what it would cut inside does not matter. Of words that overlap, those that cover the most characters are made,
// then the more frequent ones, then the first.
//
// One walk down each trie at each character, and O(n log n) for n wanted words, of which at
// most a few start at one character.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "board.hpp"

namespace zhnlp {

class WantedWords {
public:
    struct Word {
        std::uint32_t start, end;
        double weight;  // the sum of these decides between words that overlap
        double margin;  // the largest one that it wins against
    };

    // Finds all words wanted in the text of `board`, before its barriers are closed.
    void find(const CutterConfig& config, const Board& board) {
        words_.clear();
        if (config.any_prefer) find_preferred(config, board);
        const auto middle = static_cast<std::ptrdiff_t>(words_.size());
        if (!config.mixed.empty()) find_mixed(config, board);
        std::sort(words_.begin() + middle, words_.end(), before);
        std::inplace_merge(words_.begin(), words_.begin() + middle, words_.end(), before);
    }

    bool empty() const { return words_.empty(); }
    const std::vector<Word>& all() const { return words_; }

    // The words to make, in order. margin(i) is that of the place before character i.
    template <class Margin>
    const std::vector<Word>& choose(Margin margin) {
        words_.erase(std::remove_if(words_.begin(), words_.end(),
                                    [&](const Word& word) {
                                        return margin(word.start) > word.margin ||
                                               margin(word.end) > word.margin;
                                    }),
                     words_.end());
        const std::size_t n = words_.size();
        best_.assign(n + 1, {0.0, n});
        for (std::size_t i = n; i-- > 0;) {
            const double sum = words_[i].weight + best_[after(i)].sum;
            const Best& other = best_[i + 1];
            const bool longer = other.first < n && words_[other.first].start == words_[i].start;
            best_[i] = sum > other.sum || (sum == other.sum && !longer) ? Best{sum, i} : other;
        }
        chosen_.clear();
        for (std::size_t i = best_[0].first; i < n; i = best_[after(i)].first)
            chosen_.push_back(words_[i]);
        return chosen_;
    }

private:
    static constexpr double kOfCharacter = 1e5;  // more than any log probability
    static constexpr double kMixedMargin = 3.0;
    static constexpr double kMarginOfCharacter = 3.5;  // beyond the second
    static constexpr std::size_t kLongestFront = 8;    // characters before the first barrier
    static constexpr std::size_t kMostAtStart = 8;     // preferred words, the longest ones

    static bool before(const Word& one, const Word& other) {
        return one.start != other.start ? one.start < other.start : one.end < other.end;
    }

    struct Best {
        double sum;
        std::size_t first;  // the first word of the best choice from here on
    };

    // The index of the first word that starts at the end of word i or later.
    std::size_t after(std::size_t i) const {
        return static_cast<std::size_t>(
            std::lower_bound(words_.begin() + static_cast<std::ptrdiff_t>(i), words_.end(),
                             words_[i].end,
                             [](const Word& word, std::uint32_t at) { return word.start < at; }) -
            words_.begin());
    }

    void add(std::size_t start, std::size_t end, double weight, double margin) {
        words_.push_back(
            {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end), weight, margin});
    }

    // A long word is rarely there by chance, so it wins against more.
    static double most_margin(const CutterConfig& config, std::size_t length) {
        const double further = static_cast<double>(length) - 2.0;
        return std::max(0.0, config.most_margin + kMarginOfCharacter * further);
    }

    void find_preferred(const CutterConfig& config, const Board& board) {
        for (std::size_t i = 0; i < board.length(); ++i) {
            if (!board.open(i)) continue;
            const std::size_t first = words_.size();
            each_user_word(config, board.text(), board.flags.data(), i,
                           [&](std::size_t end, const UserWord& word) {
                               if (word.mode == Mode::kPrefer)
                                   add(i, end,
                                       kOfCharacter * static_cast<double>(end - i) + word.log_prob,
                                       most_margin(config, end - i));
                           });
            if (words_.size() - first > kMostAtStart)
                words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(first),
                             words_.end() - static_cast<std::ptrdiff_t>(kMostAtStart));
        }
    }

    // Finds listed words that hold a barrier, the first one in them. Those of jieba's
    // dictionary are between scripts only.
    void find_mixed(const CutterConfig& config, const Board& board) {
        std::size_t last = 0;
        for (const Board::Place& place : board.barriers()) {
            const std::size_t b = place.at;
            const bool mixed = place.barrier == kMixedBarrier;
            const std::size_t from = std::max(last, b < kLongestFront ? 0 : b - kLongestFront);
            const bool any = mixed || (config.mixed.code(board.text()[b - 1]) &&
                                       config.mixed.code(board.text()[b]));
            for (std::size_t i = from; any && i < b; ++i) {
                if (!board.open(i)) continue;
                const auto found = [&](std::size_t end, double = 0.0) {
                    if (end > b && !config.splits(board.text() + i, end - i))
                        add(i, end, static_cast<double>(end - i), kMixedMargin);
                };
                if (mixed) board.dictionary_words(i, found);
                board.words_of(config.mixed, i, [&](std::size_t end, std::int64_t) { found(end); });
            }
            last = b;
        }
    }

    std::vector<Word> words_, chosen_;
    std::vector<Best> best_;
};

}  // namespace zhnlp
