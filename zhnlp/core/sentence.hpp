// One sentence as a corrector sees it, and the edits that could correct it.
//
//     tokens   我 在 次 去          typed; context[i], log_prob[i] by the character model
//     edits    1-2 再   2-3 此 …    one character for one
//              1-3 再次             words of the dictionary that sound the same
//              1-3 次在             neighbours swapped
//              2-4 去 for 去去      one of two equal characters left out
//              3-4 …                a character of a long word wrong, missing or extra
//
// An edit is kept if the sentence with it is not much less probable by the character
// model than without. Time is linear in the sentence.

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

namespace zhnlp {

struct SpellingConfig {
    Trie vocabulary;  // of the character model
    Ngram ngram;
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
    std::vector<std::uint8_t> order;      // of the longest n-gram found that ends there, up to 4

    std::size_t size() const { return ids.size(); }

    // Reads the tokens again after `ids` changed.
    void read() {
        const std::size_t n = ids.size();
        context.resize(n + 2);
        log_prob.resize(n + 1);
        order.resize(n + 1);
        context[0] = config_.ngram.begin();
        for (std::size_t i = 0; i <= n; ++i) {
            const std::uint32_t id = i < n ? ids[i] : Ngram::kEnd;
            log_prob[i] = config_.ngram.log_prob(context[i], id, context[i + 1]);
            order[i] = context[i + 1].found;
        }
    }

