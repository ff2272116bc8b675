// The features of an edit: numbers, and hashed names of its contexts.
//
//     numbers   how much more probable the sentence becomes, and where; how similar the
//               two sound and look; the words before and after the edit; quotes …
//     names     which character is typed for which, beside which others, in which words
//
// The numbers are scaled to about -1 … 1.

#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "pair_counts.hpp"
#include "sentence.hpp"
#include "tokens.hpp"
#include "word_contexts.hpp"
#include "word_cut.hpp"

namespace zhnlp {

constexpr std::size_t kNumbers = 56;
constexpr std::size_t kNames = 16;

struct EditFeatures {
    std::array<float, kNumbers> numbers{};
    std::array<std::uint32_t, kNames> names{};
    std::uint32_t n_names = 0;
};

// The best cut of a few tokens into words of the dictionary, by log probability.
struct WindowCut {
    float log_prob = 0.0f;
    int n_singles = 0;  // words of one token
    int longest = 1;    // length of the longest word of the cut with a token of the middle
    float longest_log_prob = 0.0f;
    std::uint32_t name = 0;  // a hash of that word
    std::size_t start = 0, end = 0;
};

class WindowCutter {
public:
    explicit WindowCutter(const SpellingConfig& config) : config_(config) {}

    // Cuts tokens[0:n], of which first to last (not included) are the middle.
    WindowCut cut(const std::uint32_t* tokens, std::size_t n, std::size_t first, std::size_t last,
                  WordCut& words) const {
        words.cut(config_, tokens, n);
        return seen(tokens, n, first, last, words);
    }

    // The same; what comes after the middle is cut in `other`.
    WindowCut cut_after(const std::uint32_t* tokens, std::size_t n, std::size_t first,
                        std::size_t last, const WordCut& other) {
        words_.cut_after(config_, tokens, n, other, n - last);
        return seen(tokens, n, first, last, words_);
    }

private:
    static WindowCut seen(const std::uint32_t* tokens, std::size_t n, std::size_t first,
                          std::size_t last, const WordCut& words) {
        WindowCut out;
        out.log_prob = words.best[0];
        for (std::size_t i = 0; i < n; i = words.ends[i]) {
            const int length = static_cast<int>(words.ends[i] - i);
            if (length == 1) ++out.n_singles;
            const bool inside = i < last && words.ends[i] > first;
            if (inside && (length > out.longest || !out.name)) {
                out.longest = length;
                out.longest_log_prob = words.own[i];
                out.start = i;
                out.end = words.ends[i];
                out.name = word_name(tokens + i, length);
            }
        }
        return out;
    }

    const SpellingConfig& config_;
    WordCut words_;
};

// Sets `out` for every token of a text: 1 in “”, 2 in 《》; quotes end with the line.
inline void mark_quotes(const char32_t* text, const Tokens& tokens,
                        std::vector<std::uint8_t>& out) {
    out.assign(tokens.size(), 0);
    std::uint8_t inside = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i > 0 && tokens.starts[i] > tokens.ends[i - 1]) inside = 0;
        const char32_t c = text[tokens.starts[i]];
        if (c == U'“' || c == U'「' || c == U'『') inside = 1;
        if (c == U'《' || c == U'〈') inside = 2;
        out[i] = inside;
        if (c == U'”' || c == U'」' || c == U'』' || c == U'》' || c == U'〉') inside = 0;
    }
}

class EditDescriber {
public:
    explicit EditDescriber(const SpellingConfig& config) : config_(config), cutter_(config) {}

    PairCounts pairs;
    std::vector<std::uint8_t> quoted;  // of every token of the sentence: 1 in “”, 2 in 《》

    // Must be called before the edits of a sentence are described.
    void begin(const Sentence& sentence) {
        if (config_.contexts.words) contexts_.read(config_.contexts, config_, sentence.ids);
        const std::size_t n = std::min(sentence.size(), kLongest);
        log_length_ = std::log(static_cast<float>(n) + 1);
        for (Typed& typed : typed_) typed.start = kNowhere;
        around_start_ = kNowhere;
    }

