// The steps of the most probable way to cut a text into words by a model of pairs (see
// pair_path.hpp), as they are found: by the place where each ends.
//
//     place 3    2-3 市 ─→ 0-3 南京市          a list that begins with the likeliest step
//
// Of steps after which the model knows as much as after the unknown word, a place keeps the best:
// the open one. The others are in the list.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "inlining.hpp"
#include "known_words.hpp"
#include "ngram.hpp"

namespace zhnlp {

class PairSteps {
protected:
    static constexpr std::uint32_t kNone = 0, kFirst = 1;  // numbers of steps
    // A log probability that is larger by this stays so, however what is added to both is rounded …
    static constexpr double kSure = 1e-6;
    // … and if what is added to both are sums of numbers that differ by as much as is known.
    static constexpr double kClear = 1e-3;

    struct Step {
        double log_prob;         // of the best way to here
        std::uint32_t start;     // of the word
        std::uint32_t previous;  // the step before it; that of the first one means nothing
        Followers::Region after;
        float back_off, least;  // as for a known word
        std::uint32_t next;     // one that ends at the same place
    };
    // Where words end.
    struct Place {
        double open;     // the log probability of the open step
        double unknown;  // and of the best way to an unknown word from here
        double spelled;  // what the hidden Markov model has of that, see may_spell
        std::uint32_t open_start, open_previous;  // the latter is kNone if there is no open step
        std::uint32_t first;                      // the likeliest of the other steps
        std::uint32_t n_steps;  // as if no two were one, without spelled words
        std::uint32_t unknown_previous;
    };
    // The best way to a word after one place.
    struct Way {
        double log_prob;
        std::uint32_t previous;
    };

    // A text of that many characters.
    void clear(std::size_t length) { places_.assign(length + 1, Place()); }

    // Begins anew at a place, after a word.
    void begin(std::size_t at, Followers::Region after, float back_off) {
        from_ = at;
        n_ = kFirst;
        make_room(1);
        steps_[kFirst] = {0.0, u32(at), kNone, after, back_off, 0.0f, kNone};
        n_ = kFirst + 1;
        Place& place = places_[at];
        place.open_previous = kNone;
        place.first = kFirst;
    }

    // Adds a step by a word that begins at `at` to the place where it ends: one after which the
    // model knows no more than after the unknown word …
    void put_open(Place& place, std::size_t at, const Way& way) {
        if (place.open_previous != kNone && way.log_prob <= place.open + kSure) {
            const double sure = at < place.open_start ? kSure : 0.0;  // of equals, the longest
            if (way.log_prob + sure > place.open) append(place, open_step(way, at));
            return;
        }
        place.open = way.log_prob;
        place.open_start = u32(at);
        place.open_previous = way.previous;
    }

    // … and another. There must be room.
    ZHNLP_INLINE void append(Place& place, const Step& step) {
        const std::uint32_t index = u32(n_++), first = place.first;
        steps_[index] = step;
        if (first == kNone || step.log_prob > steps_[first].log_prob) {
            steps_[index].next = first;
            place.first = index;
        } else {
            steps_[index].next = steps_[first].next;
            steps_[first].next = index;
        }
    }

    Step open_step(const Way& way, std::size_t start) const {
        const KnownWord& word = words_[Ngram::kUnknown];
        return {way.log_prob, u32(start), way.previous, word.after,
                word.back_off, word.least, kNone};
    }

    // The likeliest step of a place; of equals the longest.
    std::uint32_t likeliest(const Place& place) const {
        std::uint32_t best = place.first;
        for (std::uint32_t k = best; k != kNone; k = steps_[k].next)
            if (steps_[k].log_prob == steps_[best].log_prob && steps_[k].start < steps_[best].start)
                best = k;
        return best;
    }

    ZHNLP_INLINE void make_room(std::size_t n) {
        if (n_ + n > room_) steps_.resize(room_ = 2 * (n_ + n));
    }

    // Calls word_end(i) for the words up to a step that ends at `end`, in order.
    template <class WordEnd>
    void trace(std::uint32_t index, std::size_t end, WordEnd& word_end) {
        path_.clear();
        for (; index != kFirst; index = steps_[index].previous) {
            path_.push_back(u32(end));
            end = steps_[index].start;
        }
        for (std::size_t i = path_.size(); i-- > 0;) word_end(path_[i]);
    }

    static std::uint32_t u32(std::size_t i) { return static_cast<std::uint32_t>(i); }

    const KnownWord* words_ = nullptr;
    std::size_t from_ = 0;
    std::vector<Place> places_;
    std::vector<Step> steps_;
    std::size_t n_ = 0, room_ = 0;  // of the steps

private:
    std::vector<std::uint32_t> path_;
};

}  // namespace zhnlp
