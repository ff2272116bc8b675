// What stands beside a small word, as hashes (see small_words.hpp).
//
//     他 真 高 兴 地 跳 了 起 来
//      ←2┄┄  ←1┄┄ ^ 1→ 2→          the words beside: the longest of the dictionary, twice each way
//
//     characters   four on each side, alone and joined to up to four
//     words        alone, joined in pairs, and with their tags
//     wide         also characters and pairs of them up to 60 before and 15 after, by whether
//                  the same sentence has them: what he, she or it may be

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "chars.hpp"
#include "trie.hpp"

namespace zhnlp {

class SmallWordReader {
public:
    SmallWordReader() = default;

    // tags[value of a word] outlive the reader; a word beyond `n_tags` has none.
    SmallWordReader(const Trie& words, const std::uint8_t* tags, std::size_t n_tags)
        : words_(words), tags_(tags), n_tags_(n_tags) {}

    // Reads `c` as `as`.
    void read_as(char32_t c, char32_t as) { read_as_.set(c, as); }

    // The characters of a text as features have them.
    void read(const char32_t* text, std::size_t length, std::vector<char32_t>& out) const {
        out.resize(length);
        for (std::size_t i = 0; i < length; ++i) {
            const char32_t c = narrow(text[i]);
            if (is_ascii_digit(c)) {
                out[i] = U'0';
            } else if (is_ascii_alnum(c)) {
                out[i] = U'a';
            } else {
                const char32_t as = read_as_[c];
                out[i] = as ? as : c;
            }
        }
    }

    // Calls each(hash) for every feature of the place `at`.
    template <class Each>
    void features(const std::vector<char32_t>& chars, std::size_t at, bool wide, Each each) const {
        each(hash(0));
        beside(chars, at, each);
        words(chars, at, each);
        if (wide) around(chars, at, each);
    }

private:
    struct Word {
        std::size_t start, end;
        std::uint64_t name, tag;
    };
    static constexpr std::size_t kLongest = 5;  // characters of a word
    static constexpr std::size_t kBefore = 60, kAfter = 15;

    static std::uint64_t mixed(std::uint64_t h) {
        h ^= h >> 33;
        h *= 0xff51afd7ed558ccdull;
        h ^= h >> 33;
        h *= 0xc4ceb9fe1a85ec53ull;
        return h ^ (h >> 33);
    }
    static std::uint64_t hash(std::uint64_t kind) { return mixed(kind + 0x9e3779b97f4a7c15ull); }
    template <class... Rest>
    static std::uint64_t hash(std::uint64_t kind, std::uint64_t first, Rest... rest) {
        return hash(mixed(kind * 0x9e3779b97f4a7c15ull + first + 1), rest...);
    }

    static char32_t char_at(const std::vector<char32_t>& chars, std::size_t at, int shift) {
        const std::size_t place = at + static_cast<std::size_t>(shift);  // wraps below 0
        return place < chars.size() ? chars[place] : 0;
    }

    template <class Each>
    static void beside(const std::vector<char32_t>& chars, std::size_t at, Each each) {
        std::uint64_t c[9];
        for (int i = -4; i <= 4; ++i) c[i + 4] = char_at(chars, at, i);
        const std::uint64_t *const l = c + 3, *const r = c + 5;  // l[0], l[-1] …; r[0], r[1] …
        each(hash(1, l[0]));
        each(hash(2, r[0]));
        each(hash(3, l[-1]));
        each(hash(4, r[1]));
        each(hash(5, l[-2]));
        each(hash(6, r[2]));
        each(hash(7, l[-1], l[0]));
        each(hash(8, r[0], r[1]));
        each(hash(9, l[0], r[0]));
        each(hash(10, l[-2], l[-1], l[0]));
        each(hash(11, r[0], r[1], r[2]));
        each(hash(12, l[-1], l[0], r[0]));
        each(hash(13, l[0], r[0], r[1]));
        each(hash(14, l[-1], l[0], r[0], r[1]));
        each(hash(15, l[-3], l[-2], l[-1], l[0]));
        each(hash(16, r[0], r[1], r[2], r[3]));
    }

