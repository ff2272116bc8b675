// The words that may start at a character of a text, as arcs of a lattice.
//
//     text      南 京 市 长 江 大 桥
//     arcs      0-2 南京  0-3 南京市  1-2 京 …    one for each word that may be there
//
// Words come from the n-gram vocabulary, the dictionary and the hidden Markov model, in this
// order: of words with the same start and end, only the first counts. Where no word fits, the
// unit (see units.hpp) is a word.

#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "board.hpp"
#include "inlining.hpp"
#include "spelled_words.hpp"
#include "vocabulary_words.hpp"

namespace zhnlp {

struct Arc {
    std::uint32_t end;
    std::uint32_t id;  // in the n-gram vocabulary; kUnknown outside it
    double log_prob;   // of the word; with an n-gram model, what is added to the model's
    Source source;
};

class ArcFinder {
public:
    // Takes a text. Looks at each of its characters once, not for each word that it may be in.
    void set(const Board& board) {
        config_ = &board.config();
        board_ = &board;
        has_ngram_ = !config_->ngram.empty();
        usual_ = has_ngram_ && config_->weighed.empty() && !config_->any_split;
        spells_ = has_ngram_ && !config_->hmm.empty();
        if (!has_ngram_) return;
        set_marks();
        if (spells_) spelled_.set(board);
    }

    // A word of the vocabulary that may start at a place.
    struct Known {
        std::uint32_t end, id;
    };
    // Another one. With an n-gram model, its log probability is what is added to the model's.
    struct Unknown {
        double log_prob;
        std::uint32_t end;
        Source source;
    };

    // Finds the words that may start at `start`, at least one.
    void find(std::size_t start) {
        if (usual_)
            find_as<true, true>(start);
        else
            find_as<false, true>(start);
    }

    // The same, but for the words by the hidden Markov model. Returns these: a bit for each size.
    unsigned find_unspelled(std::size_t start) {
        return usual_ ? find_as<true, false>(start) : find_as<false, false>(start);
    }
    const SpelledWords& spelled() const { return spelled_; }

    // Prefetches the pairs of a word, given its region, with those of one and two characters at its
    // end: most of those looked up soon. Measured: a ninth of bigram, a fifth of trigram.
    ZHNLP_INLINE void fetch_pairs(Followers::Region region, std::size_t end) const {
        for (const Trie::Node node : board_->vocabulary_steps(end)) {
            const std::uint64_t word = config_->vocabulary.value_or_more(node);
            config_->known_words->pairs.fetch(word >> 63 ? Followers::kNone : region, u32(word));
        }
    }

    // What the last call has found.
    const Known* known() const { return known_.data(); }
    std::size_t n_known() const { return n_known_; }
    const Unknown* unknown() const { return unknown_.data(); }
    std::size_t n_unknown() const { return n_unknown_; }

    // Appends to `arcs` every word that may start at `start`; at least one.
    void append(std::size_t start, std::vector<Arc>& arcs) {
        find(start);
        for (std::size_t i = 0; i < n_known_; ++i)
            arcs.push_back({known_[i].end, known_[i].id, 0.0, Source::kModel});
        for (std::size_t i = 0; i < n_unknown_; ++i) {
            const Unknown& word = unknown_[i];
            arcs.push_back({word.end, Ngram::kUnknown, word.log_prob, word.source});
        }
        if (!(board_->flags[start] & kBarrier)) return;
        // If the unit is a word of the user's, says so of its arc, the last one.
        const UserWord* const word = board_->user_word(start, board_->unit_end(start));
        if (word && word->mode != Mode::kSplit) arcs.back().source = Source::kUser;
    }

private:
    // How a character is met in the vocabulary. Nearly all of a text are 0.
    enum Mark : std::uint8_t {
        kClosed = 1,     // a word must end before it
        kInside = 2,     // no word may end before it
        kReadings = 4,   // it may be read as a class, or is an infix
    };
    // The words found at a place: a bit for each size, bit 0 for those that are not near.
    using Ends = std::uint64_t;
    static constexpr std::size_t kNear = 64;  // words are shorter, but for addresses and the like

    static std::uint32_t u32(std::size_t i) { return static_cast<std::uint32_t>(i); }

    static Ends bit(std::size_t size) { return Ends{1} << (size < kNear ? size : 0); }

