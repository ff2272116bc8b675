// The most probable way to cut a text into words.
//
//     text    南 京 市 长 江 大 桥      positions 0 … 6, end 7
//     arcs    0-2 0-3 1-2 2-3 2-4 3-4 3-5 3-7 …   one per word that may stand
//     block   0 ───────────────── 7     no arc crosses its ends
//
// A text falls into blocks at the places that no arc crosses; they are solved
// one by one, in memory that does not grow with the text. Blocks of natural
// text are a few characters long. One longer than kMaxArcs arcs is closed
// where it stands, so that time and memory stay bounded on any input.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "words.hpp"

namespace zhnlp {

constexpr std::size_t kMaxArcs = 1 << 17;

// All arcs of a block that begins at `begin`.
class Block {
public:
    std::size_t begin = 0, end = 0;
    std::vector<Arc> arcs;
    std::vector<std::uint32_t> first;  // first[i]: of the arcs that start at begin + i

    void collect(const Board& board, std::size_t from) {
        begin = from;
        arcs.clear();
        first.clear();
        std::size_t reach = from, at = from;
        do {
            first.push_back(static_cast<std::uint32_t>(arcs.size()));
            if (board.open(at)) {
                const std::size_t old = arcs.size();
                board.arcs_at(at, arcs);
                for (std::size_t i = old; i < arcs.size(); ++i)
                    reach = std::max<std::size_t>(reach, arcs[i].end);
            }
            ++at;
        } while (at < reach && (arcs.size() < kMaxArcs || !board.open(at)));
        first.push_back(static_cast<std::uint32_t>(arcs.size()));
        end = at;
    }
};

// The best cut by the sum of the words' own log probabilities (jieba's
// algorithm). Solved from right to left; equal sums prefer the longer first word.
class UnigramSolver {
public:
    // Calls word(start, end, source) for every word of the block, in order.
    template <class Word>
    void solve(const Board& board, const Block& block, Word word) {
        const std::size_t length = block.end - block.begin;
        if (block.arcs.size() == 1) {
            word(block.begin, block.end, block.arcs[0].source);
            return;
        }
        best_.resize(length + 1);
        choice_.resize(length);
        best_[length] = 0.0;
        for (std::size_t i = length; i-- > 0;) {
            double best = 0.0;
            const Arc* choice = nullptr;
            for (std::uint32_t k = block.first[i]; k < block.first[i + 1]; ++k) {
                const Arc& arc = block.arcs[k];
                if (arc.end > block.end) continue;
                const double sum = arc.log_prob + best_[arc.end - block.begin];
                if (!choice || sum > best || (sum == best && arc.end > choice->end)) {
                    best = sum;
                    choice = &arc;
                }
            }
            best_[i] = best;
            choice_[i] = choice;
        }
        for (std::size_t i = 0; i < length;) {
            const std::size_t start = block.begin + i;
            const std::size_t end = choice_[i] ? choice_[i]->end : board.unit_end(start);
            word(start, end, choice_[i] ? choice_[i]->source : Source::kRule);
            i = end - block.begin;
        }
    }

private:
    std::vector<double> best_;
    std::vector<const Arc*> choice_;
};

// The best cuts by log probabilities of words after words (n-gram model), or
// of words alone where there is no model: Viterbi over the lattice. A state is
// the last word (order 2) or the last two (order 3). Keeps the `width` best
// ways into every state, which makes it the n-best search of `explain`.
class NgramSolver {
public:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

    struct State {
        double log_prob;         // of the best way here
        double step;             // of the last word after its context
        std::uint32_t start;     // of the last word
        std::uint32_t end;
        std::uint32_t previous;  // state before it, kNone at the start
        std::uint32_t next;      // state that ends at the same place
        Source source;
        Ngram::Context context;
    };

    std::vector<State> states;

    explicit NgramSolver(const Knowledge& knowledge, std::size_t width = 1)
        : know_(knowledge), width_(width) {}

    // Cut all of the board's text, calling word(start, end, source) in order.
    template <class Word>
    void solve(const Board& board, Word word) {
        Ngram::Context context{};
        if (!know_.ngram.empty()) context = know_.ngram.begin();
        begin(0, context);
        for (std::size_t at = 0; at < board.length(); ++at) {
            if (!board.open(at) || (at > from_ && head(at) == kNone)) continue;
            const bool only = at == reach_ && at > from_ && states[head(at)].next == kNone;
            if (only || (at > from_ && states.size() > kMaxArcs)) {
                const std::uint32_t state = best(at, false);
                context = states[state].context;
                trace(state, word);
                begin(at, context);
            }
            extend(board, at);
        }
        if (board.length() > from_) trace(best(board.length(), true), word);
    }

