// The edits of a sentence that are worth a closer look.
//
//     typed    我 在 次 去
//     edits    1-2 再 载 …   characters that sound or look alike
//              1-3 再次      a word that sounds the same
//              …
//
// An edit is kept if the sentence with it is not much less probable by the character
// model than without, and of those that start at one token only the best few. Time is
// linear in the sentence.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "inlining.hpp"
#include "replacing.hpp"
#include "sentence.hpp"

namespace zhnlp {

// Marks, of n tokens, those that lie up to `around` tokens from the edits that begin at
// `starts`.
inline void mark_around(const std::vector<std::size_t>& starts, std::size_t around, std::size_t n,
                        std::vector<std::uint8_t>& marks) {
    marks.assign(n, 0);
    for (std::size_t at : starts) {
        const std::size_t end = std::min(at + kMostMeant + around, n);
        std::fill(marks.begin() + (at - std::min(at, around)), marks.begin() + end, 1);
    }
}

class EditFinder {
public:
    explicit EditFinder(const SpellingConfig& config) : config_(config), replacing_(config) {}

    // Sets `out` to the edits that start at tokens with a mark in `wanted`: sorted by
    // start, and then by gain, the greatest first.
    void find(const Sentence& sentence, const std::vector<std::uint8_t>& wanted,
              std::vector<Edit>& out) {
        out.clear();
        for (Sounding& each : sounding_) each.at = kNowhere;
        steps_ = kFirstSteps;
        for (std::size_t i = 0; i < sentence.size(); ++i) {
            steps_ += kSteps;
            if (!sentence.open[i] || !wanted[i]) continue;
            first_ = out.size();
            least_ = kLeastGain;
            singles(sentence, i, out);
            if (i + 1 < sentence.size() && sentence.open[i + 1]) {
                words(sentence, i, out);
                swap(sentence, i, out);
                repeated(sentence, i, out);
            }
            if (i > 0 && sentence.open[i - 1]) long_words(sentence, i, out);
        }
    }

private:
    static constexpr float kLeastGain = -3.0f;
    static constexpr std::size_t kMostEdits = 8;  // from one token
    static constexpr std::size_t kLong = 4;       // characters of a long word
    static constexpr std::size_t kBack = 3;  // of its characters that may come before the wrong one
    // Steps in the dictionary to find words that sound as typed: for each token, and more for
    // each sentence. News take 30 a token; characters of one syllable in a row 8,000.
    static constexpr std::size_t kSteps = 512, kFirstSteps = 16384;
    static constexpr std::size_t kNowhere = ~std::size_t{0};

    // Characters that sound like a typed one, and their codes in the dictionary.
    struct Option {
        std::uint32_t meant, code;
        std::uint8_t sound;
    };
    struct Sounding {
        std::size_t at = kNowhere;  // the typed token
        std::vector<Option> options;
    };

    void singles(const Sentence& sentence, std::size_t i, std::vector<Edit>& out) {
        const Confusions& table = config_.confusions;
        const Confusions::Row row = table.row(sentence.ids[i]);
        replacing_.read(sentence, i);
        const std::uint16_t* const meant = table.meant + row.begin;
        Edit edit = over(i, i + 1, {0});
        const auto see = [&](const Replacing::Choice& choice) ZHNLP_INLINE {
            edit.meant[0] = meant[choice.index];
            if (!replacing_.weigh(sentence, choice, least_, edit)) return;
            edit.sound = table.sound[row.begin + choice.index];
            edit.shape = table.shape[row.begin + choice.index];
            insert(edit, out);
        };
        replacing_.each_choice(meant, row.end - row.begin, least_, see);
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
    void add(const Sentence& sentence, Edit edit, std::vector<Edit>& out) {
        for (std::size_t i = first_; i < out.size(); ++i)
            if (out[i].end == edit.end && out[i].n == edit.n && out[i].meant == edit.meant) return;
        const Sentence::Place place = sentence.place(edit.start, edit.end);
        if (sentence.weigh(place, edit, least_)) insert(edit, out);
    }

    // Adds an edit among those of its token, and drops the worst of too many.
    void insert(const Edit& edit, std::vector<Edit>& out) {
        const auto worse = std::find_if(out.begin() + first_, out.end(),
                                        [&](const Edit& each) { return each.gain < edit.gain; });
        if (out.size() - first_ < kMostEdits) {
            out.insert(worse, edit);
        } else if (worse != out.end()) {
            std::move_backward(worse, out.end() - 1, out.end());
            *worse = edit;
        }
        if (out.size() - first_ == kMostEdits) least_ = out.back().gain;
    }

    Trie::Node step(Trie::Node node, std::uint32_t id) const {
        return id < config_.codes.size() ? config_.dictionary.step(node, config_.codes[id]) : 0;
    }

    // Finds words of two to four characters that sound as typed, with two or more of them
    // different. Only where the model has not seen the first two typed characters together,
    // and while there are steps left.
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
        if (length > 0)
            go_on(sentence, at, step(node, typed), changed, {typed, 0, kSameTone}, edit, out);
        for (const Option& option : sounding(sentence, at)) {
            if (steps_ == 0) return;
            --steps_;
            go_on(sentence, at, config_.dictionary.step(node, option.code), changed + 1, option,
                  edit, out);
        }
    }

    void go_on(const Sentence& sentence, std::size_t at, Trie::Node next, int changed,
               const Option& option, Edit& edit, std::vector<Edit>& out) {
        if (!next) return;
        edit.meant[at - edit.start] = option.meant;
        const std::uint8_t before = edit.sound;
        edit.sound = std::max(before, option.sound);
        grow(sentence, at + 1, next, changed, edit, out);
        edit.sound = before;
    }

    // The characters of the dictionary with the syllable of a typed one.
    const std::vector<Option>& sounding(const Sentence& sentence, std::size_t at) {
        Sounding& known = sounding_[at % sounding_.size()];
        if (known.at == at) return known.options;
        known.at = at;
        known.options.clear();
        const Confusions& table = config_.confusions;
        const Confusions::Row row = table.row(sentence.ids[at]);
        for (std::size_t k = row.begin; k < row.end; ++k) {
            const std::uint8_t sound = table.sound[k];
            if (sound != kSameTone && sound != kSameSyllable) continue;
            const std::uint32_t id = table.meant[k];
            const std::uint32_t code = id < config_.codes.size() ? config_.codes[id] : 0;
            if (code) known.options.push_back({id, code, sound});
        }
        return known.options;
    }

    // Swaps two neighbours if that makes a word.
    void swap(const Sentence& sentence, std::size_t i, std::vector<Edit>& out) {
        const std::uint32_t a = sentence.ids[i], b = sentence.ids[i + 1];
        const Trie::Node first = step(config_.dictionary.root(), b);
        const Trie::Node node = a != b && first ? step(first, a) : 0;
        if (node && config_.dictionary.value(node) >= 0) add(sentence, over(i, i + 2, {b, a}), out);
    }

    // Removes one of two equal characters.
    void repeated(const Sentence& sentence, std::size_t i, std::vector<Edit>& out) {
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

    const SpellingConfig& config_;
    Replacing replacing_;
    std::size_t first_ = 0;                      // the first edit of the token
    float least_ = 0.0f;                         // what another edit of it must gain
    std::size_t steps_ = 0;                      // that may still be taken
    std::array<Sounding, kMostMeant> sounding_;  // that at a token is at its remainder
};

}  // namespace zhnlp
