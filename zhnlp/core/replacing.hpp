// What a sentence gains by one token in the place of another, for all tokens of one place.
//
//     typed     我 在 次 去 哪 里      the place of 次
//     before    在 · 我在 · …         contexts, the same for all tokens
//     token     此 · 在此 · 我在此     log P(此 | … 我 在), and the contexts that end with it
//     after     去 哪 里              log P(去 | … 在 此), log P(哪 | … 此 去) …; as soon as no
//                                     context reaches back to the token, typed tokens alone
//                                     say the rest, which is known
//
// The same sums in the same order as those of Sentence::weigh, which is for all edits. A place of
// news has 100 tokens in the table of confusions. Half of them are in no pair with a neighbour, 35
// are weighed, and one is kept. Measured: 2.0 million instructions a sentence before, 0.9 now.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "sentence.hpp"

namespace zhnlp {

class Replacing {
public:
    // A token that may be kept: its index in the row of tokens, and whether the model may have seen
    // it beside its neighbours.
    struct Choice {
        std::uint32_t index_and_sides;

        std::uint32_t index() const { return index_and_sides >> 2; }
        bool left() const { return index_and_sides & 1; }
        bool right() const { return index_and_sides & 2; }
    };

    explicit Replacing(const SpellingConfig& config)
        : ngram_(config.ngram), levels_(ngram_.levels.data()), last_(ngram_.order() - 1),
          most_back_off_(ngram_.most_back_off()) {
        for (std::uint32_t id = 0; id < levels_[0].n; ++id) {
            const std::uint32_t context = last_ > 0 ? ngram_.context(id) : kNone;
            alone_.push_back({context, ngram_.pairs->row(context), ngram_.log_prob(id),
                              ngram_.back_off(context)});
        }
    }

    // Chooses the place of one token.
    void read(const Sentence& sentence, std::size_t at) {
        place_ = sentence.place(at, at + 1);
        typed_ = sentence.context[at + 1].entry[0];
        fresh_ = 0.0f;
        before_[0].context = kNone;
        for (n_before_ = 0; n_before_ < last_; ++n_before_) {
            const std::uint32_t context = sentence.context[at].entry[n_before_];
            if (context == kNone) break;
            const NgramLevel& level = levels_[n_before_];
            before_[n_before_] = {context, back_off(level, context),
                                  level.children((&level)[1], context)};
            fresh_ += before_[n_before_].back_off;
        }
        n_after_ = static_cast<int>(place_.last - place_.end);
        unseen_ = place_.hope + most_back_off_;
        for (int j = 0; j < n_after_; ++j) {
            const std::size_t i = place_.end + j;
            const std::uint32_t word = sentence.token(i);
            const float typed = sentence.log_prob[i], shorter = sentence.shorter[i][j];
            after_[j] = {word < alone_.size() ? word : Ngram::kUnknown, sentence.order[i] > j,
                         typed, shorter, shorter - typed};
            unseen_ += shorter;
        }
    }

    // Those of n tokens that the model may have seen beside one of their neighbours. Without
    // branches: which they are is hard to predict.
    const std::vector<Choice>& choose(const std::uint16_t* meant, std::size_t n) {
        choices_.resize(n);
        Choice* out = choices_.data();
        const Alone* const alone = alone_.data();
        const std::size_t n_words = alone_.size();
        const std::uint64_t* const bits = ngram_.pairs->bits();
        const std::uint64_t* const before = bits + ngram_.pairs->row(before_[0].context);
        const std::uint64_t* const after = bits + after_[0].word / 64;
        const std::uint64_t bit = std::uint64_t{1} << after_[0].word % 64;
        const std::uint32_t all = typed_ == kNone;
        for (std::size_t k = 0; k < n; ++k) {
            const std::size_t word = meant[k] < n_words ? meant[k] : Ngram::kUnknown;
            const std::uint32_t left = before[word / 64] >> word % 64 & 1;
            const std::uint32_t right = (after[alone[word].row] & bit) != 0;
            out->index_and_sides = static_cast<std::uint32_t>(k << 2) | right << 1 | left;
            out += left | right | all;
        }
        choices_.resize(static_cast<std::size_t>(out - choices_.data()));
        return choices_;
    }

    // Does what Sentence::weigh does, for an edit that writes a chosen token.
    bool weigh(const Sentence& sentence, const Choice& choice, float least, Edit& edit) const {
        const std::uint32_t id = edit.meant[0], word = id < alone_.size() ? id : Ngram::kUnknown;
        const Alone& alone = alone_[word];
        if (alone.context == typed_) return sentence.weigh(place_, edit, least);
        const float needed = least - kRounding + place_.old;
        const float most = choice.right() ? place_.hope : unseen_ + alone.back_off;
        if ((choice.left() ? 0.0f : alone.log_prob + fresh_) + most < needed) return false;
        Reach reach;
        const float fresh = write(word, choice.left(), reach);
        if (fresh + most < needed) return false;
        edit.order = static_cast<std::uint8_t>(reach.found + 1);
        edit.gain = edit.left = fresh - place_.old;
        reach.entry[0] = alone.context;
        reach.n = alone.context == kNone ? 0 : std::min(reach.found + 1, last_);
        keep_contexts(levels_, 1, reach);
        return gains_after(reach, choice.right(), least, edit);
    }

private:
    static constexpr std::uint32_t kNone = Ngram::kNone;
    static constexpr float kRounding = 1e-3f;  // of sums of a few log probs

