// What a sentence gains by one token in the place of another, for all tokens of one place.
//
//     typed     我 在 次 去 哪 里      the place of 次
//     before    在 · 我在 · …         contexts, the same for all tokens
//     token     此 · 在此 · 我在此     log P(此 | … 我 在), and the contexts that end with it
//     after     去 哪 里              log P(去 | … 在 此), log P(哪 | … 此 去) …; as soon as no
//                                     context reaches back to the token, typed tokens alone
//                                     say the rest, which is known
//
// The same sums in the same order as those of Sentence::weigh, which is for all edits. Most tokens
// are dismissed before, by what they may gain at most (see token_choice.hpp).

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "sentence.hpp"
#include "token_choice.hpp"
#include "token_place.hpp"

namespace zhnlp {

class Replacing {
public:
    using Choice = TokenChoice::Choice;

    explicit Replacing(const SpellingConfig& config)
        : at_(config), choice_(config, at_), signs_(config.before->signs()) {}
    Replacing(const Replacing&) = delete;  // one part refers to the other

    // Chooses the place of one token.
    void read(const Sentence& sentence, std::size_t at) { at_.read(sentence, at); }

    // Calls see(choice) for those of n tokens that may gain `least`, in order.
    template <class See>
    void each_choice(const std::uint16_t* meant, std::size_t n, float least, See see) {
        choice_.choose(meant, n, least);
        choice_.each(see);
    }

    // Does what Sentence::weigh does, for an edit that writes a chosen token.
    bool weigh(const Sentence& sentence, const Choice& choice, float least, Edit& edit) const {
        const float needed = choice_.needed(least);
        if (choice.own + choice.most < needed) return false;  // as others have gained more
        const std::uint32_t word = at_.known(edit.meant[0]);
        const TokenPlace::Alone& alone = at_.alone[word];
        if (alone.context == at_.typed) return sentence.weigh(at_.place, edit, least);
        Reach reach;
        const float fresh = write(word, choice, reach);
        if (fresh + choice.most < needed) return false;
        edit.order = static_cast<std::uint8_t>(reach.found + 1);
        edit.gain = edit.left = fresh - at_.place.old;
        reach.entry[0] = alone.context;
        reach.n = alone.context == kNone ? 0 : std::min(reach.found + 1, at_.last);
        keep_contexts(at_.levels, 1, reach);
        return gains_after(reach, choice, least, edit);
    }

private:
    static constexpr std::uint32_t kNone = Ngram::kNone;

    // Contexts that reach from the new token to the last one read, the shortest first; then those
    // n-grams, one token longer, that were found after them.
    struct Reach {
        std::array<std::uint32_t, Ngram::kMaxOrder> entry;
        int n, found;
        std::uint32_t sign = 0;  // of the pair among them (see pair_signs.hpp)
    };

    static float back_off(const NgramLevel& level, std::uint32_t context) {
        return level.back_off_book[level.back_offs[context]];
    }
    static float log_prob(const NgramLevel& level, std::uint32_t entry) {
        return level.prob_book[level.log_probs[entry]];
    }

    // log P(word | what is typed before the place). What is found is at 1 and after.
    float write(std::uint32_t word, const Choice& choice, Reach& reach) const {
        float log_prob = at_.alone[word].log_prob;
        const int n_seen = choice.seen & TokenChoice::kTriple ? at_.n_before
                           : choice.seen & TokenChoice::kLeft ? std::min(1, at_.n_before)
                                                              : 0;
        int k = 0;
        for (; k < n_seen; ++k) {
            const NgramLevel& level = at_.levels[k + 1];
            const std::uint32_t entry =
                k ? level.find(at_.before[k].children, word) : choice.pair;
            if (entry == kNone) break;
            log_prob = Replacing::log_prob(level, entry);
            reach.entry[k + 1] = entry;
        }
        reach.found = k;
        for (; k < at_.n_before; ++k) log_prob += at_.before[k].back_off;
        return log_prob;
    }

