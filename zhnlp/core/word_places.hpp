// The labels of words, and those that the flags of the board leave an atom.
//
//     text     三 星 S 2 4 ， 好        places: where each atom starts, and the end
//     places        |     | |           closed: a word ends before it and another begins
//     labels   B…S  E,S   S S …         by the places on both sides of an atom

#pragma once

#include <array>
#include <cstdint>

#include "board.hpp"

namespace zhnlp {

enum WordLabel : std::uint8_t {
    kBegin,
    kMiddle,
    kEnd,
    kSingle
};

class WordPlaces {
public:
    // What the flags say of the place before character i, as bits; 0 for most.
    static std::uint8_t at(const Board& board, std::size_t i) {
        if (board.is_plain(i)) return 0;
        return static_cast<std::uint8_t>((board.open(i) ? 0 : kJoinedPlace) |
                                         (board.closed(i) ? kClosedPlace : 0) |
                                         (board.infix(i) ? kInfixPlace : 0));
    }

    // The labels of an atom between two places, as bits.
    static std::uint8_t labels_between(std::uint8_t start, std::uint8_t end) {
        return kLabels[start << 3 | end];
    }

private:
    enum Place : std::uint8_t {
        kJoinedPlace = 1,
        kClosedPlace = 2,
        kInfixPlace = 4
    };

    static constexpr unsigned bit(WordLabel label) { return 1u << label; }

    static constexpr std::array<std::uint8_t, 64> all_labels() {
        std::array<std::uint8_t, 64> all{};
        for (unsigned i = 0; i < 64; ++i) {
            const unsigned start = i >> 3, end = i & 7;
            unsigned labels = 0xF;
            if (start & kJoinedPlace) labels &= bit(kMiddle) | bit(kEnd);
            if (end & kJoinedPlace) labels &= bit(kBegin) | bit(kMiddle);
            if (labels == 0xF && (start & kInfixPlace)) labels = bit(kMiddle) | bit(kSingle);
            if (start & kClosedPlace) labels &= bit(kBegin) | bit(kSingle);
            if (end & kClosedPlace) labels &= bit(kEnd) | bit(kSingle);
            all[i] = static_cast<std::uint8_t>(labels);
        }
        return all;
    }

    static const std::array<std::uint8_t, 64> kLabels;
};

inline constexpr std::array<std::uint8_t, 64> WordPlaces::kLabels = WordPlaces::all_labels();

}  // namespace zhnlp
