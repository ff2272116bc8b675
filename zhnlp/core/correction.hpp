// The corrections of a text, and the words that its user protects or always corrects.

#pragma once

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
    kUser
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

// The user's own words. None begins or ends inside a unit.
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
        const std::uint32_t length = static_cast<std::uint32_t>(flags.size());
        blocked.assign(length, 0);
        for (const KeptSpan& span : kept) block(blocked, span.start, span.end);
        std::uint32_t end = 0;
        for (std::uint32_t i = 0; i < length && !protected_words.empty(); ++i)
            if (longest(protected_words, text, flags, nullptr, i, end) >= 0) block(blocked, i, end);
        for (std::uint32_t i = 0; i < length && !misspellings.empty(); ++i) {
            const std::int64_t which = longest(misspellings, text, flags, blocked.data(), i, end);
            if (which < 0 || static_cast<std::size_t>(which) >= rights.size()) continue;
            out.push_back({i, end, rights[which], INFINITY, Reason::kUser, {}});
            block(blocked, i, end);
            i = end - 1;
        }
    }

private:
    static void block(std::vector<std::uint8_t>& blocked, std::size_t start, std::size_t end) {
        for (std::size_t i = start; i < std::min(end, blocked.size()); ++i) blocked[i] = 1;
    }

    // The value of the longest word of `words` that begins at i and has no blocked
    // character, and its end; -1 if there is none.
    static std::int64_t longest(const Trie& words, const char32_t* text,
                                const std::vector<std::uint8_t>& flags, const std::uint8_t* blocked,
                                std::uint32_t i, std::uint32_t& end) {
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
};

}  // namespace zhnlp
