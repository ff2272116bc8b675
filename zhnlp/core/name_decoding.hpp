// The best labels of which every name holds both marks of a pair or none.
//
//     atoms     腾  讯  （  深  圳  ）  公  司
//     labels    B   I   J   J   J   I   I   E       J: inside brackets that the name holds
//
// Labels with the brackets of a branch (see branches.hpp) inside a name are taken to be e^kBranch as
// probable.
//
// Viterbi with one more label for each kind. A name that is in brackets itself cannot go on
// behind them, and one that holds the opening mark cannot end before the closing one. Nested
// pairs inside a name are not tried. O(atoms × labels × labels that may come before).

#pragma once

#include <algorithm>
#include <vector>

#include "name_labels.hpp"
#include "name_limits.hpp"
#include "sequence.hpp"
#include "sequence_scorer.hpp"

namespace zhnlp {

class PairedDecoder {
public:
    explicit PairedDecoder(const SequenceModel& model)
        : model_(model),
          n_states_(model.n_labels + (model.n_labels ? (model.n_labels - 1) / kLabelsOfKind : 0)) {
        if (!can_decode()) return;
        bonus_ = static_cast<std::int64_t>(kBranch / std::max(model_.scale, 1e-6));
        for (const Mark mark : {Mark::kNone, Mark::kOpens, Mark::kCloses})
            for (const bool is_behind_open : {false, true})
                for (std::size_t to = 0; to < n_states_; ++to)
                    for (std::size_t from = 0; from < n_states_; ++from)
                        if (fits(to, mark) && follows(from, to, is_behind_open, mark))
                            before(is_behind_open, mark)[to] |= std::uint64_t{1} << from;
    }

    // Whether there are few enough labels.
    bool can_decode() const { return n_states_ <= kMaxLabels; }

    // Sets `labels`, of which there is one for each atom.
    template <class Allowed>
    void decode(const SequenceScorer& scorer, const NameLimits& limits, Allowed allowed,
                std::vector<std::uint8_t>& labels) {
        const std::size_t n = labels.size();
        from_.assign(n * n_states_, kOutsideName);
        std::int64_t sums[2][kMaxLabels];
        std::int64_t *now = sums[0], *next = sums[1];
        std::uint64_t open = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const Mark mark = limits.mark(i);
            const bool is_behind_open = i && limits.mark(i - 1) == Mark::kOpens;
            const bool is_branch = limits.is_of_branch(i);
            const std::uint64_t* const befores = before(is_behind_open, mark);
            const std::uint64_t wanted = allowed(i) & (i ? model_.all() : model_.first);
            std::uint64_t reached = 0;
            for (std::size_t to = 0; to < n_states_; ++to) {
                const std::size_t label = label_of(to);
                if (!(wanted >> label & 1)) continue;
                if (is_branch && part(label) == kNameEnd) continue;
                if (i == 0) {
                    if (is_inner(to) || !fits(to, mark)) continue;
                    next[to] = scorer.at(i)[label];
                } else {
                    const std::uint64_t froms = befores[to] & open;
                    if (!froms) continue;
                    next[to] = INT64_MIN;
                    each_bit(froms, [&](std::size_t from) {
                        const std::int64_t sum = now[from] + transition(label_of(from), label);
                        if (sum <= next[to]) return;
                        next[to] = sum;
                        from_[i * n_states_ + to] = static_cast<std::uint8_t>(from);
                    });
                    next[to] += scorer.at(i)[label] + (is_branch && is_inner(to) ? bonus_ : 0);
                }
                reached |= std::uint64_t{1} << to;
            }
            open = reached;
            std::swap(now, next);
        }
        const std::uint64_t ends = open & model_.last;
        std::size_t best = ends ? static_cast<std::size_t>(lowest_bit(ends)) : kOutsideName;
        each_bit(ends, [&](std::size_t label) {
            if (now[label] > now[best]) best = label;
        });
        for (std::size_t i = n; i-- > 0; best = from_[i * n_states_ + best])
            labels[i] = static_cast<std::uint8_t>(label_of(best));
    }

private:
    std::uint64_t* before(bool is_behind_open, Mark mark) {
        return before_[is_behind_open][static_cast<std::size_t>(mark)];
    }

    static std::size_t part(std::size_t state) { return (state - 1) % kLabelsOfKind + 1; }
    bool is_inner(std::size_t state) const { return state >= model_.n_labels; }
    std::size_t label_of(std::size_t state) const {
        return is_inner(state) ? (state - model_.n_labels) * kLabelsOfKind + kNameInside : state;
    }
    std::int64_t transition(std::size_t from, std::size_t to) const {
        return model_.transitions[from * model_.n_labels + to];
    }

    // Whether an atom with this mark may have the state.
    bool fits(std::size_t state, Mark mark) const {
        if (state == kOutsideName || mark == Mark::kNone) return true;
        if (is_inner(state)) return mark == Mark::kOpens;
        return part(state) == kNameBegin ? mark == Mark::kOpens
                                         : mark == Mark::kCloses && part(state) != kNameSingle;
    }

    bool follows(std::size_t from, std::size_t to, bool is_behind_open, Mark mark) const {
        if (!(model_.before[label_of(to)] >> label_of(from) & 1)) return false;
        if (to == kOutsideName || from == kOutsideName) return !is_inner(from) && !is_inner(to);
        const bool is_inside = is_inner(from) || (part(from) == kNameBegin && is_behind_open);
        const bool goes_on = is_inner(to) || part(to) == kNameInside || part(to) == kNameEnd;
        if (!goes_on) return !is_inside;
        if (mark == Mark::kOpens) return is_inner(to) && !is_inside;
        if (mark == Mark::kCloses) return is_inside;
        return is_inside == is_inner(to);
    }

    static constexpr double kBranch = 10.0;

    const SequenceModel& model_;
    std::size_t n_states_;
    std::int64_t bonus_ = 0;
    std::uint64_t before_[2][4][kMaxLabels] = {};  // the states that each state may follow
    std::vector<std::uint8_t> from_;
};

}  // namespace zhnlp