    // Sets the gain of `edit` by the character model. Returns false as soon as the gain
    // cannot reach `least`, or if the model has seen the new characters beside neither of
    // their neighbours.
    bool weigh(Edit& edit, float least) const {
        Ngram::Context now = context[edit.start], after;
        float fresh = 0.0f, old = 0.0f, hope = 0.0f;
        for (std::size_t k = edit.start; k < edit.end; ++k) old += log_prob[k];
        const std::size_t reach = config_.ngram.order() - 1;
        const std::size_t last = std::min(edit.end + reach, ids.size() + 1);
        for (std::size_t at = edit.end; at < last; ++at) hope -= log_prob[at];
        bool seen = false;
        for (std::size_t k = 0; k < edit.n; ++k) {
            fresh += config_.ngram.log_prob(now, edit.meant[k], after);
            now = after;
            if (fresh - old + hope < least) return false;
            seen = seen || now.found > 1;
        }
        edit.order = now.found;
        edit.left = fresh - old;
        edit.gain = edit.left;
        edit.next = 0.0f;
        edit.next_order = 0;
        for (std::size_t at = edit.end; at < last; ++at) {
            if (now.entry == context[at].entry) break;
            const std::uint32_t id = at < ids.size() ? ids[at] : Ngram::kEnd;
            const float change = config_.ngram.log_prob(now, id, after) - log_prob[at];
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
    const SpellingConfig& config_;
};

// Finds the edits of a sentence that are worth a closer look.
class EditFinder {
public:
    explicit EditFinder(const SpellingConfig& config) : config_(config) {}

    // Sets `out` to the edits, sorted by start.
    void find(const Sentence& sentence, std::vector<Edit>& out) {
        out.clear();
        for (std::size_t i = 0; i < sentence.size(); ++i) {
            if (!sentence.open[i]) continue;
            const std::size_t first = out.size();
            singles(sentence, i, out);
            if (i + 1 < sentence.size() && sentence.open[i + 1]) {
                words(sentence, i, out);
                swap(sentence, i, out);
                repeated(sentence, i, out);
            }
            if (i > 0 && sentence.open[i - 1]) long_words(sentence, i, out);
            keep_best(first, out);
        }
    }

private:
    static constexpr float kLeastGain = -3.0f;
    static constexpr std::size_t kMostEdits = 8;  // from one position
    static constexpr std::size_t kLong = 4;       // characters of a long word
    static constexpr std::size_t kBack = 3;  // of its characters that may come before the wrong one

    void singles(const Sentence& sentence, std::size_t i, std::vector<Edit>& out) {
        const Confusions::Row row = config_.confusions.row(sentence.ids[i]);
        for (std::size_t k = row.begin; k < row.end; ++k) {
            Edit edit = over(i, i + 1, {config_.confusions.meant[k]});
            edit.sound = config_.confusions.sound[k];
            edit.shape = config_.confusions.shape[k];
            add(sentence, edit, out);
        }
    }

    static Edit over(std::size_t start, std::size_t end,
                     std::initializer_list<std::uint32_t> meant) {
        Edit edit;
        edit.start = static_cast<std::uint32_t>(start);
        edit.end = static_cast<std::uint32_t>(end);
        for (std::uint32_t id : meant) edit.meant[edit.n++] = id;
        return edit;
    }

    // Adds an edit that gains enough and is not there yet.
    static void add(const Sentence& sentence, Edit edit, std::vector<Edit>& out) {
        for (std::size_t i = out.size(); i-- > 0 && out[i].start == edit.start;)
            if (out[i].end == edit.end && out[i].n == edit.n && out[i].meant == edit.meant) return;
        if (sentence.weigh(edit, kLeastGain)) out.push_back(edit);
    }

    Trie::Node step(Trie::Node node, std::uint32_t id) const {
        return id < config_.codes.size() ? config_.dictionary.step(node, config_.codes[id]) : 0;
    }

    // Finds words of two to four characters that sound as typed, with two or more of them
    // different. Only where the model has not seen the first two typed characters together.
    void words(const Sentence& sentence, std::size_t i, std::vector<Edit>& out) {
        if (sentence.order[i + 1] > 1) return;
        Edit edit = over(i, i, {});
        edit.sound = kSameTone;
        grow(sentence, i, config_.dictionary.root(), 0, edit, out);
    }

    void grow(const Sentence& sentence, std::size_t at, Trie::Node node, int changed, Edit& edit,
              std::vector<Edit>& out) {
        const std::size_t length = at - edit.start;
        // the first and the last character differ; other edits start or end elsewhere
        if (changed >= 2 && config_.dictionary.value(node) >= 0 &&
            edit.meant[length - 1] != sentence.ids[at - 1]) {
            Edit whole = edit;
            whole.end = static_cast<std::uint32_t>(at);
            whole.n = static_cast<std::uint32_t>(length);
            add(sentence, whole, out);
        }
        if (length == kMostMeant || at == sentence.size() || !sentence.open[at]) return;
        const std::uint32_t typed = sentence.ids[at];
        if (length > 0) go_on(sentence, at, node, changed, typed, kSameTone, edit, out);
        const Confusions::Row row = config_.confusions.row(typed);
        for (std::size_t k = row.begin; k < row.end; ++k) {
            const std::uint8_t sound = config_.confusions.sound[k];
            if (sound == kSameTone || sound == kSameSyllable)
                go_on(sentence, at, node, changed + 1, config_.confusions.meant[k], sound, edit,
                      out);
        }
    }

    void go_on(const Sentence& sentence, std::size_t at, Trie::Node node, int changed,
               std::uint32_t meant, std::uint8_t sound, Edit& edit, std::vector<Edit>& out) {
        const Trie::Node next = step(node, meant);
        if (!next) return;
        edit.meant[at - edit.start] = meant;
        const std::uint8_t before = edit.sound;
        edit.sound = std::max(before, sound);
        grow(sentence, at + 1, next, changed, edit, out);
        edit.sound = before;
    }

    // Swaps two neighbours if that makes a word.
    void swap(const Sentence& sentence, std::size_t i, std::vector<Edit>& out) {
        const std::uint32_t a = sentence.ids[i], b = sentence.ids[i + 1];
        const Trie::Node first = step(config_.dictionary.root(), b);
        const Trie::Node node = a != b && first ? step(first, a) : 0;
        if (node && config_.dictionary.value(node) >= 0) add(sentence, over(i, i + 2, {b, a}), out);
    }

    // Removes one of two equal characters.
    static void repeated(const Sentence& sentence, std::size_t i, std::vector<Edit>& out) {
        const std::uint32_t id = sentence.ids[i];
        if (id == sentence.ids[i + 1]) add(sentence, over(i, i + 2, {id}), out);
    }

    // Finds long words of which a character other than the first is wrong, missing or
    // extra at i. Only where the model has not seen the two typed characters together.
    void long_words(const Sentence& s, std::size_t i, std::vector<Edit>& out) {
        if (s.order[i] > 1) return;
        for (std::size_t back = 1; back <= kBack && back <= i && s.open[i - back]; ++back) {
            Trie::Node node = config_.dictionary.root();
            for (std::size_t k = i - back; k < i && node; ++k) node = step(node, s.ids[k]);
            if (!node) continue;
            const std::uint32_t typed = s.ids[i];
            if (i + 1 < s.size() && ends_long(s, i + 1, node, back))
                add(s, over(i, i + 2, {s.ids[i + 1]}), out);
            config_.ngram.each_after(s.ids[i - 1], [&](std::uint32_t id) {
                const Trie::Node next = id != typed ? step(node, id) : 0;
                if (!next) return;
                if (ends_long(s, i + 1, next, back + 1)) add(s, over(i, i + 1, {id}), out);
                if (ends_long(s, i, next, back + 1)) add(s, over(i, i + 1, {id, typed}), out);
            });
        }
    }

    // Whether the typed characters from `at` on complete a long word, whose first `length`
    // characters lead to `node`.
    bool ends_long(const Sentence& s, std::size_t at, Trie::Node node, std::size_t length) const {
        for (;; ++at, ++length) {
            if (length >= kLong && config_.dictionary.value(node) >= 0) return true;
            if (at >= s.size() || !s.open[at]) return false;
            node = step(node, s.ids[at]);
            if (!node) return false;
        }
    }

    static void keep_best(std::size_t first, std::vector<Edit>& out) {
        if (out.size() - first <= kMostEdits) return;
        std::stable_sort(out.begin() + first, out.end(),
                         [](const Edit& a, const Edit& b) { return a.gain > b.gain; });
        out.resize(first + kMostEdits);
    }

    const SpellingConfig& config_;
};

}  // namespace zhnlp
