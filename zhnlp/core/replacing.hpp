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
// news has 85 tokens in the table of confusions, of which one in a hundred is kept.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "sentence.hpp"

namespace zhnlp {

class Replacing {
public:
    explicit Replacing(const SpellingConfig& config)
        : ngram_(config.ngram),
          levels_(ngram_.levels.data()),
          last_(ngram_.order() - 1),
          most_back_off_(ngram_.most_back_off()) {
        if (last_ < 1) return;
        for (std::uint32_t id = 0; id < levels_[0].n; ++id) {
            const std::uint32_t context = ngram_.context(id);
            alone_.push_back({context, ngram_.log_prob(id), ngram_.back_off(context)});
        }
    }

    // Chooses the place of one token.
    void read(const Sentence& sentence, std::size_t at) {
        place_ = sentence.place(at, at + 1);
        typed_ = sentence.context[at + 1].entry[0];
        fresh_ = 0.0f;
        for (int k = 0; k < last_; ++k) {
            Before& before = before_[k];
            before.context = sentence.context[at].entry[k];
            if (before.context == kNone) continue;
            before.back_off = back_off(k, before.context);
            before.children = levels_[k].children(levels_[k + 1], before.context);
            fresh_ += before.back_off;
        }
        n_after_ = static_cast<int>(place_.last - place_.end);
        unseen_ = place_.hope + most_back_off_;
        for (int j = 0; j < n_after_; ++j) {
            const std::size_t i = place_.end + j;
            After& after = after_[j];
            const std::uint32_t word = sentence.token(i);
            after = {word < levels_[0].n ? word : Ngram::kUnknown, sentence.order[i], sentence.log_prob[i],
                     sentence.shorter[i][j], 0.0f};
            after.change = after.shorter - after.typed;
            unseen_ += after.shorter;
        }
    }

    enum class Chance { kNone, kSome, kAsTyped };

    // Whether `weigh` may keep the token `id`: quick, and kNone for most that it does not keep.
    // kAsTyped: it has the same contexts after it as the typed one, and `weigh` is not for it.
    Chance chance(std::uint32_t id, float least) {
        if (alone_.empty()) return Chance::kAsTyped;
        word_ = id < alone_.size() ? id : Ngram::kUnknown;
        const Alone& now = alone_[word_];
        if (now.context == typed_) return Chance::kAsTyped;
        left_ = before_[0].context != kNone && ngram_.has_pair(before_[0].context, word_);
        right_ = now.context != kNone && ngram_.has_pair(now.context, after_[0].word);
        const float needed = least - kRounding + place_.old;
        const float most = left_ ? 0.0f : now.log_prob + fresh_;
        const bool may = right_ ? most + place_.hope >= needed
                                : left_ && unseen_ + now.back_off >= needed;
        return may ? Chance::kSome : Chance::kNone;
    }

    // Does what Sentence::weigh does, for an edit that writes the token of the last question.
    bool weigh(float least, Edit& edit) const {
        Contexts now;
        edit.order = 1;
        const float fresh = write(now, edit.order);
        if (fresh - place_.old + place_.hope < least) return false;
        edit.gain = edit.left = fresh - place_.old;
        float hope = place_.hope;
        for (int j = 0; j < n_after_; ++j) {
            const After& after = after_[j];
            std::uint8_t found = 1;
            const float change = read_on(j, now, found) - after.typed;
            edit.gain += change;
            hope += after.typed;
            if (edit.gain + hope < least) return false;
            if (j == 0) {
                edit.next = change;
                edit.next_order = found;
                if (edit.order == 1 && found == 1) return false;
            }
            if (!now.any)
                while (++j < n_after_) edit.gain += after_[j].change;
        }
        return edit.gain >= least;
    }

private:
    static constexpr std::uint32_t kNone = Ngram::kNone;
    static constexpr float kRounding = 1e-3f;  // of sums of a few log probs

    // What the model says of a token without the others.
    struct Alone {
        std::uint32_t context;
        float log_prob, back_off;
    };
    // A context that ends just before the place.
    struct Before {
        std::uint32_t context = kNone;
        float back_off = 0.0f;
        NgramLevel::Children children;
    };
    // A typed token after the place: its log prob as typed, that by the tokens between it and the
    // place alone, and how much more that is.
    struct After {
        std::uint32_t word;
        std::uint8_t found;  // of the longest n-gram that ends there, as typed
        float typed, shorter, change;
    };
    // The contexts that reach back to the new token, by their lengths without one.
    struct Contexts {
        std::array<std::uint32_t, Ngram::kMaxOrder> entry;
        bool any;
    };

    float back_off(int k, std::uint32_t context) const {
        return levels_[k].back_off_book[levels_[k].back_offs[context]];
    }
    float log_prob(int k, std::uint32_t entry) const {
        return levels_[k].prob_book[levels_[k].log_probs[entry]];
    }

    // log P(the token | what is typed before the place), and the contexts after it.
    float write(Contexts& now, std::uint8_t& found) const {
        const Alone& alone = alone_[word_];
        float log_prob = alone.log_prob;
        now.entry.fill(kNone);
        now.entry[0] = alone.context;
        bool is_new = !left_;
        for (int k = 0; k < last_; ++k) {
            const Before& before = before_[k];
            if (before.context == kNone) continue;
            const std::uint32_t entry = is_new ? kNone
                                        : k    ? levels_[k + 1].find(before.children, word_)
                                               : ngram_.pair(before.context, word_);
            if (entry == kNone) {
                is_new = true;
                log_prob += before.back_off;
                continue;
            }
            log_prob = this->log_prob(k + 1, entry);
            found = static_cast<std::uint8_t>(k + 2);
            if (k + 1 < last_) now.entry[k + 1] = levels_[k + 1].context(entry);
        }
        return log_prob;
    }

    // log P(the typed token j | the contexts `now`), which become those after it.
    float read_on(int j, Contexts& now, std::uint8_t& found) const {
        const After& after = after_[j];
        float log_prob = after.shorter;
        bool is_new = j ? after.found <= j : !right_;
        std::uint32_t longer = kNone;  // the context that comes to lie at k
        now.any = false;
        for (int k = j; k < last_; ++k) {
            const std::uint32_t from = now.entry[k];
            now.entry[k] = longer;
            longer = kNone;
            if (from == kNone) continue;
            const std::uint32_t entry = is_new ? kNone
                                        : k    ? levels_[k].child(levels_[k + 1], from, after.word)
                                               : ngram_.pair(from, after.word);
            if (entry == kNone) {
                is_new = true;
                log_prob += back_off(k, from);
                continue;
            }
            log_prob = this->log_prob(k + 1, entry);
            found = static_cast<std::uint8_t>(k + 2);
            if (k + 1 < last_) longer = levels_[k + 1].context(entry);
            now.any = now.any || longer != kNone;
        }
        return log_prob;
    }

    const Ngram& ngram_;
    const NgramLevel* const levels_;
    const int last_;
    const float most_back_off_;  // more than the back-offs of all contexts of two words or more
    std::vector<Alone> alone_;   // by token id

    Sentence::Place place_{};
    std::uint32_t typed_ = kNone;       // the context of the typed token
    float fresh_ = 0.0f;                // what a token adds to its log prob if it is new there
    float unseen_ = 0.0f;               // the most that can be gained after a token …
    std::array<Before, Ngram::kMaxOrder> before_;
    std::array<After, Ngram::kMaxOrder> after_;
    int n_after_ = 0;
    std::uint32_t word_ = 0;             // the token of the last question, for the model
    bool left_ = false, right_ = false;  // whether the model may have seen it beside these
};

}  // namespace zhnlp
