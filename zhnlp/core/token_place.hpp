// The place of one token, as a character model sees other tokens in it.
//
//     typed     我 在 次 去 哪 里      the place of 次
//     before    在 · 我在 · …         contexts, the same for all tokens
//     after     去 哪 里              log P(去 | … 在 ·), log P(哪 | … · 去) …
//
// What is the same for all tokens is read here once (see replacing.hpp).

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "sentence.hpp"

namespace zhnlp {

class TokenPlace {
public:
    static constexpr std::uint32_t kNone = Ngram::kNone;

    // What the model says of a token without the others.
    struct Alone {
        std::uint32_t context;
        float log_prob, back_off;
    };
    // A context that ends just before the place.
    struct Before {
        std::uint32_t context = kNone;
        float back_off = 0.0f;
        NgramLevel::Children children;
    };
    // A typed token after the place, and those between: its log prob as typed, by these alone, how
    // much more the latter is, and the most that it and all after it may gain.
    struct After {
        std::uint32_t word;
        bool seen;  // with these
        float typed, shorter, change, hope;
    };

    explicit TokenPlace(const SpellingConfig& config)
        : ngram(config.ngram), levels(ngram.levels.data()), last(ngram.order() - 1),
          most_back_off(ngram.most_back_off()) {
        for (std::uint32_t id = 0; id < levels[0].n; ++id) {
            const std::uint32_t context = last > 0 ? ngram.context(id) : kNone;
            alone.push_back({context, ngram.log_prob(id), ngram.back_off(context)});
        }
        thirds_.resize(alone.size() / 64 + 1);
    }

    void read(const Sentence& sentence, std::size_t at) {
        place = sentence.place(at, at + 1);
        typed = sentence.context[at + 1].entry[0];
        read_before(sentence.context[at]);
        n_after = static_cast<int>(place.last - place.end);
        float hope = after[n_after].hope = rest = 0.0f;
        for (int j = n_after; j-- > 0;) {
            const std::size_t i = place.end + j;
            const float log_prob = sentence.log_prob[i], shorter = sentence.shorter[i][j];
            const bool seen = sentence.order[i] > j;
            const float change = shorter - log_prob, most = change + most_back_off;
            hope += seen ? -log_prob : most;
            after[j] = {known(sentence.token(i)), seen, log_prob, shorter, change, hope};
            if (j) rest += most;
        }
    }

    // The number of a token in the model.
    std::uint32_t known(std::uint32_t id) const { return id < alone.size() ? id : Ngram::kUnknown; }

    // Whether the model may have seen a word after the two tokens before the place.
    bool third(std::uint32_t word) const { return thirds_[word / 64] >> word % 64 & 1; }

    const Ngram& ngram;
    const NgramLevel* const levels;
    const int last;            // level
    const float most_back_off;  // more than those of all contexts of two words or more
    std::vector<Alone> alone;  // by token id

    Sentence::Place place{};
    std::uint32_t typed = kNone;  // the context of the typed token
    std::array<Before, Ngram::kMaxOrder> before;
    std::array<After, Ngram::kMaxOrder> after{};
    int n_before = 0, n_after = 0;
    // What a token adds to its log prob if it is new after the one before, and after the two.
    float fresh = 0.0f, backs = 0.0f;
    // The most that is gained after the next token if the model has not seen the next two after the
    // new one.
    float rest = 0.0f;

private:
    static constexpr std::size_t kMostThirds = 512;  // that are marked

    void read_before(const Ngram::Context& context) {
        fresh = backs = 0.0f;
        before[0].context = kNone;
        for (n_before = 0; n_before < last; ++n_before) {
            const std::uint32_t own = context.entry[n_before];
            if (own == kNone) break;
            const NgramLevel& level = levels[n_before];
            before[n_before] = {own, level.back_off_book[level.back_offs[own]],
                                level.children((&level)[1], own)};
            fresh += before[n_before].back_off;
            if (n_before) backs += before[n_before].back_off;
        }
        mark_thirds();
    }

    // If there are many, any word may be.
    void mark_thirds() {
        const NgramLevel::Children all = before[1].children;
        const std::size_t n = n_before > 1 && all.end > all.begin ? all.end - all.begin : 0;
        thirds_.assign(thirds_.size(), n > kMostThirds ? ~std::uint64_t{0} : 0);
        if (n > kMostThirds) return;
        for (std::size_t i = 0; i < n; ++i) {
            const std::uint32_t word = levels[2].word(all.begin + i);
            if (word < alone.size()) thirds_[word / 64] |= std::uint64_t{1} << word % 64;
        }
    }

    std::vector<std::uint64_t> thirds_;  // a bit for each word
};

}  // namespace zhnlp
