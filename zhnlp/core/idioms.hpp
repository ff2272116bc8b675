// Whether an edit turns what was typed into an idiom.
//
//     typed   他 在 接 再 厉      接再厉 and 在接再厉 are no words
//     edit      再               再接再厉 is an idiom of the dictionary
//
// Time is bounded by the length of idioms.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sentence.hpp"
#include "trie.hpp"

namespace zhnlp {

class Idioms {
public:
    // Log odds of such an edit: more than most that the ranker gives, less than those of
    // well-known misspellings.
    static constexpr float kLogOdds = 8.0f;

    // is_idiom[value] says whether words with that value in the dictionary are idioms.
    Idioms() = default;
    Idioms(const std::uint8_t* is_idiom, std::size_t n) : is_idiom_(is_idiom), n_(n) {}

    // Of rivals, the edits from first to last (not included), the only one that makes an idiom,
    // now with higher log odds; `best` if there is none.
    std::size_t choose(const SpellingConfig& config, const Sentence& s, std::vector<Edit>& edits,
                       std::size_t first, std::size_t last, std::size_t best) const {
        std::size_t found = last;
        for (std::size_t k = first; k < last && n_; ++k) {
            if (edits[k].gain < kLeastGain || !alike(s, edits[k])) continue;
            if (!made_by(config, s, edits[k])) continue;
            if (found != last) return best;
            found = k;
        }
        if (found == last) return best;
        edits[found].score = std::max(edits[found].score, kLogOdds);
        return found;
    }

    // Whether an idiom of four or more characters that contains all of `edit` comes out, where
    // no word stood.
    bool made_by(const SpellingConfig& config, const Sentence& s, const Edit& edit) const {
        const Trie& words = config.dictionary;
        for (std::size_t start = edit.start;; --start) {
            Trie::Node node = words.root();
            for (std::size_t i = start; i < edit.start && node; ++i)
                node = step(config, node, s, i);
            for (std::size_t k = 0; k < edit.n && node; ++k)
                node = words.step(node, code(config, edit.meant[k]));
            std::size_t length = edit.start - start + edit.n;
            for (std::size_t i = edit.end; node; ++i, ++length) {
                if (length >= kShortest && is_idiom(words.value(node)))
                    return !is_word(config, s, start, i);
                if (i >= s.size() || !s.open[i] || length == kLongest) break;
                node = step(config, node, s, i);
            }
            if (start == 0 || !s.open[start - 1] || edit.start - start == kLongest) return false;
        }
    }

private:
    static constexpr float kLeastGain = 7.0f;  // in log probability by the character model
    static constexpr std::size_t kShortest = 4, kLongest = 8;  // characters of an idiom

    // Whether one character is typed for one that sounds or looks alike, or twice. Others that
    // are missing or too many are not enough: 乘虚入侵 and 和睦地相处 are right, though 乘虚而入
    // and 和睦相处 are idioms.
    static bool alike(const Sentence& s, const Edit& edit) {
        const std::uint32_t n = edit.end - edit.start;
        if (n == 2 && edit.n == 1) return s.ids[edit.start] == s.ids[edit.start + 1];
        return n == 1 && edit.n == 1 && (edit.sound != kNoSound || edit.shape);
    }
    static std::uint32_t code(const SpellingConfig& config, std::uint32_t id) {
        return id < config.codes.size() ? config.codes[id] : 0;
    }
    static Trie::Node step(const SpellingConfig& config, Trie::Node node, const Sentence& s,
                           std::size_t i) {
        return config.dictionary.step(node, code(config, s.ids[i]));
    }
    bool is_idiom(std::int64_t value) const {
        return value >= 0 && static_cast<std::size_t>(value) < n_ && is_idiom_[value];
    }
    static bool is_word(const SpellingConfig& config, const Sentence& s, std::size_t start,
                        std::size_t end) {
        Trie::Node node = config.dictionary.root();
        for (std::size_t i = start; i < end && node; ++i) node = step(config, node, s, i);
        return node && config.dictionary.value(node) >= 0;
    }

    const std::uint8_t* is_idiom_ = nullptr;
    std::size_t n_ = 0;
};

}  // namespace zhnlp
