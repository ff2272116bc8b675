// A word as a tagger reads it: its form, its shape, and its entry in the lexicon.
//
//     word      １９９８年   哈尔滨队    二〇二六
//     form      #年          哈尔滨队    #            as in the lexicon (see word_form)
//     shape     digits, Han  Han of 4    numerals     the class of a form that the lexicon lacks
//
// Any code points are valid. Time is linear in the word, and bounded for long ones.

#pragma once

#include <algorithm>
#include <cstdint>

#include "atoms.hpp"
#include "trie.hpp"

namespace zhnlp {

// Shapes of words: the classes of those that the lexicon lacks.
enum Shape : std::uint16_t {
    kNoWord = 0,  // before the first word and after the last
    kHan1 = 1,    // Chinese characters only, of 1, 2, 3, 4, more
    kHanLong = 5,
    kNumerals = 6,  // Chinese numerals only
    kNumeralsHan = 7,
    kDigits = 8,  // digits and what joins them
    kDigitsHan = 9,
    kLetters = 10,  // letters of any script, perhaps with digits
    kLettersHan = 11,
    kSigns = 12,
    kOtherShape = 13,
    kFirstClass = 16,  // the classes of the lexicon begin here
};

// The entry of a word in the lexicon, in 32 bits:
//
//     0 … 11   its class, which words of similar use share; below kMostClasses
//     12 … 25  its row of TagConfig::candidates
//     26, 27   0: only its class is a feature; 1: the word is, too; 2: the word is so
//              frequent that its characters are not
//     28       it is an anchor: not nominal
struct TagWord {
    std::uint32_t bits;
    std::uint16_t cls() const { return bits & 0xFFF; }
    std::size_t candidates() const { return bits >> 12 & 0x3FFF; }
    std::uint8_t known() const { return bits >> 26 & 3; }
    bool anchor() const { return bits >> 28 & 1; }
};

constexpr std::size_t kMostClasses = 1 << 12, kMostWords = (1 << 20) - kMostClasses;
constexpr std::size_t kLongestWord = 24;

// What a tagger reads words with. Set up once, then constant. The six from `signs` on are labels as
// bits; where one is 0, the rule that needs it does not apply.
struct TagConfig {
    Alphabet alphabet;               // of the characters of words that are not frequent
    Trie lexicon;                    // from forms to numbers below kMostWords
    const TagWord* words = nullptr;  // by number
    std::size_t n_words = 0;
    const std::uint64_t* candidates =
        nullptr;  // labels as bits; the first kFirstClass rows are those of shapes
    std::size_t n_candidates = 0;
    const std::uint32_t* clusters =
        nullptr;                // of the forms by number, + 1; none: features without clusters
    std::uint64_t signs = 0;    // of words without letter, digit or Han character
    std::uint64_t symbols = 0;  // of emoji
    std::uint64_t nouns = 0;    // of rare characters
    std::uint64_t names = 0;    // of persons' names
    std::uint64_t units = 0;    // of signs that are units
    std::uint64_t numbers = 0;  // of signs that are numbers
    Trie user_words;            // the user's own, as they are written
    const std::uint64_t* user_candidates = nullptr;  // by their numbers; 0 for no say
    std::size_t n_user_words = 0;
};

// Writes the form of text[start:end], which is not longer than kLongestWord, and returns
// its length: digits and what joins them become kNumberClass, a run of Latin letters
// kLatinClass, two or more Chinese numerals (if `numerals`) kNumeralClass, and any other
// character its half-width form.
inline std::size_t word_form(const char32_t* text, std::size_t start, std::size_t end,
                             bool numerals, char32_t* form) {
    const auto is = [&](std::size_t i, CharClass cls) {
        return i < end && char_class(text[i]) == cls;
    };
    const auto joint = [&](std::size_t i) {
        const char32_t c = i < end ? narrow(text[i]) : 0;
        return (c == '.' || c == ',' || c == ':' || c == 0xB7) && is(i + 1, kDigit);
    };
    std::size_t n = 0;
    for (std::size_t i = start; i < end;) {
        const char32_t c = narrow(text[i]);
        if (is(i, kDigit)) {
            do ++i;
            while (is(i, kDigit) || joint(i));
            form[n++] = kNumberClass;
        } else if (is(i, kLatin)) {
            do ++i;
            while (is(i, kLatin));
            form[n++] = kLatinClass;
        } else if (numerals && is_numeral(c) && i + 1 < end && is_numeral(text[i + 1])) {
            do ++i;
            while (i < end && is_numeral(text[i]));
            form[n++] = kNumeralClass;
        } else {
            ++i;
            form[n++] = c;
        }
    }
    return n;
}

// What a word is that has no letter, digit or Han character. A keycap (1 and U+20E3) is an emoji,
// and so is a sign before U+FE0F, which asks for its picture (©️). A unit (℃) or a number (①) is one
// sign alone.
constexpr char32_t kPicture = 0xFE0F;
enum class SignKind {
    kNone,
    kSign,
    kEmoji,
    kUnit,
    kNumber
};

// Signs that Unicode counts as emoji, too, and that are no punctuation.
inline bool is_picture_sign(char32_t c) {
    return c == U'©' || c == U'®' || c == U'™' || c == U'㊗' || c == U'㊙';
}

// ℃, ℉, and those in a square: ㎏, ㎡.
inline bool is_unit_sign(char32_t c) {
    return c == U'℃' || c == U'℉' || (c >= U'\u3380' && c <= U'\u33DF');
}

// Numbers in circles (①, ⓪, ❶, ㊀) and brackets (⑴, ㈠), and before dots (⒈).
inline bool is_number_sign(char32_t c) {
    return (c >= U'①' && c <= U'⒛') || (c >= U'⓪' && c <= U'⓿') || (c >= U'❶' && c <= U'➓') ||
           (c >= U'㈠' && c <= U'㈩') || (c >= U'㊀' && c <= U'㊉');
}

inline SignKind sign_kind(const char32_t* text, std::size_t start, std::size_t end) {
    if (end - start == 1 && is_unit_sign(text[start])) return SignKind::kUnit;
    if (end - start == 1 && is_number_sign(text[start])) return SignKind::kNumber;
    const auto at = [&](std::size_t i) { return i < end ? text[i] : 0; };
    SignKind kind = SignKind::kSign;
    for (std::size_t i = start; i < end; ++i) {
        const std::size_t cap = i + (at(i + 1) == kPicture ? 2 : 1);
        if (at(cap) == 0x20E3) {
            kind = SignKind::kEmoji;
            i = cap;
            continue;
        }
        switch (char_class(text[i])) {
            case kPictograph:
            case kRegional:
                kind = SignKind::kEmoji;
                break;
            case kOther:
                if (at(i + 1) == kPicture || is_picture_sign(text[i])) kind = SignKind::kEmoji;
                break;
            case kLatin:
                if (narrow(text[i]) != '_') return SignKind::kNone;
                break;
            case kHan:
            case kDigit:
            case kKana:
            case kHangul:
            case kLetter:
                return SignKind::kNone;
            default:
                break;
        }
    }
    return kind;
}

// The labels of a word of signs; those it was seen with only if they are signs, or one other.
inline std::uint64_t sign_labels(const TagConfig& config, std::uint64_t allowed, SignKind kind,
                                 bool low_line) {
    const std::uint64_t own = kind == SignKind::kEmoji ? config.symbols : config.signs;
    const std::uint64_t any = config.symbols | config.signs;
    if (!any) return allowed;
    if (kind == SignKind::kUnit && config.units) return config.units;
    if (kind == SignKind::kNumber && config.numbers) return config.numbers;
    if (kind == SignKind::kEmoji || low_line) return own;
    if (allowed & any) return allowed & any;
    return allowed & (allowed - 1) ? own : allowed;
}

// The flat cluster for level 3, else a nested one; plus one, 0 for none.
inline std::uint64_t cluster_at(std::uint32_t clusters, unsigned level) {
    if (!clusters) return 0;
    const std::uint32_t nested = (clusters - 1) >> 10;
    return (level == 3 ? (clusters - 1) & 0x3FF : nested >> 2 * level) + 1;
}

// Whether a word consists of Han characters, one of them outside of the block that has all common
// ones. 〇 is a numeral.
inline bool has_rare_han(const char32_t* text, std::size_t start, std::size_t end) {
    bool rare = false;
    for (std::size_t i = start; i < end; ++i) {
        if (char_class(text[i]) != kHan) return false;
        rare = rare || (text[i] - 0x4E00u >= 0x5200u && text[i] != U'〇');
    }
    return rare;
}

// The shape of text[start:end]; only the first and last characters of a long word count.
inline Shape word_shape(const char32_t* text, std::size_t start, std::size_t end) {
    const std::size_t length = end - start;
    std::size_t han = 0, numerals = 0, digits = 0, letters = 0, signs = 0, seen = 0;
    for (std::size_t i = start; i < end; ++i, ++seen) {
        if (length > kLongestWord && seen == kLongestWord / 2) i = end - kLongestWord / 2;
        switch (char_class(text[i])) {
            case kHan:
                ++(is_numeral(text[i]) ? numerals : han);
                break;
            case kDigit:
                ++digits;
                break;
            case kOther:
                ++signs;
                break;
            case kLatin:
            case kLetter:
            case kKana:
            case kHangul:
                ++letters;
                break;
            default:
                break;
        }
    }
    const bool any_han = han + numerals > 0;
    if (letters) return any_han ? kLettersHan : kLetters;
    if (digits) return any_han ? kDigitsHan : kDigits;
    if (signs == seen) return kSigns;
    if (!any_han) return kOtherShape;
    if (length > 1 && numerals == seen) return kNumerals;
    if (length > 1 && is_numeral(text[start])) return kNumeralsHan;
    return static_cast<Shape>(std::min<std::size_t>(length, kHanLong));
}

}  // namespace zhnlp
