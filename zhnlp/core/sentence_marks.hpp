// The marks that may end, open or close a part of a sentence, and what may stand around them.

#pragma once

#include <cstdint>
#include <string_view>

#include "chars.hpp"
#include "code_points.hpp"

namespace zhnlp {

enum class SentenceMark : std::uint8_t {
    kNone,
    kItem,
    kCircled,
    kLine,
    kStraight,
    kClose,
    kOpen,
    kEnd
};

// Opening marks and the closing ones that they want, in the same order.
constexpr std::u32string_view kOpeners = U"“‘「『﹁﹃（(【[［〔{｛《〈",
                              kClosers = U"”’」』﹂﹄））】】】〕}}》〉";

inline char32_t closer_of(char32_t opener) { return kClosers[kOpeners.find(opener)]; }

// The mark that a closing mark is read as.
inline char32_t closed_by(char32_t c) {
    return c == ')' ? U'）' : c == ']' || c == U'］' ? U'】' : c == U'｝' ? U'}' : c;
}

inline bool is_end_quote(char32_t c) { return is_in(U"”’」』﹂﹄\"'", c); }

inline SentenceMark sentence_mark(char32_t c) {
    static const CodePointMap<std::uint8_t> marks = [] {
        CodePointMap<std::uint8_t> all;
        const auto set = [&](std::u32string_view list, SentenceMark mark) {
            for (const char32_t each : list) all.set(each, static_cast<std::uint8_t>(mark));
        };
        set(U"；;：:", SentenceMark::kItem);
        for (char32_t each = U'①'; each <= U'⑳'; ++each)
            all.set(each, static_cast<std::uint8_t>(SentenceMark::kCircled));
        set(U"\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", SentenceMark::kLine);
        set(U"\"'", SentenceMark::kStraight);
        set(kClosers, SentenceMark::kClose);
        set(U")]］｝", SentenceMark::kClose);
        set(kOpeners, SentenceMark::kOpen);
        set(U"。！？｡…‼⁇⁈⁉!?.．", SentenceMark::kEnd);
        return all;
    }();
    return static_cast<SentenceMark>(marks[c]);
}

// Marks that a sentence may not consist of alone.
inline bool is_mark_of_end(char32_t c) { return is_in(U"。！？｡…‼⁇⁈⁉!?.．；”’」』）)】]》\"'", c); }

inline bool is_closing(char32_t c) { return is_in(U"\"'”’)]）」』", c); }
inline bool is_ascii_letter(char32_t c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80;
}
inline bool is_digit(char32_t c) { return is_ascii_digit(c) || (c >= U'０' && c <= U'９'); }
inline bool is_han_number(char32_t c) { return is_in(U"一二三四五六七八九十", c); }
inline bool is_word_char(char32_t c) { return is_ascii_letter(c) || is_digit(c) || c == '.'; }

// Whether a word is the number of a list item: up to three digits, or up to four Roman ones.
inline bool is_item_number(std::u32string_view word) {
    const auto all = [&](auto is) {
        for (const char32_t c : word)
            if (!is(c)) return false;
        return true;
    };
    return (word.size() <= 3 && (all(is_digit) || all(is_han_number))) ||
           (word.size() <= 4 && all([](char32_t c) { return is_in(U"ivxIVX", c); }));
}

// Whether a word before a stop is short for another: a letter, U.S, Mr.
inline bool is_abbreviation(std::u32string_view word) {
    constexpr std::u32string_view kListed =
        U" mr mrs ms dr prof sr jr st mt vs etc eg ie cf al no nos fig figs eq ch sec vol ed "
        U"eds pp approx inc ltd co corp dept gen col capt lt sgt rev hon gov sen rep jan feb "
        U"mar apr jun jul aug sep sept oct nov dec ph.d ";
    if (word.size() == 1) return is_ascii_letter(word[0]);
    const std::size_t dot = word.rfind(U'.');
    if (dot != word.npos && dot + 1 < word.size() && word.size() - dot <= 4) {
        bool letters = true;
        for (std::size_t i = dot + 1; i < word.size(); ++i) letters &= is_ascii_letter(word[i]);
        if (letters) return true;
    }
    if (word.size() > 6) return false;
    char32_t listed[8] = {U' '};
    for (std::size_t i = 0; i < word.size(); ++i)
        listed[i + 1] = is_ascii_letter(word[i]) ? word[i] | 0x20 : word[i];
    listed[word.size() + 1] = U' ';
    return kListed.find({listed, word.size() + 2}) != kListed.npos;
}

}  // namespace zhnlp
