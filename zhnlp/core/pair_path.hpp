// The most probable way to cut a text into words by a model of pairs of words.
//
//     text       南 京 市 长 江 大 桥
//     steps      0-2 0-3 2-3 2-4 3-5 3-7 …   the best way to a word, whatever is after it
//
// Viterbi over the lattice. What may follow is looked up once for all words outside the
// vocabulary. Of the steps by these that end at the same place, only the best is kept, and that
// only if it may still be on the best way. Measured: with that, and as words by the hidden Markov
// model are scored only then, bigram takes three quarters of the instructions.
//
// When all ways meet in one step, the words before it are reported and the steps freed; after
// kMaxSteps steps, those of the best way are. NgramSolver finds the same way, and the next best
// ones (see lattice.hpp).

#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "arcs.hpp"
#include "board.hpp"
#include "pair_steps.hpp"

namespace zhnlp {

class PairPath : PairSteps {
public:
    explicit PairPath(const CutterConfig& config) : config_(config) {}

    // Calls word_end(i) for the end of every word of the board's text, in order.
    template <class WordEnd>
    void solve(const Board& board, WordEnd word_end) {
        const std::size_t length = board.length();
        finder_.set(board);
        known_ = config_.known_words;
        any_before_unknown_ = known_->unseen() != Ngram::kUnknown;
        words_ = known_->data();
        n_words_ = known_->size();
        clear(length);
        const KnownWord& begin = words_[Ngram::kBegin];
        restart(0, begin.after, begin.back_off);
        board.fetch_first_known();
        for (std::size_t at = 0; at < length; ++at) {
            board.fetch_known(at + Board::kFetchAhead);
            const unsigned spelled = next_spelled();
            if (at == from_ || arrive(at, spelled, word_end)) extend(at);
        }
        if (!length) return;
        take_open(length, next_spelled());
        trace(best_way(places_[length].first, Ngram::kEnd).previous, length, word_end);
    }

private:
    static constexpr std::size_t kMaxSteps = 1 << 17;

    void restart(std::size_t at, Followers::Region after, float back_off) {
        begin(at, after, back_off);
        reach_ = at;
        n_steps_ = 0;
        spelled_ = 0;
    }

    // Ends the ways to a place; false if there are none.
    template <class WordEnd>
    ZHNLP_INLINE bool arrive(std::size_t at, unsigned spelled, WordEnd& word_end) {
        const std::size_t n = places_[at].n_steps;
        if (!(n | spelled)) return false;
        take_open(at, spelled);
        const bool only = at == reach_ && n + n_sizes(spelled) == 1;
        if (!only && n_steps_ <= kMaxSteps) return true;
        const std::uint32_t best = likeliest(places_[at]);
        const Step step = steps_[best];
        trace(best, at, word_end);
        if (!only) std::fill(places_.begin() + at, places_.begin() + reach_ + 1, Place());
        restart(at, step.after, step.back_off);
        return true;
    }

    // Extends every step that ends at `at` by every word that may start there. The best way to a
    // word outside the vocabulary is the same for all such words.
    ZHNLP_INLINE void extend(std::size_t at) {
        const unsigned spelled = finder_.find_unspelled(at);
        const std::size_t n_known = finder_.n_known(), n_unknown = finder_.n_unknown();
        make_room(n_known + n_unknown);
        Place* const places = places_.data();
        const std::uint32_t first = places[at].first;
        std::size_t reach = reach_;
        const auto meet = [&](std::size_t end) ZHNLP_INLINE -> Place& {
            reach = std::max(reach, end);
            Place& place = places[end];
            ++place.n_steps;
            return place;
        };
        const ArcFinder::Known* known = finder_.known();
        const KnownWord* const words = words_;
        const Followers::Region after_unknown = words[Ngram::kUnknown].after;
        const std::size_t n_words = n_words_;
        for (const auto* const end = known + n_known; known != end; ++known) {
            const std::uint32_t id = known->id < n_words ? known->id : Ngram::kUnknown;
            const Way way = best_way(first, id);
            const KnownWord& word = words[id];
            Place& place = meet(known->end);
            if (word.after == after_unknown)
                put_open(place, at, way);
            else if (!is_lost(place, way.log_prob + double{word.gain})) {
                finder_.fetch_pairs(word.after, known->end);
                append(place, {way.log_prob, u32(at), way.previous, word.after, word.back_off,
                               word.least, kNone});
            }
        }
        const Way way = unknown_way(first);
        for (std::size_t i = 0; i < n_unknown; ++i) {
            const ArcFinder::Unknown& word = finder_.unknown()[i];
            put_open(meet(word.end), at, {way.log_prob + word.log_prob, way.previous});
        }
        if (spelled) {
            reach = std::max(reach, at + (spelled & 16 ? 4 : spelled & 8 ? 3 : 2));
            put_spelled(at, spelled, way);
        }
        n_steps_ += n_known + n_unknown;
        reach_ = reach;
    }

