// Which words stand where: a text beside the word lists it is to be cut with.
//
//     text      南 京 市 长 江 大 桥
//     arcs      0-2 南京  0-3 南京市  1-2 京 …    one per word that may stand there
//
// Words come from the user's list, the n-gram vocabulary and the dictionary,
// in this order of rank; a word of lower rank at the same place is dropped.
// Where none fits, the unit (see units.hpp) stands for itself. What the user
// forces becomes a unit with barriers on both sides, so that no method can
// miss it. Nothing here decides between words.

#pragma once

#include <cstdint>
#include <vector>

#include "knowledge.hpp"
#include "units.hpp"

namespace zhnlp {

struct Arc {
    std::uint32_t end;
    std::uint32_t id;  // in the n-gram vocabulary; kUnknown outside it
    double log_prob;   // of the word; beside an n-gram model, what the unknown word adds to it
    Source source;
};

// Characters that stand for a whole class in the vocabulary (noncharacters of Unicode).
constexpr char32_t kNumberClass = 0xFDD0, kLatinClass = 0xFDD1, kNumeralClass = 0xFDD2;

// One text under work. The vectors are kept between texts to save allocations.
class Board {
public:
    std::vector<std::uint8_t> flags;  // length + 1; the end is a barrier

    void set(const Knowledge& knowledge, const char32_t* text, std::size_t length) {
        know_ = &knowledge;
        text_ = text;
        length_ = length;
        flags.assign(length + 1, 0);
        flags[length] = kBarrier;
        if (knowledge.method == Method::kJieba) {
            find_blocks();
        } else if (knowledge.rules) {
            UnitFinder(text, length, flags.data()).find();
        } else {
            for (std::size_t i = 0; i < length; ++i) flags[i] = char_class(text[i]);
        }
        look_up(knowledge.dictionary);
        units_.clear();
        if (knowledge.method == Method::kSequence && !knowledge.user.empty()) units_ = flags;
        plain_ = knowledge.ngram.empty() && !knowledge.any_prefer && !knowledge.any_split;
        if (!knowledge.user.empty()) apply_user();
        if (!knowledge.vocabulary.empty()) {
            vocabulary_codes_.resize(length + 1);
            for (std::size_t i = 0; i < length; ++i)
                vocabulary_codes_[i] = knowledge.vocabulary.code(text[i]);
        }
    }

    std::size_t length() const { return length_; }
    const char32_t* text() const { return text_; }
    bool open(std::size_t i) const { return !(flags[i] & kJoined); }
    // An atom (see atoms.hpp) begins at i: neither inside a unit, nor cut off by the user.
    bool atom(std::size_t i) const {
        return !(flags[i] & kJoined) || (!units_.empty() && !(units_[i] & kJoined));
    }
    CharClass cls(std::size_t i) const { return static_cast<CharClass>(flags[i] & kClassMask); }

    std::size_t unit_end(std::size_t i) const {
        do ++i;
        while (flags[i] & kJoined);
        return i;
    }

    // Nothing but the dictionary has words.
    bool plain() const { return plain_; }
    double unknown() const { return know_->unknown; }

    // Call for what dictionary_words will need at `at`, soon, and (where that has
    // come) for what it will need next. Its look-ups wait for memory otherwise:
    // measured, unigram half as fast again, forward a fifth.
    static constexpr std::size_t kFetchAhead = 10;
    void fetch(std::size_t at) const {
        if (at < length_) know_->dictionary.prefetch(Trie::base(firsts_[at]) + codes_[at + 1]);
    }
    void fetch_next(std::size_t at) const {
        if (at >= length_) return;
        const Trie::Node second = know_->dictionary.step(firsts_[at], codes_[at + 1]);
        know_->dictionary.prefetch(Trie::base(second) + codes_[at + 2]);
    }

