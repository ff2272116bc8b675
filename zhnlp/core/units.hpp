// Units: the parts of a text that no cut may break, found by rules.
//
//     text    v 1 . 2 买 了 3 . 5 k g ， 🇨 🇳 e ́
//     unit    [-----]     [-------]   [--] [-]
//     flags   L           N            (start of a unit: its kind)
//               J J J       J J J J     J    J (joined: no cut before this character)
//
// Kept whole: runs of Latin letters and digits with what joins them (decimals,
// 1,000, versions, dates, times, telephone numbers, units, per cent, AT&T, Wi-Fi, C++), addresses
// (URL, mail), words of other alphabets, grapheme clusters (combining marks,
// emoji sequences, flags; Unicode Standard Annex 29) and \r\n. Signs may have
// full or half width. Everything is decided from left to right with bounded look-ahead,
// in time linear in the text.

#pragma once

#include <cstddef>
#include <cstdint>

#include "chars.hpp"

namespace zhnlp {

// A byte of flags for every character.
enum Flag : std::uint8_t {
    kClassMask = 0x0F,  // its CharClass
    kNumber = 0x10,     // a unit that is a number starts here
    kLatinWord = 0x20,  // a unit of Latin letters (or an address) starts here
    kBarrier = 0x40,    // there is a cut before this character, whatever the words say
    kJoined = 0x80,     // there is no cut before this character
};

// The next character after i that a cut may come before. A flag without kJoined must follow
// the text.
inline std::size_t next_open(const std::uint8_t* flags, std::size_t i) {
    do ++i;
    while (flags[i] & kJoined);
    return i;
}

// Noncharacters of Unicode. The first three stand for a whole class of units in a
// vocabulary (see models/ngrams/word_corpus.py); a text that has any of them reads it as unknown.
constexpr char32_t kNumberClass = 0xFDD0, kLatinClass = 0xFDD1, kNumeralClass = 0xFDD2;
constexpr char32_t kFirstClassName = 0xFDD0, kLastClassName = 0xFDEF;

class UnitFinder {
public:
    UnitFinder(const char32_t* text, std::size_t length, std::uint8_t* flags)
        : text_(text), length_(length), flags_(flags) {}

    void find() {
        find_classes(text_, length_, flags_);
        for (std::size_t i = 0; i < length_;) {
            if (flags_[i] == kHan && (i = past_han(flags_, i, length_)) == length_) return;
            // a mark after a Han character belongs to that one's unit
            const std::size_t first = cls(i) == kMark && i && cls(i - 1) == kHan ? i : i + 1;
            const std::size_t end = first == i ? marks(i) : unit_end(i);
            for (std::size_t k = first; k < end; ++k) flags_[k] |= kJoined;
            i = end;
        }
    }

private:
    CharClass cls(std::size_t i) const {
        return i < length_ ? static_cast<CharClass>(flags_[i] & kClassMask) : kOther;
    }
    // The half-width form of the character at i; 0 past the end.
    char32_t at(std::size_t i) const { return i < length_ ? narrow(text_[i]) : 0; }
    char32_t raw(std::size_t i) const { return i < length_ ? text_[i] : 0; }
    bool letter(std::size_t i) const { return cls(i) == kLatin; }
    bool digit(std::size_t i) const { return cls(i) == kDigit; }
    bool alnum(std::size_t i) const { return letter(i) || digit(i); }

    std::size_t marks(std::size_t i) const {
        while (cls(i) == kMark) ++i;
        return i;
    }
    std::size_t digits(std::size_t i) const {
        while (digit(i)) ++i;
        return i;
    }

    std::size_t unit_end(std::size_t i) {
        switch (cls(i)) {
            case kLatin:
            case kDigit:
                return word_end(i);
            case kKana:
            case kHangul:
            case kLetter:
                return run_end(i);
            case kPictograph:
                return pictograph_end(i);
            case kRegional:
                return marks(i + (cls(i + 1) == kRegional ? 2 : 1));
            default:
                if (text_[i] == '\n') return i + 1;
                if (text_[i] == '\r') return raw(i + 1) == '\n' ? i + 2 : i + 1;
                return marks(i + 1);
        }
    }

