// A text and the word lists that it is cut with: which words may be where.
//
//     text      南 京 市 长 江 大 桥
//     arcs      0-2 南京  0-3 南京市  1-2 京 …    one for each word that may be there
//
// Words come from the n-gram vocabulary and the dictionary, in this order: of words with the
// same start and end, only the first counts. Where no word fits, the unit (see units.hpp) is
// a word. The user's words are in the flags (see user_words.hpp). Nothing here chooses.
//
// Looking up all words of a text takes O(characters × longest word) time.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "barriers.hpp"
#include "cutter_config.hpp"
#include "trie_steps.hpp"
#include "units.hpp"
#include "user_words.hpp"
#include "vocabulary_words.hpp"

namespace zhnlp {

// The vectors are kept between texts to save allocations.
class Board {
public:
    std::vector<std::uint8_t> flags;  // length + 1; the end is a barrier

    void set(const CutterConfig& config, const char32_t* text, std::size_t length) {
        config_ = &config;
        text_ = text;
        length_ = length;
        flags.resize(length + 1);
        flags[length] = kBarrier;
        barriers_.clear();
        const auto barrier = [this](std::size_t i, Barrier kind) {
            if (kind == kInfix)
                closed_[i] = kInfix;
            else
                barriers_.push_back({u32(i), kind});
        };
        look_up();
        if (config.method == Method::kJieba)
            find_jieba_blocks(text, length, flags.data(), barrier);
        else if (config.rules)
            UnitFinder(text, length, flags.data()).find();
        else
            find_classes(text, length, flags.data());
        units_.clear();
        if (config.method == Method::kCrf && !config.user.empty()) keep_atoms();
        plain_ = config.ngram.empty() && !config.any_split;
        closed_.assign(length + 1, 0);
        if (config.method == Method::kCrf || config.method == Method::kNgram)
            BarrierFinder(text, length, flags.data()).find(barrier);
        else if (!config.mixed.empty())
            find_latin_words(flags.data(), length, barrier);
        dictionary_.finish(config.dictionary);
        if (!config.characters.empty()) vocabulary_.finish(config.vocabulary);
        if (!config.user.empty()) UserWordMarker(config, text, length, flags.data()).mark();
    }

    // Keeps the atoms as they are, whatever words are made of them.
    void keep_atoms() {
        if (units_.empty()) units_ = flags;
    }
    bool keeps_atoms() const { return !units_.empty(); }

    // Closes the places where a word must end: with a model to what it makes up, but not to
    // listed words.
    void close() {
        for (const Place& place : barriers_)
            if (config_->method != Method::kJieba)
                closed_[place.at] = place.barrier;
            else if (!(flags[place.at] & kJoined))
                flags[place.at] |= kBarrier;
    }
    bool closed(std::size_t i) const {
        return (flags[i] & kBarrier) || (closed_[i] && !infix(i) && !(flags[i] & kJoined));
    }
    // Whether the place before i is open, and neither closed nor an infix.
    bool is_plain(std::size_t i) const { return !(flags[i] & (kBarrier | kJoined)) && !closed_[i]; }
    // For each character the barrier or infix there, 0 for nearly all.
    const std::uint8_t* barriers_at() const { return closed_.data(); }
    // Whether the sign at i is apart from the units beside it or from neither.
    bool infix(std::size_t i) const { return closed_[i] == kInfix; }

    const CutterConfig& config() const { return *config_; }
    std::size_t length() const { return length_; }
    const char32_t* text() const { return text_; }
    bool open(std::size_t i) const { return !(flags[i] & kJoined); }
    // Whether an atom (see atoms.hpp) begins at i: the start of a unit, or where the user cuts one.
    bool atom(std::size_t i) const {
        return !(flags[i] & kJoined) || (!units_.empty() && !(units_[i] & kJoined));
    }
    // The places where a word must end, in order.
    struct Place {
        std::uint32_t at;
        Barrier barrier;
    };
    const std::vector<Place>& barriers() const { return barriers_; }
    CharClass cls(std::size_t i) const { return static_cast<CharClass>(flags[i] & kClassMask); }

