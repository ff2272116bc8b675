// Log probabilities of words given the words before them, from a back-off model.
//
//     level 0   words          中国  人民 …      one entry a word, by its number
//     level 1   pairs          中国 人民         sorted by word under their context
//     level 2   triples        中国 人民 银行
//
// Most n-grams are not the context of a longer one. Those that are have a bit set in
// `contexts`, and the data of contexts are stored for them alone:
//
//     entries of a level       0  1  2  3  4  5  6 …
//     contexts (a bit each)    1  0  0  1  1  0  0
//     the number of a context  0        1  2
//     its children             the entries start(c) … start(c + 1) of the next level
//
// A start is a 16-bit offset from the anchor of 64 contexts, or 32 bits where offsets
// are too large. A history is kept as the contexts of its last one, two … words, so the
// next word is found by a binary search among the children of each; after one word in a
// table, if there is one (see pair_table.hpp). Probabilities and back-off weights are bytes
// that index a code book of 256 floats. Arrays that do not fit each other give wrong
// numbers, never a wrong access.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "bits.hpp"
#include "pair_table.hpp"

namespace zhnlp {

class NgramLevel {
public:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

    const std::uint16_t* short_words = nullptr;  // these, or
    const std::uint32_t* words = nullptr;        // these; neither at level 0, where entry = word
    const std::uint8_t* log_probs = nullptr;
    const std::uint64_t* contexts = nullptr;  // this and the following: null at the last level
    const std::uint8_t* back_offs = nullptr;
    const std::uint32_t* starts = nullptr;   // n_contexts + 1, or
    const std::uint16_t* offsets = nullptr;  // these, from
    const std::uint32_t* anchors = nullptr;  // a start for each 64 of them
    std::size_t n = 0, n_contexts = 0;
    std::array<float, 256> prob_book{};
    std::array<float, 256> back_off_book{};

    // Count the contexts before each 64 entries; returns how many there are in all.
    std::size_t rank_contexts() {
        ranks_.clear();
        std::uint32_t total = 0;
        for (std::size_t i = 0; i < (n + 63) / 64; ++i) {
            ranks_.push_back(total);
            total += bits_set(contexts[i]);
        }
        return total;
    }

    // The number of the context that an entry is, kNone if it is not one.
    std::uint32_t context(std::uint32_t entry) const {
        const std::uint64_t block = contexts[entry / 64], bit = std::uint64_t{1} << entry % 64;
        return block & bit ? ranks_[entry / 64] + bits_set(block & (bit - 1)) : kNone;
    }

    // The entries of a level with the same context.
    struct Children {
        std::size_t begin = 0, end = 0;
    };

    // The children of a context, in the next level `below`.
    Children children(const NgramLevel& below, std::uint32_t context) const {
        return {std::min<std::size_t>(start(context), below.n),
                std::min<std::size_t>(start(context + 1), below.n)};
    }

    // The entry of `word` among children of this level, kNone if it is not there.
    std::uint32_t find(const Children& children, std::uint32_t word) const {
        if (!short_words) return find(words, children.begin, children.end, word);
        return word > 0xFFFF ? kNone : find(short_words, children.begin, children.end, word);
    }

    // The entry of `word` after a context, in the next level `below`.
    std::uint32_t child(const NgramLevel& below, std::uint32_t context, std::uint32_t word) const {
        return below.find(children(below, context), word);
    }

    // Calls see(word) for each word that follows a context in the next level `below`.
    template <class See>
    void each_child(const NgramLevel& below, std::uint32_t context, See see) const {
        const Children all = children(below, context);
        for (std::size_t i = all.begin; i < all.end; ++i) see(below.word(i));
    }

    // The last word of an entry; not at level 0.
    std::uint32_t word(std::size_t entry) const {
        return short_words ? std::uint32_t{short_words[entry]} : words[entry];
    }

private:
    std::vector<std::uint32_t> ranks_;

    std::uint32_t start(std::uint32_t context) const {
        return starts ? starts[context] : anchors[context / 64] + offsets[context];
    }

    template <typename Word>
    static std::uint32_t find(const Word* words, std::size_t begin, std::size_t end,
                              std::uint32_t word) {
        if (begin >= end) return kNone;
        const Word* found = words + begin;
        for (std::size_t n = end - begin; n > 1;) {  // without a branch to mispredict
            const std::size_t half = n / 2;
            found = found[half] <= word ? found + half : found;
            n -= half;
        }
        return *found == word ? static_cast<std::uint32_t>(found - words) : kNone;
    }
};

class Ngram {
public:
    static constexpr std::uint32_t kUnknown = 0, kBegin = 1, kEnd = 2;
    static constexpr std::uint32_t kNone = NgramLevel::kNone;
    static constexpr int kMaxOrder = 6;

    struct Context {
        std::array<std::uint32_t, kMaxOrder - 1> entry;  // entry[k]: of the last k + 1 words
        std::uint8_t found = 1;  // words of the longest n-gram found that ends here
    };

    struct Total {
        double log_prob = 0;
        std::size_t n_words = 0,
                    n_unknown = 0;  // the ends of sentences count as words, the begins do not
    };

