// Which tokens may be better in a place than the typed one.
//
//     typed      我 在 次 去 哪 里      the place of 次
//     row        此 刺 词 慈 …         that may be meant
//     left       慈                    seen after 在
//     right      刺                    seen before 去
//     both       此 词
//     chosen     此                    what it may gain is enough
//
// What a token may gain at most is the sum of three parts, which need no search: of itself, by the
// pair with the token before and the mark of a triple with two; of the next token, by the pair with
// it and the sign of that with the token before (see pair_signs.hpp); of all after that, by the
// sign of the pair with the next. Where a triple may be, a part is what a sign says at most; where
// a longer n-gram may be, whatever it can be.
// Measured: a place of news has 102 tokens in the row, 50 of them beside one they were seen beside,
// 7 chosen, and 4 weighed with what comes after, of which 0.7 are kept. Where all that were seen
// beside one were weighed, corrections took 1.3 times as long. They took 1.25 times as long where
// any triple might be certain, and any typed token after the next.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "bits.hpp"
#include "token_place.hpp"

namespace zhnlp {

class TokenChoice {
public:
    static constexpr std::uint32_t kLeft = 1, kRight = 2, kTriple = 4;

    // A token's index in the row, and what the model may have seen: the pair with the token before,
    // whose entry is `pair`, that with the token after, which is at `next` of its row if there is no
    // triple with the one after that, and the triple with two before.
    struct Choice {
        std::uint32_t index, seen, pair, next;
        float own, rest, most;  // that it gains, after the next token, and with that, at most
    };

    TokenChoice(const SpellingConfig& config, const TokenPlace& place)
        : place_(place), pairs_(*config.ngram.pairs), before_(*config.before),
          signs_(config.before->signs()) {}

    // Chooses those of n tokens that may gain `least`.
    void choose(const std::uint16_t* meant, std::size_t n, float least) {
        if (choices_.size() < n) choices_.resize(n);
        marks_.assign((n + 63) / 64, 0);
        if (place_.typed == TokenPlace::kNone || !pairs_.complete()) {
            for (std::uint32_t k = 0; k < n; ++k)
                keep({k, kLeft | kRight | kTriple, any_pair(place_.known(meant[k])), Ngram::kNone,
                      0.0f, place_.after[1].hope, kAnything});
            return;
        }
        row_ = before_.row(place_.after[0].word);
        const bool may_follow = place_.n_after > 1 && place_.after[1].seen;
        second_ = may_follow ? PairSigns::bit(place_.after[1].word) : 0;
        needed_ = needed(least);
        part(meant, n);
        keep_left(begin(kLeft, n));
        keep_right(begin(kRight, n));
        keep_both(begin(kLeft | kRight, n));
    }

    // Calls see(choice) for those chosen, in order.
    template <class See>
    void each(See see) const {
        for (std::size_t block = 0; block < marks_.size(); ++block)
            each_bit(marks_[block], [&](std::size_t i) { see(choices_[64 * block + i]); });
    }

    // What the log prob of a token, and the most after it, must add up to.
    float needed(float least) const {
        return least + place_.place.old + place_.after[0].typed - kRounding;
    }

    // What the row of the next token says of the pair of a choice and it, if it is there: its log
    // prob; whether it is a context; then its back-off weight.
    float next_log_prob(const Choice& choice) const { return before_.log_prob(row_, choice.next); }
    bool is_context(const Choice& choice) const { return row_.signs[choice.next]; }
    float back_off(const Choice& choice) const { return before_.back_off(row_, choice.next); }

    static constexpr float kRounding = 1e-3f;  // of sums of a few log probs

private:
    static constexpr float kAnything = 1e9f;

    struct Candidate {
        std::uint16_t index, word;
    };

    // Parts n tokens by the neighbours that the model has seen them beside. Without branches: which
    // these are is hard to predict.
    void part(const std::uint16_t* meant, std::size_t n) {
        if (room_.size() < 4 * n) room_.resize(4 * n);
        for (std::size_t sides = 0; sides < 4; ++sides) ends_[sides] = begin(sides, n);
        const std::size_t n_words = place_.alone.size();
        const std::uint64_t* const before = pairs_.bits() + pairs_.row(place_.before[0].context);
        const std::uint64_t* const after = row_.bits;
        for (std::uint32_t k = 0; k < n; ++k) {
            const std::uint32_t word = meant[k] < n_words ? meant[k] : Ngram::kUnknown;
            const std::size_t left = before[word / 64] >> word % 64 & kLeft;
            const std::size_t right = (after[word / 64] >> word % 64 & 1) * kRight;
            *ends_[left | right]++ = {static_cast<std::uint16_t>(k),
                                      static_cast<std::uint16_t>(word)};
        }
    }