    // Sets the features of `edit`, one of the n_rivals edits that begin at the same token.
    void describe(const Sentence& sentence, const Edit* rivals, std::size_t n_rivals,
                  const Edit& edit, EditFeatures& out) {
        float other = 0.0f;  // the best gain of a rival
        for (std::size_t k = 0; k < n_rivals; ++k)
            if (rivals + k != &edit) other = std::max(other, rivals[k].gain);
        number(sentence, edit, other, out);
        name(sentence, edit, out);
    }

private:
    static constexpr std::size_t kAround = 5;
    static constexpr std::size_t kLongest = 200;  // tokens of a sentence that is learned from
    static constexpr std::size_t kNowhere = ~std::size_t{0};

    // The words around the typed tokens of a place, which all edits of it share. Measured: 3 % of
    // the instructions of news, an eighth of the worst text.
    struct Typed {
        std::size_t start = kNowhere;
        WordCut words;
        WindowCut cut;
    };

    const Typed& typed(const Sentence& s, const Edit& e, std::size_t from, std::size_t to) {
        Typed& typed = typed_[e.end - e.start];
        if (typed.start == e.start) return typed;
        typed.start = e.start;
        typed.cut =
            cutter_.cut(s.ids.data() + from, to - from, e.start - from, e.end - from, typed.words);
        return typed;
    }

    void number(const Sentence& s, const Edit& e, float other, EditFeatures& out) {
        auto& x = out.numbers;
        x.fill(0.0f);
        const std::size_t n = s.size();
        const float old_next = s.log_prob[e.end];
        float old = 0.0f;
        for (std::size_t k = e.start; k < e.end; ++k) old += s.log_prob[k];
        std::size_t at = 0;
        const auto put = [&](float value) { x[at++] = std::max(-3.0f, std::min(3.0f, value)); };
        put(e.gain / 6);
        put(e.left / 6);
        put(e.next / 6);
        put((e.gain - e.left - e.next) / 6);
        put(old / 6);
        put(old_next / 6);
        put((old + e.left) / 6);
        put((old_next + e.next) / 6);
        put(s.order[e.start] / 4.0f);
        put(e.order / 4.0f);
        put(s.order[std::min<std::size_t>(e.end, n)] / 4.0f);
        put(e.next_order / 4.0f);
        put(config_.ngram.log_prob(s.ids[e.start]) / 8);
        put(config_.ngram.log_prob(e.meant[0]) / 8);
        for (int sound = kNoSound; sound <= kNearSpelling; ++sound) put(e.sound == sound);
        put(e.shape / 255.0f);
        put(e.n > 1 && e.same_length());
        put(e.n < e.end - e.start);
        put(e.n > e.end - e.start);
        put(e.swaps());

        const std::size_t from = e.start > kAround ? e.start - kAround : 0;
        const std::size_t to = std::min<std::size_t>(n, e.end + kAround);
        const Typed& typed = this->typed(s, e, from, to);
        const WindowCut& before = typed.cut;
        window_.assign(s.ids.begin() + from, s.ids.begin() + e.start);
        window_.insert(window_.end(), e.meant.begin(), e.meant.begin() + e.n);
        window_.insert(window_.end(), s.ids.begin() + e.end, s.ids.begin() + to);
        const WindowCut after = cutter_.cut_after(window_.data(), window_.size(), e.start - from,
                                                  e.start - from + e.n, typed.words);
        old_word_ = before.name;
        new_word_ = after.name;
        put((after.log_prob - before.log_prob) / 10);
        put(before.longest / 4.0f);
        put(after.longest / 4.0f);
        put(before.longest_log_prob / 12);
        put(after.longest_log_prob / 12);
        put(before.n_singles / 6.0f);
        put(after.n_singles / 6.0f);
        put((before.n_singles - after.n_singles) / 3.0f);

        put(quoted[e.start] == 1);
        put(quoted[e.start] == 2);
        put(log_length_ / 4);
        put(e.start == 0);
        put(e.end == n);
        put(e.start > 0 && !s.open[e.start - 1]);
        put(e.end < n && !s.open[e.end]);
        const auto twice = [&](bool there, std::uint32_t a, std::uint32_t b, int least) {
            return there && pairs.count(a, b) > least ? 1.0f : 0.0f;
        };
        const bool left = e.start > 0, right = e.end < n;
        put(twice(left, left ? s.ids[e.start - 1] : 0, s.ids[e.start], 1));
        put(twice(right, s.ids[e.end - 1], right ? s.ids[e.end] : 0, 1));
        put(twice(left, left ? s.ids[e.start - 1] : 0, e.meant[0], 0));
        put(twice(right, e.meant[e.n - 1], right ? s.ids[e.end] : 0, 0));
        put(mean(s, e.start > 3 ? e.start - 3 : 0, e.start) / 6);
        put(mean(s, std::min<std::size_t>(n, e.end + 1), std::min<std::size_t>(n, e.end + 4)) / 6);
        put(other / 6);
        put((e.gain - other) / 6);
        if (config_.contexts.words) fit(e, from, before, after, put);
    }

