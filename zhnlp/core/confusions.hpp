// Which characters are typed by mistake for which others: a table of pairs.
//
//     typed    在     offsets[在] … offsets[在 + 1] bound its row
//     meant    再 载 … rising; sound and shape say how alike the two are
//
// Characters are numbers of the character model's vocabulary.

#pragma once

#include <algorithm>
#include <cstdint>

namespace zhnlp {

enum Sound : std::uint8_t {
    kNoSound,
    kSameTone,
    kSameSyllable,
    kNearSyllable,
    kNearSpelling
};

struct Confusions {
    static constexpr std::size_t kMost = 1024;  // more than any table has; a limit for altered ones

    const std::uint32_t* offsets = nullptr;  // n + 1
    const std::uint16_t* meant = nullptr;
    const std::uint8_t* sound = nullptr;  // Sound
    const std::uint8_t* shape = nullptr;  // 0 for not alike … 255
    std::size_t n = 0, n_pairs = 0;

    struct Row {
        std::size_t begin, end;
    };

    // The pairs of a character, at most kMost.
    Row row(std::uint32_t typed) const {
        if (typed >= n) return {0, 0};
        const std::size_t end = std::min<std::size_t>(offsets[typed + 1], n_pairs);
        const std::size_t begin = std::min<std::size_t>(offsets[typed], end);
        return {begin, std::min(end, begin + kMost)};
    }
};

}  // namespace zhnlp
