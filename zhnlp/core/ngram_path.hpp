// The most probable way to cut a text into words by a model of pairs or triples of words.
//
//     text       南 京 市 长 江 大 桥
//     steps      0-2 0-3 2-3 2-4 3-5 3-7 …   the best way to a word and the words it depends on
//
// Viterbi over the lattice. A step is told apart by its last word with a model of pairs, by its
// last two with one of triples. A pair is looked up once for all steps with the same last word,
// what may follow once for all words outside the vocabulary, and pairs that the model has never
// seen are known by a filter (see seen_pairs.hpp).
//
// Steps that end at the same place, and whose last words are the same to all that may follow, are
// one: the best. Of words, all that are unknown are so; of pairs, all that no triple begins with.
// Measured: six of seven steps of trigram, half of those of bigram.
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

namespace zhnlp {

class NgramPath {
public:
    explicit NgramPath(const CutterConfig& config)
        : config_(config), order_(config.ngram.order()), levels_(config.ngram.levels.data()) {}

    // Calls word_end(i) for the end of every word of the board's text, in order.
    template <class WordEnd>
    void solve(const Board& board, WordEnd word_end) {
        finder_.set(board);
        words_ = config_.known_words->data();
        n_words_ = config_.known_words->size();
        places_.assign(board.length() + 1, Place());
        if (order_ > 2)
            solve_as<true>(board, word_end);
        else
            solve_as<false>(board, word_end);
    }

private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
    static constexpr std::uint32_t kOpen = 0x80000000u;  // marks a place whose open way a step is
    static constexpr std::size_t kMaxSteps = 1 << 17;
    // A log probability that is larger by this stays so, however what is added to both is rounded.
    static constexpr double kSure = 1e-6;

    struct Step {
        double log_prob = 0.0;           // of the best way to here
        std::uint32_t start = kNone;     // of the last word
        std::uint32_t previous = kNone;  // the step before it, kNone at the start
        // What the model needs of the last words: the number of the last one, and the context
        // that the last two are, kNone if they are none.
        std::uint32_t word = Ngram::kUnknown, pair = kNone;
        std::uint32_t next = kNone;  // the step that ends at the same place
    };
    // Where words end.
    struct Place {
        // The best of the steps after which the model knows as much as after the unknown word.
        // Its `next` is the one before it among the others.
        Step open;
        std::uint32_t head = kNone, tail = kNone;  // of the others
        std::uint32_t n_arcs = 0, n_steps = 0;     // the latter as if no two were one
    };
    struct Before {
        Step step;
        std::uint32_t index;
    };
    // The best way to a word after one place.
    struct Way {
        double log_prob;
        std::uint32_t previous, pair;
    };
    struct Ways {
        std::vector<Way> all;
        std::size_t n = 0, closed = 0;  // the place of the one that has no pair; n if none has
    };

    template <bool kTriples, class WordEnd>
    void solve_as(const Board& board, WordEnd& word_end) {
        const std::size_t length = board.length();
        begin(0, Ngram::kBegin, kNone);
        for (std::size_t at = 0; at < length; ++at) {
            const Place& place = places_[at];
            if (!board.open(at) || (at > from_ && !place.n_arcs)) continue;
            const bool only = at == reach_ && at > from_ && place.n_steps == 1;
            if (only || (at > from_ && n_steps_ > kMaxSteps)) {
                gather(at);
                const Before& best = best_before([](const Step&) { return 0.0; });
                trace(best.index, at, word_end);
                if (!only)
                    std::fill(places_.begin() + at, places_.begin() + reach_ + 1, Place());
                begin(at, best.step.word, best.step.pair);
            }
            gather(at);
            kTriples ? extend_triples(at) : extend_pairs(at);
        }
        if (length == from_) return;
        gather(length);
        const auto end = [this](const Step& step) { return end_log_prob(step); };
        trace(best_before(end).index, length, word_end);
    }

    void begin(std::size_t at, std::uint32_t word, std::uint32_t pair) {
        from_ = reach_ = at;
        first_.word = word;
        first_.pair = pair;
        used_ = n_steps_ = 0;
    }

    // Sets before_ to the steps that end at `at`, in the order of their words' starts.
    void gather(std::size_t at) {
        const Place& place = places_[at];
        if (before_.size() <= place.n_steps) before_.resize(2 * place.n_steps + 2);
        Before* out = before_.data();
        end_ = out + 1;
        if (at == from_) return void(*out = {first_, kNone});
        const std::uint32_t open = kOpen | static_cast<std::uint32_t>(at);
        const bool has_open = place.open.start != kNone;
        if (has_open && place.open.next == kNone) *out++ = {place.open, open};
        for (std::uint32_t k = place.head; k != kNone; k = steps_[k].next) {
            *out++ = {steps_[k], k};
            if (has_open && k == place.open.next) *out++ = {place.open, open};
        }
        end_ = out;
    }