    template <class Each>
    void words(const std::vector<char32_t>& chars, std::size_t at, Each each) const {
        const Word l = word_before(chars, at), l2 = word_before(chars, l.start);
        const Word r = word_after(chars, at + 1), r2 = word_after(chars, r.end);
        each(hash(20, l.name));
        each(hash(21, r.name));
        each(hash(22, l.name, r.name));
        each(hash(23, l2.name, l.name));
        each(hash(24, r.name, r2.name));
        each(hash(25, l.tag, l.end - l.start));
        each(hash(26, r.tag, r.end - r.start));
        each(hash(27, l.tag, r.tag));
        each(hash(28, l.name, r.tag));
        each(hash(29, l.tag, r.name));
        each(hash(30, l2.tag, l.tag, r.tag));
        each(hash(31, l.tag, r.tag, r2.tag));
        each(hash(32, l2.tag, l.tag, r.tag, r2.tag));
        each(hash(33, l2.name, l.tag));
        each(hash(34, r.tag, r2.name));
        each(hash(35, l.tag, l.end - l.start, r.tag, r.end - r.start));
    }

    template <class Each>
    static void around(const std::vector<char32_t>& chars, std::size_t at, Each each) {
        std::uint64_t kind = 40;  // 40 in the sentence, 41 before it, 42 after the place
        for (std::size_t i = at; i-- > 0 && at - i <= kBefore;) {
            if (ends_sentence(chars[i])) kind = 41;
            each(hash(kind, chars[i]));
            if (i + 1 < at) each(hash(kind + 4, chars[i], chars[i + 1]));
        }
        for (std::size_t i = at + 1; i < chars.size() && i - at <= kAfter; ++i) {
            if (ends_sentence(chars[i])) break;
            each(hash(42, chars[i]));
            if (i > at + 1) each(hash(46, chars[i - 1], chars[i]));
        }
    }

    static bool ends_sentence(char32_t c) {
        return c == U'。' || c == U'！' || c == U'？' || is_line_break(c);
    }

    // The longest word that ends before `end`; a single character if none does.
    Word word_before(const std::vector<char32_t>& chars, std::size_t end) const {
        if (!end) return {0, 0, 0, 0};
        for (std::size_t n = std::min(kLongest, end); n > 1; --n) {
            const std::int64_t value = words_.find(chars.data() + end - n, n);
            if (value >= 0) return word(chars, end - n, end, value);
        }
        return word(chars, end - 1, end, words_.find(chars.data() + end - 1, 1));
    }

    Word word_after(const std::vector<char32_t>& chars, std::size_t start) const {
        if (start >= chars.size()) return {start, start, 0, 0};
        std::size_t end = start + 1;
        std::int64_t found = -1;
        Trie::Node node = words_.root();
        for (std::size_t i = start; i < chars.size() && i < start + kLongest; ++i) {
            node = words_.step(node, words_.code(chars[i]));
            if (!node) break;
            const std::int64_t value = words_.value(node);
            if (value < 0) continue;
            end = i + 1;
            found = value;
        }
        return word(chars, start, end, found);
    }

    Word word(const std::vector<char32_t>& chars, std::size_t start, std::size_t end,
              std::int64_t value) const {
        std::uint64_t name = end - start;
        for (std::size_t i = start; i < end; ++i) name = mixed(name * 31 + chars[i]);
        const bool has_tag = value >= 0 && static_cast<std::size_t>(value) < n_tags_;
        return {start, end, name, has_tag ? tags_[value] + 1u : char_class(chars[start]) + 300u};
    }

    Trie words_;
    const std::uint8_t* tags_ = nullptr;
    std::size_t n_tags_ = 0;
    CodePointMap<char32_t> read_as_;
};

}  // namespace zhnlp
