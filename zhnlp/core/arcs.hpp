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
        if (!has_ngram_) return;
        const std::size_t length = board.length();
        marks_.resize(length + 1);
        for (std::size_t i = 0; i <= length; ++i) marks_[i] = mark(i);
        if (config_->hmm.empty()) return;
        emissions_.resize(length);
        for (std::size_t i = 0; i < length; ++i)
            emissions_[i] = config_->hmm.emissions(board.text()[i]);
    }

    // Calls known(end, id) for each word of the vocabulary that may start at `start`, and
    // unknown(end, log_prob, source) for each other; at least one of them.
    template <class Known, class Unknown>
    void find(std::size_t start, Known known, Unknown unknown) {
        far_.clear();
        if (usual_)
            find_as<true>(start, known, unknown);
        else
            find_as<false>(start, known, unknown);
    }

    // Appends to `arcs` every word that may start at `start`; at least one.
    void append(std::size_t start, std::vector<Arc>& arcs) {
        find(
            start,
            [&](std::size_t end, std::size_t id) {
                arcs.push_back({u32(end), u32(id), 0.0, Source::kModel});
            },
            [&](std::size_t end, double log_prob, Source source) {
                arcs.push_back({u32(end), Ngram::kUnknown, log_prob, source});
            });
        if (!(board_->flags[start] & kBarrier)) return;
        // If the unit is a word of the user's, says so of its arc, the last one.
        const UserWord* const word = board_->user_word(start, board_->unit_end(start));
        if (word && word->mode != Mode::kSplit) arcs.back().source = Source::kUser;
    }