    // The best step before with what more(step) adds; of equals the first.
    template <class More>
    const Before& best_before(More more) const {
        const Before* best = before_.data();
        double most = best->step.log_prob + more(best->step);
        for (const Before* before = best; ++before != end_;) {
            const double log_prob = before->step.log_prob + more(before->step);
            if (log_prob > most) best = before, most = log_prob;
        }
        return *best;
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
            ++place.n_arcs;
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
            if (before->step.log_prob > likeliest->step.log_prob) likeliest = before;
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
            const Step& step = before->step;
            if (step.log_prob + double{word.most} < most) continue;
            const double sum = step.log_prob + double{pair_of(step, id, word).log_prob};
            if (sum > most || (sum == most && step.start < best->step.start))
                best = before, most = sum;
        } while (++before != end);
        return {most, best->index, kNone};
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
        double most = best->step.log_prob + double{pair_of(best->step, id, word).log_prob};
        for (const Before* before = before_.data(); before != end_; ++before) {
            const Step& step = before->step;
            if (step.log_prob + double{word.most} < most || before == likeliest) continue;
            const double sum = step.log_prob + double{pair_of(step, id, word).log_prob};
            if (sum > most || (sum == most && before < best)) best = before, most = sum;
        }
        return {most, best->index, kNone};
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
        find_ways(Ngram::kUnknown, unknown_);
        finder_.find(
            at,
            [&](std::size_t end, std::size_t id) ZHNLP_INLINE {
                const std::uint32_t word = id_of(id);
                find_ways(word, known_);
                put_ways(meet(end), at, known_, word, 0.0);
            },
            [&](std::size_t end, double log_prob, Source) ZHNLP_INLINE {
                put_ways(meet(end), at, unknown_, Ngram::kUnknown, log_prob);
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
            const Pair pair = pair_of(best->step, id, word);
            const std::uint32_t start = best->step.start;
            double most = best->step.log_prob + double{triple_log_prob(best->step, id, pair)};
            while (++before != end_ && before->step.start == start) {
                const Step& step = before->step;
                const double sum = step.log_prob + double{triple_log_prob(step, id, pair)};
                if (sum > most) best = before, most = sum;
            }
            add_way({most, best->index, pair.context}, ways);
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

    // A word after another: its log probability, and the context that the two are, kNone if none.
    struct Pair {
        float log_prob;
        std::uint32_t context;
    };

    ZHNLP_INLINE Pair pair_of(const Step& before, std::uint32_t id, const KnownWord& word) const {
        const KnownWord& last = words_[before.word];
        if (last.context == kNone) return {word.log_prob, kNone};
        const bool may_have = config_.pairs->may_have(last.context, id);
        const std::uint32_t found = may_have ? seen_pair(last.context, id) : kNone;
        if (found == kNone) return {word.log_prob + last.back_off, kNone};
        const NgramLevel& level = levels_[1];
        return {level.prob_book[level.log_probs[found]],
                order_ > 2 ? level.context(found) : kNone};
    }

    std::uint32_t seen_pair(std::uint32_t context, std::uint32_t id) const {
        return levels_[0].child(levels_[1], context, id);
    }

    float triple_log_prob(const Step& before, std::uint32_t id, const Pair& pair) const {
        if (before.pair == kNone) return pair.log_prob;
        const NgramLevel &above = levels_[1], &level = levels_[2];
        const std::uint32_t found = above.child(level, before.pair, id);
        if (found != kNone) return level.prob_book[level.log_probs[found]];
        return pair.log_prob + above.back_off_book[above.back_offs[before.pair]];
    }

    // Adds a step by a word to the place where it ends.
    void put(Place& place, std::size_t at, const Way& way, std::uint32_t id, double more) {
        if (words_[id].context == words_[Ngram::kUnknown].context && way.pair == kNone)
            put_open(place, at, way, id, more);
        else
            append(place, at, way, id, more);
    }

    // The same, if the model knows no more after it than after the unknown word.
    void put_open(Place& place, std::size_t at, const Way& way, std::uint32_t id, double more) {
        const double log_prob = way.log_prob + more;
        Step& open = place.open;
        if (open.start != kNone && log_prob <= open.log_prob) return;
        if (open.start != kNone && log_prob <= open.log_prob + kSure)
            return append(place, at, way, id, more);
        open.log_prob = log_prob;
        open.start = static_cast<std::uint32_t>(at);
        open.previous = way.previous;
        open.next = place.tail;
    }

    void append(Place& place, std::size_t at, const Way& way, std::uint32_t id, double more) {
        if (used_ == steps_.size()) steps_.resize(2 * used_);
        const auto index = static_cast<std::uint32_t>(used_);
        steps_[used_++] = {way.log_prob + more, static_cast<std::uint32_t>(at), way.previous, id,
                           way.pair, kNone};
        (place.head == kNone ? place.head : steps_[place.tail].next) = index;
        place.tail = index;
    }

    // Calls word_end(i) for the words up to a step that ends at `end`, in order.
    template <class WordEnd>
    void trace(std::uint32_t index, std::size_t end, WordEnd& word_end) {
        path_.clear();
        while (index != kNone) {
            path_.push_back(static_cast<std::uint32_t>(end));
            const Step& step = index & kOpen ? places_[end].open : steps_[index];
            end = step.start;
            index = step.previous;
        }
        for (std::size_t i = path_.size(); i-- > 0;) word_end(path_[i]);
    }

    const CutterConfig& config_;
    int order_;
    const NgramLevel* levels_;
    const KnownWord* words_ = nullptr;
    std::size_t n_words_ = 0;
    std::size_t from_ = 0, reach_ = 0;
    std::size_t n_steps_ = 0;  // from from_ on
    Step first_;               // of the words before from_
    std::vector<Place> places_;
    std::vector<Step> steps_ = std::vector<Step>(64);
    std::size_t used_ = 0;  // of steps_
    std::vector<std::uint32_t> path_;
    ArcFinder finder_;
    std::vector<Before> before_;  // the place at hand, up to end_
    const Before* end_ = nullptr;
    Ways known_, unknown_;
};

}  // namespace zhnlp
