// What a model of pairs or triples knows of each word alone, side by side.
//
//     word 中国     log probability, the context that it is, back-off weight of that
//
// An NgramLevel has them packed: four loads and a count of bits each time. Here they are one
// entry of 16 bytes.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "ngram.hpp"

namespace zhnlp {

struct KnownWord {
    std::uint32_t context;  // kNone if it is not one
    float log_prob;
    float back_off;  // of the context
    float most;      // as much as it can be after any word, by pairs alone
};

class KnownWords {
public:
    void read(const Ngram& ngram) {
        const bool any = ngram.order() > 1;
        float most_back_off = 0.0f;
        words_.clear();
        for (std::uint32_t id = 0; id < ngram.levels[0].n; ++id) {
            const std::uint32_t context = any ? ngram.context(id) : Ngram::kNone;
            const float log_prob = ngram.log_prob(id), back_off = ngram.back_off(context);
            words_.push_back({context, log_prob, back_off, log_prob});
            most_back_off = std::max(most_back_off, back_off);
        }
        for (KnownWord& word : words_) word.most += most_back_off;
        if (!any) return;
        ngram.levels[1].each([this](std::uint32_t id, float log_prob) {
            if (id < words_.size()) words_[id].most = std::max(words_[id].most, log_prob);
        });
    }

    const KnownWord* data() const { return words_.data(); }
    std::size_t size() const { return words_.size(); }

private:
    std::vector<KnownWord> words_;
};

}  // namespace zhnlp