    // Of the character and the next one: codes and nodes in vocabulary and dictionary.
    using Steps = TrieSteps::Steps;
    std::uint32_t vocabulary_code(std::size_t i) const { return vocabulary_.code(i); }
    const Steps& vocabulary_steps(std::size_t i) const { return vocabulary_[i]; }
    std::uint32_t dictionary_code(std::size_t i) const { return dictionary_.code(i); }
    const Steps& dictionary_steps(std::size_t i) const { return dictionary_[i]; }
    // What the character table has of the characters, if there is one; the places for the model of
    // spelling.
    const std::uint8_t* traits() const { return traits_.data(); }
    const std::uint32_t* spellings() const { return spellings_.data(); }
    std::size_t unit_end(std::size_t i) const { return next_open(flags.data(), i); }

    // Whether the dictionary and the weighed words are the only sources of words …
    bool plain() const { return plain_; }
    // … and whether a weighed word may begin at i.
    bool begins_weighed(std::size_t i) const {
        return config_->weighed.first(config_->weighed.code(text_[i])) != 0;
    }
    // Whether jieba adds up log probabilities from i on, at the start of a run of letters: ties
    // depend on how sums are rounded.
    bool adds_up_from(std::size_t i) const {
        return config_->method == Method::kJieba && (flags[i] & kBarrier);
    }
    // Whether the dictionary is the only source of words, and nothing is added up anew.
    bool is_simple() const {
        return plain_ && config_->weighed.empty() && config_->method != Method::kJieba;
    }
    double unknown() const { return config_->unknown; }

    // Prefetches the third node that dictionary_words(at) reads.
    static constexpr std::size_t kFetchAhead = 10;
    void fetch(std::size_t at) const {
        if (at < length_) dictionary_.fetch(config_->dictionary, at);
    }

    // The same with an n-gram model, which also has a third node there, knows of words of one and
    // two characters, and spells. Measured: 4 % of bigram; words of one character and spelling are
    // another 1 % of it, and 3 % of trigram.
    void fetch_known(std::size_t at) const {
        if (at >= length_) return;
        const Trie& trie = config_->vocabulary;
        fetch(at);
        vocabulary_.fetch(trie, at);
        for (const Trie::Node node : vocabulary_[at])
            prefetch(config_->known_words->data(), u32(trie.value_or_more(node)));
        config_->hmm.fetch(spellings_[at]);
    }
    // For the characters at the start, which are less far ahead: an eighth of a line of news.
    // Measured: 2 % of bigram and trigram.
    void fetch_first_known() const {
        for (std::size_t at = 0; at < kFetchAhead; ++at) fetch_known(at);
    }

    // Calls found(end, log_prob) for the dictionary's words at `start` with an open end, in order.
    template <class Found>
    void dictionary_words(std::size_t start, Found found) const {
        const Steps& steps = dictionary_[start];
        if (!look(steps[0], start + 1, found)) return;
        std::size_t end = start + 2;
        for (Trie::Node node = steps[1]; look(node, end, found); ++end)
            node = config_->dictionary.step(node, dictionary_.code(end));
    }

    // Calls found(end, value) for every word of `trie` that starts at `start` and
    // whose end is open, shortest first.
    template <class Found>
    void words_of(const Trie& trie, std::size_t start, Found found) const {
        Trie::Node node = trie.root();
        for (std::size_t i = start; i < length_;) {
            node = trie.step(node, trie.code(text_[i]));
            if (!node) return;
            const std::uint8_t flag = flags[++i];
            if (!(flag & kJoined) && trie.value(node) >= 0) found(i, trie.value(node));
            if (flag & kBarrier) return;
        }
    }

