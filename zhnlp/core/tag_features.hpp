// What a tagger looks at: words as numbers, their classes, and n-grams of both.
//
//     words    在   １９９８年   开赛   的   ␣   哈尔滨队      blanks are passed over
//     form     在   #年          开赛   的       哈尔滨队      # digits, also Latin letters and
//     place    0    1            2      3        4             numerals (see word_form)
//     number   17   80           -      2        -             in the lexicon
//     class    p    t            v      的       Han of 4      of a known word: its usual tags
//     token    在   #年          v      的       Han of 4      number if known well, else class
//     tags     p v  t            v vn   u        n nr ns …     the labels it may have
//
// A gram is a token, a class or two or three of them, or (for words not known
// well) some characters; it has one row of weights for each place it speaks
// about. Grams all of whose places have only one label are left out: there is
// nothing to decide. About ten grams a word remain.
//
// Costs one walk through the lexicon a word, two for unknown ones. Any code
// points and any bounds will do; words longer than kLongest are judged by their
// first characters and their last.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "atoms.hpp"
#include "sequence.hpp"
#include "trie.hpp"
#include "words.hpp"

namespace zhnlp {

// Shapes of words, the classes of those that the lexicon lacks.
enum Shape : std::uint16_t {
    kNoWord = 0,   // before the first place and after the last
    kHan1 = 1,     // Han characters only, of 1, 2, 3, 4, more
    kHanLong = 5,
    kNumeral = 6,  // Chinese numerals only
    kNumeralHan = 7,
    kDigits = 8,   // digits and what joins them
    kDigitsHan = 9,
    kLetters = 10,  // letters of any script, perhaps with digits
    kLettersHan = 11,
    kSigns = 12,
    kOtherShape = 13,
    kFirstClass = 16,  // classes from here on are the lexicon's
};

// What is known of a word.
struct TagWord {
    std::uint16_t cls;         // words of one class are used alike
    std::uint16_t candidates;  // the labels it may have: a row of TagKnowledge::candidates
    std::uint16_t cluster;     // words of one cluster have like neighbours in raw text; 0 for none
    std::uint16_t known;       // 0: only its class; 1: itself too; 2: so well that its characters tell nothing
};

struct TagKnowledge {
    Alphabet alphabet;
    Trie lexicon;                          // from forms of words to numbers
    const TagWord* words = nullptr;        // by number
    std::size_t n_words = 0;
    const std::uint64_t* candidates = nullptr;  // bit masks of labels, first those of the kFirstClass shapes
    std::size_t n_candidates = 0;
};

constexpr std::size_t kLongest = 24;

inline bool digit_joint(char32_t c) { return c == '.' || c == ',' || c == ':' || c == 0xB7; }

// Writes text[start:end], which is not empty and not longer than kLongest, as the
// lexicon has it, and returns its length: a number in digits as kNumberClass, a
// run of Latin letters as kLatinClass and (if `numerals`) of two or more Chinese
// numerals as kNumeralClass; full width as half.
inline std::size_t word_form(const char32_t* text, std::size_t start, std::size_t end,
                             bool numerals, char32_t* form) {
    std::size_t n = 0;
    for (std::size_t i = start; i < end;) {
        const char32_t c = narrow(text[i++]);
        const CharClass cls = char_class(c);
        if (cls == kDigit) {
            while (i < end && (char_class(text[i]) == kDigit ||
                               (i + 1 < end && digit_joint(narrow(text[i])) && char_class(text[i + 1]) == kDigit)))
                ++i;
            form[n++] = kNumberClass;
        } else if (cls == kLatin) {
            while (i < end && char_class(text[i]) == kLatin) ++i;
            form[n++] = kLatinClass;
        } else if (numerals && i < end && is_numeral(c) && is_numeral(text[i])) {
            while (i < end && is_numeral(text[i])) ++i;
            form[n++] = kNumeralClass;
        } else {
            form[n++] = c;
        }
    }
    return n;
}

inline Shape word_shape(const char32_t* text, std::size_t start, std::size_t end) {
    const std::size_t length = end - start;
    std::size_t han = 0, numerals = 0, digits = 0, letters = 0, signs = 0, n = 0;
    for (std::size_t i = start; i < end; ++i) {
        if (n == kLongest / 2 && end - i > kLongest / 2) i = end - kLongest / 2;
        ++n;
        switch (char_class(text[i])) {
            case kHan: ++(is_numeral(text[i]) ? numerals : han); break;
            case kDigit: ++digits; break;
            case kLatin:
            case kLetter:
            case kKana:
            case kHangul: ++letters; break;
            case kOther: ++signs; break;
            default: break;
        }
    }
    const bool any_han = han + numerals > 0;
    if (letters) return any_han ? kLettersHan : kLetters;
    if (digits) return any_han ? kDigitsHan : kDigits;
    if (signs == n) return kSigns;
    if (numerals == n) return length == 1 ? kHan1 : kNumeral;
    if (numerals && is_numeral(text[start])) return kNumeralHan;
    if (any_han) return static_cast<Shape>(kHan1 + std::min<std::size_t>(length, 5) - 1);
    return kOtherShape;
}

class TagFeatures {
public:
    explicit TagFeatures(const TagKnowledge& knowledge) : know_(&knowledge) {}

