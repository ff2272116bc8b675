// The most probable way to cut a text into words.
//
//     text    南 京 市 长 江 大 桥      positions 0 … 6, end 7
//     arcs    0-2 0-3 1-2 2-3 2-4 3-4 3-5 3-7 …   one per possible word

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "arcs.hpp"
#include "board.hpp"

namespace zhnlp {

// The best cut by the sum of the log probabilities of its words, as jieba does it:
// best[i] is the highest sum of any cut of text[i:], filled from right to left in
// O(arcs) time. Of equal sums, the longer first word wins.
class UnigramSolver {
public:
    // Calls word(start, end, source) for the words of the board's text, in order.
    template <class Word>
    void solve(const Board& board, Word word) {
        const std::size_t length = board.length();
        best_.resize(length + 1);
        choice_.resize(length + 1);
        best_[length] = 0.0;
        if (!board.plain()) finder_.set(board);
        if (board.is_simple())
            choose_all<true>(board);
        else
            choose_all<false>(board);
        for (std::size_t i = 0; i < length; i = choice_[i].end)
            word(i, choice_[i].end, choice_[i].source);
    }

private:
    struct Choice {
        std::uint32_t end;
        Source source;
    };

    // A board that is simple has no other words than the dictionary's.
    template <bool kSimple>
    void choose_all(const Board& board) {
        for (std::size_t i = board.length(); i-- > 0;) {
            board.fetch(i - Board::kFetchAhead);  // before the start: huge, and ignored
            if (!board.open(i)) continue;
            if (kSimple || (board.plain() && !board.begins_weighed(i)))
                choose_plain<kSimple>(board, i);
            else if (board.plain())
                choose_weighed(board, i);
            else
                choose(i);
            if (!kSimple && board.adds_up_from(i)) best_[i] = 0.0;
        }
    }

    template <bool kSimple>  // one for each of `choose_all`, so that compilers put it there
    void choose_plain(const Board& board, std::size_t start) {
        double best = 0.0;
        std::size_t choice = 0;
        board.dictionary_words(start, [&](std::size_t end, double log_prob) {
            const double sum = log_prob + best_[end];
            if (sum >= best || !choice) best = sum, choice = end;
        });
        if (!choice) {
            choice = board.unit_end(start);
            best = board.unknown() + best_[choice];
        }
        best_[start] = best;
        choice_[start] = {static_cast<std::uint32_t>(choice), Source::kDictionary};
    }

    void choose_weighed(const Board& board, std::size_t start) {
        Choice choice{0, Source::kDictionary};
        double best = 0.0;
        board.weighed_words(start, [&](std::size_t end, double log_prob, Source source) {
            const double sum = log_prob + best_[end];
            if (choice.end && (sum < best || (sum == best && end < choice.end))) return;
            best = sum;
            choice = {static_cast<std::uint32_t>(end), source};
        });
        if (!choice.end) {
            choice.end = static_cast<std::uint32_t>(board.unit_end(start));
            best = board.unknown() + best_[choice.end];
        }
        best_[start] = best;
        choice_[start] = choice;
    }

    void choose(std::size_t start) {
        arcs_.clear();
        finder_.append(start, arcs_);
        const Arc* choice = nullptr;
        for (const Arc& arc : arcs_) {
            const double sum = arc.log_prob + best_[arc.end];
            if (choice && (sum < best_[start] || (sum == best_[start] && arc.end < choice->end)))
                continue;
            best_[start] = sum;
            choice = &arc;
        }
        choice_[start] = {choice->end, choice->source};
    }

    std::vector<double> best_;
    std::vector<Choice> choice_;
    ArcFinder finder_;
    std::vector<Arc> arcs_;
};

// The best cuts of a text, for explanations: by an n-gram model, or by the words' own log
// probabilities if there is none. Viterbi over the lattice, which keeps the `width` best paths into
// every state: the last word (order 2) or the last two (order 3).
class NgramSolver {
public:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

    struct State {
        double log_prob;      // of the best path to here
        double step;          // of the last word after its context
        std::uint32_t start;  // of the last word
        std::uint32_t end;
        std::uint32_t previous;  // state before it, kNone at the start
        std::uint32_t next;      // state that ends at the same position
        Source source;
        Ngram::Context context;
    };

    std::vector<State> states;

