// A text as a tagger reads it: words by their numbers and classes.
//
//     words     在   １９９８年  开赛   的   ␣   哈尔滨队       blanks are skipped
//     position  0    1           2      3        4
//     form      在   #年         开赛   的       哈尔滨队       # for digits (see word_form)
//     number    17   80          9041   2        -              in the lexicon
//     token     在   #年         v,vn   的       Han of 4       number if known well, else class
//     class     在   t           v,vn   的       Han of 4       by usual tags; of unknown words, by shape
//     allowed   p v  t           v vn   u        n nr ns …      labels that it may have; the
//                                                               user's, if it is a word of his
//
// An anchor is a word that is not nominal: the nearest ones show what is around a noun phrase
// (在 … 举行). Tag dictionaries after Ratnaparkhi (1996). Words of signs have labels of signs,
// whatever the model says, and rare characters none of persons without a surname before them.
//
// One walk through the lexicon for a word, two for an unknown one. Any code points and any rising
// ends are valid. Words longer than kLongestWord are classified by their first and last characters.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "large_room.hpp"
#include "prefetch.hpp"
#include "tag_words.hpp"

namespace zhnlp {

class TagText {
public:
    explicit TagText(const TagConfig& config) : config_(config) {}

    // Reads the words of a text, the i-th of which ends at word_ends[i].
    void set(const char32_t* text, const std::uint32_t* word_ends, std::size_t n_words) {
        text_ = text;
        positions_.assign(kAround, Position{});
        positions_.reserve(n_words + 2 * kAround);
        find_numbers(word_ends, n_words);
        std::uint32_t start = 0;
        for (std::size_t i = 0; i < n_words; start = word_ends[i++])
            if (numbers_[i].is_common || !blank(start, word_ends[i]))
                add(static_cast<std::uint32_t>(i), start, word_ends[i]);
        positions_.resize(positions_.size() + kAround);
        find_anchors();
    }

    // The number of positions: words that are not blank.
    std::size_t size() const { return positions_.size() - 2 * kAround; }

    // Which word of the text is at a position.
    std::size_t word(std::size_t position) const { return positions_[position + kAround].word; }

    // The labels that a position may have, as bits.
    std::uint64_t allowed(std::size_t position) const {
        return positions_[position + kAround].allowed;
    }

protected:
static constexpr std::size_t kAround = 3;  // positions without a word on either side

    struct Position {
        std::uint64_t allowed = 1;
        std::uint32_t word = 0, start = 0, end = 0;
        std::uint32_t token = kNoWord;  // number of the word + kMostClasses, or its class
        std::uint32_t before = kNoWord, after = kNoWord;  // tokens of the nearest anchors
        std::uint32_t number = 0, cluster = 0;  // in the lexicon, + 1; clusters of the form, + 1
        std::uint16_t cls = kNoWord;
        std::uint8_t known = 2;
        bool anchor = false;
        bool open = false;  // more than one label is allowed
    };

    std::uint64_t symbol(std::size_t i) const {
        const char32_t c = narrow(text_[i]);
        if (const Symbol symbol = config_.alphabet[c]) return symbol;
        const CharClass cls = char_class(c);
        return cls == kHan ? std::uint64_t{kUnknownHan} : std::uint64_t{kScript} + cls;
    }

    std::size_t n_known() const { return std::min(config_.n_words, kMostWords); }

    // The number of the word, a huge one if it is not in the lexicon.
    std::size_t look_up(std::size_t start, std::size_t end) const {
        if (end - start > kLongestWord) return static_cast<std::size_t>(-1);
        char32_t form[kLongestWord];
        std::size_t n = end - start;
        std::int64_t number;
        if (is_common_han(start, end)) {  // its own form
            number = config_.lexicon.find(text_ + start, n);
        } else {
            n = word_form(text_, start, end, false, form);
            number = config_.lexicon.find(form, n);
        }
        if (number < 0 && n > 1) {
            n = word_form(text_, start, end, true, form);
            number = config_.lexicon.find(form, n);
        }
        return static_cast<std::size_t>(number);
    }

