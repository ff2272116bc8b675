// The n-grams of tokens: strings of neighbours, counted by their number in a vocabulary or a slot.
//
//     tokens      股市  上涨  3%            characters   A 股  涨
//     chars       股市␣上涨␣3%              chars        A股涨      tokens of one character,
//     1- and 2-   股市  股市␣上涨  上涨 …    runs         0 0 1      apart at white space
//     grams
//
// Words are joined by a space, characters by nothing, so every n-gram is a stretch of `chars`.
// Time is linear in the tokens, for each length of n-grams.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "trie.hpp"

namespace zhnlp {

struct Gram {
    std::uint32_t start, end;  // of chars
};

struct Tokens {
    std::vector<char32_t> chars;
    std::vector<std::uint32_t> starts, ends, runs;

    void clear() {
        chars.clear();
        starts.clear();
        ends.clear();
        runs.clear();
    }

    // Adds a token; tokens of different runs have no n-gram in common.
    void add(const char32_t* token, std::size_t length, std::uint32_t run, bool joined) {
        if (!length) return;
        if (joined && !chars.empty()) chars.push_back(U' ');
        starts.push_back(static_cast<std::uint32_t>(chars.size()));
        chars.insert(chars.end(), token, token + length);
        ends.push_back(static_cast<std::uint32_t>(chars.size()));
        runs.push_back(run);
    }

    // Calls each(gram) for the n-grams of `low` to `high` tokens, by their first token.
    template <class Each>
    void grams(std::size_t low, std::size_t high, Each each) const {
        for (std::size_t i = 0; i < starts.size(); ++i)
            for (std::size_t n = low; n <= high && i + n <= starts.size(); ++n) {
                if (runs[i + n - 1] != runs[i]) break;
                each(Gram{starts[i], ends[i + n - 1]});
            }
    }
};

// FNV-1a over code points, with the last steps of MurmurHash3, so that all bits depend on all.
inline std::uint64_t gram_hash(const char32_t* chars, std::size_t length) {
    std::uint64_t hash = 14695981039346656037ull;
    for (std::size_t i = 0; i < length; ++i) {
        hash ^= static_cast<std::uint64_t>(chars[i]);
        hash *= 1099511628211ull;
    }
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccdull;
    hash ^= hash >> 33;
    return hash;
}

struct GramCounter {
    Trie vocabulary;             // numbers of n-grams
    std::uint64_t n_slots = 0;   // instead, if not 0: the number is the hash modulo n_slots
    std::size_t low = 1, high = 1;

    // Adds the numbers of the n-grams, rising, and how often each occurs.
    void count(const Tokens& tokens, std::vector<std::uint32_t>& found,
               std::vector<std::int32_t>& numbers, std::vector<float>& counts) const {
        found.clear();
        tokens.grams(low, high, [&](Gram gram) {
            const char32_t* const chars = tokens.chars.data() + gram.start;
            const std::size_t length = gram.end - gram.start;
            if (n_slots) {
                found.push_back(static_cast<std::uint32_t>(gram_hash(chars, length) % n_slots));
            } else {
                const std::int64_t number = vocabulary.find(chars, length);
                if (number >= 0) found.push_back(static_cast<std::uint32_t>(number));
            }
        });
        std::sort(found.begin(), found.end());
        for (std::size_t i = 0, next; i < found.size(); i = next) {
            for (next = i; next < found.size() && found[next] == found[i];) ++next;
            numbers.push_back(static_cast<std::int32_t>(found[i]));
            counts.push_back(static_cast<float>(next - i));
        }
    }
};

}  // namespace zhnlp