    // The last states of the `width` best cuts of the whole text, best first,
    // with the log probability of each cut, the end of the text included.
    std::vector<std::pair<double, std::uint32_t>> best_cuts(const Board& board) {
        Ngram::Context context{};
        if (!know_.ngram.empty()) context = know_.ngram.begin();
        begin(0, context);
        for (std::size_t at = 0; at < board.length(); ++at)
            if (board.open(at) && (!at || head(at) != kNone)) extend(board, at);
        std::vector<std::pair<double, std::uint32_t>> cuts;
        for (std::uint32_t k = head(board.length()); k != kNone; k = states[k].next)
            cuts.emplace_back(total(k, true), k);
        std::stable_sort(cuts.begin(), cuts.end(),
                         [](const auto& a, const auto& b) { return a.first > b.first; });
        if (cuts.size() > width_) cuts.resize(width_);
        return cuts;
    }

    // Calls word(start, end, source) for the words up to `state`, in order.
    template <class Word>
    void trace(std::uint32_t state, Word word) {
        path_.clear();
        for (; state != kNone; state = states[state].previous) path_.push_back(state);
        for (std::size_t i = path_.size(); i-- > 0;) {
            const State& s = states[path_[i]];
            word(s.start, s.end, s.source);
        }
    }

private:
    void begin(std::size_t at, const Ngram::Context& context) {
        from_ = reach_ = at;
        start_context_ = context;
        states.clear();
        head_.clear();
        tail_.clear();
    }

    std::uint32_t head(std::size_t at) const {
        return at - from_ < head_.size() ? head_[at - from_] : kNone;
    }

    double total(std::uint32_t state, bool final) const {
        Ngram::Context unused;
        const bool add = final && !know_.ngram.empty();
        return states[state].log_prob +
               (add ? know_.ngram.log_prob(states[state].context, Ngram::kEnd, unused) : 0.0);
    }

    std::uint32_t best(std::size_t at, bool final) const {
        std::uint32_t best = head(at);
        for (std::uint32_t k = best; k != kNone; k = states[k].next)
            if (total(k, final) > total(best, final)) best = k;
        return best;
    }

    // Every state that ends at `at`, followed by every word that may start there.
    void extend(const Board& board, std::size_t at) {
        arcs_.clear();
        board.arcs_at(at, arcs_);
        for (const Arc& arc : arcs_) {
            reach_ = std::max<std::size_t>(reach_, arc.end);
            group_.clear();
            if (at == from_) {
                group_.push_back(follow(arc, at, kNone, start_context_, 0.0));
            } else {
                std::uint32_t word = states[head(at)].start;
                for (std::uint32_t k = head(at); k != kNone; k = states[k].next) {
                    if (know_.ngram.order() > 2 && states[k].start != word) keep_best();
                    word = states[k].start;
                    group_.push_back(follow(arc, at, k, states[k].context, states[k].log_prob));
                }
            }
            keep_best();
        }
    }

    State follow(const Arc& arc, std::size_t at, std::uint32_t previous,
                 const Ngram::Context& context, double so_far) const {
        State state{0.0, arc.log_prob, static_cast<std::uint32_t>(at), arc.end, previous, kNone,
                    arc.source, {}};
        if (!know_.ngram.empty())
            state.step += know_.ngram.log_prob(context, arc.id, state.context);
        state.log_prob = so_far + state.step;
        return state;
    }

    // Of the ways into one state, held in group_, keep the best; the first of equals.
    void keep_best() {
        const auto better = [](const State& a, const State& b) { return a.log_prob > b.log_prob; };
        if (width_ == 1) {
            if (!group_.empty()) append(*std::min_element(group_.begin(), group_.end(), better));
        } else {
            std::stable_sort(group_.begin(), group_.end(), better);
            for (std::size_t i = 0; i < group_.size() && i < width_; ++i) append(group_[i]);
        }
        group_.clear();
    }

    // States of one word stay next to each other in the list of their end.
    void append(const State& state) {
        const std::size_t at = state.end - from_;
        if (at >= head_.size()) {
            head_.resize(at + 1, kNone);
            tail_.resize(at + 1, kNone);
        }
        const std::uint32_t index = static_cast<std::uint32_t>(states.size());
        states.push_back(state);
        (head_[at] == kNone ? head_[at] : states[tail_[at]].next) = index;
        tail_[at] = index;
    }

    const Knowledge& know_;
    std::size_t width_, from_ = 0, reach_ = 0;
    Ngram::Context start_context_{};
    std::vector<std::uint32_t> head_, tail_, path_;
    std::vector<Arc> arcs_;
    std::vector<State> group_;
};

}  // namespace zhnlp