    // Calls found(end, log_prob) for every dictionary word that starts at `start`
    // and whose end is open, shortest first.
    template <class Found>
    void dictionary_words(std::size_t start, Found found) const {
        const Trie& trie = know_->dictionary;
        Trie::Node node = firsts_[start];
        for (std::size_t i = start; node; node = trie.step(node, codes_[i])) {
            const std::uint8_t flag = flags[++i];
            if (!(flag & kJoined)) {
                const std::int64_t word = trie.value(node);
                if (word >= 0) found(i, know_->log_probs[word]);
            }
            if (flag & kBarrier) return;
        }
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
            if (!(flag & kJoined) && Trie::value(node) >= 0) found(i, Trie::value(node));
            if (flag & kBarrier) return;
        }
    }

    // Every word that may stand at `start`, at least one, appended to `arcs`.
    void arcs_at(std::size_t start, std::vector<Arc>& arcs) const {
        const std::size_t first = arcs.size();
        const Knowledge& know = *know_;
        if (know.any_prefer || know.any_split) user_arcs(start, arcs);
        const std::size_t n_preferred = arcs.size();
        const bool ngram = !know.ngram.empty();
        if (ngram)
            vocabulary_words(know.vocabulary.root(), start, 0, [&](std::size_t end, std::size_t word) {
                add(arcs, first, {u32(end), u32(word), 0.0, Source::kModel});
            });
        dictionary_words(start, [&](std::size_t end, double log_prob) {
            if (ngram) log_prob = know.lexicon_bias + know.lexicon_scale * log_prob;
            add(arcs, first, {u32(end), Ngram::kUnknown, log_prob, Source::kDictionary});
        });
        if (ngram && !know.hmm.empty()) unknown_words(start, first, arcs);
        if (ngram || know.any_prefer || arcs.size() == first) {
            const double log_prob = ngram                        ? know.unit_log_prob
                                    : arcs.size() == n_preferred ? know.unknown
                                                                 : Knowledge::kLastResort;
            add(arcs, first, {u32(unit_end(start)), Ngram::kUnknown, log_prob, Source::kRule});
            if (arcs.size() == first)  // the unit itself is not to be a word, yet nothing else fits
                arcs.push_back({u32(unit_end(start)), Ngram::kUnknown, log_prob, Source::kRule});
        }
        splits_.clear();
    }

    // Calls found(end) for the words at `start` that the user has not split.
    template <class Found>
    void words_at(std::size_t start, Found found) const {
        if (know_->any_split) user_splits(start);
        dictionary_words(start, [&](std::size_t end, double) {
            if (splits_.empty() || !is_split(end)) found(end);
        });
        splits_.clear();
    }

    // End of the longest word at `start`; the unit's where no word fits.
    std::size_t longest_at(std::size_t start) const {
        std::size_t longest = 0;
        words_at(start, [&](std::size_t end) { longest = end; });
        return longest ? longest : unit_end(start);
    }

    // The user's word at text[start:end], null where there is none.
    const UserWord* user_word(std::size_t start, std::size_t end) const {
        if (know_->user.empty()) return nullptr;
        const std::int64_t word = know_->user.find(text_ + start, end - start);
        return word < 0 ? nullptr : &know_->user_words[static_cast<std::size_t>(word)];
    }

    // From here on text[start:end] is a word of its own.
    void fix(std::size_t start, std::size_t end) {
        flags[start] = static_cast<std::uint8_t>((flags[start] & ~kJoined) | kBarrier);
        flags[end] = static_cast<std::uint8_t>((flags[end] & ~kJoined) | kBarrier);
        for (std::size_t i = start + 1; i < end; ++i)
            flags[i] = static_cast<std::uint8_t>((flags[i] & ~kBarrier) | kJoined);
    }

private:
    // Words that neither list knows, as likely as the hidden Markov model says.
    void unknown_words(std::size_t start, std::size_t first, std::vector<Arc>& arcs) const {
        std::size_t most = 0;
        while (most < 4 && start + most < length_ && cls(start + most) == kHan &&
               (!most || !(flags[start + most] & (kBarrier | kJoined))))
            ++most;
        if (most < 2) return;
        know_->hmm.words(text_ + start, most, [&](std::size_t n, double log_prob) {
            if (open(start + n))
                add(arcs, first,
                    {u32(start + n), Ngram::kUnknown, know_->hmm_bias + know_->hmm_scale * log_prob,
                     Source::kRule});
        });
    }

