// Misspellings that are well known, and what to write for them.
//
//     text        必 竟 要 按 装 修 图 做      必竟 -> 毕竟, 按装 -> 安装
//     protected   . . . x x x . .        按装修 is an exception of 按装
//     corrected   B B . . . . . .        and blocked: nothing else changes it
//
// They are weaker than the words of the user: what those block stays as it is. And where the
// misspelling is short, the character model must find the text likelier with the correction,
// so that 自已 is one in 我自已来, but not in 来自已有的. Time is linear in the text, as the
// length of words has a limit.

#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "correction.hpp"
#include "folded_text.hpp"
#include "sentence.hpp"
#include "tokens.hpp"

namespace zhnlp {

// The log odds of each: more than the ranker gives to nearly every edit, so that these come
// first where corrections are sorted, and finite, unlike those of the user's own.
constexpr float kKnownLogOdds = 12.0f;

class KnownSpelling {
public:
    KnownSpelling(const SpellingConfig& config, const UserSpelling& known)
        : config_(config), known_(known) {}

    // Adds the misspellings outside of what is blocked, and outside of protected words, to
    // `out`: the longest at each position, from left to right. Blocks them.
    void apply(const Tokens& tokens, const FoldedText& text, std::vector<std::uint8_t>& blocked,
               std::vector<Correction>& out) const {
        if (known_.misspellings.empty()) return;
        std::vector<std::uint8_t> closed = blocked;
        known_.block_protected(text.chars.data(), tokens.flags, closed);
        known_.each_misspelling(
            text.chars.data(), tokens.flags, closed,
            [&](std::uint32_t start, std::uint32_t end, const std::u32string& right) {
                if (end - start < kLong && gain(tokens, start, end, right) < kLeastGain)
                    return false;
                out.push_back({start, end, right, kKnownLogOdds, Reason::kKnown, {}});
                for (char32_t& c : out.back().right) c = text.written(c, start, end);
                block(blocked, start, end);
                return true;
            });
    }

private:
    // Misspellings of fewer characters may be the end of a word and the beginning of another.
    static constexpr std::uint32_t kLong = 4;
    static constexpr float kLeastGain = 2.0f;  // of these

    // How much `right` for characters start to end adds to the log probability of the text.
    float gain(const Tokens& tokens, std::uint32_t start, std::uint32_t end,
               const std::u32string& right) const {
        const auto token = [&](std::uint32_t at) {
            return std::lower_bound(tokens.starts.begin(), tokens.starts.end(), at) -
                   tokens.starts.begin();
        };
        const std::size_t first = token(start), last = token(end);
        std::vector<std::uint32_t> meant;
        for (char32_t c : right) {
            const std::int64_t id = config_.vocabulary.find(&c, 1);
            meant.push_back(id < 0 ? Ngram::kUnknown : static_cast<std::uint32_t>(id));
        }
        const std::vector<std::uint32_t> typed(tokens.ids.begin() + first,
                                               tokens.ids.begin() + last);
        return log_prob(tokens, first, last, meant) - log_prob(tokens, first, last, typed);
    }

    // The log probability of `ids` in the place of tokens first to last, and of the tokens
    // after it that depend on them.
    float log_prob(const Tokens& tokens, std::size_t first, std::size_t last,
                   const std::vector<std::uint32_t>& ids) const {
        const std::size_t reach = config_.ngram.order() - 1;
        const auto ends =
            std::upper_bound(tokens.sentences.begin(), tokens.sentences.end(), first);
        const std::size_t begin = ends == tokens.sentences.begin() ? 0 : *(ends - 1);
        // line breaks after the last sentence are no tokens
        const std::size_t end = ends == tokens.sentences.end() ? tokens.size() : *ends;
        Ngram::Context now = config_.ngram.begin(), after;
        float sum = 0.0f;
        const auto read = [&](std::uint32_t id, float weight) {
            sum += weight * config_.ngram.log_prob(now, id, after);
            now = after;
        };
        for (std::size_t i = first - std::min(reach, first - begin); i < first; ++i)
            read(tokens.ids[i], 0.0f);
        for (std::uint32_t id : ids) read(id, 1.0f);
        for (std::size_t i = last; i < last + reach && i <= end; ++i)
            read(i < end ? tokens.ids[i] : Ngram::kEnd, 1.0f);
        return sum;
    }

    const SpellingConfig& config_;
    const UserSpelling& known_;
};

}  // namespace zhnlp
