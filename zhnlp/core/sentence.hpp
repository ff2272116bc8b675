// One sentence as a corrector sees it, and what an edit of it gains.
//
//     tokens   我 在 次 去          typed; context[i], log_prob[i] by the character model
//     edits    1-2 再   2-3 此 …    one character for one
//              1-3 再次             words of the dictionary that sound the same
//              1-3 次在             neighbours swapped
//              2-4 去 for 去去      one of two equal characters left out
//              3-4 …                a character of a long word wrong, missing or extra
//
// edit_finder.hpp finds the edits. Time is linear in the sentence.

#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "confusions.hpp"
#include "context_model.hpp"
#include "ngram.hpp"
#include "tokens.hpp"
#include "trie.hpp"
#include "words_before.hpp"

namespace zhnlp {

struct SpellingConfig {
    Trie vocabulary;  // of the character model
    Ngram ngram;
    const WordsBefore* before = nullptr;  // its pairs, by their second words
    std::vector<char32_t> chars;        // by token id, 0 for none
    std::vector<char32_t> traditional;  // likewise, in traditional script
    std::vector<std::uint32_t> codes;   // in the dictionary, by token id
    Confusions confusions;
    Trie dictionary;
    const double* log_probs = nullptr;  // of its words, by their values in the trie
    std::size_t n_log_probs = 0;
    double unknown = -20.0;
    ContextModel contexts;

    double word_log_prob(Trie::Node node) const {
        const std::int64_t value = dictionary.value(node);
        return value >= 0 && static_cast<std::size_t>(value) < n_log_probs ? log_probs[value] : 0.0;
    }
};

constexpr std::size_t kMostMeant = 4;  // characters of an edit

// Tokens start to end (not included) are replaced by n others.
struct Edit {
    std::uint32_t start = 0, end = 0;
    std::uint32_t n = 0;
    std::array<std::uint32_t, kMostMeant> meant{};
    std::uint8_t sound = kNoSound;
    std::uint8_t shape = 0;
    float gain = 0.0f;   // log P(sentence with it) - log P(sentence)
    float left = 0.0f;   // the part of the gain that the new characters bring
    float next = 0.0f;   // the part that the character after them brings
    float score = 0.0f;  // log odds that it is right
    std::uint8_t order = 0,
                 next_order = 0;  // longest n-grams found that end in it, and just after it

    bool same_length() const { return n == end - start; }
    bool swaps() const { return n == 2 && same_length() && sound == kNoSound; }
};

class Sentence {
public:
    explicit Sentence(const SpellingConfig& config) : config_(config) {}

    std::vector<std::uint32_t> ids;
    std::vector<std::uint8_t> open;       // may be changed
    std::vector<Ngram::Context> context;  // before each token, and before the end
    std::vector<float> log_prob;          // of each token, and of the end
    std::vector<std::uint8_t> order;      // of the longest n-gram found that ends there
    std::vector<std::array<float, Ngram::kMaxOrder>> shorter;  // log probs by 0, 1 … tokens

    std::size_t size() const { return ids.size(); }

    // The token there, kEnd after the last.
    std::uint32_t token(std::size_t at) const { return at < ids.size() ? ids[at] : Ngram::kEnd; }

    // Reads the tokens again after `ids` changed.
    void read() {
        const std::size_t n = ids.size();
        context.resize(n + 2);
        log_prob.resize(n + 1);
        order.resize(n + 1);
        shorter.resize(n + 1);
        context[0] = config_.ngram.begin();
        for (std::size_t i = 0; i <= n; ++i) {
            log_prob[i] = config_.ngram.log_prob(context[i], token(i), context[i + 1],
                                                 [&](int k, float own) { shorter[i][k] = own; });
            order[i] = context[i + 1].found;
        }
    }

    // What the typed tokens of a place say about every edit of it.
    struct Place {
        std::size_t start, end, last;  // an edit changes the log probs up to `last` (not included)
        float old, hope;  // of the typed tokens, and the most that can be gained after them
    };

    Place place(std::size_t start, std::size_t end) const {
        const std::size_t reach = config_.ngram.order() - 1;
        Place place{start, end, std::min(end + reach, ids.size() + 1), 0.0f, 0.0f};
        for (std::size_t k = start; k < end; ++k) place.old += log_prob[k];
        for (std::size_t at = end; at < place.last; ++at) place.hope -= log_prob[at];
        return place;
    }

    // Sets the gain of `edit` of a place by the character model. Returns false as soon as the
    // gain cannot reach `least`, or if the model has seen the new characters beside neither
    // of their neighbours.
    bool weigh(const Place& place, Edit& edit, float least) const {
        Ngram::Context now = context[edit.start], after;
        float fresh = 0.0f, hope = place.hope;
        bool seen = false;
        for (std::size_t k = 0; k < edit.n; ++k) {
            fresh += config_.ngram.log_prob(now, edit.meant[k], after);
            now = after;
            if (fresh - place.old + hope < least) return false;
            seen = seen || now.found > 1;
        }
        edit.order = now.found;
        edit.left = fresh - place.old;
        edit.gain = edit.left;
        edit.next = 0.0f;
        edit.next_order = 0;
        for (std::size_t at = edit.end; at < place.last; ++at) {
            if (now.entry == context[at].entry) break;
            const float change = log_prob_after(edit.end, now, at, after) - log_prob[at];
            now = after;
            edit.gain += change;
            hope += log_prob[at];
            if (edit.gain + hope < least) return false;
            if (at > edit.end) continue;
            edit.next = change;
            edit.next_order = after.found;
            if (!seen && edit.next_order == 1) return false;
        }
        return edit.gain >= least;
    }

private:
    // log P(token | context), which is typed from `first` on: what is known of it by typed
    // tokens alone is not searched again.
    float log_prob_after(std::size_t first, const Ngram::Context& now, std::size_t at,
                         Ngram::Context& next) const {
        const std::size_t typed = at - first;  // tokens before it
        if (typed == 0) return config_.ngram.log_prob(now, token(at), next);
        next.entry.fill(Ngram::kNone);
        const Ngram::Context& known = context[at + 1];
        std::copy_n(known.entry.begin(), typed + 1, next.entry.begin());
        next.found = static_cast<std::uint8_t>(std::min<std::size_t>(known.found, typed + 1));
        return config_.ngram.longer_log_prob(
            now, token(at), next, static_cast<int>(typed), shorter[at][typed],
            next.found <= typed && config_.ngram.pairs, [](int, float) {});
    }

    const SpellingConfig& config_;
};

}  // namespace zhnlp
