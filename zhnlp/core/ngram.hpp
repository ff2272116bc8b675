// Log-probabilities of words after words, from a back-off model.
//
//     level 0   words          中国  人民 …      one entry a word, by its number
//     level 1   pairs          中国 人民         sorted by word under their context
//     level 2   triples        中国 人民 银行
//
//     children[i], children[i + 1]  bound the entries of level + 1 that go on from entry i
//
// A context is the entries of its last one, two … words, so that the next
// word is found by a binary search among the children of each. Probabilities
// and back-off weights are bytes that index a code book of 256 floats.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace zhnlp {

struct NgramLevel {
    const std::uint32_t* words = nullptr;     // null at level 0, where entry = word
    const std::uint8_t* log_probs = nullptr;
    const std::uint8_t* back_offs = nullptr;  // null at the last level
    const std::uint32_t* children = nullptr;  // null at the last level, else n + 1 entries
    std::size_t n = 0;
    std::array<float, 256> prob_book{};
    std::array<float, 256> back_off_book{};
};

class Ngram {
public:
    static constexpr std::uint32_t kUnknown = 0, kBegin = 1, kEnd = 2;
    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
    static constexpr int kMaxOrder = 6;

    struct Context {
        std::array<std::uint32_t, kMaxOrder - 1> entry;  // entry[k]: of the last k + 1 words
    };

    std::vector<NgramLevel> levels;

    bool empty() const { return levels.empty(); }
    int order() const { return static_cast<int>(levels.size()); }

    Context begin() const {
        Context context;
        context.entry.fill(kNone);
        context.entry[0] = kBegin;
        return context;
    }

    // Natural log of P(word), whatever stands before it.
    float log_prob(std::uint32_t word) const {
        return levels[0].prob_book[levels[0].log_probs[word < levels[0].n ? word : kUnknown]];
    }

    // Natural log of P(word | context); `next` becomes the context after it.
    float log_prob(const Context& context, std::uint32_t word, Context& next) const {
        next.entry.fill(kNone);
        if (word >= levels[0].n) word = kUnknown;
        next.entry[0] = word;
        float log_prob = this->log_prob(word);
        for (int k = 0; k + 1 < order(); ++k) {
            const std::uint32_t from = context.entry[k];
            if (from == kNone) break;
            const NgramLevel& above = levels[k];
            const NgramLevel& level = levels[k + 1];
            const std::uint32_t found = child(above, level, from, word);
            if (found != kNone) {
                log_prob = level.prob_book[level.log_probs[found]];
            } else {
                log_prob += above.back_off_book[above.back_offs[from]];
            }
            if (k + 1 < order() - 1) next.entry[k + 1] = found;
        }
        return log_prob;
    }

private:
    static std::uint32_t child(const NgramLevel& above, const NgramLevel& level,
                               std::uint32_t entry, std::uint32_t word) {
        const std::size_t begin = std::min<std::size_t>(above.children[entry], level.n);
        const std::size_t end = std::min<std::size_t>(above.children[entry + 1], level.n);
        if (begin >= end) return kNone;
        const std::uint32_t* found = std::lower_bound(level.words + begin, level.words + end, word);
        return found != level.words + end && *found == word
                   ? static_cast<std::uint32_t>(found - level.words)
                   : kNone;
    }
};

}  // namespace zhnlp
