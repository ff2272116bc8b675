// The pairs of words of an n-gram model, by their second words.
//
//     second     去                      a row of bits, one for each word before it
//     bits       0010 0100 1000 …        次去 is no pair, 此去 is one
//     ranks      0    1    2 …           pairs of the row before each 64 bits
//     log_probs  0x31 0x07 …             log P(去 | 此), as a number of the code book
//     back_offs  0x05 0x12 …             the back-off weight of 此去, likewise
//     signs      0x20000401 …            the words after 此去 (see pair_signs.hpp)
//
// It is the table of pairs turned round (see pair_table.hpp): what many words may gain before the
// same word is read from a few lines of memory, where each has a row of its own in the other. For a
// model of characters, of which 5,800 have 780,000 pairs, table and signs are 14 MB, made in 20 ms.
// Of a model with so many words that they would be large, the table knows nothing: then any pair
// may be there, and be certain.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bits.hpp"
#include "ngram.hpp"
#include "pair_signs.hpp"

namespace zhnlp {

class WordsBefore {
public:
    // The words before one word.
    struct Row {
        const std::uint64_t* bits;
        const std::uint16_t* ranks;
        const std::uint8_t* log_probs;
        const std::uint8_t* back_offs;
        const std::uint32_t* signs;

        bool has(std::uint32_t word) const { return bits[word / 64] >> word % 64 & 1; }

        // The place of a word in the row; of one that is not there, any.
        std::size_t find(std::uint32_t word) const {
            const std::uint64_t below = (std::uint64_t{1} << word % 64) - 1;
            return ranks[word / 64] + std::size_t{bits_set(bits[word / 64] & below)};
        }
    };

    void read(const Ngram& ngram) {
        signs_by_entry_.read(ngram);
        const std::size_t n = ngram.empty() ? 0 : ngram.levels[0].n;
        n_blocks_ = (n + 63) / 64;
        if (n > kMostWords || !gather(ngram)) return give_up();
        book_ = ngram.order() > 1 ? ngram.levels[1].prob_book : Book{};
        back_off_book_ = ngram.order() > 2 ? ngram.levels[1].back_off_book : Book{};
        complete_ = true;
        bits_.assign(n * n_blocks_, 0);
        ranks_.assign(n * n_blocks_, 0);
        for (std::size_t row = 0; row < n; ++row) {
            std::uint64_t* const bits = bits_.data() + row * n_blocks_;
            for (std::size_t k = starts_[row]; k < starts_[row + 1]; ++k)
                bits[firsts_[k] / 64] |= std::uint64_t{1} << firsts_[k] % 64;
            std::uint32_t rank = 0;
            for (std::size_t block = 0; block < n_blocks_; rank += bits_set(bits[block++]))
                ranks_[row * n_blocks_ + block] = static_cast<std::uint16_t>(rank);
        }
        firsts_ = {};
    }

    Row row(std::uint32_t second) const {
        const std::size_t at = starts_.empty() ? 0 : second * n_blocks_;
        const std::size_t first = starts_.empty() ? 0 : starts_[second];
        return {bits_.data() + at, ranks_.data() + at, log_probs_.data() + first,
                back_offs_.data() + first, signs_.data() + first};
    }

    // The signs of all pairs, by their entries.
    const PairSigns& signs() const { return signs_by_entry_; }

    // The greatest log prob of the triples of a sign with a bit, or more.
    float most(std::uint32_t sign) const { return complete_ ? signs_by_entry_.most(sign) : 0.0f; }

    // Whether it knows all pairs.
    bool complete() const { return complete_; }

    // log P(the word of the row | the word before) for a place of the row, or more.
    float log_prob(const Row& row, std::size_t place) const { return book_[row.log_probs[place]]; }

    // The back-off weight of a pair of the row that has a sign.
    float back_off(const Row& row, std::size_t place) const {
        return back_off_book_[row.back_offs[place]];
    }

private:
    using Book = decltype(NgramLevel::prob_book);
    static constexpr std::size_t kMostWords = 1 << 13;  // 8 MB of bits

    // Sorts the pairs by their second words. Returns false if the arrays do not fit.
    bool gather(const Ngram& ngram) {
        starts_.assign(ngram.levels[0].n + 2, 0);
        std::size_t n = 0;
        const std::size_t most = ngram.order() > 1 ? ngram.levels[1].n : 0;
        const bool fits = each_pair(ngram, [&](std::uint32_t, std::uint32_t second, std::size_t) {
            ++starts_[second + 2];
            return ++n <= most;
        });
        if (!fits) return false;
        for (std::size_t i = 2; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
        firsts_.resize(n);
        log_probs_.assign(n + 64, 0);  // room for words that are not in a row
        back_offs_.assign(n + 64, 0);
        signs_.assign(n + 64, 0);
        each_pair(ngram, [&](std::uint32_t first, std::uint32_t second, std::size_t entry) {
            const std::size_t k = starts_[second + 1]++;
            firsts_[k] = static_cast<std::uint16_t>(first);
            log_probs_[k] = ngram.levels[1].log_probs[entry];
            signs_[k] = signs_by_entry_[entry];
            if (signs_[k]) back_offs_[k] = back_off_of(ngram.levels[1], entry);
            return true;
        });
        return true;
    }

    // Calls see(first, second, entry) for the pairs of known words, as long as it returns true.
    template <class See>
    static bool each_pair(const Ngram& ngram, See see) {
        for (std::uint32_t first = 0; ngram.order() > 1 && first < ngram.levels[0].n; ++first) {
            const std::uint32_t context = ngram.context(first);
            if (context == NgramLevel::kNone) continue;
            const auto all = ngram.levels[0].children(ngram.levels[1], context);
            for (std::size_t entry = all.begin; entry < all.end; ++entry) {
                const std::uint32_t second = ngram.levels[1].word(entry);
                if (second < ngram.levels[0].n && !see(first, second, entry)) return false;
            }
        }
        return true;
    }

    static std::uint8_t back_off_of(const NgramLevel& pairs, std::size_t entry) {
        const std::uint32_t context = pairs.context(static_cast<std::uint32_t>(entry));
        return context == NgramLevel::kNone ? 0 : pairs.back_offs[context];
    }

    // One row for all words, with all bits.
    void give_up() {
        starts_.clear();
        bits_.assign(n_blocks_, ~std::uint64_t{0});
        ranks_.assign(n_blocks_, 0);
        log_probs_.assign(64, 0);
        back_offs_.assign(64, 0);
        signs_.assign(64, ~std::uint32_t{0});
        book_.fill(0.0f);
    }

    bool complete_ = false;
    std::size_t n_blocks_ = 0;
    std::vector<std::uint32_t> starts_;  // where the log probs of each row begin
    std::vector<std::uint64_t> bits_;
    std::vector<std::uint16_t> ranks_;
    std::vector<std::uint8_t> log_probs_, back_offs_;
    std::vector<std::uint32_t> signs_;
    PairSigns signs_by_entry_;
    std::vector<std::uint16_t> firsts_;  // the first words of the pairs, while they are read
    Book book_{}, back_off_book_{};
};

}  // namespace zhnlp
