// Learns how well words fit their contexts, from correct text; see word_contexts.hpp.
//
// Every word that can be confused with others is an example: its fit shall be higher than that
// of the words it is confused with, drawn by how often they occur and how alike the two are.
// The step is that of logistic regression on the difference of the two fits.

#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "random.hpp"
#include "word_contexts.hpp"

namespace zhnlp {

class ContextTrainer {
public:
    explicit ContextTrainer(const SpellingConfig& config) : config_(config) {}

    // Adds the sentences of a correct text.
    void add(const char32_t* text, std::size_t length) {
        read_tokens(config_.vocabulary, text, length, tokens_);
        std::size_t begin = 0;
        for (std::uint32_t end : tokens_.sentences) {
            ids_.assign(tokens_.ids.begin() + begin, tokens_.ids.begin() + end);
            cut_.cut(config_, ids_);
            for (const SentenceWords::Word& word : cut_.words) {
                std::uint32_t& key = key_of_[word.name];
                if (!key) {
                    spelled_.emplace_back(ids_.begin() + word.start, ids_.begin() + word.end);
                    key = static_cast<std::uint32_t>(spelled_.size());
                    counts_.resize(key + 1, 0);
                }
                ++counts_[key];
                stream_.push_back(key);
            }
            stream_.push_back(0);
            begin = end;
        }
    }

    // Numbers the words that occur at least `least` times, the most frequent first, and finds
    // what they are confused with.
    void choose(std::uint32_t least, std::size_t most) {
        keys_.clear();
        for (std::uint32_t key = 1; key < counts_.size(); ++key)
            if (counts_[key] >= least) keys_.push_back(key);
        std::sort(keys_.begin(), keys_.end(), [&](std::uint32_t a, std::uint32_t b) {
            return counts_[a] != counts_[b] ? counts_[a] > counts_[b] : a < b;
        });
        if (keys_.size() > most) keys_.resize(most);
        numbers_.assign(counts_.size(), 0);
        for (std::uint32_t i = 0; i < keys_.size(); ++i) numbers_[keys_[i]] = i + 1;
        for (std::uint32_t& key : stream_) key = key ? numbers_[key] : kBreak;
        offsets_.assign(1, 0);
        for (std::uint32_t key : keys_) {
            confuse(key);
            offsets_.push_back(static_cast<std::uint32_t>(others_.size()));
        }
        const std::size_t n = keys_.size();
        targets_.assign(n * kWide, 0.0f);
        contexts_.resize(n * kWide);
        biases_.assign(n, 0.0f);
        places_.assign(kPlaces * kWide, 1.0f);
        Xorshift random(88172645463325252u);
        for (float& each : contexts_)
            each = (static_cast<float>(random() >> 40) / 16777216.0f - 0.5f) / kWide * 4;
    }

    std::size_t n_words() const { return keys_.size(); }
    std::size_t n_others() const { return others_.size(); }
    const std::vector<std::uint32_t>& spelled(std::size_t number) const {
        return spelled_.at(keys_[number] - 1);
    }

    // One pass over all sentences, with steps that fall evenly from `rate` to `last`; returns
    // the mean loss of a pair of words.
    double run(std::uint64_t seed, float rate, float last, int n_drawn) {
        Xorshift random(seed * 0x9E3779B97F4A7C15u + 1);
        double loss = 0.0;
        std::uint64_t n_pairs = 0;
        std::size_t begin = 0;
        for (std::size_t end = 0; end < stream_.size(); ++end) {
            if (stream_[end] != kBreak) continue;
            const float now =
                rate + (last - rate) * static_cast<float>(end) / static_cast<float>(stream_.size());
            for (std::size_t i = begin; i < end; ++i) {
                const std::uint32_t word = stream_[i];
                if (!word || offsets_[word] == offsets_[word - 1]) continue;
                learn(begin, i, end, now, n_drawn, random, loss, n_pairs);
            }
            begin = end + 1;
        }
        return n_pairs ? loss / static_cast<double>(n_pairs) : 0.0;
    }

    const std::vector<float>& targets() const { return targets_; }
    const std::vector<float>& contexts() const { return contexts_; }
    const std::vector<float>& biases() const { return biases_; }
    const std::vector<float>& places() const { return places_; }

private:
    static constexpr std::size_t kNear = 2;     // words on each side that have places of their own
    static constexpr std::size_t kLongest = 6;  // characters of a word that is confused
    static constexpr std::uint32_t kBreak = 0xFFFFFFFFu;
    using Vector = std::array<float, kWide>;

    static float likeness(std::uint8_t sound, std::uint8_t shape) {
        static constexpr float kBySound[] = {0.0f, 1.0f, 0.7f, 0.3f, 0.1f};
        const float by_sound = sound < 5 ? kBySound[sound] : 0.0f;
        return std::max(by_sound, 0.3f * static_cast<float>(shape) / 255.0f);
    }

    Trie::Node step(Trie::Node node, std::uint32_t id) const {
        return id < config_.codes.size() ? config_.dictionary.step(node, config_.codes[id]) : 0;
    }