private:
    // How a character is met in the vocabulary. Nearly all of a text are 0.
    enum Mark : std::uint8_t {
        kClosed = 1,    // a word must end before it
        kInside = 2,    // no word may end before it
        kReadings = 4,  // it may be read as a class, or is an infix
    };
    static constexpr std::size_t kNear = 64;  // words are shorter, but for addresses and the like

    // A text is usual if there is an n-gram model and neither weighed nor split words. What the
    // functions change is in registers. Measured: a seventh of bigram.
    template <bool kUsual, class Known, class Unknown>
    void find_as(std::size_t start, Known& known, Unknown& unknown) {
        const CutterConfig& config = *config_;
        const Board& board = *board_;
        const bool has_ngram = kUsual || has_ngram_;
        std::uint64_t ends = 0;  // a bit for each size of word found, bit 0 for those not near
        const auto is_new = [&](std::size_t end) ZHNLP_INLINE {
            const std::size_t size = end - start;
            if (size < kNear ? ends >> size & 1 : !take_far(end)) return false;
            if (!kUsual && board.is_split(start, end)) return false;
            ends |= std::uint64_t{1} << (size < kNear ? size : 0);
            return true;
        };
        if (has_ngram)
            find_known(start, [&](std::size_t end, std::size_t id) ZHNLP_INLINE {
                if (is_new(end)) known(end, id);
            });
        const auto listed = [&](std::size_t end, double log_prob, Source source) ZHNLP_INLINE {
            if (has_ngram) log_prob = config.lexicon_bias + config.lexicon_scale * log_prob;
            if (is_new(end)) unknown(end, log_prob, source);
        };
        if (kUsual)
            find_listed(start, [&](std::size_t end, double log_prob) ZHNLP_INLINE {
                listed(end, log_prob, Source::kDictionary);
            });
        else
            board.weighed_words(start, [&](auto... word) { listed(word...); });
        if (has_ngram && !config.hmm.empty())
            find_spelled(start, [&](std::size_t end, double log_prob) ZHNLP_INLINE {
                if (is_new(end))
                    unknown(end, config.hmm_bias + config.hmm_scale * log_prob, Source::kRule);
            });
        if (!has_ngram && ends) return;
        // Even a unit that the user has split is a word, if nothing else fits.
        const std::size_t end = board.unit_end(start);
        if (is_new(end) || !ends)
            unknown(end, has_ngram ? config.unit_log_prob : config.unknown, Source::kRule);
    }

    static std::uint32_t u32(std::size_t i) { return static_cast<std::uint32_t>(i); }

    // Whether the end of a word is not among the far ones; then it is.
    bool take_far(std::size_t end) {
        const bool is_new = std::find(far_.begin(), far_.end(), end) == far_.end();
        if (is_new) far_.push_back(end);
        return is_new;
    }

    std::uint8_t mark(std::size_t i) const {
        const std::uint8_t flag = board_->flags[i];
        if (flag == kHan && board_->is_plain(i))
            return is_numeral(board_->text()[i]) ? kReadings : 0;
        std::uint8_t mark = 0;
        if (board_->closed(i)) mark |= kClosed;
        if (flag & kJoined) mark |= kInside;
        if (board_->infix(i) || flag & (kNumber | kLatinWord) ||
            (i < board_->length() && is_numeral(board_->text()[i])))
            mark |= kReadings;
        return mark;
    }

    // Calls found(end, id) for the words of the vocabulary. As long as no character has other
    // readings, that is a walk down the trie.
    template <class Found>
    void find_known(std::size_t start, Found found) {
        const Trie& trie = config_->vocabulary;
        const Board::Steps* steps = &board_->vocabulary_steps(start);
        Trie::Node node = trie.root();
        std::size_t i = start;
        if (!(marks_[start] & kReadings)) {
            node = (*steps)[0];
            for (++i; node; ++i) {
                const std::uint8_t mark = marks_[i];
                if (!(mark & kInside) && trie.value(node) >= 0) found(i, trie.value(node));
                if (mark & kClosed) return;
                if (mark & kReadings) break;
                node = i == start + 1 ? (*steps)[1] : trie.step(node, board_->vocabulary_code(i));
            }
            if (!node) return;
            steps = nullptr;
        }
        read_.clear();
        vocabulary_words(*board_, trie, node, i, 0, steps, [&](std::size_t end, std::size_t id) {
            if (!cuts_infix(start, end)) read_.emplace_back(end, id);
        });
        for (const auto& word : read_) found(word.first, word.second);
    }

    // Calls found(end, log_prob) for the words of the dictionary: Board::dictionary_words in one
    // loop, so that `found` is here once.
    template <class Found>
    void find_listed(std::size_t start, Found found) const {
        const Trie& trie = config_->dictionary;
        const Board::Steps& steps = board_->dictionary_steps(start);
        Trie::Node node = steps[0];
        for (std::size_t i = start + 1; node; ++i) {
            const std::uint8_t flag = board_->flags[i];
            const std::int64_t word = trie.value(node);
            if (word >= 0 && !(flag & kJoined)) found(i, config_->log_probs[word]);
            if (flag & kBarrier) return;
            node = i == start + 1 ? steps[1] : trie.step(node, board_->dictionary_code(i));
        }
    }

    bool cuts_infix(std::size_t start, std::size_t end) const {
        return end - start > 1 && (board_->infix(start) || board_->infix(end - 1));
    }

    // Calls found(end, log_prob) for the words of up to four Han characters by the hidden Markov
    // model.
    template <class Found>
    void find_spelled(std::size_t start, Found found) const {
        if (board_->cls(start) != kHan) return;
        const std::uint8_t* const flags = board_->flags.data() + start;
        std::size_t most = 1;
        while (most < 4 && (flags[most] & (kClassMask | kBarrier | kJoined)) == kHan) ++most;
        config_->hmm.words(emissions_.data() + start, most, [&](std::size_t n, double log_prob) {
            if (!(flags[n] & kJoined)) found(start + n, log_prob);
        });
    }

    const CutterConfig* config_ = nullptr;
    const Board* board_ = nullptr;
    bool has_ngram_ = false, usual_ = false;
    std::vector<std::size_t> far_;          // the ends of words that are not near
    std::vector<std::uint8_t> marks_;       // of each character, and the end
    std::vector<const double*> emissions_;  // of the hidden Markov model
    std::vector<std::pair<std::size_t, std::size_t>> read_;  // ends and ids of words
};

}  // namespace zhnlp