    // With kSpelled, those by the hidden Markov model are put with the others. Returns the sizes
    // of these. What the functions change is in registers. Measured: a seventh of bigram.
    template <bool kUsual, bool kSpelled>
    unsigned find_as(std::size_t start) {
        const CutterConfig& config = *config_;
        const bool has_ngram = kUsual || has_ngram_;
        n_known_ = n_unknown_ = 0;
        Ends ends = has_ngram ? find_known<kUsual>(start) : 0;
        if (kUsual) {
            ends = find_listed(start, ends);
        } else {
            board_->weighed_words(start, [&](std::size_t end, double log_prob, Source source) {
                if (has_ngram) log_prob = config.lexicon_bias + config.lexicon_scale * log_prob;
                add<kUsual>(start, {log_prob, u32(end), source}, ends);
            });
        }
        if (!has_ngram && ends) return 0;
        const unsigned spelled = spells_ ? new_spelled<kUsual>(start, ends) : 0;
        for (std::size_t size = 2; kSpelled && spelled >> size; ++size)
            if (spelled >> size & 1)
                unknown_[n_unknown_++] = {spelled_.log_prob(start, size), u32(start + size),
                                          Source::kRule};
        if (kUsual && ends >> 1 & 1 && !(board_->flags[start + 1] & kJoined)) return spelled;
        const double log_prob = has_ngram ? config.unit_log_prob : config.unknown;
        const Unknown unit{log_prob, u32(board_->unit_end(start)), Source::kRule};
        // Even a unit that the user has split is a word, if nothing else fits.
        if (ends || spelled)
            add<kUsual>(start, unit, ends);
        else
            unknown_[n_unknown_++] = unit;
        return spelled;
    }

    // The sizes of words by the hidden Markov model that were not found so far.
    template <bool kUsual>
    ZHNLP_INLINE unsigned new_spelled(std::size_t start, Ends ends) const {
        unsigned spelled = spelled_.sizes(start) & ~static_cast<unsigned>(ends);
        for (std::size_t size = 2; !kUsual && spelled >> size; ++size)
            if (board_->is_split(start, start + size)) spelled &= ~(1u << size);
        return spelled;
    }

    // Whether the word from `start` to `end` may be one and was not found so far.
    template <bool kUsual>
    ZHNLP_INLINE bool is_new(std::size_t start, std::size_t end, Ends ends) {
        const std::size_t size = end - start;
        if (size < kNear ? ends >> size & 1 : !take_far(end)) return false;
        return kUsual || !board_->is_split(start, end);
    }

    // Whether no word found ends at a place that is not near. Makes room for one if so.
    bool take_far(std::size_t end) {
        for (std::size_t i = 0; i < n_known_; ++i)
            if (known_[i].end == end) return false;
        for (std::size_t i = 0; i < n_unknown_; ++i)
            if (unknown_[i].end == end) return false;
        known_.resize(std::max(known_.size(), n_known_ + 2 * kNear));
        unknown_.resize(std::max(unknown_.size(), n_unknown_ + 2 * kNear));
        return true;
    }

    // Adds a word unless it was found so far.
    template <bool kUsual>
    ZHNLP_INLINE void add(std::size_t start, const Unknown& word, Ends& ends) {
        if (!is_new<kUsual>(start, word.end, ends)) return;
        unknown_[n_unknown_++] = word;
        ends |= bit(word.end - start);
    }

    template <bool kUsual>
    ZHNLP_INLINE void add_known(std::size_t start, std::size_t end, std::int64_t id, Ends& ends) {
        if (!is_new<kUsual>(start, end, ends)) return;
        known_[n_known_++] = {u32(end), static_cast<std::uint32_t>(id)};
        ends |= bit(end - start);
    }

    // The first loop has no branch, so that compilers make vectors of it.
    void set_marks() {
        const std::size_t length = board_->length();
        marks_.assign(length + 1, kClosed);
        std::uint8_t* const marks = marks_.data();
        const std::uint8_t* const flags = board_->flags.data();
        const std::uint8_t* const closed = board_->barriers_at();
        const std::uint8_t* const traits = board_->traits();
        for (std::size_t i = 0; i < length; ++i)
            marks[i] = static_cast<std::uint8_t>((flags[i] ^ kHan) | closed[i] |
                                                 (traits[i] & CharacterFacts::kNumeral));
        for (std::size_t i = 0; (i = next_set(marks, i, length)) < length; ++i) marks[i] = mark(i);
    }

