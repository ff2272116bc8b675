// The best labels of a sequence (Viterbi 1967); a position may allow only some labels.
//
//     position  0     1     2          allowed labels at each, best sum up to it
//     labels    B S   B M   E S        and the label before, for the way back
//
// O(positions × labels × labels that may come before) time; one byte of memory for
// each label of each position.

#pragma once

#include "sequence.hpp"

namespace zhnlp {

// Finds the best labels. Of equal sums, the lower label wins, from the last position on.
class SequenceDecoder {
public:
    // Sets labels[0:n]. allowed(i) has a bit for every label that position i may have.
    // Where the transitions or the model's ends exclude all of these, allowed(i) wins.
    // scorer.at(i) has the scores of its labels.
    template <class Scorer, class Allowed>
    void decode(const SequenceModel& model, const Scorer& scorer, std::size_t n, Allowed allowed,
                std::vector<std::uint8_t>& labels) {
        labels.resize(n);
        if (!n) return;
        const std::size_t n_labels = model.n_labels;
        from_.resize(n * n_labels);
        std::int64_t sums[2][kMaxLabels];
        std::uint64_t open = given(allowed(0) & model.first, allowed(0), model);
        std::int64_t* now = sums[0];
        std::int64_t* next = sums[1];
        for (std::uint64_t bits = open; bits; bits &= bits - 1) {
            const int label = lowest_bit(bits);
            now[label] = scorer.at(0)[label];
        }
        for (std::size_t i = 1; i < n; ++i) {
            const std::uint64_t wanted = given(allowed(i), model.all(), model);
            open = step(model, scorer.at(i), wanted, open, now, next, &from_[i * n_labels]);
            std::swap(now, next);
        }
        std::uint64_t ends = open & model.last ? open & model.last : open;
        int best = lowest_bit(ends);
        for (; ends; ends &= ends - 1)
            if (now[lowest_bit(ends)] > now[best]) best = lowest_bit(ends);
        for (std::size_t i = n; i-- > 0;
             best = from_[i * n_labels + static_cast<std::size_t>(best)])
            labels[i] = static_cast<std::uint8_t>(best);
    }

private:
    static std::uint64_t given(std::uint64_t wanted, std::uint64_t other,
                               const SequenceModel& model) {
        wanted &= model.all();
        other &= model.all();
        return wanted ? wanted : other ? other : model.all();
    }

    // Advances one position; returns the labels that can be reached.
    static std::uint64_t step(const SequenceModel& model, const std::int16_t* scores,
                              std::uint64_t wanted, std::uint64_t open, const std::int64_t* now,
                              std::int64_t* next, std::uint8_t* from) {
        std::uint64_t reached = 0;
        const std::int32_t* const transitions = model.transitions.data();
        for (std::uint64_t bits = wanted; bits; bits &= bits - 1) {
            const int to = lowest_bit(bits);
            std::uint64_t before = model.before[static_cast<std::size_t>(to)] & open;
            if (!before) continue;
            int best = lowest_bit(before);
            std::int64_t most =
                now[best] + transitions[static_cast<std::size_t>(best) * model.n_labels +
                                        static_cast<std::size_t>(to)];
            for (before &= before - 1; before; before &= before - 1) {
                const int label = lowest_bit(before);
                const std::int64_t sum =
                    now[label] + transitions[static_cast<std::size_t>(label) * model.n_labels +
                                             static_cast<std::size_t>(to)];
                if (sum > most) most = sum, best = label;
            }
            next[to] = most + scores[to];
            from[to] = static_cast<std::uint8_t>(best);
            reached |= std::uint64_t{1} << to;
        }
        if (reached) return reached;
        return restart(model, scores, wanted, open, now, next, from);
    }

    // No allowed label may follow the labels before: continues from the best of these.
    static std::uint64_t restart(const SequenceModel&, const std::int16_t* scores,
                                 std::uint64_t wanted, std::uint64_t open, const std::int64_t* now,
                                 std::int64_t* next, std::uint8_t* from) {
        int best = lowest_bit(open);
        for (std::uint64_t bits = open; bits; bits &= bits - 1)
            if (now[lowest_bit(bits)] > now[best]) best = lowest_bit(bits);
        for (std::uint64_t bits = wanted; bits; bits &= bits - 1) {
            const int to = lowest_bit(bits);
            next[to] = now[best] + scores[to];
            from[to] = static_cast<std::uint8_t>(best);
        }
        return wanted;
    }

    std::vector<std::uint8_t> from_;
};

}  // namespace zhnlp