    std::vector<NgramLevel> levels;
    // Null, or the pairs of this model, which must have every ending of its n-grams, as
    // trained models have. Then log_prob searches less.
    const PairTable* pairs = nullptr;

    bool empty() const { return levels.empty(); }
    int order() const { return static_cast<int>(levels.size()); }

    Context begin() const { return after(kBegin); }

    // Natural log of P(word), without context.
    float log_prob(std::uint32_t word) const {
        return levels[0].prob_book[levels[0].log_probs[word < levels[0].n ? word : kUnknown]];
    }

    // Natural log of P(word | context); `next` becomes the context after it.
    float log_prob(const Context& context, std::uint32_t word, Context& next) const {
        return log_prob(context, word, next, [](int, float) {});
    }

    // The same; calls note(k, log_prob) with what it is by the last k words alone.
    template <class Note>
    float log_prob(const Context& context, std::uint32_t word, Context& next, Note note) const {
        next.entry.fill(kNone);
        next.found = 1;
        if (word >= levels[0].n) word = kUnknown;
        if (order() > 1) next.entry[0] = levels[0].context(word);
        const bool is_new = pairs && !pairs->may_have(context.entry[0], word);
        return longer_log_prob(context, word, next, 0, log_prob(word), is_new, note);
    }

    // The same, given what it is by the last k words, with `next` as it is by them.
    template <class Note>
    float longer_log_prob(const Context& context, std::uint32_t word, Context& next, int k,
                          float log_prob, bool is_new, Note note) const {
        const int last = order() - 1;
        for (; k < last; ++k) {
            note(k, log_prob);
            const std::uint32_t from = context.entry[k];
            if (from == kNone) continue;
            const NgramLevel& above = levels[k];
            const NgramLevel& level = levels[k + 1];
            const std::uint32_t found = is_new ? kNone
                                        : k    ? above.child(level, from, word)
                                               : pair(from, word);
            if (found == kNone) {
                is_new = pairs != nullptr;
                log_prob += above.back_off_book[above.back_offs[from]];
                continue;
            }
            log_prob = level.prob_book[level.log_probs[found]];
            next.found = static_cast<std::uint8_t>(k + 2);
            if (k + 1 < last) next.entry[k + 1] = level.context(found);
        }
        note(last, log_prob);
        return log_prob;
    }

    // The number of the context that a word is, kNone if it is not one.
    std::uint32_t context(std::uint32_t word) const {
        return levels[0].context(word < levels[0].n ? word : kUnknown);
    }

    // The entry of a word after a context of one word, kNone if the model has not seen it there.
    std::uint32_t pair(std::uint32_t context, std::uint32_t word) const {
        if (pairs && pairs->complete()) return pairs->find(context, word);
        return levels[0].child(levels[1], context, word);
    }

    // The context of this word alone.
    Context after(std::uint32_t word) const {
        Context context;
        context.entry.fill(kNone);
        if (order() > 1) context.entry[0] = this->context(word);
        return context;
    }

    // Natural log of the back-off weight of a context of one word; 0 for kNone.
    float back_off(std::uint32_t context) const {
        if (context == kNone || order() < 2) return 0.0f;
        return levels[0].back_off_book[levels[0].back_offs[context]];
    }

    // As much as the back-off weights of all contexts of two words or more can add.
    float most_back_off() const {
        float most = 0.0f;
        for (int k = 1; k + 1 < order(); ++k) {
            const auto& book = levels[k].back_off_book;
            most += std::max(0.0f, *std::max_element(book.begin(), book.end()));
        }
        return most;
    }

    // Sets `table` to the pairs of the model; to an empty one, which may have all, if its arrays do
    // not fit.
    void read_pairs(PairTable& table) const {
        const std::size_t n_contexts = order() > 1 ? levels[0].n_contexts : 0;
        table.clear(n_contexts, levels[0].n);
        std::size_t n = 0;
        for (std::uint32_t context = 0; context < n_contexts && table.complete(); ++context) {
            std::size_t k = 0;
            table.begin(context, levels[0].children(levels[1], context).begin);
            levels[0].each_child(levels[1], context,
                                 [&](std::uint32_t word) { table.add(context, word, k++); });
            n += k;
            if (n > levels[1].n) table.give_up();
        }
    }

    // Calls see(word) for every word that the model has seen after `word`.
    template <class See>
    void each_after(std::uint32_t word, See see) const {
        if (order() < 2 || word >= levels[0].n) return;
        const std::uint32_t context = levels[0].context(word);
        if (context != kNone) levels[0].each_child(levels[1], context, see);
    }

    // The total of sentences, each between kBegin and kEnd.
    Total total(const std::uint32_t* words, std::size_t n) const {
        Total total;
        Context context = begin(), next;
        for (std::size_t i = 0; i < n; ++i) {
            if (words[i] == kBegin) {
                context = begin();
                continue;
            }
            total.log_prob += log_prob(context, words[i], next);
            total.n_unknown += words[i] == kUnknown || words[i] >= levels[0].n;
            ++total.n_words;
            context = next;
        }
        return total;
    }
};

}  // namespace zhnlp