    std::size_t run_end(std::size_t i) const {
        const CharClass own = cls(i);
        while (cls(i) == own || cls(i) == kMark) ++i;
        return i;
    }

    // Pictograph, then any number of (joiner, pictograph).
    std::size_t pictograph_end(std::size_t i) const {
        for (;;) {
            const std::size_t end = marks(i + 1);
            if (raw(end - 1) != 0x200D || cls(end) != kPictograph) return end;
            i = end;
        }
    }

    // The end of the unit that begins with a letter or digit; sets the flag of its kind.
    std::size_t word_end(std::size_t i) {
        std::size_t end = address_end(i);
        bool latin = end > i;
        if (!latin) {
            end = i;
            std::size_t run = i;  // where the current run of letters or digits begins
            for (;;) {
                run = end;
                while (alnum(end) || (end > i && cls(end) == kMark)) {
                    latin = latin || letter(end);
                    ++end;
                }
                const std::size_t next = joined_end(i, run, end, latin);
                if (next == end) break;
                end = next;
            }
            if (digit(end - 1)) end = sign_end(end);
        }
        flags_[i] |= latin ? kLatinWord : kNumber;
        return marks(end);
    }

    // Where the unit continues after `end`; `end` itself if it does not. Its last run of
    // letters and digits is text[run:end], and it begins at `start`.
    std::size_t joined_end(std::size_t start, std::size_t run, std::size_t end, bool latin) const {
        const char32_t sign = at(end);
        const bool wide = raw(end) != sign;
        const bool between_digits = digit(end - 1) && digit(end + 1);
        switch (sign) {
            case '.':
                return between_digits || (!wide && alnum(end + 1)) ? end + 1 : end;
            case ',':
                return !wide && !latin && between_digits && thousands(run, end) ? end + 1 : end;
            case '\'':
            case 0x2019:
                return letter(end - 1) && letter(end + 1) ? end + 1 : end;
            case '&':
                return letter(end - 1) && letter(end + 1) && end - run <= 3 ? end + 1 : end;
            case '-':
                return (latin && alnum(end + 1)) || date(start, run, end) || phone(run, end)
                           ? end + 1
                           : end;
            case '/':
                if (latin && digit(start) && letter(end + 1) && !alnum(end + 3)) return end + 1;
                return date(start, run, end) ? end + 1 : end;
            case ':':
                return time(start, end) ? end + 1 : end;
            case '+':
                return letter(end - 1) && at(end + 1) == '+' && !alnum(end + 2) ? end + 2 : end;
            case '#':
                return letter(end - 1) && end - start == 1 && !alnum(end + 1) ? end + 1 : end;
            default:
                return end;
        }
    }

    // 1,234,567: up to three digits before the first comma, three after each.
    bool thousands(std::size_t run, std::size_t end) const {
        return end - run <= 3 && digits_here(end + 1, 3, 3);
    }

    // 2026-11-20 and 2026/11/20, at either of the signs.
    bool date(std::size_t start, std::size_t run, std::size_t end) const {
        const char32_t sign = at(end);
        if (end - run == 4 && digits_only(run, end)) {
            const std::size_t month = digits(end + 1);
            return month - end - 1 >= 1 && month - end - 1 <= 2 && at(month) == sign &&
                   digits_here(month + 1, 1, 2);
        }
        return end - run <= 2 && digits_only(run, end) && run >= start + 5 && at(run - 1) == sign &&
               digits_only(run - 5, run - 1) && digits_here(end + 1, 1, 2);
    }

    // 010-12345678: an area code and a number.
    bool phone(std::size_t run, std::size_t end) const {
        return at(run) == '0' && (end - run == 3 || end - run == 4) && digits_only(run, end) &&
               digits_here(end + 1, 7, 8);
    }