    const TagConfig& config_;
    const char32_t* text_ = nullptr;
    std::vector<Position> positions_;

private:
    struct Number {
        std::uint32_t number;  // in the lexicon; kUnknown if it is not there
        bool is_common;        // see is_common_han
    };
    static constexpr std::uint32_t kUnknown = 0xFFFFFFFF;

    // The number of a word of up to three common characters, which are the key.
    struct Kept {
        std::uint64_t key;  // 0 for none
        std::uint64_t number;
    };
    static constexpr unsigned kKeptBits = 12;

    struct Missed {
        std::uint64_t key;  // 0 if it is not to be kept
        std::size_t word;
    };

    bool blank(std::size_t start, std::size_t end) const {
        for (; start < end; ++start)
            if (char_class(text_[start]) != kSpace) return false;
        return true;
    }

    // Whether a word consists of characters of the block that has all common ones.
    bool is_common_han(std::size_t start, std::size_t end) const {
        while (start < end && text_[start] - 0x4E00u < 0x5200u) ++start;
        return start == end;
    }

    void add(std::uint32_t word, std::uint32_t start, std::uint32_t end) {
        // Made where it stays: loads of a copy would wait for the smaller stores before.
        positions_.emplace_back();
        Position& position = positions_.back();
        position.word = word;
        position.start = start;
        position.end = end;
        std::size_t row;
        const auto [number, is_common] = numbers_[word];
        const SignKind sign = is_common ? SignKind::kNone : sign_kind(text_, start, end);
        if (number < n_known()) {
            const TagWord& found = config_.words[number];
            position.cls = found.cls();
            position.known = found.known();
            position.anchor = found.anchor();
            position.number = static_cast<std::uint32_t>(number) + 1;
            if (config_.clusters) position.cluster = config_.clusters[number];
            row = found.candidates();
        } else {
            row = position.cls = word_shape(text_, start, end);
            position.known = 0;
        }
        position.token =
            position.known ? static_cast<std::uint32_t>(number + kMostClasses) : position.cls;
        position.allowed = row < config_.n_candidates ? config_.candidates[row] : ~std::uint64_t{0};
        if (sign != SignKind::kNone)
            position.allowed =
                sign_labels(config_, position.allowed, sign, narrow(text_[start]) == '_');
        else if (!is_common && (!position.known || end - start == 1) &&
                 has_rare_han(text_, start, end))
            position.allowed = without_names(position.allowed, config_.nouns);
        else if (is_unseen(start, end, position.known))
            position.allowed = without_names(position.allowed, position.allowed);
        if (const std::uint64_t wanted = user_labels(start, end)) position.allowed = wanted;
        position.open = (position.allowed & (position.allowed - 1)) != 0;
    }

    // Whether a word is one character that lexicon and training texts lack.
    bool is_unseen(std::size_t start, std::size_t end, bool known) const {
        return !known && end - start == 1 && char_class(text_[start]) == kHan &&
               !config_.alphabet[text_[start]];
    }

    // The labels `others`, but persons' names only as far as they are `allowed` and a surname can
    // be before them.
    std::uint64_t without_names(std::uint64_t allowed, std::uint64_t others) const {
        if (!config_.nouns) return allowed;
        others &= ~config_.names;
        if (!others) others = config_.nouns;
        if (positions_.size() == kAround + 1) return others;
        const Position& before = *(positions_.end() - 2);
        const bool surname = before.end - before.start == 1 || !(before.allowed & ~config_.names);
        return others | (surname ? before.allowed & allowed & config_.names : 0);
    }

