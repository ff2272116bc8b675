// Which words an n-gram model may have seen after a pair of words, and how likely they may be, in
// 32 bits.
//
//     pair      此去                         the words after it: 哪 向 …
//     sign      0010 0100 1000 …             a bit for each, by its number modulo 24
//               … 0011 0001                  the greatest log prob of them, as a number of the book
//
// A bit that is not set says that the model has not seen the triple. To look for it would take a
// search in a list that lies far from those of other pairs. Where one is set, the greatest log prob
// says that many triples cannot be probable enough, whichever they are.

#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "ngram.hpp"

namespace zhnlp {

class PairSigns {
public:
    // Of a model whose arrays do not fit each other, all bits are set.
    void read(const Ngram& ngram) {
        signs_.assign(ngram.order() > 1 ? ngram.levels[1].n : 0, 0);
        book_.fill(0.0f);
        if (ngram.order() < 3) return;
        if (!read_triples(ngram.levels[1], ngram.levels[2])) return give_up();
        book_ = ngram.levels[2].prob_book;
    }

    // Sets all bits. Then triples may be anything.
    void give_up() {
        signs_.assign(signs_.size(), ~std::uint32_t{0});
        book_.fill(0.0f);
    }

    // The sign of a pair, by its entry; 0 if it is not a context of triples.
    std::uint32_t operator[](std::size_t pair) const { return signs_[pair]; }

    static std::uint32_t bit(std::uint32_t word) { return std::uint32_t{1} << word % kBits; }

    // The greatest log prob of the triples of a sign with a bit, or more.
    float most(std::uint32_t sign) const { return book_[sign >> kBits]; }

private:
    static constexpr std::uint32_t kBits = 24;
    static constexpr std::uint32_t kBare = 1u << kBits;  // a context without a triple

    bool read_triples(const NgramLevel& pairs, const NgramLevel& triples) {
        std::size_t left = triples.n;
        std::uint32_t context = 0;
        for (std::size_t pair = 0; pair < signs_.size(); ++pair) {
            if (!(pairs.contexts[pair / 64] >> pair % 64 & 1)) continue;
            const NgramLevel::Children all = pairs.children(triples, context++);
            signs_[pair] = kBare;
            if (all.end <= all.begin) continue;
            if (all.end - all.begin > left) return false;
            left -= all.end - all.begin;
            std::uint32_t sign = 0, most = triples.log_probs[all.begin];
            float most_log_prob = triples.prob_book[most];
            for (std::size_t i = all.begin; i < all.end; ++i) {
                const std::uint32_t own = triples.log_probs[i];
                const float log_prob = triples.prob_book[own];
                sign |= bit(triples.word(i));
                most = log_prob > most_log_prob ? own : most;
                most_log_prob = std::max(most_log_prob, log_prob);
            }
            signs_[pair] = most << kBits | sign;
        }
        return true;
    }

    std::vector<std::uint32_t> signs_;
    std::array<float, 256> book_{};
};

}  // namespace zhnlp