    std::uint8_t mark(std::size_t i) const {
        const std::uint8_t flag = board_->flags[i];
        std::uint8_t mark = 0;
        if (board_->closed(i)) mark |= kClosed;
        if (flag & kJoined) mark |= kInside;
        if (board_->infix(i) || flag & (kNumber | kLatinWord) || is_numeral(board_->text()[i]))
            mark |= kReadings;
        return mark;
    }

    // Finds the words of the vocabulary. As long as no character has other readings, that is a
    // walk down the trie.
    template <bool kUsual>
    ZHNLP_INLINE Ends find_known(std::size_t start) {
        const TrieNodes& trie = config_->vocabulary;
        const std::uint8_t* const marks = marks_.data();
        const Board::Steps& steps = board_->vocabulary_steps(start);
        if (marks[start] & kReadings)
            return find_read<kUsual>(start, trie.root(), start, &steps, 0);
        Known* out = known_.data();
        Ends ends = 0;
        Trie::Node node = steps[0];
        std::size_t i = start + 1;
        std::uint8_t mark = 0;
        for (; node; ++i) {
            mark = marks[i];
            const std::int64_t word = trie.value(node);
            if (word >= 0 && !(mark & kInside) && (kUsual || !board_->is_split(start, i))) {
                *out++ = {u32(i), static_cast<std::uint32_t>(word)};
                ends |= Ends{1} << (i - start);
            }
            if (mark & (kClosed | kReadings) || i + 1 == start + kNear) break;
            node = i == start + 1 ? steps[1] : trie.step(node, board_->vocabulary_code(i));
        }
        n_known_ = static_cast<std::size_t>(out - known_.data());
        return node && !(mark & kClosed) ? find_read<kUsual>(start, node, i, nullptr, ends) : ends;
    }

    // The same from a node at character i on, beside those found.
    template <bool kUsual>
    Ends find_read(std::size_t start, Trie::Node node, std::size_t i, const Board::Steps* steps,
                   Ends ends) {
        vocabulary_words(*board_, config_->vocabulary, node, i, 0, steps,
                         [&](std::size_t end, std::int64_t id) {
                             if (!cuts_infix(start, end)) add_known<kUsual>(start, end, id, ends);
                         });
        return ends;
    }

    bool cuts_infix(std::size_t start, std::size_t end) const {
        return end - start > 1 && (board_->infix(start) || board_->infix(end - 1));
    }

    // Finds the words of the dictionary, beside those found: most are of the vocabulary too. With
    // an n-gram model. The first character is not even looked at if it is a word already.
    ZHNLP_INLINE Ends find_listed(std::size_t start, Ends ends) {
        const CutterConfig& config = *config_;
        const TrieNodes& trie = config.dictionary;
        const std::uint8_t* const flags = board_->flags.data();
        const Board::Steps& steps = board_->dictionary_steps(start);
        std::size_t i = start + 1;
        Trie::Node node = steps[0];
        if (ends >> 1 & 1) {
            if (flags[i] & kBarrier || !node) return ends;
            node = steps[1];
            ++i;
        }
        for (; node; ++i) {
            const std::uint8_t flag = flags[i];
            const std::int64_t word = trie.value(node);
            if (word >= 0 && !(flag & kJoined) && is_new<true>(start, i, ends)) {
                const double log_prob =
                    config.lexicon_bias + config.lexicon_scale * config.log_probs[word];
                unknown_[n_unknown_++] = {log_prob, u32(i), Source::kDictionary};
                ends |= bit(i - start);
            }
            if (flag & kBarrier) break;
            node = i == start + 1 ? steps[1] : trie.step(node, board_->dictionary_code(i));
        }
        return ends;
    }

    const CutterConfig* config_ = nullptr;
    const Board* board_ = nullptr;
    bool has_ngram_ = false, spells_ = false;
    bool usual_ = false;  // neither weighed nor split words
    // With room for all near words beside those that are not.
    std::vector<Known> known_ = std::vector<Known>(2 * kNear);
    std::vector<Unknown> unknown_ = std::vector<Unknown>(2 * kNear);
    std::size_t n_known_ = 0, n_unknown_ = 0;
    std::vector<std::uint8_t> marks_;  // of each character, and the end
    SpelledWords spelled_;
};

}  // namespace zhnlp
