// What a cutter with an n-gram model knows of a character, in one place.
//
//     张    codes and first nodes in dictionary and vocabulary, spelling, traits     32 bytes
//
// Two tries and a hidden Markov model have five tables for that, each in memory of its own: here
// a character takes one cache line, not five. Measured: with the loops without branches that read
// its traits (see arcs.hpp and spelled_words.hpp), a fifteenth of the instructions of bigram and a
// quarter of its cache misses. Made once for a cutter, in time linear in the blocks of 256
// characters in use.

#pragma once

#include <cstdint>

#include "chars.hpp"
#include "code_points.hpp"
#include "hmm.hpp"
#include "trie.hpp"

namespace zhnlp {

struct CharacterFacts {
    // What follows the roots of the dictionary and the vocabulary, as Trie::first has it.
    Trie::Node dictionary, vocabulary;
    std::uint32_t dictionary_code, vocabulary_code;
    std::uint32_t spelling;  // see Hmm::place
    std::uint8_t traits;

    static constexpr std::uint8_t kNumeral = 1;  // a traits bit: see is_numeral
    static constexpr std::uint8_t kJoins = 2;    // see Hmm::joins
};

class CharacterTable {
public:
    void set(const Trie& dictionary, const Trie& vocabulary, const Hmm& hmm) {
        map_ = {};
        for (char32_t block = 0; block < 0x110000u; block += kBlock) {
            const bool common = block == 0x3000 || block - 0x4E00u < 0x5200u;  // has numerals
            if (!common && !dictionary.knows_block(block) && !vocabulary.knows_block(block) &&
                !hmm.knows_block(block))
                continue;
            for (char32_t c = block; c < block + kBlock; ++c)
                map_.set(c, facts(c, dictionary, vocabulary, hmm));
        }
        any_ = true;
    }

    bool empty() const { return !any_; }
    using View = CodePointMap<CharacterFacts>::View;
    View view() const { return map_.view(); }

private:
    static constexpr char32_t kBlock = 256;

    static CharacterFacts facts(char32_t c, const Trie& dictionary, const Trie& vocabulary,
                                const Hmm& hmm) {
        CharacterFacts facts{};
        facts.dictionary_code = dictionary.code(c);
        facts.vocabulary_code = vocabulary.code(c);
        facts.dictionary = dictionary.first(facts.dictionary_code);
        facts.vocabulary = vocabulary.first(facts.vocabulary_code);
        facts.spelling = hmm.place(c);
        if (is_numeral(c)) facts.traits |= CharacterFacts::kNumeral;
        if (Hmm::joins(hmm.emissions_at(facts.spelling))) facts.traits |= CharacterFacts::kJoins;
        return facts;
    }

    CodePointMap<CharacterFacts> map_;
    bool any_ = false;
};

}  // namespace zhnlp