    void keep(const Choice& choice) {
        choices_[choice.index] = choice;
        marks_[choice.index / 64] |= std::uint64_t{1} << choice.index % 64;
    }

    Candidate* begin(std::size_t sides, std::size_t n) { return room_.data() + sides * n; }

    void keep_left(const Candidate* each) {
        const float next =
            place_.alone[place_.after[0].word].log_prob + place_.most_back_off + place_.rest;
        for (; each < ends_[kLeft]; ++each) {
            const bool triple = place_.third(each->word);
            const std::uint32_t pair = this->pair(each->word);
            const float own = triple ? 0.0f : after_one(pair);
            const float most = next + place_.alone[each->word].back_off;
            if (own + most < needed_) continue;
            const std::uint32_t seen = kLeft | (triple ? kTriple : 0);
            keep({each->index, seen, pair, Ngram::kNone, own, place_.rest, most});
        }
    }

    void keep_right(const Candidate* each) {
        for (; each < ends_[kRight]; ++each) {
            const std::size_t at = row_.find(each->word);
            const float own = place_.alone[each->word].log_prob + place_.fresh;
            const float rest = rest_after(at, false);
            const float most = before_.log_prob(row_, at) + place_.most_back_off + rest;
            if (own + most < needed_) continue;
            keep({each->index, kRight, Ngram::kNone, next(at), own, rest, most});
        }
    }

    void keep_both(const Candidate* each) {
        const std::uint32_t bit = PairSigns::bit(place_.after[0].word);
        for (; each < ends_[kLeft | kRight]; ++each) {
            const bool triple = place_.third(each->word);
            const std::uint32_t pair = this->pair(each->word);
            const std::size_t at = row_.find(each->word);
            const float own = triple ? 0.0f : after_one(pair);
            const std::uint32_t sign = signs_[pair];
            float after = before_.log_prob(row_, at) + place_.most_back_off;
            if (sign & bit) after = triple ? 0.0f : std::max(after, signs_.most(sign));
            const float rest = rest_after(at, sign & bit), most = after + rest;
            if (own + most < needed_) continue;
            const std::uint32_t seen = kLeft | kRight | (triple ? kTriple : 0);
            keep({each->index, seen, pair, next(at), own, rest, most});
        }
    }

    std::uint32_t pair(std::uint32_t word) const {
        return pairs_.find(place_.before[0].context, word);
    }
    std::uint32_t next(std::size_t at) const {
        const bool ends = before_.complete() && !(row_.signs[at] & second_);
        return ends ? static_cast<std::uint32_t>(at) : Ngram::kNone;
    }
    std::uint32_t any_pair(std::uint32_t word) const {
        return place_.n_before ? place_.ngram.pair(place_.before[0].context, word) : Ngram::kNone;
    }

    // log P(word | the token before), for those that the model has not seen after two.
    float after_one(std::uint32_t pair) const {
        const NgramLevel& level = place_.levels[1];
        return level.prob_book[level.log_probs[pair]] + place_.backs;
    }

    // What is gained after the next token at most; the log prob of the one after that is no longer
    // one of a triple if the model has not seen the next after two.
    float rest_after(std::size_t at, bool longer) const {
        const std::uint32_t sign = row_.signs[at];
        if (!(sign & second_)) return place_.rest;
        if (longer) return place_.after[1].hope;
        const TokenPlace::After& second = place_.after[1];
        const float most = std::max(before_.most(sign), second.shorter + place_.most_back_off);
        return most - second.typed + place_.after[2].hope;
    }

    const TokenPlace& place_;
    const PairTable& pairs_;
    const WordsBefore& before_;
    const PairSigns& signs_;
    WordsBefore::Row row_{};  // of the next token
    float needed_ = 0.0f;
    std::uint32_t second_ = 0;  // the bit of the token after the next, in signs
    std::vector<Candidate> room_;        // of four parts, by what is at their sides
    std::array<Candidate*, 4> ends_{};  // of them
    // Choices by their indices in the row, and a bit for each that is chosen. Measured: to sort them
    // took a twelfth of the time of hostile text.
    std::vector<Choice> choices_;
    std::vector<std::uint64_t> marks_;
};

}  // namespace zhnlp