    // The labels that the user allows a word, 0 for any.
    std::uint64_t user_labels(std::size_t start, std::size_t end) const {
        if (config_.user_words.empty()) return 0;
        const std::int64_t number = config_.user_words.find(text_ + start, end - start);
        const std::size_t at = static_cast<std::size_t>(number);  // huge if it is none of them
        return at < config_.n_user_words ? config_.user_candidates[at] : 0;
    }

    // Sets the numbers of all words. Most words of a text are few that come again: their numbers
    // are kept. For the others, the node of the second character is prefetched before any is
    // looked up. Measured: a tenth of the tagger's time.
    void find_numbers(const std::uint32_t* word_ends, std::size_t n_words) {
        numbers_.resize(n_words);
        missed_.clear();
        if (kept_.empty()) kept_ = ZeroedRoom<Kept>(std::size_t{1} << kKeptBits);
        const std::size_t length = n_words ? word_ends[n_words - 1] : 0;
        std::uint32_t start = 0;
        for (std::size_t i = 0; i < n_words; start = word_ends[i++]) {
            const std::uint64_t key = key_of(start, word_ends[i], length);
            const Kept& kept = kept_[place_of(key)];
            numbers_[i] = {static_cast<std::uint32_t>(kept.number), true};
            if (key && kept.key == key) continue;
            missed_.push_back({key, i});
            const Trie& trie = config_.lexicon;
            if (word_ends[i] - start > 1)
                trie.fetch(trie.first(trie.code(text_[start])), trie.code(text_[start + 1]));
        }
        for (const Missed& own : missed_) {
            const std::size_t from = own.word ? word_ends[own.word - 1] : 0;
            const std::size_t end = word_ends[own.word];
            const std::size_t found = look_up(from, end);
            const std::uint32_t number =
                found < n_known() ? static_cast<std::uint32_t>(found) : kUnknown;
            numbers_[own.word] = {number, own.key || is_common_han(from, end)};
            if (own.key) kept_[place_of(own.key)] = {own.key, number};
        }
        for (const Number& own : numbers_)
            if (own.number < n_known()) prefetch(config_.words + own.number);
    }

    // What text[start:end] is kept by: its characters, or 0 if one is not common or there are more
    // than three. Without jumps, as lengths cannot be foreseen.
    std::uint64_t key_of(std::size_t start, std::size_t end, std::size_t length) const {
        const std::size_t n = end - start;
        if (n > 3 || start + 3 > length) return 0;
        const char32_t* const at = text_ + start;
        const std::uint64_t second = at[1] & -char32_t{n > 1}, third = at[2] & -char32_t{n > 2};
        const bool is_common = (at[0] - 0x4E00u < 0x5200u) & ((n < 2) | (at[1] - 0x4E00u < 0x5200u)) &
                               ((n < 3) | (at[2] - 0x4E00u < 0x5200u));
        return (at[0] | second << 21 | third << 42) & -std::uint64_t{is_common};
    }

    static std::size_t place_of(std::uint64_t key) {
        return static_cast<std::size_t>(key * 0x9E3779B97F4A7C15u >> (64 - kKeptBits));
    }

    // Masks, as compilers make jumps of choices, and which words are anchors is not foreseen.
    void find_anchors() {
        const auto nearest = [](std::uint32_t token, bool anchor, std::uint32_t before) {
            const std::uint32_t is_anchor = -std::uint32_t{anchor};
            return (token & is_anchor) | (before & ~is_anchor);
        };
        const std::size_t n = size();
        std::uint32_t near = kNoWord;
        for (std::size_t i = kAround; i < kAround + n; ++i) {
            positions_[i].before = near;
            near = nearest(positions_[i].token, positions_[i].anchor, near);
        }
        near = kNoWord;
        for (std::size_t i = kAround + n; i-- > kAround;) {
            positions_[i].after = near;
            near = nearest(positions_[i].token, positions_[i].anchor, near);
        }
    }

    std::vector<Number> numbers_;  // of the words
    std::vector<Missed> missed_;
    ZeroedRoom<Kept> kept_;
};

}  // namespace zhnlp