    // Adds the words with one other character, or of two characters with both.
    void confuse(std::uint32_t key) {
        const std::vector<std::uint32_t>& word = spelled_.at(key - 1);
        if (word.size() > kLongest) return;
        const auto reach = [&](Trie::Node node, std::size_t from) {
            for (std::size_t k = from; k < word.size() && node; ++k) node = step(node, word[k]);
            return node;
        };
        std::vector<std::uint32_t> other;
        for (std::size_t i = 0; i < word.size(); ++i) {
            Trie::Node before = config_.dictionary.root();
            for (std::size_t k = 0; k < i && before; ++k) before = step(before, word[k]);
            const Confusions::Row row = config_.confusions.row(word[i]);
            for (std::size_t k = row.begin; k < row.end; ++k) {
                const Trie::Node next = before ? step(before, config_.confusions.meant[k]) : 0;
                const float alike = likeness(config_.confusions.sound[k], config_.confusions.shape[k]);
                if (!next) continue;
                other = word;
                other[i] = config_.confusions.meant[k];
                note(reach(next, i + 1), alike, other, word);
                if (i != 0 || word.size() != 2 || config_.confusions.sound[k] != kSameTone) continue;
                const Confusions::Row second = config_.confusions.row(word[1]);
                for (std::size_t j = second.begin; j < second.end; ++j) {
                    if (config_.confusions.sound[j] != kSameTone) continue;
                    other[1] = config_.confusions.meant[j];
                    note(step(next, other[1]), 0.5f, other, word);
                }
            }
        }
    }

    void note(Trie::Node node, float alike, const std::vector<std::uint32_t>& other,
              const std::vector<std::uint32_t>& word) {
        if (!node || config_.dictionary.value(node) < 0 || alike <= 0.0f || other == word) return;
        const auto found = key_of_.find(word_name(other.data(), other.size()));
        const std::uint32_t key = found == key_of_.end() ? 0 : found->second;
        if (!key || !numbers_[key]) return;
        const float before = others_.size() > offsets_.back() ? sums_.back() : 0.0f;
        others_.push_back(numbers_[key]);
        sums_.push_back(before + alike * std::sqrt(static_cast<float>(counts_[key])));
    }

    std::uint32_t draw(std::uint32_t word, Xorshift& random) const {
        const auto begin = sums_.begin() + offsets_[word - 1], end = sums_.begin() + offsets_[word];
        const float at = static_cast<float>(random() >> 40) / 16777216.0f * *(end - 1);
        const auto found = std::min(std::upper_bound(begin, end, at), end - 1);
        return others_[static_cast<std::size_t>(found - sums_.begin())];
    }

    // Sets `from_` to the words around i, as ContextReader has them, and `around` to their sum.
    void look(std::size_t begin, std::size_t i, std::size_t end, Vector& around) {
        const std::size_t first = i - std::min(i - begin, kFar), last = std::min(end, i + kFar + 1);
        const std::size_t near_first = std::max(first, i - std::min(i, kNear));
        const std::size_t near_last = std::min(last, i + kNear + 1);
        const std::size_t n_far = near_first - first + last - near_last;
        const float far = 1.0f / std::sqrt(static_cast<float>(n_far) + 1.0f);
        from_.clear();
        for (std::size_t k = first; k < last; ++k) {
            if (k == i || !stream_[k]) continue;
            const std::size_t after_far = k + kNear - i - (k > i);  // 0 to 3 for those near
            const bool near = near_first <= k && k < near_last;
            from_.push_back({stream_[k] - 1, near ? after_far : kPlaces - 1, near ? 1.0f : far});
        }
        for (const From& each : from_) {
            const float* v = contexts_.data() + std::size_t{each.word} * kWide;
            const float* d = places_.data() + each.place * kWide;
            for (std::size_t k = 0; k < kWide; ++k) around[k] += each.scale * d[k] * v[k];
        }
    }

    void learn(std::size_t begin, std::size_t i, std::size_t end, float rate, int n_drawn,
               Xorshift& random, double& loss, std::uint64_t& n_pairs) {
        const std::uint32_t word = stream_[i];
        Vector around{}, back{};
        look(begin, i, end, around);
        float* u = targets_.data() + std::size_t{word - 1} * kWide;
        for (int drawn = 0; drawn < n_drawn; ++drawn) {
            const std::uint32_t other = draw(word, random);
            float* w = targets_.data() + std::size_t{other - 1} * kWide;
            float z = biases_[word - 1] - biases_[other - 1];
            for (std::size_t k = 0; k < kWide; ++k) z += (u[k] - w[k]) * around[k];
            const float g = 1.0f / (1.0f + std::exp(z));
            loss += z > -20.0f ? std::log1p(std::exp(-z)) : -z;
            ++n_pairs;
            const float by = rate * g;
            if (by < 1e-5f) continue;
            for (std::size_t k = 0; k < kWide; ++k) {
                back[k] += by * (u[k] - w[k]);
                u[k] += by * around[k];
                w[k] -= by * around[k];
            }
            biases_[word - 1] += by;
            biases_[other - 1] -= by;
        }
        for (const From& each : from_) {
            float* v = contexts_.data() + std::size_t{each.word} * kWide;
            float* d = places_.data() + each.place * kWide;
            for (std::size_t k = 0; k < kWide; ++k) {
                const float step = each.scale * back[k];
                const float was = v[k];
                v[k] += d[k] * step;
                d[k] += 0.01f * was * step;
            }
        }
    }

    struct From {
        std::uint32_t word;
        std::size_t place;
        float scale;
    };

    const SpellingConfig& config_;
    Tokens tokens_;
    std::vector<std::uint32_t> ids_;
    SentenceWords cut_;
    std::vector<std::uint32_t> stream_;  // keys, then numbers; 0 and kBreak between sentences
    std::vector<std::uint32_t> counts_, numbers_;  // by key
    std::unordered_map<std::uint32_t, std::uint32_t> key_of_;  // by name, from 1
    std::vector<std::vector<std::uint32_t>> spelled_;          // by key - 1
    std::vector<std::uint32_t> keys_;                   // by number
    std::vector<std::uint32_t> offsets_, others_;       // the words each is confused with
    std::vector<float> sums_;                           // of their weights
    std::vector<float> targets_, contexts_, biases_, places_;
    std::vector<From> from_;
};

}  // namespace zhnlp