    NgramSolver(const CutterConfig& config, std::size_t width) : config_(config), width_(width) {}

    // The last states of the `width` best cuts of the whole text, best first,
    // with the log probability of each cut, the end of the text included.
    std::vector<std::pair<double, std::uint32_t>> best_cuts(const Board& board) {
        states.clear();
        head_.assign(board.length() + 1, kNone);
        tail_.assign(board.length() + 1, kNone);
        finder_.set(board);
        for (std::size_t at = 0; at < board.length(); ++at)
            if (board.open(at) && (!at || head_[at] != kNone)) extend(at);
        std::vector<std::pair<double, std::uint32_t>> cuts;
        for (std::uint32_t k = head_[board.length()]; k != kNone; k = states[k].next)
            cuts.emplace_back(total(k), k);
        std::stable_sort(cuts.begin(), cuts.end(),
                         [](const auto& a, const auto& b) { return a.first > b.first; });
        if (cuts.size() > width_) cuts.resize(width_);
        return cuts;
    }

private:
    // Of a cut that ends with a state.
    double total(std::uint32_t state) const {
        Ngram::Context unused;
        const double log_prob = states[state].log_prob;
        return config_.ngram.empty()
                   ? log_prob
                   : log_prob +
                         config_.ngram.log_prob(states[state].context, Ngram::kEnd, unused);
    }

    // Extends every state that ends at `at` by every word that may start there. The best
    // paths to a word outside the vocabulary are the same for all such words.
    void extend(std::size_t at) {
        arcs_.clear();
        finder_.append(at, arcs_);
        unknown_.clear();
        for (const Arc& arc : arcs_) {
            const bool unknown = !config_.ngram.empty() && arc.id == Ngram::kUnknown;
            std::vector<State>& ways = unknown ? unknown_ : known_;
            if (!unknown) ways.clear();
            if (ways.empty()) ways_to(arc.id, at, ways);
            for (State state : ways) {
                state.end = arc.end;
                state.source = arc.source;
                state.step += arc.log_prob;
                state.log_prob += arc.log_prob;
                append(state);
            }
        }
    }

    // The best paths from the states that end at `at` to the word `id`.
    void ways_to(std::uint32_t id, std::size_t at, std::vector<State>& ways) {
        group_.clear();
        if (at == 0) {
            const bool any = !config_.ngram.empty();
            const Ngram::Context none{};
            group_.push_back(follow(kNone, any ? config_.ngram.begin() : none, 0.0, id, at));
        } else {
            std::uint32_t word = states[head_[at]].start;
            for (std::uint32_t k = head_[at]; k != kNone; k = states[k].next) {
                if (config_.ngram.order() > 2 && states[k].start != word) keep_best(ways);
                word = states[k].start;
                group_.push_back(follow(k, states[k].context, states[k].log_prob, id, at));
            }
        }
        keep_best(ways);
    }

    State follow(std::uint32_t previous, const Ngram::Context& context, double so_far,
                 std::uint32_t id, std::size_t at) const {
        State state{0.0,           0.0, static_cast<std::uint32_t>(at), 0, previous, kNone,
                    Source::kRule, {}};
        if (!config_.ngram.empty()) state.step = config_.ngram.log_prob(context, id, state.context);
        state.log_prob = so_far + state.step;
        return state;
    }

    // Of the paths into one state, held in group_, keeps the best; of equals the first.
    void keep_best(std::vector<State>& ways) {
        std::stable_sort(group_.begin(), group_.end(),
                         [](const State& a, const State& b) { return a.log_prob > b.log_prob; });
        ways.insert(ways.end(), group_.begin(),
                    group_.begin() + static_cast<std::ptrdiff_t>(std::min(group_.size(), width_)));
        group_.clear();
    }

    // States with the same last word are neighbours in the list of their end.
    void append(const State& state) {
        const std::uint32_t index = static_cast<std::uint32_t>(states.size());
        states.push_back(state);
        (head_[state.end] == kNone ? head_[state.end] : states[tail_[state.end]].next) = index;
        tail_[state.end] = index;
    }

    const CutterConfig& config_;
    std::size_t width_;
    std::vector<std::uint32_t> head_, tail_;  // of the states that end at each place
    ArcFinder finder_;
    std::vector<Arc> arcs_;
    std::vector<State> group_, known_, unknown_;
};

}  // namespace zhnlp
