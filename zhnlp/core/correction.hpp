// The corrections of a text, and the words that its user protects or always corrects.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "trie.hpp"
#include "units.hpp"

namespace zhnlp {

struct Alternative {
    std::u32string text;
    float log_odds;
};

enum class Reason : std::uint8_t {
    kSound,
    kShape,
    kEdit,
    kWord,
    kUser,
    kKnown,
    kScript
};

// Characters start to end (not included) of the text, and what to write there.
struct Correction {
    std::uint32_t start, end;
    std::u32string right;
    float log_odds;
    Reason reason;
    std::vector<Alternative> alternatives;
};

struct KeptSpan {
    std::uint32_t start, end;
};

// Marks the characters from start to end (not included).
inline void block(std::vector<std::uint8_t>& blocked, std::size_t start, std::size_t end) {
    for (std::size_t i = start; i < std::min(end, blocked.size()); ++i) blocked[i] = 1;
}

// The value of the longest word of `words` that begins at i and has no blocked
// character, and its end; -1 if there is none.
inline std::int64_t longest_word(const Trie& words, const char32_t* text,
                                 const std::vector<std::uint8_t>& flags,
                                 const std::uint8_t* blocked, std::uint32_t i, std::uint32_t& end) {
    std::int64_t found = -1;
    if (flags[i] & kJoined) return found;
    Trie::Node node = words.root();
    for (std::size_t k = i; k < flags.size() && !(blocked && blocked[k]); ++k) {
        node = words.step(node, words.code(text[k]));
        if (!node) break;
        const bool inside = k + 1 < flags.size() && (flags[k + 1] & kJoined);
        if (words.value(node) < 0 || inside) continue;
        found = words.value(node);
        end = static_cast<std::uint32_t>(k + 1);
    }
    return found;
}

// Words to protect, and misspellings to correct. None begins or ends inside a unit.
struct UserSpelling {
    Trie protected_words;
    Trie misspellings;  // their values are indices into `rights`
    std::vector<std::u32string> rights;

    // Marks in `blocked`, one flag for each character, the kept spans and all protected
    // words. Then marks the misspellings outside of them and adds them to `out`: the
    // longest at each position, from left to right.
    void apply(const char32_t* text, const std::vector<std::uint8_t>& flags,
               const std::vector<KeptSpan>& kept, std::vector<std::uint8_t>& blocked,
               std::vector<Correction>& out) const {
        blocked.assign(flags.size(), 0);
        for (const KeptSpan& span : kept) block(blocked, span.start, span.end);
        block_protected(text, flags, blocked);
        each_misspelling(text, flags, blocked, [&](std::uint32_t start, std::uint32_t end,
                                                   const std::u32string& right) {
            out.push_back({start, end, right, INFINITY, Reason::kUser, {}});
            block(blocked, start, end);
            return true;
        });
    }

    void block_protected(const char32_t* text, const std::vector<std::uint8_t>& flags,
                         std::vector<std::uint8_t>& blocked) const {
        std::uint32_t end = 0;
        for (std::uint32_t i = 0; i < flags.size() && !protected_words.empty(); ++i)
            if (longest_word(protected_words, text, flags, nullptr, i, end) >= 0)
                block(blocked, i, end);
    }

    // Calls see(start, end, right), which says whether to take it, for the misspellings that
    // have no blocked character.
    template <class See>
    void each_misspelling(const char32_t* text, const std::vector<std::uint8_t>& flags,
                          const std::vector<std::uint8_t>& blocked, See see) const {
        std::uint32_t end = 0;
        for (std::uint32_t i = 0; i < flags.size() && !misspellings.empty(); ++i) {
            const std::int64_t which =
                longest_word(misspellings, text, flags, blocked.data(), i, end);
            if (which < 0 || static_cast<std::size_t>(which) >= rights.size()) continue;
            if (see(i, end, rights[which])) i = end - 1;
        }
    }
};

}  // namespace zhnlp