    // Adds what typed tokens gain after the contexts of a reach, the first of which the model may
    // have seen after the new one. Returns whether it is enough.
    bool gains_after(Reach& reach, const Choice& choice, float least, Edit& edit) const {
        const TokenPlace::After& after = at_.after[0];
        const bool by_row = choice.next != kNone;
        const bool seen = choice.seen & TokenChoice::kRight;
        const float log_prob = by_row ? choice_.next_log_prob(choice) : after.shorter;
        edit.next = read_on(after, at_.levels + by_row, seen, reach, by_row, log_prob) - after.typed;
        edit.gain += edit.next;
        if (edit.gain + choice.rest + TokenChoice::kRounding < least) return false;
        edit.next_order = static_cast<std::uint8_t>(reach.found + 1);
        if (edit.order == 1 && !reach.found) return false;
        if (at_.n_after == 1) return edit.gain >= least;
        if (by_row && reach.found == 1) return gains_by_row(choice, least, edit);
        if (by_row) reach.entry[0] = at_.ngram.pair(reach.entry[0], after.word);
        if (by_row && reach.entry[0] == kNone) return false;  // of an altered model
        return gains_later(reach, least, edit);
    }

    // The rest of what is gained where only the pair of the new token and the next reaches back: the
    // row of the next token tells all. By their entries, pairs, contexts and back-off weights lie
    // far from each other. Measured: hostile text takes 0.94 of the time, as nine in ten of its
    // tokens end so; news takes as long as before.
    bool gains_by_row(const Choice& choice, float least, Edit& edit) const {
        int j = 1;
        if (choice_.is_context(choice)) {
            edit.gain += at_.after[1].shorter + choice_.back_off(choice) - at_.after[1].typed;
            if (edit.gain + at_.after[2].hope + TokenChoice::kRounding < least) return false;
            ++j;
        }
        for (; j < at_.n_after; ++j) edit.gain += at_.after[j].change;
        return edit.gain >= least;
    }

    // The rest of what is gained after the next token.
    bool gains_later(Reach& reach, float least, Edit& edit) const {
        for (int j = 1; j < at_.n_after; ++j) {
            const NgramLevel* const level = at_.levels + j;
            reach.n = std::min(reach.found, at_.last - j);
            keep_contexts(level, 0, reach);
            if (!reach.n) {
                for (; j < at_.n_after; ++j) edit.gain += at_.after[j].change;
                break;
            }
            const TokenPlace::After& after = at_.after[j];
            edit.gain += read_on(after, level, after.seen, reach, 0, after.shorter) - after.typed;
            if (edit.gain + at_.after[j + 1].hope + TokenChoice::kRounding < least) return false;
        }
        return edit.gain >= least;
    }

    // Makes contexts of the n-grams of a reach from the i-th on, the shortest being of `level`.
    void keep_contexts(const NgramLevel* level, int i, Reach& reach) const {
        for (; i < reach.n; ++i) {
            if (level + i == at_.levels + 1) reach.sign = signs_[reach.entry[i]];
            if ((reach.entry[i] = level[i].context(reach.entry[i])) == kNone) reach.n = i;
        }
    }

    // log P(the typed token | the contexts of the reach), given that by the first i of them; the
    // next is of `level`.
    float read_on(const TokenPlace::After& after, const NgramLevel* level, bool seen, Reach& reach,
                  int i, float log_prob) const {
        for (; seen && i < reach.n; ++i, ++level) {
            const std::uint32_t from = reach.entry[i];
            if (level == at_.levels + 1 && !(reach.sign & PairSigns::bit(after.word))) break;
            const std::uint32_t entry = level == at_.levels
                                            ? at_.ngram.pair(from, after.word)
                                            : level->child(level[1], from, after.word);
            if (entry == kNone) break;
            log_prob = Replacing::log_prob(level[1], entry);
            reach.entry[i] = entry;
        }
        reach.found = i;
        for (; i < reach.n; ++i, ++level) log_prob += back_off(*level, reach.entry[i]);
        return log_prob;
    }

    TokenPlace at_;
    TokenChoice choice_;
    const PairSigns& signs_;
};

}  // namespace zhnlp