    // What the model says of a token without the others.
    struct Alone {
        std::uint32_t context, row;  // its row of the table of pairs
        float log_prob, back_off;
    };
    // A context that ends just before the place.
    struct Before {
        std::uint32_t context = kNone;
        float back_off = 0.0f;
        NgramLevel::Children children;
    };
    // A typed token after the place, and those between: its log prob as typed, by these alone, and
    // how much more the latter is.
    struct After {
        std::uint32_t word;
        bool seen;  // with these
        float typed, shorter, change;
    };
    // Contexts that reach from the new token to the last one read, the shortest first; then those
    // n-grams, one token longer, that were found after them.
    struct Reach {
        std::array<std::uint32_t, Ngram::kMaxOrder> entry;
        int n, found;
    };

    static float back_off(const NgramLevel& level, std::uint32_t context) {
        return level.back_off_book[level.back_offs[context]];
    }
    static float log_prob(const NgramLevel& level, std::uint32_t entry) {
        return level.prob_book[level.log_probs[entry]];
    }

    // log P(word | what is typed before the place). What is found is at 1 and after.
    float write(std::uint32_t word, bool seen, Reach& reach) const {
        float log_prob = alone_[word].log_prob;
        int k = 0;
        for (; seen && k < n_before_; ++k) {
            const NgramLevel& level = levels_[k + 1];
            const std::uint32_t entry =
                k ? level.find(before_[k].children, word) : ngram_.pair(before_[0].context, word);
            if (entry == kNone) break;
            log_prob = Replacing::log_prob(level, entry);
            reach.entry[k + 1] = entry;
        }
        reach.found = k;
        for (; k < n_before_; ++k) log_prob += before_[k].back_off;
        return log_prob;
    }

    // Adds what typed tokens gain after the contexts of a reach, the first of which the model may
    // have seen after the new one. Returns whether it is enough.
    bool gains_after(Reach& reach, bool seen, float least, Edit& edit) const {
        float hope = place_.hope;
        for (int j = 0;;) {
            const After& after = after_[j];
            const NgramLevel* const level = levels_ + j;
            const float change = read_on(after, level, seen, reach) - after.typed;
            edit.gain += change;
            hope += after.typed;
            if (edit.gain + hope < least) return false;
            if (j == 0) {
                edit.next = change;
                edit.next_order = static_cast<std::uint8_t>(reach.found + 1);
                if (edit.order == 1 && !reach.found) return false;
            }
            if (++j == n_after_) break;
            reach.n = std::min(reach.found, last_ - j);
            keep_contexts(level + 1, 0, reach);
            if (!reach.n) {
                for (; j < n_after_; ++j) edit.gain += after_[j].change;
                break;
            }
            seen = after_[j].seen;
        }
        return edit.gain >= least;
    }

    // Makes contexts of the n-grams of a reach from the i-th on, the shortest being of `level`.
    static void keep_contexts(const NgramLevel* level, int i, Reach& reach) {
        for (; i < reach.n; ++i)
            if ((reach.entry[i] = level[i].context(reach.entry[i])) == kNone) reach.n = i;
    }

    // log P(the typed token | the contexts of the reach, the shortest of which is of `level`).
    float read_on(const After& after, const NgramLevel* level, bool seen, Reach& reach) const {
        float log_prob = after.shorter;
        int i = 0;
        for (; seen && i < reach.n; ++i, ++level) {
            const std::uint32_t from = reach.entry[i];
            const std::uint32_t entry = level == levels_ ? ngram_.pair(from, after.word)
                                                         : level->child(level[1], from, after.word);
            if (entry == kNone) break;
            log_prob = Replacing::log_prob(level[1], entry);
            reach.entry[i] = entry;
        }
        reach.found = i;
        for (; i < reach.n; ++i, ++level) log_prob += back_off(*level, reach.entry[i]);
        return log_prob;
    }

    const Ngram& ngram_;
    const NgramLevel* const levels_;
    const int last_;             // level
    const float most_back_off_;  // more than the back-offs of all contexts of two words or more
    std::vector<Alone> alone_;   // by token id

    Sentence::Place place_{};
    std::uint32_t typed_ = kNone;  // the context of the typed token
    std::array<Before, Ngram::kMaxOrder> before_;
    std::array<After, Ngram::kMaxOrder> after_{};
    int n_before_ = 0, n_after_ = 0;
    float fresh_ = 0.0f;   // what a token adds to its log prob if it is new after the one before
    float unseen_ = 0.0f;  // the most that is gained after a token if the next is new after it
    std::vector<Choice> choices_;
};

}  // namespace zhnlp
