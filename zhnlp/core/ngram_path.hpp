// The most probable way to cut a text into words by a model of pairs or triples of words.
//
//     text       南 京 市 长 江 大 桥
//     steps      0-2 0-3 2-3 2-4 3-5 3-7 …   the best way to a word and the words it depends on
//
// Viterbi over the lattice. A step is told apart by its last word with a model of pairs, by its
// last two with one of triples. A pair is looked up once for all steps with the same last word,
// what may follow once for all words outside the vocabulary, and pairs that the model has never
// seen are known by a filter (see seen_pairs.hpp). When all ways meet
// in one step, the words before it are reported and the steps freed; after kMaxSteps steps, those
// of the best way are. NgramSolver finds the same way, and the next best ones (see lattice.hpp).

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "arcs.hpp"
#include "board.hpp"

namespace zhnlp {

class NgramPath {
public:
    explicit NgramPath(const CutterConfig& config)
        : config_(config), order_(config.ngram.order()), levels_(config.ngram.levels.data()) {}

    // Calls word(start, end, source) for the words of the board's text, in order.
    template <class Word>
    void solve(const Board& board, Word word) {
        const std::size_t length = board.length();
        head_.assign(length + 1, kNone);
        tail_.resize(length + 1);
        begin(0, known(Ngram::kBegin));
        for (std::size_t at = 0; at < length; ++at) {
            if (!board.open(at) || (at > from_ && head_[at] == kNone)) continue;
            const bool only = at == reach_ && at > from_ && steps_[head_[at]].next == kNone;
            if (only || (at > from_ && steps_.size() > kMaxSteps)) {
                const std::uint32_t best = best_at(at, [](const Step&) { return 0.0; });
                const Known last = steps_[best].last;
                trace(best, word);
                if (!only) std::fill(head_.begin() + at, head_.begin() + reach_ + 1, kNone);
                begin(at, last);
            }
            extend(board, at);
        }
        if (length > from_)
            trace(best_at(length, [&](const Step& step) { return end_log_prob(step.last); }), word);
    }

private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
    static constexpr std::size_t kMaxSteps = 1 << 17;

    // What the model needs of the last words: the contexts that they are, kNone if they are none.
    struct Known {
        std::uint32_t word, pair;
    };
    struct Step {
        double log_prob;  // of the best way to here
        std::uint32_t start, end;
        std::uint32_t previous;  // the step before it, kNone at the start
        std::uint32_t next;      // the step that ends at the same place
        Known last;
        Source source;
    };
    struct Way {
        double log_prob;
        std::uint32_t previous;
        Known last;
    };

    void begin(std::size_t at, Known last) {
        from_ = reach_ = at;
        first_ = last;
        steps_.clear();
    }

    Known known(std::uint32_t word) const {
        return {order_ > 1 ? config_.ngram.context(word) : kNone, kNone};
    }

    // Of the steps that end at `at`, the best one with what `more` adds; of equals the first.
    template <class More>
    std::uint32_t best_at(std::size_t at, More more) const {
        std::uint32_t best = head_[at];
        double most = 0.0;
        for (std::uint32_t k = best; k != kNone; k = steps_[k].next) {
            const double log_prob = steps_[k].log_prob + more(steps_[k]);
            if (k == head_[at] || log_prob > most) best = k, most = log_prob;
        }
        return best;
    }

    double end_log_prob(Known last) const {
        const Before before = before_of(last, 0.0, kNone, 0);
        const Pair pair = pair_of(before, Ngram::kEnd, config_.ngram.log_prob(Ngram::kEnd));
        return triple_log_prob(before, Ngram::kEnd, pair);
    }

    // Extends every step that ends at `at` by every word that may start there.
    void extend(const Board& board, std::size_t at) {
        before_.clear();
        if (at == from_) before_.push_back(before_of(first_, 0.0, kNone, 0));
        for (std::uint32_t k = at == from_ ? kNone : head_[at]; k != kNone; k = steps_[k].next)
            before_.push_back(before_of(steps_[k].last, steps_[k].log_prob, k, steps_[k].start));
        arcs_.clear();
        find_arcs(board, at, arcs_);
        unknown_.clear();
        for (const Arc& arc : arcs_) {
            reach_ = std::max<std::size_t>(reach_, arc.end);
            const bool is_unknown = arc.id == Ngram::kUnknown;
            std::vector<Way>& ways = is_unknown ? unknown_ : known_;
            if (!is_unknown) ways.clear();
            if (ways.empty()) find_ways(arc.id < levels_[0].n ? arc.id : Ngram::kUnknown, ways);
            for (const Way& way : ways)
                append({way.log_prob + arc.log_prob, static_cast<std::uint32_t>(at), arc.end,
                        way.previous, kNone, way.last, arc.source});
        }
    }