    // Codes of all characters and nodes of their first steps.
    void look_up(const Trie& trie) {
        codes_.resize(length_ + 3);
        firsts_.resize(length_ + 1);
        for (std::size_t i = 0; i < length_; ++i) {
            codes_[i] = trie.code(text_[i]);
            firsts_[i] = trie.step(trie.root(), codes_[i]);
        }
        codes_[length_] = codes_[length_ + 1] = codes_[length_ + 2] = 0;
        firsts_[length_] = 0;
    }

    static std::uint32_t u32(std::size_t i) { return static_cast<std::uint32_t>(i); }

    // The blocks that jieba's re_han_default finds; nothing crosses their bounds.
    void find_blocks() {
        for (std::size_t i = 0; i < length_; ++i) {
            const char32_t c = text_[i];
            const char32_t lower = c | 0x20;
            const bool inside = (c >= 0x4E00 && c <= 0x9FD5) || (c >= '0' && c <= '9') ||
                                (c < 0x80 && lower >= 'a' && lower <= 'z') || c == '+' ||
                                c == '#' || c == '&' || c == '.' || c == '_' || c == '%' || c == '-';
            flags[i] |= char_class(c);
            if (inside) continue;
            flags[i] |= kBarrier;
            flags[i + 1] |= kBarrier;
            if (c == '\n' && i && text_[i - 1] == '\r')
                flags[i] = static_cast<std::uint8_t>((flags[i] & ~kBarrier) | kJoined);
        }
    }

    void apply_user() {
        if (know_->any_force) force(false);
        if (know_->any_split)  // after forcing, which leaves parts of units behind
            for (std::size_t i = 0, end; i < length_; i = end) {
                end = unit_end(i);
                if (end - i > 1) split_unit(i, end);
            }
        if (know_->any_prefer && know_->method < Method::kUnigram) force(true);
    }

    void split_unit(std::size_t start, std::size_t end) {
        const UserWord* word = user_word(start, end);
        if (!word || word->mode != Mode::kSplit) return;
        flags[start] &= static_cast<std::uint8_t>(~(kNumber | kLatinWord));
        for (std::size_t i = start + 1; i < end; ++i)
            if (cls(i) != kMark) flags[i] &= static_cast<std::uint8_t>(~kJoined);
    }

    // Fix the longest of the user's words at each place, from left to right:
    // those to force, or (between fixed words, at open places) those to prefer,
    // which max matching, having no weights, must take as given.
    void force(bool preferred) {
        for (std::size_t i = 0; i < length_;) {
            std::size_t longest = 0;
            Trie::Node node = know_->user.root();
            for (std::size_t end = i; end < length_;) {
                node = know_->user.step(node, know_->user.code(text_[end++]));
                if (!node) break;
                const std::int64_t word = Trie::value(node);
                if (word < 0) {
                } else if (preferred) {
                    if (know_->user_words[word].mode == Mode::kPrefer && open(i) && open(end))
                        longest = end;
                } else if (forced(know_->user_words[word].mode, i, end)) {
                    longest = end;
                }
                if (preferred && (flags[end] & kBarrier)) break;
            }
            if (longest) fix(i, longest);
            i = longest ? longest : i + 1;
        }
    }

    bool forced(Mode mode, std::size_t start, std::size_t end) const {
        if (mode == Mode::kForceInside) return true;
        return mode == Mode::kForce && !inside_run(start) && !inside_run(end);
    }

