// A hidden Markov model that cuts characters into words with tags, as jieba's posseg does.
//
//     text     纳    斯    达    克
//     states   B/nr  M/nr  M/nr  E/nr      a place in the word, B, E, M or S, and its tag
//     words    纳斯达克/nr
//
// First-order, decoded exactly (Viterbi 1967). At each character only its listed states are
// tried that may follow, all that may follow if there are none, and all if none may. The
// arithmetic, the states tried and the ties (of equals the later state) are those of jieba, so its
// parameters give its words. O(characters × states²) at worst; a character has ten states.

#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "code_points.hpp"

namespace zhnlp {

struct TaggedHmm {
    using State = std::uint8_t;  // an index into the states in the order of their names
    static constexpr double kNever = -3.14e100;
    static constexpr double kImpossible = -std::numeric_limits<double>::infinity();

    // Lists of states by character: those of the character of index i are from ends[i - 1] to
    // ends[i], in order.
    struct Lists {
        CodePointMap<std::uint32_t> index;  // of a character + 1
        std::vector<std::uint32_t> ends;
        std::vector<State> states;

        std::size_t first(std::uint32_t at) const { return at > 1 ? ends[at - 2] : 0; }
        std::size_t last(std::uint32_t at) const { return ends[at - 1]; }
    };

    std::vector<char> places;       // of each state: one of B, E, M, S
    std::vector<double> start;      // of each state
    std::vector<double> steps;      // from state by to state; kImpossible where none may follow
    Lists emitting;                 // the states that may have a character …
    std::vector<double> emissions;  // … and their log probabilities
    Lists listed;                   // the states to try at a character
    std::vector<std::vector<State>> followers;  // of each state, made by `prepare`

    std::size_t n_states() const { return places.size(); }

    void prepare() {
        followers.assign(n_states(), {});
        for (std::size_t i = 0; i < steps.size(); ++i)
            if (steps[i] > kImpossible)
                followers[i / n_states()].push_back(static_cast<State>(i % n_states()));
    }
};

// Finds the words of one text; keeps its buffers for the next.
class TaggedHmmDecoder {
public:
    using State = TaggedHmm::State;

    explicit TaggedHmmDecoder(const TaggedHmm& model) : model_(model) {}

    // Calls found(end, state) for each word of text[0:length], in order. The state is that of its
    // last character, and its tag that of the word.
    template <class Found>
    void cut(const char32_t* text, std::size_t length, Found found) {
        if (!length || !model_.n_states()) return;
        tried_.clear();
        ends_.clear();
        for (std::size_t t = 0; t < length; ++t) step(text[t], t == 0);
        trace(length);
        std::size_t next = 0;
        for (std::size_t t = 0; t < length; ++t) {
            const char place = model_.places[path_[t]];
            if (place != 'E' && place != 'S') continue;
            found(t + 1, path_[t]);
            next = t + 1;
        }
        if (next < length) found(length, path_[next]);
    }

private:
    struct Try {
        State state;
        std::uint32_t before;  // index of the best state before, among those of that character
        double log_prob;
    };

    // Adds the states tried at a character, with the best way to each.
    void step(char32_t c, bool is_first) {
        const std::size_t from = begin(ends_.size() ? ends_.size() - 1 : 0), to = tried_.size();
        set_emission(c);
        choose(model_.listed.index[c], from, to, is_first);
        for (State state : chosen_) {
            Try best{state, 0, TaggedHmm::kImpossible};
            if (is_first) best.log_prob = model_.start[state] + emitted_[state];
            for (std::size_t i = from; i < to; ++i) {
                const std::size_t before = tried_[i].state;
                if (model_.followers[before].empty()) continue;
                const double sum = tried_[i].log_prob +
                                   model_.steps[before * model_.n_states() + state] +
                                   emitted_[state];
                if (sum < best.log_prob) continue;
                best.log_prob = sum;
                best.before = static_cast<std::uint32_t>(i - from);
            }
            tried_.push_back(best);
        }
        ends_.push_back(tried_.size());
    }

    // Sets `chosen_` to the states to try, in order.
    void choose(std::uint32_t at, std::size_t from, std::size_t to, bool is_first) {
        expected_.assign(model_.n_states(), is_first);
        bool any = is_first;
        for (std::size_t i = from; i < to; ++i)
            for (State state : model_.followers[tried_[i].state]) expected_[state] = any = true;
        chosen_.clear();
        if (at)
            for (std::size_t i = model_.listed.first(at); i < model_.listed.last(at); ++i)
                if (expected_[model_.listed.states[i]])
                    chosen_.push_back(model_.listed.states[i]);
        if (!chosen_.empty()) return;
        for (std::size_t state = 0; state < model_.n_states(); ++state)
            if (expected_[state] || !any) chosen_.push_back(static_cast<State>(state));
    }

    void set_emission(char32_t c) {
        emitted_.assign(model_.n_states(), TaggedHmm::kNever);
        const std::uint32_t at = model_.emitting.index[c];
        if (!at) return;
        for (std::size_t i = model_.emitting.first(at); i < model_.emitting.last(at); ++i)
            emitted_[model_.emitting.states[i]] = model_.emissions[i];
    }

    // Sets `path_` to the best states.
    void trace(std::size_t length) {
        path_.resize(length);
        std::size_t best = begin(length - 1);
        for (std::size_t i = best; i < tried_.size(); ++i)
            if (tried_[i].log_prob >= tried_[best].log_prob) best = i;
        for (std::size_t t = length; t-- > 0;) {
            path_[t] = tried_[best].state;
            if (t) best = begin(t - 1) + tried_[best].before;
        }
    }

    // Where the states tried at character t begin.
    std::size_t begin(std::size_t t) const { return t ? ends_[t - 1] : 0; }

    const TaggedHmm& model_;
    std::vector<Try> tried_;
    std::vector<std::size_t> ends_;  // of the states tried at each character
    std::vector<State> chosen_, path_;
    std::vector<char> expected_;
    std::vector<double> emitted_;
};

}  // namespace zhnlp