    // Calls found(end, log_prob, source) for the weighed words that start at `start`, and for the
    // dictionary's that they do not replace.
    template <class Found>
    void weighed_words(std::size_t start, Found found) const {
        const Trie& own = config_->weighed;
        if (!begins_weighed(start))
            return dictionary_words(start, [&](std::size_t end, double log_prob) {
                found(end, log_prob, Source::kDictionary);
            });
        dictionary_words(start, [&](std::size_t end, double log_prob) {
            if (own.find(text_ + start, end - start) < 0) found(end, log_prob, Source::kDictionary);
        });
        words_of(own, start, [&](std::size_t end, std::int64_t word) {
            const double log_prob = config_->weighed_log_probs[word];
            if (log_prob > CutterConfig::kNoWord) found(end, log_prob, Source::kUser);
        });
    }

    // Calls found(end) for the dictionary words at `start` that the user has not split.
    template <class Found>
    void words_at(std::size_t start, Found found) const {
        dictionary_words(start, [&](std::size_t end, double) {
            if (!is_split(start, end)) found(end);
        });
    }

    // End of the longest word at `start`; the unit's where no word fits.
    std::size_t longest_at(std::size_t start) const {
        std::size_t longest = 0;
        words_at(start, [&](std::size_t end) { longest = end; });
        return longest ? longest : unit_end(start);
    }

    // The user's word text[start:end]; null if there is none.
    const UserWord* user_word(std::size_t start, std::size_t end) const {
        return config_->user_word(text_ + start, end - start);
    }

    bool is_split(std::size_t start, std::size_t end) const {
        return config_->splits(text_ + start, end - start);
    }

    // Makes text[start:end] a word of its own.
    void fix(std::size_t start, std::size_t end) { fix_word(flags.data(), start, end); }

private:
    // Calls found(end, log_prob) if `node`, that of the characters up to `end`, is a word and its
    // end is open. Returns whether longer words may be below the node.
    template <class Found>
    bool look(Trie::Node node, std::size_t end, Found& found) const {
        if (!node) return false;
        const std::int64_t word = config_->dictionary.value(node);
        if (word >= 0 && !(flags[end] & kJoined)) found(end, config_->log_probs[word]);
        return !(flags[end] & kBarrier);
    }

    // Finds the first steps from all characters in the dictionary; with a character table in the
    // vocabulary, too, and what else it has of the characters.
    void look_up() {
        const Trie& dictionary = config_->dictionary;
        TrieSteps::Filler in_dictionary = dictionary_.begin(dictionary, length_);
        if (!config_->characters.empty()) return look_up_all(in_dictionary);
        for (std::size_t i = 0; i < length_; ++i) {
            const std::uint32_t code = dictionary.code(text_[i]);
            in_dictionary.put(i, code, dictionary.first(code));
        }
    }

    void look_up_all(TrieSteps::Filler in_dictionary) {
        TrieSteps::Filler in_vocabulary = vocabulary_.begin(config_->vocabulary, length_);
        spellings_.resize(length_);
        traits_.resize(length_);
        std::uint32_t* const spellings = spellings_.data();
        std::uint8_t* const traits = traits_.data();
        const CharacterTable::View characters = config_->characters.view();
        const char32_t* const text = text_;
        for (std::size_t i = 0, n = length_; i < n; ++i) {
            const CharacterFacts& facts = characters[text[i]];
            in_dictionary.put(i, facts.dictionary_code, facts.dictionary);
            in_vocabulary.put(i, facts.vocabulary_code, facts.vocabulary);
            spellings[i] = facts.spelling;
            traits[i] = facts.traits;
        }
    }

    static std::uint32_t u32(std::size_t i) { return static_cast<std::uint32_t>(i); }

    const CutterConfig* config_ = nullptr;
    const char32_t* text_ = nullptr;
    std::size_t length_ = 0;
    bool plain_ = true;
    std::vector<std::uint8_t> units_;  // flags without the user's words; for crf only
    std::vector<Place> barriers_;      // empty if the method needs none
    std::vector<std::uint8_t> closed_;
    TrieSteps dictionary_, vocabulary_;
    std::vector<std::uint32_t> spellings_;
    std::vector<std::uint8_t> traits_;
};

}  // namespace zhnlp
