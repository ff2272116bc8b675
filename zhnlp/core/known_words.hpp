// What a model of pairs or triples knows of words, made for cutting texts.
//
//     word 中国     log probability, the words seen after it, back-off weight of others
//     pair          the words seen after it, if it is a context
//
// An NgramLevel has these packed: four loads and a count of bits for each word. Here a word is one
// entry of 20 bytes. Linear in the model.

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
    float least;  // as little as another word's can change after it, instead of after none
};

class KnownWords {
public:
    Followers pairs, triples;

    // Takes the first three levels; false if they are too large.
    bool read(const Ngram& ngram) {
        const auto& levels = ngram.levels;
        std::vector<Followers::Region> after_pair, after_word;
        std::vector<Change> changes(ngram.order() > 1 ? levels[0].n_contexts : 0);
        const auto skip = [](std::uint32_t, std::uint32_t, float) {};
        const auto see = [&](std::uint32_t context, std::uint32_t id, float log_prob) {
            const float change = log_prob - ngram.log_prob(id);
            changes[context].least = std::min(changes[context].least, change);
            changes[context].most = std::max(changes[context].most, change);
        };
        if (ngram.order() > 2 && !triples.read(levels[1], levels[2], {}, after_pair, skip))
            return false;
        if (ngram.order() > 1 && !pairs.read(levels[0], levels[1], after_pair, after_word, see))
            return false;
        float most_back_off = 0.0f;
        words_.clear();
        for (std::uint32_t id = 0; id < levels[0].n; ++id) {
            const std::uint32_t context = after_word.empty() ? Ngram::kNone : ngram.context(id);
            const float log_prob = ngram.log_prob(id), back_off = ngram.back_off(context);
            const auto after = context == Ngram::kNone ? Followers::kNone : after_word[context];
            const Change change = context == Ngram::kNone ? Change{} : changes[context];
            const float least = std::min(back_off, change.least);
            words_.push_back({log_prob, after, back_off, log_prob, least});
            if (id == Ngram::kUnknown) most_after_unknown_ = std::max(back_off, change.most);
            most_back_off = std::max(most_back_off, back_off);
        }
        for (KnownWord& word : words_) word.most += most_back_off;
        for (int k = 1; k < ngram.order(); ++k) read_ends(levels[static_cast<std::size_t>(k)]);
        return true;
    }

    const KnownWord* data() const { return words_.data(); }
    std::size_t size() const { return words_.size(); }

    // As much as the log probability of a word can change after the unknown one, instead of after
    // none.
    float most_after_unknown() const { return most_after_unknown_; }

    // The unknown word, if no n-gram ends with it; else kNone.
    std::uint32_t unseen() const { return unseen_; }

private:
    // Of the log probabilities of words after a context.
    struct Change {
        float least = std::numeric_limits<float>::infinity();
        float most = -std::numeric_limits<float>::infinity();
    };

    void read_ends(const NgramLevel& level) {
        for (std::size_t i = 0; i < level.n; ++i) {
            const std::uint32_t id = level.word(i);
            const float log_prob = level.prob_book[level.log_probs[i]];
            if (id < words_.size()) words_[id].most = std::max(words_[id].most, log_prob);
            if (id == Ngram::kUnknown) unseen_ = Ngram::kNone;
        }
    }

    std::vector<KnownWord> words_;
    std::uint32_t unseen_ = Ngram::kUnknown;
    float most_after_unknown_ = 0.0f;
};

}  // namespace zhnlp
