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

#include "inlining.hpp"
#include "known_words.hpp"
#include "ngram.hpp"

namespace zhnlp {

class NgramSteps {
protected:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
    static constexpr std::uint32_t kOpen = 0x80000000u;  // marks a place, whose open step is meant
    // A log probability that is larger by this stays so, however what is added to both is rounded.
    static constexpr double kSure = 1e-6;

    struct Step {
        double log_prob;         // of the best way to here
        std::uint32_t start;     // of the last word
        std::uint32_t previous;  // the step before it, kNone at the start
        // What the model needs of the last words: the number of the last one, and the words seen
        // after the last two, kNone if none.
        std::uint32_t word, pair;
        std::uint32_t next;  // the step before it in the list of those that end at the same place
    };
    // Where words end.
    struct Place {
        // The open step: the best of those after which the model knows as much as after the
        // unknown word. `next` is the one before it among the others.
        double log_prob = 0.0;
        std::uint32_t start = kNone, previous = kNone, next = kNone;
        std::uint32_t last = kNone;   // of the others
        std::uint32_t n_steps = 0;    // as if no two were one
        std::uint32_t n_arcs = 0;     // with triples
    };
    // A step before the words at hand, with what the model knows of its last word.
    struct Before {
        double log_prob;
        std::uint32_t start, index;
        Followers::Region after;
        float back_off;
        std::uint32_t word, pair;
    };
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
        first_ = {0.0, kNone, kNone, word, pair, kNone};
        n_ = 0;
    }

    // Sets the steps from first_before_ on to those that end at `at`, in the order of their words'
    // starts.
    void gather(std::size_t at) {
        const Place& place = places_[at];
        if (before_.size() <= place.n_steps) before_.resize(2 * std::size_t{place.n_steps} + 2);
        end_ = before_.data() + before_.size();
        Before* out = before_.data() + before_.size();
        const auto take = [&](const Step& step, std::uint32_t index) ZHNLP_INLINE {
            const KnownWord& last = words_[step.word];
            *--out = {step.log_prob, step.start,  index,     last.after,
                      last.back_off, step.word, step.pair};
        };
        if (at == from_) {
            take(first_, kNone);
        } else {
            const bool has_open = place.start != kNone;
            for (std::uint32_t k = place.last;; k = steps_[k].next) {
                if (has_open && k == place.next) take(open_step(place), kOpen | u32(at));
                if (k == kNone) break;
                take(steps_[k], k);
            }
        }
        first_before_ = out;
    }

    // The best step before with what more(step) adds; of equals the first.
    template <class More>
    const Before& best_before(More more) const {
        const Before* best = first_before_;
        double most = best->log_prob + more(*best);
        for (const Before* before = best; ++before != end_;) {
            const double log_prob = before->log_prob + more(*before);
            if (log_prob > most || (log_prob == most && before->start < best->start))
                best = before, most = log_prob;
        }
        return *best;
    }

    // Adds a step by a word that begins at `at` to the place where it ends: one after which the
    // model knows no more than after the unknown word …
    ZHNLP_INLINE void put_open(Place& place, std::size_t at, const Way& way, std::uint32_t id,
                               double more) {
        const double log_prob = way.log_prob + more;
        if (place.start != kNone) {
            if (log_prob <= place.log_prob) return;
            if (log_prob <= place.log_prob + kSure) return append(place, at, way, id, more);
        }
        place.log_prob = log_prob;
        place.start = u32(at);
        place.previous = way.previous;
        place.next = place.last;
    }

    // … and another.
    ZHNLP_INLINE void append(Place& place, std::size_t at, const Way& way, std::uint32_t id,
                             double more) {
        if (n_ == steps_.size()) steps_.resize(2 * n_ + 64);
        steps_[n_] = {way.log_prob + more, u32(at), way.previous, id, way.pair, place.last};
        place.last = u32(n_++);
    }

    // Calls word_end(i) for the words up to a step that ends at `end`, in order.
    template <class WordEnd>
    void trace(std::uint32_t index, std::size_t end, WordEnd& word_end) {
        path_.clear();
        while (index != kNone) {
            path_.push_back(static_cast<std::uint32_t>(end));
            const bool open = index & kOpen;
            const std::uint32_t start = open ? places_[end].start : steps_[index].start;
            index = open ? places_[end].previous : steps_[index].previous;
            end = start;
        }
        for (std::size_t i = path_.size(); i-- > 0;) word_end(path_[i]);
    }

    const KnownWord* words_ = nullptr;
    std::size_t from_ = 0;
    std::vector<Place> places_;
    std::vector<Before> before_;  // of the place at hand, at the end of the room
    Before* first_before_ = nullptr;
    const Before* end_ = nullptr;

private:
    static std::uint32_t u32(std::size_t i) { return static_cast<std::uint32_t>(i); }

    static Step open_step(const Place& place) {
        return {place.log_prob,   place.start,      place.previous,
                Ngram::kUnknown, Followers::kNone, kNone};
    }

    Step first_{};  // of the words before from_
    std::vector<Step> steps_;
    std::size_t n_ = 0;  // of the steps
    std::vector<std::uint32_t> path_;
};

}  // namespace zhnlp
