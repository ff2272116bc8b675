// How well a word fits the other words of its sentence, near and far.
//
//     words     会议 今天 在 北京 [召开] 代表 出席 …
//     places    far  far  -2  -1    w   +1   +2  far …
//     fit(w)    bias(w) + u(w) · Σ d(place) ∘ v(context word)
//
// A log-bilinear model (Mnih and Hinton, 2007, "Three New Graphical Models for Statistical
// Language Modelling"): every word has a vector as a target, u, and one as a context, v, and
// every place a weight for each dimension, d. It is trained to tell each word of correct text
// from the words it is confused with (word_context_training.hpp), as a context-sensitive
// speller is (Golding and Roth, 1999, "A Winnow-Based Approach to Context-Sensitive Spelling
// Correction"); so the difference of the fits of two such words tells which was meant.
//
// Words are those of the dictionary, by the likeliest cut; any other token is one by itself.

#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sentence.hpp"
#include "tokens.hpp"
#include "word_cut.hpp"

namespace zhnlp {

// The words of a sentence, and the word of each token.
struct SentenceWords {
    struct Word {
        std::uint32_t start, end;
        std::uint32_t name;
    };
    std::vector<Word> words;
    std::vector<std::uint32_t> at;  // the word of each token

    void cut(const SpellingConfig& config, const std::vector<std::uint32_t>& ids) {
        cut_.cut(config, ids.data(), ids.size());
        words.clear();
        at.resize(ids.size());
        for (std::uint32_t i = 0; i < ids.size();) {
            const std::uint32_t end = cut_.ends[i];
            std::fill(at.begin() + i, at.begin() + end, static_cast<std::uint32_t>(words.size()));
            words.push_back({i, end, word_name(ids.data() + i, end - i)});
            i = end;
        }
    }

private:
    WordCut cut_;
};

// The words of one sentence as contexts.
class ContextReader {
public:
    using Vector = std::array<float, kWide>;

    void read(const ContextModel& model, const SpellingConfig& config,
              const std::vector<std::uint32_t>& ids) {
        model_ = &model;
        words_.cut(config, ids);
        const std::size_t n = words_.words.size();
        sums_.assign(n + 1, Vector{});
        for (std::size_t i = 0; i < n; ++i) {
            const std::uint32_t number = model.words->number(words_.words[i].name);
            sums_[i + 1] = sums_[i];
            if (!number) continue;
            const std::int8_t* v = model.contexts + std::size_t{number - 1} * kWide;
            for (std::size_t d = 0; d < kWide; ++d) sums_[i + 1][d] += static_cast<float>(v[d]);
        }
    }

    // The context of the tokens start to end (not included).
    void around(std::size_t start, std::size_t end, Vector& out) const {
        const std::size_t n = words_.words.size();
        const std::size_t first = start < words_.at.size() ? words_.at[start] : n;
        const std::size_t last = end > start && end - 1 < words_.at.size() ? words_.at[end - 1] + 1
                                                                           : first;
        out.fill(0.0f);
        add(0, first < 2 ? 0 : first - 2, first < 1 ? 0 : first - 1, out, 1.0f);
        add(1, first < 1 ? 0 : first - 1, first, out, 1.0f);
        add(2, std::min(last, n), std::min(last + 1, n), out, 1.0f);
        add(3, std::min(last + 1, n), std::min(last + 2, n), out, 1.0f);
        const std::size_t left = first > kFar ? first - kFar : 0, near = first < 2 ? 0 : first - 2;
        const std::size_t right = std::min(last + kFar, n), after = std::min(last + 2, n);
        const std::size_t far = near - left + right - after;
        const float scale = 1.0f / std::sqrt(static_cast<float>(far) + 1.0f);
        add(4, left, near, out, scale);
        add(4, after, right, out, scale);
    }

    // How well a word of the dictionary fits there.
    float fit(std::uint32_t number, const Vector& around) const {
        const std::int8_t* u = model_->targets + std::size_t{number - 1} * kWide;
        float sums[kLanes] = {};  // side by side, which a compiler makes one step
        for (std::size_t d = 0; d < kWide; d += kLanes)
            for (std::size_t k = 0; k < kLanes; ++k)
                sums[k] += static_cast<float>(u[d + k]) * around[d + k];
        float sum = 0.0f;
        for (float each : sums) sum += each;
        return sum;
    }
    float bias(std::uint32_t number) const { return model_->biases[number - 1]; }
    std::uint32_t number(std::uint32_t name) const { return model_->words->number(name); }

private:
    static constexpr std::size_t kLanes = 8;
    static_assert(kWide % kLanes == 0);

    void add(std::size_t place, std::size_t from, std::size_t to, Vector& out, float scale) const {
        if (from >= to) return;
        const float* weights = model_->places + place * kWide;
        const Vector &low = sums_[from], &high = sums_[to];
        for (std::size_t d = 0; d < kWide; ++d)
            out[d] += scale * weights[d] * (high[d] - low[d]);
    }

    const ContextModel* model_ = nullptr;
    SentenceWords words_;
    std::vector<Vector> sums_;
};

// How well a word fits in the place of characters start to end (not included) of a text.
// Returns false if these are not whole tokens of one sentence, or if the word has no vectors.
inline bool word_fit(const SpellingConfig& config, const char32_t* text, std::size_t length,
                     std::size_t start, std::size_t end, const char32_t* word, std::size_t n,
                     float& out) {
    Tokens tokens;
    read_tokens(config.vocabulary, text, length, tokens);
    const auto token = [](const std::vector<std::uint32_t>& places, std::size_t at) {
        const auto found = std::lower_bound(places.begin(), places.end(), at);
        return found != places.end() && *found == at ? found - places.begin() : -1;
    };
    const std::ptrdiff_t first = token(tokens.starts, start), last = token(tokens.ends, end);
    if (!config.contexts.words || first < 0 || last < first) return false;
    std::vector<std::uint32_t> ids;
    for (std::size_t i = 0; i < n; ++i)
        ids.push_back(static_cast<std::uint32_t>(
            std::max<std::int64_t>(config.vocabulary.find(word + i, 1), 0)));
    const std::uint32_t number = config.contexts.words->number(word_name(ids.data(), n));
    const auto ends = std::upper_bound(tokens.sentences.begin(), tokens.sentences.end(), first);
    const std::size_t begin = ends == tokens.sentences.begin() ? 0 : *(ends - 1);
    if (!number || *ends <= last) return false;
    ContextReader reader;
    ContextReader::Vector around;
    reader.read(config.contexts, config,
                {tokens.ids.begin() + begin, tokens.ids.begin() + *ends});
    reader.around(first - begin, last + 1 - begin, around);
    out = reader.fit(number, around) + reader.bias(number);
    return true;
}

}  // namespace zhnlp
