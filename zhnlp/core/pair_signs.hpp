// Which words an n-gram model may have seen after a pair of words, in 32 bits.
//
//     pair      此去                         the words after it: 哪 向 …
//     sign      0010 0100 1000 …             a bit for each, by its number modulo 32
//
// A bit that is not set says that the model has not seen the triple. To look for it would take a
// search in a list that lies far from those of other pairs. Of the triples of a place of news that
// the model has not seen, nine in ten have no bit.

#pragma once

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
        if (ngram.order() > 2 && !read_triples(ngram.levels[1], ngram.levels[2]))
            signs_.assign(signs_.size(), ~std::uint32_t{0});
    }

    // The sign of a pair, by its entry.
    std::uint32_t operator[](std::size_t pair) const { return signs_[pair]; }

    static std::uint32_t bit(std::uint32_t word) { return std::uint32_t{1} << word % 32; }

private:
    bool read_triples(const NgramLevel& pairs, const NgramLevel& triples) {
        std::size_t left = triples.n;
        std::uint32_t context = 0;
        for (std::size_t pair = 0; pair < signs_.size(); ++pair) {
            if (!(pairs.contexts[pair / 64] >> pair % 64 & 1)) continue;
            const NgramLevel::Children all = pairs.children(triples, context++);
            if (all.end <= all.begin) continue;
            if (all.end - all.begin > left) return false;
            left -= all.end - all.begin;
            std::uint32_t sign = 0;
            for (std::size_t i = all.begin; i < all.end; ++i) sign |= bit(triples.word(i));
            signs_[pair] = sign;
        }
        return true;
    }

    std::vector<std::uint32_t> signs_;
};

}  // namespace zhnlp