    // Whether a step that ends at a place cannot be on the best way: not even if it has `most`, as
    // with the next word that the model expects the most after it. Measured: a sixth of the steps.
    ZHNLP_INLINE bool is_lost(const Place& place, double most) const {
        if (place.first == kNone) return false;
        const Step& step = steps_[place.first];
        return most < step.log_prob + double{step.least} - kClear;
    }

    // Words by the hidden Markov model, of two to four characters, start at nearly all places, and
    // few of them are on the best way. So they are not put where they end. When that place is met:
    //
    //     spelled_ & 7     a bit for each of them that ends there, the first for two characters
    //
    // they are looked at, if any may be on the best way.
    void put_spelled(std::size_t at, unsigned sizes, const Way& way) {
        n_steps_ += n_sizes(sizes >> 2);
        spelled_ |= (sizes & 4) << 2 | (sizes & 8) << 6 | (sizes & 16) << 10;
        Place& place = places_[at];
        place.unknown = way.log_prob;
        place.unknown_previous = way.previous;
        place.spelled = finder_.spelled().begin(at, way.log_prob);
    }

    unsigned next_spelled() {
        const unsigned sizes = spelled_ & 7;
        spelled_ >>= 4;
        return sizes;
    }

    static unsigned n_sizes(unsigned sizes) { return 0xE994u >> 2 * sizes & 3; }

    // Whether one of the words that end at a place may have a log probability of `least`.
    ZHNLP_INLINE bool may_spell(std::size_t at, unsigned sizes, double least) const {
        if (at < 4) return true;
        const Place* const place = places_.data() + at;
        return finder_.spelled().may_reach(at, sizes, place[-2].spelled, place[-3].spelled,
                                           place[-4].spelled, least);
    }

    void take_spelled(std::size_t at, unsigned sizes) {
        make_room(3);
        for (std::size_t size = 4; size > 1; --size) {
            if (!(sizes >> (size - 2) & 1)) continue;
            const Place& from = places_[at - size];
            const double more = finder_.spelled().log_prob(at - size, size);
            put_open(places_[at], at - size, {from.unknown + more, from.unknown_previous});
        }
    }

    // The best way to a word; of equals the longest word before it. The likeliest step comes
    // first: many others cannot be better, whatever the word is after them.
    ZHNLP_INLINE Way best_way(std::uint32_t first, std::uint32_t id) const {
        const KnownWord& word = words_[id];
        const Step* const steps = steps_.data();
        const std::uint32_t hash = Followers::hash(id);
        std::uint32_t best = first;
        double most = steps[first].log_prob + log_prob_after(steps[first], id, hash, word);
        for (std::uint32_t k = steps[first].next; k != kNone; k = steps[k].next) {
            const Step& step = steps[k];
            if (step.log_prob + double{word.most} < most) continue;
            const double sum = step.log_prob + log_prob_after(step, id, hash, word);
            if (sum > most || (sum == most && step.start < steps[best].start))
                best = k, most = sum;
        }
        return {most, best};
    }

    ZHNLP_INLINE double log_prob_after(const Step& step, std::uint32_t id, std::uint32_t hash,
                                       const KnownWord& word) const {
        const float alone = word.log_prob + step.back_off;
        const Followers& pairs = known_->pairs;
        return double{pairs.log_prob(pairs.find(step.after, id, hash), alone)};
    }

    // The same to a word outside the vocabulary, which in most models is after no other.
    ZHNLP_INLINE Way unknown_way(std::uint32_t first) const {
        if (any_before_unknown_) return best_way(first, Ngram::kUnknown);
        const float unknown = words_[Ngram::kUnknown].log_prob;
        const Step* const steps = steps_.data();
        std::uint32_t best = first;
        double most = steps[first].log_prob + double{unknown + steps[first].back_off};
        for (std::uint32_t k = steps[first].next; k != kNone; k = steps[k].next) {
            const Step& step = steps[k];
            const double sum = step.log_prob + double{unknown + step.back_off};
            if (sum > most || (sum == most && step.start < steps[best].start))
                best = k, most = sum;
        }
        return {most, best};
    }

    // Adds the open step of a place to the others, unless it cannot be on the best way: not even if
    // the next word is the one that the model expects the most after it, and the least after the
    // likeliest of the others.
    ZHNLP_INLINE void take_open(std::size_t at, unsigned spelled) {
        Place& place = places_[at];
        double least = -std::numeric_limits<double>::infinity();
        if (place.first != kNone) {
            const Step& step = steps_[place.first];
            least = step.log_prob + double{step.least - words_[Ngram::kUnknown].gain} - kClear;
        }
        if (spelled && may_spell(at, spelled, least)) take_spelled(at, spelled);
        if (place.open_previous == kNone || place.open < least) return;
        make_room(1);
        append(place, open_step({place.open, place.open_previous}, place.open_start));
    }

    const CutterConfig& config_;
    const KnownWords* known_ = nullptr;
    std::size_t n_words_ = 0;
    bool any_before_unknown_ = false;
    std::uint32_t spelled_ = 0;  // four bits for each place from the next one on
    std::size_t reach_ = 0;
    std::size_t n_steps_ = 0;  // from from_ on, as if no two were one
    ArcFinder finder_;
};

}  // namespace zhnlp