    // Read the words of a text; `word_ends` rise to its length.
    void set(const char32_t* text, const std::uint32_t* word_ends, std::size_t n_words) {
        text_ = text;
        places_.assign(kAround, Place{});
        std::size_t start = 0;
        for (std::size_t i = 0; i < n_words; start = word_ends[i++])
            if (word_ends[i] > start && !blank(start, word_ends[i])) add(i, start, word_ends[i]);
        places_.resize(places_.size() + kAround);
        left_.assign(size() + 1, 0); right_ = left_;
        for (std::size_t i = 1; i <= size(); ++i) left_[i] = i >= 2 && anchor(i - 2) ? places_[i - 2 + kAround].token : left_[i - 1];
        for (std::size_t i = size(); i >= 1; --i) right_[i] = i < size() && anchor(i) ? places_[i + kAround].token : i < size() ? right_[i + 1] : 0;
    }

    // The number of places: words that are not blank.
    std::size_t size() const { return places_.size() - 2 * kAround; }

    // The number of the word at a place.
    std::size_t word(std::size_t place) const { return places_[place + kAround].word; }

    // The labels that may stand at a place, a bit each.
    std::uint64_t allowed(std::size_t place) const { return places_[place + kAround].allowed; }

    // Calls sink(key, row, rows) for the grams of the text, where `row` is the first
    // of the places they speak about; it may lie up to two before the first place,
    // and the last up to two behind the last.
    template <class Sink>
    void each(Sink& sink) const {
        const std::ptrdiff_t n = static_cast<std::ptrdiff_t>(size());
        for (std::ptrdiff_t i = -1; i < n; ++i) {
            const Place* const p = &places_[static_cast<std::size_t>(i) + kAround];
            const auto gram = [&](unsigned kind, std::uint64_t content, std::ptrdiff_t from, unsigned rows) {
                bool open = false;
                for (unsigned r = 0; r < rows; ++r) open |= p[from + r].open;
                if (open) sink(feature(kind, content), i + from, rows);
            };
            gram(1, p[0].token, -2, 5);
            gram(2, p[0].token << 20 | p[1].token, -1, 4);
            gram(3, p[0].cls << 12 | p[1].cls, -1, 4);
            gram(4, p[0].cls << 24 | p[1].cls << 12 | p[2].cls, 0, 3);
            gram(5, p[-1].cls << 32 | p[0].token << 12 | p[1].cls, 0, 1);
            gram(6, p[-1].token << 20 | p[1].token, 0, 1);
            gram(7, p[0].token << 20 | p[2].token, 0, 3);
            gram(14, p[0].cluster, -2, 5);
            gram(15, p[0].cluster << 12 | p[1].cluster, -1, 4);
            gram(16, p[-1].cluster << 32 | p[0].token << 12 | p[1].cluster, 0, 1);
            gram(17, p[0].cls << 12 | p[0].cluster, 0, 1);
            gram(18, p[-1].cls << 24 | p[0].cluster << 12 | p[1].cls, 0, 1);
            gram(19, p[-1].cluster << 24 | p[0].cls << 12 | p[1].cluster, 0, 1);
            gram(20, p[-1].cluster << 20 | p[0].token, 0, 1);
            gram(21, p[1].cluster << 20 | p[0].token, 0, 1);
            gram(28, p[0].token << 20 | left_[i + 1], 0, 1);
            gram(29, p[0].token << 20 | right_[i + 1], 0, 1);
            gram(30, left_[i + 1] << 32 | p[0].cls << 20 | right_[i + 1], 0, 1);
            gram(31, left_[i + 1] << 20 | right_[i + 1], 0, 1);
            gram(22, p[-3].token << 20 | p[0].cls, 0, 1);
            gram(23, p[3].token << 20 | p[0].cls, 0, 1);
            gram(24, p[-1].token << 36 | p[0].token << 16 | (p[1].token & 0xFFFF), -1, 3);
            gram(25, p[-2].cls << 24 | p[-1].cls << 12 | p[0].cls, 0, 1);
            gram(26, p[-2].cls << 24 | p[-1].cls << 12 | p[1].cls, 0, 1);
            gram(27, p[-1].cls << 24 | p[1].cls << 12 | p[2].cls, 0, 1);
            if (i >= 0 && p[0].known < 2) characters(p, gram);
        }
    }

private:
    static constexpr std::size_t kAround = 3;  // empty places on either side
    static constexpr std::uint64_t kTokens = 0xFFFFF, kClasses = 0xFFF;

