// Brackets and quotes: which mark closes which.
//
//     marks    “ 腾 讯 （ 深 圳 ） 公 司 ” ） "      pairs “” and （）; the last two have no partner
//
// Only equal forms are a pair: （ is closed by ）, not by ). A mark that closes nothing, or is
// never closed, has no partner. An ASCII quote closes if one is open. O(1) a mark: a closing
// mark looks at the last four that are open.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace zhnlp {

enum class Mark : std::uint8_t {
    kNone,
    kPartnerless,
    kOpens,
    kCloses
};

class Pairs {
public:
    static constexpr char32_t kMarks[] =
        U"（）()“”‘’《》〈〉「」『』【】〔〕[]［］｛｝{}〖〗｢｣﹁﹂﹃﹄«»‹›〘〙〚〛⟨⟩⟪⟫";

    void clear() { open_.clear(); }

    // Reads the sign `c` at `position`, and sets the mark of it and of its partner. Returns
    // whether it is one of the marks.
    bool read(char32_t c, std::size_t position, std::vector<Mark>& marks) {
        const std::size_t number = number_of(c);
        if (number == kNoMark) return false;
        marks[position] = Mark::kPartnerless;
        const bool is_straight = number >= kStraight;
        if (is_straight || number % 2) {
            const std::size_t opener = is_straight ? number : number - 1;
            const std::size_t least = open_.size() < kDeep ? 0 : open_.size() - kDeep;
            for (std::size_t i = open_.size(); i-- > least;) {
                if (open_[i].number != opener) continue;
                marks[open_[i].position] = Mark::kOpens;
                marks[position] = Mark::kCloses;
                open_.resize(i);
                return true;
            }
        }
        if (is_straight || number % 2 == 0) open_.push_back({number, position});
        return true;
    }

private:
    struct Open {
        std::size_t number, position;
    };
    static constexpr std::size_t kNoMark = ~std::size_t{0}, kStraight = 1000, kDeep = 4;

    // Even for a mark that opens, the next number for the one that closes it.
    static std::size_t number_of(char32_t c) {
        if (c == '"' || c == U'＂') return c == '"' ? kStraight : kStraight + 1;
        const auto* const end = kMarks + sizeof(kMarks) / sizeof(char32_t) - 1;
        const auto* const at = std::find(kMarks, end, c);
        return at == end ? kNoMark : static_cast<std::size_t>(at - kMarks);
    }

    std::vector<Open> open_;
};

}  // namespace zhnlp
