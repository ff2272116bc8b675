// The classes of characters that cutting text into words needs.

#pragma once

#include <cstdint>

namespace zhnlp {

enum CharClass : std::uint8_t {
    kOther,  // punctuation, symbols, controls: each a word of its own
    kHan,
    kLatin,  // letters of the Latin script of any width, and the low line
    kDigit,  // 0-9 of any width
    kSpace,
    kMark,        // extends the character before it (accents, variation selectors, joiners)
    kPictograph,  // emoji and similar signs
    kRegional,    // half a flag
    kKana,
    kHangul,
    kLetter,  // letters and digits of any other script
};

}  // namespace zhnlp
