// The features of a tagger: words by their numbers and classes.
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
// A feature is one to three of these, or characters of a word that is not well known. It
// has a row of label weights for each position that it covers, and is left out if all of
// these allow one label only: there is nothing to decide. An anchor is a word that is not
// nominal: the nearest ones show what is around a noun phrase (在 … 举行). Tag
// dictionaries after Ratnaparkhi (1996). Words of signs have labels of signs, whatever the model
// says, and rare characters none of persons without a surname before them.
//
// About seven features a word. One walk through the lexicon for a word, two for an unknown
// one. Any code points and any rising ends are valid. Words longer than kLongestWord are
// classified by their first and last characters.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sequence.hpp"
#include "tag_words.hpp"

namespace zhnlp {

class TagFeatures {
public:
    explicit TagFeatures(const TagConfig& config) : config_(config) {}

    // Reads the words of a text, the i-th of which ends at word_ends[i].
    void set(const char32_t* text, const std::uint32_t* word_ends, std::size_t n_words) {
        text_ = text;
        positions_.assign(kAround, Position{});
        find_numbers(word_ends, n_words);
        std::uint32_t start = 0;
        for (std::size_t i = 0; i < n_words; start = word_ends[i++])
            if (!blank(start, word_ends[i]))
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

    // Calls sink(key, row, rows) for every feature: it covers `rows` positions from `row` on,
    // of which up to three are before the first position and two after the last.
    template <class Sink>
    void each(Sink& sink) const {
        const std::ptrdiff_t n = static_cast<std::ptrdiff_t>(size());
        for (std::ptrdiff_t i = -1; i < n; ++i) {
            const Position* const p =
                &positions_[static_cast<std::size_t>(i + static_cast<std::ptrdiff_t>(kAround))];
            const auto gram = [&](unsigned kind, std::uint64_t content, std::ptrdiff_t from,
                                  unsigned rows) {
                bool open = false;
                for (std::ptrdiff_t r = 0; r < static_cast<std::ptrdiff_t>(rows); ++r)
                    open |= p[from + r].open;
                if (open) sink(feature(kind, content), i + from, rows);
            };
            words(p, gram);
            if (i >= 0 && p->known < 2) characters(*p, gram);
            if (config_.clusters) clusters(*p, p, gram);
        }
    }

private:
    static constexpr std::size_t kAround = 3;  // positions without a word on either side
    static constexpr std::size_t kFetchAhead = 8;

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

    // The content of features of two or three: tokens have 20 bits, classes 12.
    static std::uint64_t pair(std::uint64_t a, std::uint64_t b) { return a << 20 | b; }
    static std::uint64_t triple(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
        return (a << 20 | b) << 12 | c;
    }

    // The features that begin at `p`, or have it in their middle.
    template <class Gram>
    static void words(const Position* p, Gram gram) {
        gram(8, p[0].token, -2, 5);
        gram(9, pair(p[0].token, p[1].token), -1, 4);
        gram(10, pair(p[0].cls, p[1].cls), -1, 4);
        gram(11, triple(p[-1].cls, p[0].token, p[1].cls), 0, 1);
        gram(12, pair(p[-1].token, p[1].token), 0, 1);
        gram(15, pair(p[0].token, p[0].before), 0, 1);
        gram(16, pair(p[0].token, p[0].after), 0, 1);
    }

    // The features of the characters of a word, for it and for its neighbours.
    template <class Gram>
    void characters(const Position& position, Gram gram) const {
        const std::size_t length = position.end - position.start;
        const std::uint64_t first = symbol(position.start), last = symbol(position.end - 1);
        const std::uint64_t about = std::min<std::size_t>(length, 5);
        gram(23, pair(about, first), 0, 1);
        gram(24, pair(about, last), -1, 3);
        gram(25, pair(position.cls, last), 0, 1);
        if (length < 2) return;
        gram(26, pair(position.cls, first), 0, 1);
        gram(27, pair(symbol(position.end - 2), last), 0, 1);
        if (length > 2) gram(28, pair(first, symbol(position.start + 1)), 0, 1);
    }

    // More features, for few texts: classes and clusters alone and with those beside, parts.
    template <class Gram>
    void clusters(const Position& position, const Position* p, Gram gram) const {
        gram(17, p[0].cls, -2, 5);
        gram(18, pair(p[-1].cls, p[1].cls), 0, 1);
        gram(19, p[0].number, -2, 5);
        for (unsigned level = 0; level < 4; ++level) {
            const auto at = [&](std::ptrdiff_t i) { return cluster_at(p[i].cluster, level); };
            gram(32 + level, at(0), -1, 3);
            gram(36 + level, pair(at(0), at(1)), -1, 4);
            gram(40 + level, pair(at(-1), at(1)), 0, 1);
        }
        if (position.start == position.end) return;
        const std::uint64_t length = std::min<std::size_t>(position.end - position.start, 5);
        const std::uint64_t first = part(position, true), last = part(position, false);
        gram(20, pair(first, length), 0, 1);
        gram(21, pair(last, length), 0, 1);
        gram(22, pair(first, last), 0, 1);
        gram(44, symbol(position.start), 0, 1);
        gram(45, symbol(position.end - 1), 0, 1);
        for (std::size_t i = position.start + 1; i + 1 < position.end; ++i)
            if (i - position.start < kLongestWord) gram(46, symbol(i), 0, 1);
        if (position.end - position.start > 2)
            gram(47,
                 pair(pair(symbol(position.end - 3), symbol(position.end - 2)),
                      symbol(position.end - 1)) &
                     ((std::uint64_t{1} << 56) - 1),
                 0, 1);
    }

    // The class and length of the longest word that a word begins or ends with.
    std::uint64_t part(const Position& position, bool at_start) const {
        const std::size_t length = std::min<std::size_t>(position.end - position.start, 5);
        for (std::size_t n = length - 1; n > 0; --n) {
            const std::size_t start = at_start ? position.start : position.end - n;
            const std::size_t number = look_up(start, start + n);
            if (number >= n_known()) continue;
            const std::uint64_t cls = config_.words[number].cls();
            if (cls >= kFirstClass) return cls << 3 | n;
        }
        return 0;
    }

    std::uint64_t symbol(std::size_t i) const {
        const char32_t c = narrow(text_[i]);
        if (const Symbol symbol = config_.alphabet[c]) return symbol;
        const CharClass cls = char_class(c);
        return cls == kHan ? std::uint64_t{kUnknownHan} : std::uint64_t{kScript} + cls;
    }

    bool blank(std::size_t start, std::size_t end) const {
        for (; start < end; ++start)
            if (char_class(text_[start]) != kSpace) return false;
        return true;
    }

    void add(std::uint32_t word, std::uint32_t start, std::uint32_t end) {
        Position position;
        position.word = word;
        position.start = start;
        position.end = end;
        std::size_t row;
        const SignKind sign = sign_kind(text_, start, end);
        const std::size_t number = numbers_[word];
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
        else if ((!position.known || end - start == 1) && has_rare_han(text_, start, end))
            position.allowed = without_names(position.allowed, config_.nouns);
        else if (is_unseen(start, end, position.known))
            position.allowed = without_names(position.allowed, position.allowed);
        if (const std::uint64_t wanted = user_labels(start, end)) position.allowed = wanted;
        position.open = (position.allowed & (position.allowed - 1)) != 0;
        positions_.push_back(position);
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
        if (positions_.size() == kAround) return others;
        const Position& before = positions_.back();
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

    // Sets the numbers of all words. Each waits for memory, so what it reads is prefetched.
    void find_numbers(const std::uint32_t* word_ends, std::size_t n_words) {
        numbers_.resize(n_words);
        for (std::size_t i = 0; i < std::min(n_words, kFetchAhead); ++i) fetch(word_ends, i);
        std::uint32_t start = 0;
        for (std::size_t i = 0; i < n_words; start = word_ends[i++]) {
            if (i + kFetchAhead < n_words) fetch(word_ends, i + kFetchAhead);
            numbers_[i] = look_up(start, word_ends[i]);
            if (numbers_[i] < n_known()) prefetch(config_.words + numbers_[i]);
        }
    }

    // Prefetches the node of the second character of a word; few are of digits or letters.
    void fetch(const std::uint32_t* word_ends, std::size_t word) const {
        const std::uint32_t start = word ? word_ends[word - 1] : 0;
        if (word_ends[word] - start < 2) return;
        const Trie& trie = config_.lexicon;
        trie.fetch(trie.step(trie.root(), trie.code(text_[start])), trie.code(text_[start + 1]));
    }

    std::size_t n_known() const { return std::min(config_.n_words, kMostWords); }

    // The number of the word, a huge one if it is not in the lexicon.
    std::size_t look_up(std::size_t start, std::size_t end) const {
        if (end - start > kLongestWord) return static_cast<std::size_t>(-1);
        char32_t form[kLongestWord];
        std::size_t n = word_form(text_, start, end, false, form);
        std::int64_t number = config_.lexicon.find(form, n);
        if (number < 0 && n > 1) {
            n = word_form(text_, start, end, true, form);
            number = config_.lexicon.find(form, n);
        }
        return static_cast<std::size_t>(number);
    }

    void find_anchors() {
        const std::size_t n = size();
        for (std::size_t i = kAround + 1; i < kAround + n; ++i)
            positions_[i].before =
                positions_[i - 1].anchor ? positions_[i - 1].token : positions_[i - 1].before;
        for (std::size_t i = kAround + n; i-- > kAround;)
            positions_[i].after =
                positions_[i + 1].anchor ? positions_[i + 1].token : positions_[i + 1].after;
    }

    const TagConfig& config_;
    const char32_t* text_ = nullptr;
    std::vector<Position> positions_;
    std::vector<std::size_t> numbers_;  // of words in the lexicon
};

}  // namespace zhnlp
