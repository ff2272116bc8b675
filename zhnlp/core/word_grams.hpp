// The n-grams of symbols that a model of words has weights for, found without hashing: a
// double array (Aoe 1989), as a trie's.
//
//     上 海      starts[上] + 海  → a cell; it is this pair's if its row is that of 上
//     上 海 市   nexts[that cell] + 市 → a cell; its row is that of the pair
//     上 _ 市    likewise, rows of their own; so have the codes of longest words (see WordFeatures)
//
// A pair without weights that begins a triple has a cell, too. A cell tells where the block of
// weights is (see sequence.hpp). Measured beside the hash table: a fifth of crf's instructions.

#pragma once

#include <algorithm>
#include <cstdint>

namespace zhnlp {

class WordGrams {
public:
    static constexpr std::size_t kLengths = 7 * 7 * 7;

    struct Cell {
        std::uint32_t row, offset_1;  // offset_1 is 0 where there are no weights
    };
    struct Found {
        std::uint32_t cell, offset_1;  // 0 for none
    };

    WordGrams() = default;

    // The arrays must outlive the object. False if a start leads out of the cells: columns are
    // below `n_symbols`.
    bool take(std::size_t n_symbols, const std::uint32_t* cells, std::size_t n_cells,
              const std::uint32_t* starts, std::size_t n_starts, const std::uint32_t* nexts,
              std::size_t n_nexts) {
        const auto fits = [&](const std::uint32_t* from, std::size_t n) {
            return n_cells >= n_symbols &&
                   (!n || *std::max_element(from, from + n) <= n_cells - n_symbols);
        };
        if (n_starts != n_rows(n_symbols) || !fits(starts, n_starts) || !n_nexts ||
            n_nexts > n_cells || !fits(nexts, n_nexts))
            return false;
        cells_ = cells, starts_ = starts, nexts_ = nexts;
        n_symbols_ = static_cast<std::uint32_t>(n_symbols);
        n_nexts_ = static_cast<std::uint32_t>(n_nexts);
        return true;
    }

    bool empty() const { return !cells_; }
    std::uint32_t n_symbols() const { return n_symbols_; }

    // Symbols are below n_symbols.
    Found pair(std::uint32_t c, std::uint32_t d) const { return find(c, starts_[c], d); }
    std::uint32_t skip(std::uint32_t c, std::uint32_t e) const {
        return find(n_symbols_ + c, starts_[n_symbols_ + c], e).offset_1;
    }
    std::uint32_t lengths_here(std::uint32_t lengths, std::uint32_t c) const {
        const std::uint32_t row = 2 * n_symbols_ + lengths;
        return find(row, starts_[row], c).offset_1;
    }
    std::uint32_t triple(const Found& pair, std::uint32_t e) const {
        const std::uint32_t cell = pair.cell < n_nexts_ ? pair.cell : 0;
        return find(kAfterPair + cell, nexts_[cell], e).offset_1;
    }

    // Of pairs, skips and lengths.
    static std::size_t n_rows(std::size_t n_symbols) { return 2 * n_symbols + kLengths; }
    // The row after the pair in a cell. No pair is in cell 0.
    static constexpr std::uint32_t kAfterPair = 1u << 20;

private:
    // Whether a gram is there cannot be predicted, so it is no branch.
    Found find(std::uint32_t row, std::uint32_t start, std::uint32_t column) const {
        const std::uint32_t at = start + column;
        const std::uint32_t* const cell = cells_ + 2 * std::size_t{at};
        const std::uint32_t mask = 0u - static_cast<std::uint32_t>(cell[0] == row);
        return {at & mask, cell[1] & mask};
    }

    const std::uint32_t* cells_ = nullptr;   // row and offset + 1 of each
    const std::uint32_t* starts_ = nullptr;  // by row
    const std::uint32_t* nexts_ = nullptr;   // by the cell of a pair
    std::uint32_t n_symbols_ = 0, n_nexts_ = 0;
};

}  // namespace zhnlp