    struct Place {
        std::uint64_t allowed = 1, token = kNoWord, cls = kNoWord, cluster = 0;
        std::uint32_t word = 0, start = 0, end = 0;
        std::uint16_t known = 2;
        bool open = false;  // more than one label is allowed
    };

    std::vector<std::uint64_t> left_, right_;
    bool anchor(std::size_t i) const { return places_[i + kAround].known == 3; }
    bool blank(std::size_t start, std::size_t end) const {
        for (; start < end; ++start)
            if (char_class(text_[start]) != kSpace) return false;
        return true;
    }

    void add(std::size_t word, std::size_t start, std::size_t end) {
        Place place;
        const std::int64_t number = look_up(start, end);
        std::size_t row;
        if (number >= 0 && static_cast<std::size_t>(number) < know_->n_words) {
            const TagWord& found = know_->words[number];
            place.cls = found.cls & kClasses;
            place.token = found.known ? (static_cast<std::uint64_t>(number) + kClasses + 1) & kTokens : place.cls;
            place.known = found.known;
            place.cluster = found.cluster & kClasses;
            row = found.candidates;
        } else {
            row = word_shape(text_, start, end);
            place.cls = place.token = row;
            place.known = 0;
        }
        place.allowed = row < know_->n_candidates ? know_->candidates[row] : 1;
        place.open = (place.allowed & (place.allowed - 1)) != 0;
        place.word = static_cast<std::uint32_t>(word);
        place.start = static_cast<std::uint32_t>(start);
        place.end = static_cast<std::uint32_t>(end);
        places_.push_back(place);
    }

    std::int64_t look_up(std::size_t start, std::size_t end) const {
        if (end - start > kLongest) return -1;
        char32_t form[kLongest];
        const std::size_t n = word_form(text_, start, end, false, form);
        const std::int64_t number = know_->lexicon.find(form, n);
        if (number >= 0 || n < 2) return number;
        return know_->lexicon.find(form, word_form(text_, start, end, true, form));
    }

    // What the characters of a word say.
    template <class Gram>
    void characters(const Place* p, Gram gram) const {
        const std::size_t start = p->start, end = p->end, n = end - start;
        const std::uint64_t first = symbol(start), last = symbol(end - 1), length = std::min<std::size_t>(n, 5);
        gram(8, length << 16 | first, 0, 1);
        gram(9, length << 16 | last, -1, 3);
        gram(10, p->cls << 16 | last, 0, 1);
        if (n < 2) return;
        gram(11, n == 2 ? 0 : first << 16 | symbol(start + 1), 0, 1);
        gram(12, symbol(end - 2) << 16 | last, 0, 1);
        gram(13, p->cls << 16 | first, 0, 1);
    }

    std::uint64_t symbol(std::size_t i) const {
        const char32_t c = narrow(text_[i]);
        if (const Symbol symbol = know_->alphabet[c]) return symbol;
        const CharClass cls = char_class(c);
        return cls == kHan ? std::uint64_t{kUnknownHan} : static_cast<std::uint64_t>(kScript) + cls;
    }

    const TagKnowledge* know_;
    const char32_t* text_ = nullptr;
    std::vector<Place> places_;
};

}  // namespace zhnlp
