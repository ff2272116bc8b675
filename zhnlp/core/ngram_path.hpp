// The most probable way to cut a text into words by a model of pairs or triples of words.
//
//     text       南 京 市 长 江 大 桥
//     steps      0-2 0-3 2-3 2-4 3-5 3-7 …   the best way to a word and the words it depends on
//
// Viterbi over the lattice. A step is told apart by its last word with a model of pairs, by its
// last two with one of triples. A pair is looked up once for all steps with the same last word,
// and what may follow once for all words outside the vocabulary.
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
#include <limits>
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
        if (config_.ngram.order() > 2)
            solve_as<true>(board, word_end);
        else
            solve_as<false>(board, word_end);
    }

private:
    static constexpr std::size_t kMaxSteps = 1 << 17;

    struct Ways {
        std::vector<Way> all;
        std::size_t n = 0, closed = 0;  // the place of the one that has no pair; n if none has
    };

    template <bool kTriples, class WordEnd>
    void solve_as(const Board& board, WordEnd& word_end) {
        const std::size_t length = board.length();
        restart(0, Ngram::kBegin, kNone);
        for (std::size_t at = 0; at < length; ++at) {
            const Place& place = places_[at];
            if (!board.open(at) || (at > from_ && !place.n_steps)) continue;
            const bool only = at == reach_ && at > from_ && place.n_steps == 1;
            if (only || (at > from_ && n_steps_ > kMaxSteps)) {
                gather(at);
                const Before& best = best_before([](const Step&) { return 0.0; });
                trace(best.next, at, word_end);
                if (!only)
                    std::fill(places_.begin() + at, places_.begin() + reach_ + 1, Place());
                restart(at, best.word, best.pair);
            }
            gather(at);
            kTriples ? extend_triples(at) : extend_pairs(at);
        }
        if (length == from_) return;
        gather(length);
        const auto end = [this](const Step& step) { return end_log_prob(step); };
        trace(best_before(end).next, length, word_end);
    }

    void restart(std::size_t at, std::uint32_t word, std::uint32_t pair) {
        begin(at, word, pair);
        reach_ = at;
        n_steps_ = 0;
    }

    double end_log_prob(const Step& before) const {
        const Pair pair = pair_of(before, Ngram::kEnd, words_[Ngram::kEnd]);
        return triple_log_prob(before, Ngram::kEnd, pair);
    }

    // Extends every step that ends at `at` by every word that may start there. The best way to a
    // word outside the vocabulary is the same for all such words.
    void extend_pairs(std::size_t at) {
        put_likeliest_first();
        const Way unknown = pair_way(Ngram::kUnknown);
        std::size_t n_arcs = 0, reach = reach_;
        const auto meet = [&](std::size_t end) ZHNLP_INLINE -> Place& {
            ++n_arcs;
            reach = std::max(reach, end);
            Place& place = places_[end];
            ++place.n_steps;
            return place;
        };
        finder_.find(
            at,
            [&](std::size_t end, std::size_t id) ZHNLP_INLINE {
                const std::uint32_t word = id_of(id);
                put(meet(end), at, pair_way(word), word, 0.0);
            },
            [&](std::size_t end, double log_prob, Source) ZHNLP_INLINE {
                put_open(meet(end), at, unknown, Ngram::kUnknown, log_prob);
            });
        n_steps_ += n_arcs;
        reach_ = reach;
    }

    void put_likeliest_first() {
        Before* const first = before_.data();
        Before* likeliest = first;
        for (Before* before = first; ++before != end_;)
            if (before->log_prob > likeliest->log_prob) likeliest = before;
        if (likeliest != first) std::swap(*first, *likeliest);
    }

    // The best way to a word; of equals the longest word before it. Begins with the likeliest:
    // many others cannot be better, whatever the word is after them.
    Way pair_way(std::uint32_t id) const {
        const KnownWord& word = words_[id];
        const Before* const end = end_;
        const Before* before = before_.data();
        const Before* best = before;
        double most = -std::numeric_limits<double>::infinity();
        do {
            const Step& step = *before;
            if (step.log_prob + double{word.most} < most) continue;
            const double sum = step.log_prob + double{pair_of(step, id, word).log_prob};
            if (sum > most || (sum == most && step.start < best->start))
                best = before, most = sum;
        } while (++before != end);
        return {most, best->next, kNone};
    }

    // Of a word that the model may lack.
    std::uint32_t id_of(std::size_t word) const {
        return word < n_words_ ? static_cast<std::uint32_t>(word) : Ngram::kUnknown;
    }

    // The best way to a word. Begins with the likeliest step before: many others cannot be better,
    // whatever the word is after them.
    Way pair_way(const Before* likeliest, std::uint32_t id) const {
        const KnownWord& word = words_[id];
        const Before* best = likeliest;
        double most = best->log_prob + double{pair_of(*best, id, word).log_prob};
        for (const Before* before = before_.data(); before != end_; ++before) {
            const Step& step = *before;
            if (step.log_prob + double{word.most} < most || before == likeliest) continue;
            const double sum = step.log_prob + double{pair_of(step, id, word).log_prob};
            if (sum > most || (sum == most && before < best)) best = before, most = sum;
        }
        return {most, best->next, kNone};
    }

    // The same by triples. There is a best way to a word for each word before it.
    void extend_triples(std::size_t at) {
        const std::uint32_t n = at == from_ ? 1 : places_[at].n_arcs;
        std::size_t n_arcs = 0, reach = reach_;
        const auto meet = [&](std::size_t end) ZHNLP_INLINE -> Place& {
            ++n_arcs;
            reach = std::max(reach, end);
            Place& place = places_[end];
            ++place.n_arcs;
            place.n_steps += n;
            return place;
        };
        find_ways(Ngram::kUnknown, unknown_ways_);
        finder_.find(
            at,
            [&](std::size_t end, std::size_t id) ZHNLP_INLINE {
                const std::uint32_t word = id_of(id);
                find_ways(word, ways_);
                put_ways(meet(end), at, ways_, word, 0.0);
            },
            [&](std::size_t end, double log_prob, Source) ZHNLP_INLINE {
                put_ways(meet(end), at, unknown_ways_, Ngram::kUnknown, log_prob);
            });
        n_steps_ += n_arcs * n;
        reach_ = reach;
    }

    void put_ways(Place& place, std::size_t at, const Ways& ways, std::uint32_t id, double more) {
        for (std::size_t i = 0; i < ways.n; ++i) put(place, at, ways.all[i], id, more);
    }

    void find_ways(std::uint32_t id, Ways& ways) const {
        if (ways.all.size() < before_.size()) ways.all.resize(before_.size());
        ways.n = ways.closed = 0;
        const KnownWord& word = words_[id];
        for (const Before* before = before_.data(); before != end_;) {
            const Before* best = before;
            const Pair pair = pair_of(*best, id, word);
            const std::uint32_t start = best->start;
            double most = best->log_prob + double{triple_log_prob(*best, id, pair)};
            while (++before != end_ && before->start == start) {
                const Step& step = *before;
                const double sum = step.log_prob + double{triple_log_prob(step, id, pair)};
                if (sum > most) best = before, most = sum;
            }
            add_way({most, best->next, pair.after}, ways);
        }
    }

    // Keeps the order of the ways. Of those without a pair, drops all that cannot be in the best.
    static void add_way(const Way& way, Ways& ways) {
        std::vector<Way>& all = ways.all;
        if (way.pair == kNone) {
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
        } else if (ways.closed == ways.n) {
            ++ways.closed;
        }
        all[ways.n++] = way;
    }

    // A word after another: its log probability, and the words after the two, kNone if none.
    struct Pair {
        float log_prob;
        Followers::Region after;
    };

    ZHNLP_INLINE Pair pair_of(const Step& before, std::uint32_t id, const KnownWord& word) const {
        const KnownWord& last = words_[before.word];
        const bool any = last.after != kNone && id != unseen_;
        const std::uint32_t found = any ? known_->pairs.find(last.after, id) : kNone;
        if (found == kNone) return {word.log_prob + last.back_off, kNone};
        return {known_->pairs.log_prob(found), known_->pairs.next(found)};
    }

    float triple_log_prob(const Step& before, std::uint32_t id, const Pair& pair) const {
        if (before.pair == kNone) return pair.log_prob;
        const Followers& triples = known_->triples;
        const std::uint32_t found = id != unseen_ ? triples.find(before.pair, id) : kNone;
        return found == kNone ? pair.log_prob + triples.back_off(before.pair)
                              : triples.log_prob(found);
    }

    // Adds a step by a word to the place where it ends.
    ZHNLP_INLINE void put(Place& place, std::size_t at, const Way& way, std::uint32_t id,
                          double more) {
        if (words_[id].after == words_[Ngram::kUnknown].after && way.pair == kNone)
            put_open(place, at, way, id, more);
        else
            append(place, at, way, id, more);
    }

    const CutterConfig& config_;
    const KnownWords* known_ = nullptr;
    const KnownWord* words_ = nullptr;  // known_'s
    std::size_t n_words_ = 0;
    std::uint32_t unseen_ = kNone;  // a word that is after no other in the model
    std::size_t reach_ = 0;
    std::size_t n_steps_ = 0;  // from from_ on
    ArcFinder finder_;
    Ways ways_, unknown_ways_;
};

}  // namespace zhnlp
