// What a model of pairs or triples knows of words, made for cutting texts.
//
//     word 中国     log probability, the words seen after it, back-off weight of others
//     pair          the words seen after it, if it is a context
//
// An NgramLevel has these packed: four loads and a count of bits for each word. Here a word is one
// entry of 24 bytes. Linear in the model.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "followers.hpp"
#include "ngram.hpp"

namespace zhnlp {

struct KnownWord {
    float log_prob;
    Followers::Region after;  // the words seen after it; kNone if it is no context
    float back_off;
    float most;   // as much as its log probability can be after any words
    // As little and as much as another word's can change after it, instead of after none.
    float least, gain;
};

class KnownWords {
public:
    Followers pairs, triples;

    // Takes the first three levels; false if they are too large.
    bool read(const Ngram& ngram) {
        const auto& levels = ngram.levels;
        read_words(ngram);
        std::vector<Followers::Region> after_pair, after_word;
        std::vector<Change> changes(ngram.order() > 1 ? levels[0].n_contexts : 0);
        const auto see_pair = [&](std::uint32_t context, std::uint32_t id, float log_prob) {
            if (!see(id, log_prob)) return;
            const float change = log_prob - words_[id].log_prob;
            changes[context].least = std::min(changes[context].least, change);
            changes[context].most = std::max(changes[context].most, change);
        };
        const auto see_triple = [&](std::uint32_t, std::uint32_t id, float log_prob) {
            see(id, log_prob);
        };
        const bool any_triples = ngram.order() > 2;
        if (any_triples && !triples.read(levels[1], levels[2], nullptr, after_pair, see_triple))
            return false;
        const std::vector<Followers::Region>* const next = any_triples ? &after_pair : nullptr;
        if (ngram.order() > 1 && !pairs.read(levels[0], levels[1], next, after_word, see_pair))
            return false;
        for (std::uint32_t id = 0; id < words_.size() && ngram.order() > 1; ++id) {
            const std::uint32_t context = ngram.context(id);
            if (context == Ngram::kNone) continue;
            KnownWord& word = words_[id];
            word.after = after_word[context];
            word.least = std::min({word.back_off, changes[context].least, 0.0f});
            word.gain = std::max({word.back_off, changes[context].most, 0.0f});
        }
        return true;
    }

    const KnownWord* data() const { return words_.data(); }
    std::size_t size() const { return words_.size(); }

    // The unknown word, if no n-gram ends with it; else kNone.
    std::uint32_t unseen() const { return unseen_; }

private:
    // Of the log probabilities of words after a context.
    struct Change {
        float least = std::numeric_limits<float>::infinity();
        float most = -std::numeric_limits<float>::infinity();
    };

    // What is known of each word without those beside it.
    void read_words(const Ngram& ngram) {
        float most_back_off = 0.0f;
        words_.clear();
        for (std::uint32_t id = 0; id < ngram.levels[0].n; ++id) {
            const bool any = ngram.order() > 1;
            const float back_off = any ? ngram.back_off(ngram.context(id)) : 0.0f;
            words_.push_back({ngram.log_prob(id), Followers::kNone, back_off, 0.0f, 0.0f, 0.0f});
            most_back_off = std::max(most_back_off, back_off);
        }
        for (KnownWord& word : words_) word.most = word.log_prob + most_back_off;
    }

    // Takes the log probability of a word after others. False if it is none of the words.
    bool see(std::uint32_t id, float log_prob) {
        if (id == Ngram::kUnknown) unseen_ = Ngram::kNone;
        if (id >= words_.size()) return false;
        words_[id].most = std::max(words_[id].most, log_prob);
        return true;
    }

    std::vector<KnownWord> words_;
    std::uint32_t unseen_ = Ngram::kUnknown;
};

}  // namespace zhnlp
