// Atoms: the positions that a sequence model labels, each with a symbol.
//
//     text    在 1 9 9 8 年 ， N B A 開 賽
//     atoms   在 [1998]  年 ， [NBA] 開 賽      units (see units.hpp) are one atom
//     symbol  在 number4 年 ,  latin3 开 赛     widths and scripts are read as one
//
// A character outside the alphabet has the symbol of its kind. Linear in the text.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "code_points.hpp"
#include "units.hpp"

namespace zhnlp {

using Symbol = std::uint16_t;

enum : Symbol {
    kOutside = 0,  // before the first atom and after the last
    kUnknownHan = 1,
    kUnknownSign = 2,
    kBlank = 3,
    kLatin1 = 4,  // Latin words of one, two or three, more letters
    kLatin3 = 5,
    kLatinLong = 6,
    kLatinMixed = 7,  // with digits or signs
    kNumber1 = 8,     // numbers of 1, 2, 3, 4, more digits
    kNumberLong = 12,
    kDecimal = 13,  // with a point or comma
    kPerCent = 14,
    kNumberOther = 15,  // dates, times, telephone numbers
    kScript = 16,       // by CharClass from here
    kFirstChar = 32,
};

// The symbols of the characters that a model has seen.
class Alphabet {
public:
    Alphabet() = default;
    Alphabet(const std::uint32_t* chars, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i)
            symbols_.set(chars[i], static_cast<Symbol>(kFirstChar + i));
    }

    // Let `c` be read as if it were the character `as`.
    void alias(char32_t c, char32_t as) {
        if (const Symbol symbol = (*this)[as]) symbols_.set(c, symbol);
    }

    // 0 for a character that was never seen.
    Symbol operator[](char32_t c) const { return symbols_[c]; }

private:
    CodePointMap<Symbol> symbols_;
};

// The symbol of the unit text[start:end], whose first flag is `flag`.
inline Symbol unit_symbol(const Alphabet& alphabet, const char32_t* text, std::size_t start,
                          std::size_t end, std::uint8_t flag) {
    const std::size_t n = end - start;
    if (flag & kNumber) {
        const char32_t last = narrow(text[end - 1]);
        if (last == '%' || last == 0x2030) return kPerCent;
        bool plain = true, decimal = false;
        for (std::size_t i = start; i < end; ++i) {
            const char32_t c = narrow(text[i]);
            if (is_ascii_digit(c)) continue;
            plain = false;
            decimal = c == '.' || c == ',';
            if (!decimal) return kNumberOther;
        }
        return !plain ? Symbol{kDecimal}
                      : static_cast<Symbol>(kNumber1 + std::min<std::size_t>(n, 5) - 1);
    }
    if (flag & kLatinWord) {
        for (std::size_t i = start; i < end; ++i)
            if (char_class(text[i]) != kLatin) return kLatinMixed;
        return n == 1 ? kLatin1 : n <= 3 ? kLatin3 : kLatinLong;
    }
    const auto cls = static_cast<CharClass>(flag & kClassMask);
    if (cls == kSpace) return kBlank;
    if (cls == kHan || cls == kOther) {
        const Symbol symbol = alphabet[narrow(text[start])];
        return symbol ? symbol : cls == kHan ? Symbol{kUnknownHan} : Symbol{kUnknownSign};
    }
    return static_cast<Symbol>(kScript + cls);
}

}  // namespace zhnlp
