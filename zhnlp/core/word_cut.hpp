// The likeliest cut of tokens into words of the dictionary, each by its own probability.
//
//     tokens   会 议 在 北 京        log P(会议) + log P(在) + log P(北京)
//     ends      2  .  3  5  .       of the word that begins at each token
//
// A token that is in no word is one by itself. Time is linear in the tokens, as words are short.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sentence.hpp"

namespace zhnlp {

struct WordCut {
    std::vector<std::uint32_t> ends;
    std::vector<float> own;   // the log probability of that word
    std::vector<float> best;  // of the cut from each token on

    void cut(const SpellingConfig& config, const std::uint32_t* tokens, std::size_t n) {
        resize(n);
        best[n] = 0.0f;
        fill(config, tokens, n, n);
    }

    // The same, where the last `same` tokens are those of another cut: as words are chosen from
    // the end, their cut is the same, too.
    void cut_after(const SpellingConfig& config, const std::uint32_t* tokens, std::size_t n,
                   const WordCut& other, std::size_t same) {
        resize(n);
        const std::size_t begin = n - same, from = other.ends.size() - same;
        for (std::size_t k = 0; k < same; ++k) {
            ends[begin + k] = static_cast<std::uint32_t>(other.ends[from + k] - from + begin);
            own[begin + k] = other.own[from + k];
        }
        std::copy_n(other.best.begin() + from, same + 1, best.begin() + begin);
        fill(config, tokens, begin, n);
    }

private:
    void resize(std::size_t n) {
        ends.resize(n);
        own.resize(n);
        best.resize(n + 1);
    }

    // Cuts the n tokens, of which those from `end` on are cut.
    void fill(const SpellingConfig& config, const std::uint32_t* tokens, std::size_t end,
              std::size_t n) {
        for (std::size_t i = end; i-- > 0;) {
            own[i] = static_cast<float>(config.unknown);
            best[i] = own[i] + best[i + 1];
            ends[i] = static_cast<std::uint32_t>(i + 1);
            Trie::Node node = config.dictionary.root();
            for (std::size_t k = i; k < n; ++k) {
                if (tokens[k] >= config.codes.size()) break;
                node = config.dictionary.step(node, config.codes[tokens[k]]);
                if (!node) break;
                if (config.dictionary.value(node) < 0) continue;
                const float log_prob = static_cast<float>(config.word_log_prob(node));
                if (log_prob + best[k + 1] <= best[i]) continue;
                own[i] = log_prob;
                best[i] = log_prob + best[k + 1];
                ends[i] = static_cast<std::uint32_t>(k + 1);
            }
        }
    }
};

}  // namespace zhnlp