    // How much better the new word fits the words around than the old one.
    template <class Put>
    void fit(const Edit& e, std::size_t from, const WindowCut& before, const WindowCut& after,
             Put put) {
        const std::uint32_t was = contexts_.number(before.name), is = contexts_.number(after.name);
        const std::size_t start = from + std::min(before.start, after.start);
        const std::size_t new_end = after.end + (e.end - e.start) - e.n;
        const std::size_t end = from + std::max(before.end, new_end);
        if (start != around_start_ || end != around_end_ || was != old_number_) {
            contexts_.around(start, end, around_);  // mostly that of the edit before
            old_fit_ = was ? contexts_.fit(was, around_) : 0.0f;
            around_start_ = start, around_end_ = end, old_number_ = was;
        }
        const float new_fit = is ? contexts_.fit(is, around_) : 0.0f;
        const float old_bias = was ? contexts_.bias(was) : 0.0f;
        const float new_bias = is ? contexts_.bias(is) : 0.0f;
        put((new_fit - old_fit_) / 4);
        put(was && is ? (new_fit - old_fit_ + new_bias - old_bias) / 4 : 0.0f);
        put(new_fit / 4);
        put(old_fit_ / 4);
        put((new_bias - old_bias) / 4);
        put(was != 0);
        put(is != 0);
        put(static_cast<float>(before.end - before.start) -
            static_cast<float>(after.end - after.start));
    }

    static float mean(const Sentence& s, std::size_t from, std::size_t to) {
        float sum = 0.0f;
        for (std::size_t i = from; i < to; ++i) sum += s.log_prob[i];
        return to > from ? sum / static_cast<float>(to - from) : 0.0f;
    }

    void name(const Sentence& s, const Edit& e, EditFeatures& out) {
        out.n_names = 0;
        std::uint32_t pair = 0x9E37u + e.n;
        for (std::size_t k = e.start; k < e.end; ++k) pair = mix(pair, s.ids[k]);
        for (std::size_t k = 0; k < e.n; ++k) pair = mix(pair, e.meant[k] + 0x10000u);
        const auto token = [&](std::ptrdiff_t i) {
            return i < 0 ? 1u : i >= static_cast<std::ptrdiff_t>(s.size()) ? 2u : s.ids[i];
        };
        const std::ptrdiff_t a = e.start, b = e.end;
        const auto add = [&](std::uint32_t kind, std::uint32_t what) {
            out.names[out.n_names++] = mix(what, kind);
        };
        add(1, pair);
        add(2, mix(pair, token(a - 1)));
        add(3, mix(pair, token(b)));
        add(4, mix(mix(pair, token(a - 2)), token(a - 1)));
        add(5, mix(mix(pair, token(b)), token(b + 1)));
        add(6, mix(mix(pair, token(a - 1)), token(b)));
        add(7, s.ids[e.start]);
        add(8, e.meant[0]);
        add(9, mix(old_word_, new_word_));
        add(10, new_word_);
        add(11, old_word_);
        add(12, mix(pair, token(a - 2)));
        add(13, mix(pair, token(b + 1)));
    }

    static std::uint32_t mix(std::uint32_t a, std::uint32_t b) {
        std::uint64_t h = (std::uint64_t{a} << 32 | b) * 0x9E3779B97F4A7C15u;
        h ^= h >> 29;
        h *= 0xBF58476D1CE4E5B9u;
        return static_cast<std::uint32_t>(h >> 32);
    }

    const SpellingConfig& config_;
    WindowCutter cutter_;
    std::vector<std::uint32_t> window_;
    ContextReader contexts_;
    ContextReader::Vector around_{};
    std::size_t around_start_ = kNowhere, around_end_ = 0;
    std::uint32_t old_number_ = 0;  // of the old word of `old_fit_`
    float old_fit_ = 0.0f, log_length_ = 0.0f;
    std::array<Typed, kMostMeant + 1> typed_;  // by the number of typed tokens
    std::uint32_t old_word_ = 0, new_word_ = 0;
};

}  // namespace zhnlp