    // A step before a word, with all that is the same for every word after it.
    struct Before {
        double log_prob;
        std::uint32_t step, start;
        Known last;
        float word_back_off, pair_back_off;
    };

    Before before_of(Known last, double log_prob, std::uint32_t step, std::uint32_t start) const {
        return {log_prob, step, start, last, back_off(0, last.word), back_off(1, last.pair)};
    }

    float back_off(int level, std::uint32_t context) const {
        if (context == kNone) return 0.0f;
        return levels_[level].back_off_book[levels_[level].back_offs[context]];
    }

    // The best ways to a word: one with a model of pairs, one for each word before it with a model
    // of triples.
    void find_ways(std::uint32_t id, std::vector<Way>& ways) const {
        const float alone = config_.ngram.log_prob(id);
        const std::uint32_t word = known(id).word;
        const Before* before = before_.data();
        const Before* const end = before + before_.size();
        if (order_ <= 2) {
            const Before* best = before;
            double most = best->log_prob + double{pair_of(*best, id, alone).log_prob};
            while (++before != end) {
                const double sum = before->log_prob + double{pair_of(*before, id, alone).log_prob};
                if (sum > most) best = before, most = sum;
            }
            ways.push_back({most, best->step, {word, kNone}});
            return;
        }
        while (before != end) {
            const Before* best = before;
            const Pair pair = pair_of(*best, id, alone);
            double most = best->log_prob + double{triple_log_prob(*best, id, pair)};
            while (++before != end && before->start == best->start) {
                const double sum = before->log_prob + double{triple_log_prob(*before, id, pair)};
                if (sum > most) best = before, most = sum;
            }
            ways.push_back({most, best->step, {word, pair.context}});
        }
    }

    // A word after another: its log probability, and the context that the two are, kNone if none.
    struct Pair {
        float log_prob;
        std::uint32_t context;
    };

    Pair pair_of(const Before& before, std::uint32_t id, float alone) const {
        if (before.last.word == kNone) return {alone, kNone};
        if (config_.pairs && !config_.pairs->may_have(before.last.word, id))
            return {alone + before.word_back_off, kNone};
        const NgramLevel& level = levels_[1];
        const std::uint32_t found = levels_[0].child(level, before.last.word, id);
        if (found == kNone) return {alone + before.word_back_off, kNone};
        return {level.prob_book[level.log_probs[found]],
                order_ > 2 ? level.context(found) : kNone};
    }

    float triple_log_prob(const Before& before, std::uint32_t id, const Pair& pair) const {
        if (before.last.pair == kNone) return pair.log_prob;
        const NgramLevel& level = levels_[2];
        const std::uint32_t found = levels_[1].child(level, before.last.pair, id);
        return found == kNone ? pair.log_prob + before.pair_back_off
                              : level.prob_book[level.log_probs[found]];
    }

    // Steps with the same last word are neighbours in the list of their end.
    void append(const Step& step) {
        const auto index = static_cast<std::uint32_t>(steps_.size());
        steps_.push_back(step);
        (head_[step.end] == kNone ? head_[step.end] : steps_[tail_[step.end]].next) = index;
        tail_[step.end] = index;
    }

    // Calls word(start, end, source) for the words up to a step, in order.
    template <class Word>
    void trace(std::uint32_t step, Word word) {
        path_.clear();
        for (; step != kNone; step = steps_[step].previous) path_.push_back(step);
        for (std::size_t i = path_.size(); i-- > 0;) {
            const Step& each = steps_[path_[i]];
            word(each.start, each.end, each.source);
        }
    }

    const CutterConfig& config_;
    int order_;
    const NgramLevel* levels_;
    std::size_t from_ = 0, reach_ = 0;
    Known first_{};  // of the words before from_
    std::vector<Step> steps_;
    std::vector<std::uint32_t> head_, tail_, path_;  // of the steps that end at each place
    std::vector<Arc> arcs_;
    std::vector<Before> before_;  // the place at hand
    std::vector<Way> known_, unknown_;
};

}  // namespace zhnlp