    // Letters or digits on both sides of the place.
    bool inside_run(std::size_t i) const {
        return i > 0 && i < length_ && (cls(i) == kLatin || cls(i) == kDigit) &&
               (cls(i - 1) == kLatin || cls(i - 1) == kDigit);
    }

    template <class Found>
    void user_matches(std::size_t start, Found found) const {
        Trie::Node node = know_->user.root();
        for (std::size_t end = start;;) {
            node = know_->user.step(node, know_->user.code(text_[end++]));
            if (!node) return;
            const std::int64_t word = Trie::value(node);
            if (word >= 0 && open(end)) found(end, know_->user_words[word]);
            if (flags[end] & kBarrier) return;
        }
    }

    void user_splits(std::size_t start) const {
        user_matches(start, [&](std::size_t end, const UserWord& word) {
            if (word.mode == Mode::kSplit) splits_.push_back(end);
        });
    }

    void user_arcs(std::size_t start, std::vector<Arc>& arcs) const {
        user_matches(start, [&](std::size_t end, const UserWord& word) {
            if (word.mode == Mode::kSplit) splits_.push_back(end);
            if (word.mode != Mode::kPrefer) return;
            std::int64_t id = know_->vocabulary.find(text_ + start, end - start);
            if (id < 0) id = Ngram::kUnknown;
            const double bonus = Knowledge::kPreferred * static_cast<double>(end - start);
            arcs.push_back({u32(end), u32(static_cast<std::size_t>(id)), bonus + word.log_prob,
                            Source::kUser});
        });
    }

    bool is_split(std::size_t end) const {
        for (std::size_t split : splits_)
            if (split == end) return true;
        return false;
    }

    void add(std::vector<Arc>& arcs, std::size_t first, Arc arc) const {
        if (!splits_.empty() && is_split(arc.end)) return;
        for (std::size_t i = first; i < arcs.size(); ++i)
            if (arcs[i].end == arc.end) return;
        arcs.push_back(arc);
    }

    // Words of the vocabulary from `node` on at place `i`. A number, a Latin word
    // or a run of Chinese numerals may be read as its class or as it is written.
    // `depth` counts the classes read and bounds the recursion, whatever the trie says.
    template <class Found>
    void vocabulary_words(Trie::Node node, std::size_t i, int depth, Found found) const {
        const Trie& trie = know_->vocabulary;
        for (;;) {
            char32_t cls = 0;
            const std::size_t end = class_end(i, cls);
            if (cls && depth < 8) {
                const Trie::Node next = trie.step(node, trie.code(cls));
                if (next) {
                    if (trie.value(next) >= 0 && open(end)) found(end, trie.value(next));
                    if (!(flags[end] & kBarrier)) vocabulary_words(next, end, depth + 1, found);
                }
            }
            node = trie.step(node, vocabulary_codes_[i]);
            if (!node) return;
            ++i;
            if (trie.value(node) >= 0 && open(i)) found(i, trie.value(node));
            if (flags[i] & kBarrier) return;
        }
    }

    std::size_t class_end(std::size_t i, char32_t& cls) const {
        if (flags[i] & (kNumber | kLatinWord)) {
            cls = flags[i] & kNumber ? kNumberClass : kLatinClass;
            return unit_end(i);
        }
        if (!is_numeral(text_[i]) || (i && is_numeral(text_[i - 1]))) return i;
        std::size_t end = i;
        do ++end;
        while (end < length_ && is_numeral(text_[end]) && !(flags[end] & (kBarrier | kJoined)));
        if (end - i > 1 && open(end)) cls = kNumeralClass;
        return end;
    }

    const Knowledge* know_ = nullptr;
    const char32_t* text_ = nullptr;
    std::size_t length_ = 0;
    bool plain_ = true;
    std::vector<std::uint8_t> units_;  // the flags before the user's words, where those count
    std::vector<std::uint32_t> codes_, vocabulary_codes_;
    std::vector<Trie::Node> firsts_;
    mutable std::vector<std::size_t> splits_;
};

}  // namespace zhnlp
