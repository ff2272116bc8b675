// The most probable way to cut a text into words by a model of triples of words.
//
//     text       南 京 市 长 江 大 桥
//     steps      0-2 0-3 2-3 2-4 3-5 3-7 …   the best way to a word and the word before it
//
// Viterbi over the lattice. A step is told apart by its last two words. A pair is looked up once
// for all steps with the same last word, and what may follow once for all words outside the
// vocabulary. Models of pairs have a path of their own (see pair_path.hpp).
//
// Steps that end at the same place, and whose last words are the same to all that may follow, are
// one: the best. Of words, all that are unknown are so; of pairs, all that no triple begins with.
// Measured: trigram takes seven tenths of the instructions.
//
// When all ways meet in one step, the words before it are reported and the steps freed; after
// kMaxSteps steps, those of the best way are. NgramSolver finds the same way, and the next best
// ones (see lattice.hpp).

#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "arcs.hpp"
#include "board.hpp"
#include "ngram_steps.hpp"

namespace zhnlp {

class NgramPath : NgramSteps {
public:
    explicit NgramPath(const CutterConfig& config) : config_(config) {}

    // Calls word_end(i) for the end of every word of the board's text, in order.
    template <class WordEnd>
    void solve(const Board& board, WordEnd word_end) {
        finder_.set(board);
        known_ = config_.known_words;
        words_ = known_->data();
        n_words_ = known_->size();
        unseen_ = known_->unseen();
        clear(board.length());
        solve_all(board, word_end);
    }

private:
    static constexpr std::size_t kMaxSteps = 1 << 17;

    struct Ways {
        std::vector<Way> all;
        std::size_t n = 0, closed = 0;  // the place of the one that has no pair; n if none has
    };

    template <class WordEnd>
    void solve_all(const Board& board, WordEnd& word_end) {
        const std::size_t length = board.length();
        restart(0, Ngram::kBegin, Followers::kNone);
        board.fetch_first_known();
        for (std::size_t at = 0; at < length; ++at) {
            board.fetch_known(at + Board::kFetchAhead);
            const Place& place = places_[at];
            if (!board.open(at) || (at > from_ && !place.n_steps)) continue;
            const bool only = at == reach_ && at > from_ && place.n_steps == 1;
            if (only || (at > from_ && n_steps_ > kMaxSteps)) {
                gather(at);
                const Before& best = best_before([](const Before&) { return 0.0; });
                trace(best.index, at, word_end);
                if (!only)
                    std::fill(places_.begin() + at, places_.begin() + reach_ + 1, Place());
                restart(at, best.word, best.pair);
            }
            gather(at);
            extend(at);
        }
        if (length == from_) return;
        gather(length);
        const auto end = [this](const Before& step) { return end_log_prob(step); };
        trace(best_before(end).index, length, word_end);
    }

    void restart(std::size_t at, std::uint32_t word, std::uint32_t pair) {
        begin(at, word, pair);
        reach_ = at;
        n_steps_ = 0;
    }

    double end_log_prob(const Before& before) const {
        const Pair pair = pair_of(before, Ngram::kEnd, words_[Ngram::kEnd]);
        return triple_log_prob(before, Ngram::kEnd, pair);
    }

    // Extends every step that ends at `at` by every word that may start there. There is a best way
    // to a word for each word before it. Those to a word outside the vocabulary are the same for
    // all such words.
    void extend(std::size_t at) {
        const std::uint32_t n = at == from_ ? 1 : places_[at].n_arcs;
        finder_.find(at);
        std::size_t reach = reach_;
        const auto meet = [&](std::size_t end) ZHNLP_INLINE -> Place& {
            reach = std::max(reach, end);
            Place& place = places_[end];
            ++place.n_arcs;
            place.n_steps += n;
            return place;
        };
        const std::size_t n_known = finder_.n_known(), n_unknown = finder_.n_unknown();
        for (std::size_t i = 0; i < n_known; ++i) {
            const ArcFinder::Known& word = finder_.known()[i];
            const std::uint32_t id = word.id < n_words_ ? word.id : Ngram::kUnknown;
            find_ways(id, ways_);
            finder_.fetch_pairs(words_[id].after, word.end);
            put_ways(meet(word.end), at, ways_, id, 0.0);
        }
        if (n_unknown) find_ways(Ngram::kUnknown, ways_);
        for (std::size_t i = 0; i < n_unknown; ++i) {
            const ArcFinder::Unknown& word = finder_.unknown()[i];
            put_ways(meet(word.end), at, ways_, Ngram::kUnknown, word.log_prob);
        }
        n_steps_ += (n_known + n_unknown) * n;
        reach_ = reach;
    }

