// What a model of pairs or triples knows of words, made for cutting texts.
//
//     word 中国     log probability, the words seen after it, back-off weight of others
//     pair          the words seen after it, if it is a context
//
// An NgramLevel has these packed: four loads and a count of bits for each word. Here a word is one
// entry of 16 bytes. Linear in the model.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "followers.hpp"
#include "ngram.hpp"

namespace zhnlp {

struct KnownWord {
    float log_prob;
    Followers::Region after;  // the words seen after it; kNone if it is no context
    float back_off;
    float most;  // as much as its log probability can be after any words
};

class KnownWords {
public:
    Followers pairs, triples;

    // Takes the first three levels; false if they are too large.
    bool read(const Ngram& ngram) {
        const auto& levels = ngram.levels;
        std::vector<Followers::Region> after_pair, after_word;
        if (ngram.order() > 2 && !triples.read(levels[1], levels[2], {}, after_pair)) return false;
        if (ngram.order() > 1 && !pairs.read(levels[0], levels[1], after_pair, after_word))
            return false;
        float most_back_off = 0.0f;
        words_.clear();
        for (std::uint32_t id = 0; id < levels[0].n; ++id) {
            const std::uint32_t context = after_word.empty() ? Ngram::kNone : ngram.context(id);
            const float log_prob = ngram.log_prob(id), back_off = ngram.back_off(context);
            const auto after = context == Ngram::kNone ? Followers::kNone : after_word[context];
            words_.push_back({log_prob, after, back_off, log_prob});
            most_back_off = std::max(most_back_off, back_off);
        }
        for (KnownWord& word : words_) word.most += most_back_off;
        for (int k = 1; k < ngram.order(); ++k) read_ends(levels[static_cast<std::size_t>(k)]);
        return true;
    }

    const KnownWord* data() const { return words_.data(); }
    std::size_t size() const { return words_.size(); }

    // The unknown word, if no n-gram ends with it; else kNone.
    std::uint32_t unseen() const { return unseen_; }

private:
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
};

}  // namespace zhnlp
