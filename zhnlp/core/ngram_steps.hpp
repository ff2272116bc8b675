// The steps of the most probable way to cut a text into words (see ngram_path.hpp), as they are
// found: by the place where each ends.
//
//     place     2            3                      of 南 京 市 长
//     steps     0-2 南京     0-3 南京市, 2-3 市     with their log probabilities
//
// Of steps after which the model knows as much as after the unknown word, a place keeps the best:
// the open one. Others are in a list.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ngram.hpp"

namespace zhnlp {

class NgramSteps {
protected:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
    static constexpr std::uint32_t kOpen = 0x80000000u;  // marks a place, whose open step is meant
    // A log probability that is larger by this stays so, however what is added to both is rounded.
    static constexpr double kSure = 1e-6;

    struct Step {
        double log_prob = 0.0;           // of the best way to here
        std::uint32_t start = kNone;     // of the last word
        std::uint32_t previous = kNone;  // the step before it, kNone at the start
        // What the model needs of the last words: the number of the last one, and the words seen
        // after the last two, kNone if none.
        std::uint32_t word = Ngram::kUnknown, pair = kNone;
        std::uint32_t next = kNone;  // the step that ends at the same place, in their order
    };
    // Where words end.
    struct Place {
        // The best of the steps after which the model knows as much as after the unknown word.
        // Its `next` is the one before it among the others.
        Step open;
        std::uint32_t head = kNone, tail = kNone;  // of the others
        std::uint32_t n_steps = 0;                 // as if no two were one
        std::uint32_t n_arcs = 0;                  // with triples
    };
    // A step before the words at hand. Its `next` is its own index.
    using Before = Step;
    // The best way to a word after one place.
    struct Way {
        double log_prob;
        std::uint32_t previous, pair;
    };

    // A text of that many characters.
    void clear(std::size_t length) { places_.assign(length + 1, Place()); }

    // Begins anew at a place, after a word and a pair.
    void begin(std::size_t at, std::uint32_t word, std::uint32_t pair) {
        from_ = at;
        first_.word = word;
        first_.pair = pair;
        steps_.clear();
    }

    // Sets before_ to the steps that end at `at`, in the order of their words' starts.
    void gather(std::size_t at) {
        const Place& place = places_[at];
        if (before_.size() <= place.n_steps) before_.resize(2 * place.n_steps + 2);
        Before* out = before_.data();
        const auto take = [&out](const Step& step, std::uint32_t index) {
            *out = step;
            (out++)->next = index;
        };
        const std::uint32_t open = kOpen | static_cast<std::uint32_t>(at);
        const bool has_open = at != from_ && place.open.start != kNone;
        if (at == from_) take(first_, kNone);
        if (has_open && place.open.next == kNone) take(place.open, open);
        for (std::uint32_t k = at == from_ ? kNone : place.head; k != kNone; k = steps_[k].next) {
            take(steps_[k], k);
            if (has_open && k == place.open.next) take(place.open, open);
        }
        end_ = out;
    }

    // The best step before with what more(step) adds; of equals the first.
    template <class More>
    const Before& best_before(More more) const {
        const Before* best = before_.data();
        double most = best->log_prob + more(*best);
        for (const Before* before = best; ++before != end_;) {
            const double log_prob = before->log_prob + more(*before);
            if (log_prob > most) best = before, most = log_prob;
        }
        return *best;
    }

    // Adds a step by a word that begins at `at` to the place where it ends: one after which the
    // model knows no more than after the unknown word …
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

    // … and another.
    void append(Place& place, std::size_t at, const Way& way, std::uint32_t id, double more) {
        const auto index = static_cast<std::uint32_t>(steps_.size());
        steps_.push_back({way.log_prob + more, static_cast<std::uint32_t>(at), way.previous, id,
                          way.pair, kNone});
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

    std::size_t from_ = 0;
    std::vector<Place> places_;
    std::vector<Before> before_;  // the place at hand, up to end_
    const Before* end_ = nullptr;

private:
    Step first_;  // of the words before from_
    std::vector<Step> steps_;
    std::vector<std::uint32_t> path_;
};

}  // namespace zhnlp