    void put_ways(Place& place, std::size_t at, const Ways& ways, std::uint32_t id, double more) {
        for (std::size_t i = 0; i < ways.n; ++i) put(place, at, ways.all[i], id, more);
    }

    void find_ways(std::uint32_t id, Ways& ways) const {
        if (ways.all.size() < before_.size()) ways.all.resize(before_.size());
        ways.n = ways.closed = 0;
        const KnownWord& word = words_[id];
        for (const Before* before = first_before_; before != end_;) {
            const Before* best = before;
            const Pair pair = pair_of(*best, id, word);
            const std::uint32_t start = best->start;
            double most = best->log_prob + double{triple_log_prob(*best, id, pair)};
            while (++before != end_ && before->start == start) {
                const Before& step = *before;
                const double sum = step.log_prob + double{triple_log_prob(step, id, pair)};
                if (sum > most) best = before, most = sum;
            }
            add_way({most, best->index, pair.after}, ways);
        }
    }

    // Keeps the order of the ways. Of those without a pair, drops all that cannot be in the best.
    void add_way(const Way& way, Ways& ways) const {
        std::vector<Way>& all = ways.all;
        if (way.pair == Followers::kNone) {
            if (ways.closed < ways.n) {
                const double log_prob = all[ways.closed].log_prob;
                if (way.log_prob <= log_prob) return;
                if (way.log_prob > log_prob + kSure) {
                    std::move(all.begin() + ways.closed + 1, all.begin() + ways.n,
                              all.begin() + ways.closed);
                    --ways.n;
                }
            }
            ways.closed = ways.n;
        } else {
            known_->triples.fetch(way.pair, 0);
            if (ways.closed == ways.n) ++ways.closed;
        }
        all[ways.n++] = way;
    }

    // A word after another: its log probability, and the words after the two, kNone if none.
    struct Pair {
        float log_prob;
        Followers::Region after;
    };

    ZHNLP_INLINE Pair pair_of(const Before& before, std::uint32_t id, const KnownWord& word) const {
        const Followers& pairs = known_->pairs;
        const Followers::Place place = pairs.find(before.after, id, Followers::hash(id));
        return {pairs.log_prob(place, word.log_prob + before.back_off), pairs.next(place)};
    }

    float triple_log_prob(const Before& before, std::uint32_t id, const Pair& pair) const {
        if (before.pair == Followers::kNone) return pair.log_prob;
        const Followers& triples = known_->triples;
        const float other = pair.log_prob + triples.back_off(before.pair);
        if (id == unseen_) return other;
        return triples.log_prob(triples.find(before.pair, id, Followers::hash(id)), other);
    }

    // Adds a step by a word to the place where it ends.
    ZHNLP_INLINE void put(Place& place, std::size_t at, const Way& way, std::uint32_t id,
                          double more) {
        if (words_[id].after == words_[Ngram::kUnknown].after && way.pair == Followers::kNone)
            put_open(place, at, way, id, more);
        else
            append(place, at, way, id, more);
    }

    const CutterConfig& config_;
    const KnownWords* known_ = nullptr;
    std::size_t n_words_ = 0;
    std::uint32_t unseen_ = kNone;  // a word that is after no other in the model
    std::size_t reach_ = 0;
    std::size_t n_steps_ = 0;  // from from_ on
    ArcFinder finder_;
    Ways ways_;
};

}  // namespace zhnlp
