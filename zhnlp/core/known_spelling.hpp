// Misspellings that are well known, and what to write for them.
//
//     text        必 竟 要 按 装 修 图 做      必竟 -> 毕竟, 按装 -> 安装
//     protected   . . . x x x . .        按装修 is an exception of 按装
//     corrected   B B . . . . . .        and blocked: nothing else changes it
//
// They are weaker than the words of the user: what those block stays as it is. Time is linear
// in the text, as the length of words has a limit.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "correction.hpp"

namespace zhnlp {

// The log odds of each: more than the ranker gives to nearly every edit, so that these come
// first where corrections are sorted, and finite, unlike those of the user's own.
constexpr float kKnownLogOdds = 12.0f;

// Adds the misspellings of `known` outside of what is blocked, and outside of its protected
// words, to `out`: the longest at each position, from left to right. Blocks them.
inline void apply_known(const UserSpelling& known, const char32_t* text,
                        const std::vector<std::uint8_t>& flags, std::vector<std::uint8_t>& blocked,
                        std::vector<Correction>& out) {
    if (known.misspellings.empty()) return;
    std::vector<std::uint8_t> closed = blocked;
    known.block_protected(text, flags, closed);
    known.each_misspelling(text, flags, closed, [&](std::uint32_t start, std::uint32_t end,
                                                    const std::u32string& right) {
        out.push_back({start, end, right, kKnownLogOdds, Reason::kKnown, {}});
        block(blocked, start, end);
    });
}

}  // namespace zhnlp
