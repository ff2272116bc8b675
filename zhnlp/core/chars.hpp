// Look-ups of characters: their class, width, and whether they are numerals.
//
//     c = U+5F20 張     index[0x5F] ─→ page of 256 neighbours ─→ [0x20] = kHan
//
// One byte of class for every code point, found in two steps; most pages are shared.
// The ranges of char_ranges.hpp are the only ones in the project.

#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "bits.hpp"
#include "char_ranges.hpp"

#if defined(__SSE2__) && defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace zhnlp {

class CharTable {
public:
    static const CharTable& get() {
        static const CharTable table;
        return table;
    }

    CharClass operator[](char32_t c) const {
        if (c - 0x4E00u < 0x5200u) return kHan;
        if (c >= 0x110000u) return kOther;
        return static_cast<CharClass>(pages_[index_[c >> 8]][c & 0xFF]);
    }

private:
    using Page = std::array<std::uint8_t, 256>;

    CharTable() {
        std::array<int, 16> uniform;  // the shared page of each class, once made
        uniform.fill(-1);
        const CharRange* range = kCharRanges;
        const CharRange* const end = kCharRanges + sizeof(kCharRanges) / sizeof(CharRange);
        for (std::uint32_t first = 0; first < 0x110000u; first += 256) {
            while (range != end && range->last < first) ++range;
            const bool none = range == end || range->first > first + 255;
            const bool whole = !none && range->first <= first && range->last >= first + 255;
            const CharClass cls = whole ? range->cls : kOther;
            if (none || whole) {
                if (uniform[cls] < 0) uniform[cls] = add(cls);
                index_[first >> 8] = static_cast<std::uint16_t>(uniform[cls]);
                continue;
            }
            index_[first >> 8] = static_cast<std::uint16_t>(add(kOther));
            Page& page = pages_.back();
            for (const CharRange* r = range; r != end && r->first <= first + 255; ++r)
                for (std::uint32_t c = r->first < first ? first : r->first;
                     c <= r->last && c <= first + 255; ++c)
                    page[c - first] = r->cls;
        }
    }

    int add(CharClass cls) {
        pages_.emplace_back();
        pages_.back().fill(cls);
        return static_cast<int>(pages_.size()) - 1;
    }

    std::array<std::uint16_t, 0x1100> index_{};
    std::vector<Page> pages_;
};

inline CharClass char_class(char32_t c) {
    return c - 0x4E00u < 0x5200u ? kHan : CharTable::get()[c];  // nearly all are common Han
}

// The first index from i on, below `length`, whose class is not plainly kHan; else `length`.
// Most of a text is Han: sixteen of them are passed at once.
inline std::size_t past_han(const std::uint8_t* classes, std::size_t i, std::size_t length) {
#if defined(__SSE2__) && defined(__x86_64__)
    const __m128i han = _mm_set1_epi8(kHan);
    for (; i + 16 <= length; i += 16) {
        const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(classes + i));
        const int are_han = _mm_movemask_epi8(_mm_cmpeq_epi8(here, han));
        const unsigned others = 0xFFFFu & ~static_cast<unsigned>(are_han);
        if (others) return i + static_cast<std::size_t>(lowest_bit(others));
    }
#endif
    while (i < length && classes[i] == kHan) ++i;
    return i;
}

// Sets classes[i] to the class of text[i], for `length` characters. The first loop has no branch,
// so that compilers make vectors of it. Measured, with `past_han`: 11 % of the instructions of
// unigram, and 13 % of forward.
inline void find_classes(const char32_t* text, std::size_t length, std::uint8_t* classes) {
    for (std::size_t i = 0; i < length; ++i) classes[i] = text[i] - 0x4E00u < 0x5200u ? kHan : 0xFF;
    const CharTable& table = CharTable::get();
    for (std::size_t i = 0; (i = past_han(classes, i, length)) < length;) do
            classes[i] = table[text[i]];
        while (++i < length && classes[i] != kHan);
}

// The ASCII form of a full-width letter, digit or sign; any other character as it is.
inline char32_t narrow(char32_t c) { return c - 0xFF01u < 0x5Eu ? c - 0xFEE0u : c; }

// White space, as for str.isspace of Python.
inline bool is_white(char32_t c, CharClass cls) {
    return cls == kSpace || (c >= 0x1C && c <= 0x1F);
}

// Whether a list, which ends with 0, has the character.
inline bool is_in(const char32_t* list, char32_t c) {
    for (; *list; ++list)
        if (*list == c) return true;
    return false;
}

// What ends a line, as for str.splitlines of Python.
inline bool is_line_break(char32_t c) {
    if (c > 0x2029) return false;
    return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c >= 0x2028;
}

inline bool is_ascii_digit(char32_t c) { return c >= '0' && c <= '9'; }

inline bool is_ascii_alnum(char32_t c) {
    return is_ascii_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80);
}

// A bit for each character of the common block: a loop over the numerals took 200 instructions.
class Numerals {
public:
    constexpr Numerals() {
        for (const char32_t c : {U'零', U'一', U'二', U'三', U'四', U'五', U'六', U'七', U'八', U'九',
                                 U'十', U'百', U'千', U'万', U'亿', U'两'})
            bits_[(c - 0x4E00) / 64] |= std::uint64_t{1} << (c - 0x4E00) % 64;
    }
    constexpr bool has(char32_t c) const {
        return c - 0x4E00u < 0x5200u && (bits_[(c - 0x4E00u) / 64] >> (c - 0x4E00u) % 64 & 1);
    }

private:
    std::uint64_t bits_[0x5200 / 64] = {};
};

inline bool is_numeral(char32_t c) {
    static constexpr Numerals kNumerals;
    return kNumerals.has(c) || c == U'〇';
}

}  // namespace zhnlp