    // 10:30 and 10:30:05, also after a date and T.
    bool time(std::size_t start, std::size_t end) const {
        std::size_t first = end;
        while (first > start && end - first < 3 && digit(first - 1)) --first;
        const char32_t before = first == start ? 0 : at(first - 1);
        if (before && before != ':' && before != 'T') return false;
        return (end - first == 1 ||
                (end - first == 2 && at(first) <= (before == ':' ? '5' : '2'))) &&
               digits_here(end + 1, 2, 2) && at(end + 1) <= '5';
    }

    bool digits_only(std::size_t from, std::size_t to) const {
        for (std::size_t i = from; i < to; ++i)
            if (!digit(i)) return false;
        return to > from;
    }

    // Whether there are `least` to `most` digits at i, and no more.
    bool digits_here(std::size_t i, std::size_t least, std::size_t most) const {
        std::size_t end = i;
        while (digit(end) && end - i <= most) ++end;
        return end - i >= least && end - i <= most;
    }

    // Per cent and per mille after a number. Degrees are words of their own, as in
    // the PKU standard.
    std::size_t sign_end(std::size_t i) const {
        return at(i) == '%' || at(i) == 0x2030 ? i + 1 : i;
    }

    // The end of a URL or mail address that begins at i; i if there is none.
    std::size_t address_end(std::size_t i) {
        const std::size_t body = scheme_end(i);
        if (body > i) {
            std::size_t end = body;
            while (url_char(raw(end))) ++end;
            while (end > body && trailing(raw(end - 1))) --end;
            if (end > body) return end;
        }
        return mail_end(i);
    }

    std::size_t scheme_end(std::size_t i) const {
        const char32_t lower = text_[i] | 0x20;
        if (lower != 'h' && lower != 'f' && lower != 'w') return i;
        for (const char* scheme : {"https://", "http://", "ftp://", "www."}) {
            std::size_t k = 0;
            while (scheme[k] &&
                   (raw(i + k) | (letter(i + k) ? 0x20 : 0)) == static_cast<char32_t>(scheme[k]))
                ++k;
            if (!scheme[k]) return i + k;
        }
        return i;
    }

    static bool url_char(char32_t c) {
        return c > 0x20 && c < 0x7F && c != '"' && c != '<' && c != '>' && c != '`' && c != '{' &&
               c != '}' && c != '|' && c != '\\' && c != '^';
    }
    static bool trailing(char32_t c) {
        return c == '.' || c == ',' || c == ';' || c == ':' || c == '!' || c == '?' || c == '\'' ||
               c == ')' || c == ']' || c == '*';
    }
    static bool local_char(char32_t c) {
        return is_ascii_alnum(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
    }

    // local@domain.tld. Each run of local characters is scanned once, however many units
    // begin in it.
    std::size_t mail_end(std::size_t i) {
        if (i >= local_end_) {
            local_end_ = i;
            while (local_char(raw(local_end_))) ++local_end_;
            domain_end_ = raw(local_end_) == '@' ? domain_end(local_end_ + 1) : 0;
        }
        return domain_end_ > i && local_end_ > i ? domain_end_ : i;
    }

    // The end of a domain name with at least one dot, 0 if there is none.
    std::size_t domain_end(std::size_t i) const {
        std::size_t end = 0;
        bool dotted = false;
        for (;;) {
            const std::size_t label = i;
            while (is_ascii_alnum(raw(i)) ||
                   (i > label && raw(i) == '-' && is_ascii_alnum(raw(i + 1))))
                ++i;
            if (i == label) return dotted ? end : 0;
            if (end) dotted = true;
            end = i;
            if (raw(i) != '.') return dotted ? end : 0;
            ++i;
        }
    }

    const char32_t* text_;
    std::size_t length_;
    std::uint8_t* flags_;
    std::size_t local_end_ = 0;   // end of the last run of local characters scanned
    std::size_t domain_end_ = 0;  // end of the address it begins, 0 for none
};

}  // namespace zhnlp
