// Builds the cells of the n-grams of a model of words (see word_grams.hpp).
//
//     row of 上     . x . . x x .        each row is laid over the cells, the largest first, at the
//     cells       x x . x x . . x x      first start where none of its columns is taken

#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

#include "word_features.hpp"
#include "word_grams.hpp"

namespace zhnlp {

class WordGramBuilder {
public:
    std::vector<std::uint32_t> cells, starts, nexts;

    explicit WordGramBuilder(std::size_t n_symbols)
        : n_symbols_(static_cast<std::uint32_t>(n_symbols)) {}

    // Takes a feature with the offset of its block, plus one. Others than n-grams are left out, and
    // those of symbols that there are not.
    void add(std::uint64_t key, std::uint32_t offset_1) {
        const auto low = static_cast<std::uint32_t>(key & 0xFFFF);
        const auto middle = static_cast<std::uint32_t>(key >> 16 & 0xFFFF);
        const auto high = static_cast<std::uint32_t>(key >> 32 & 0xFFFF);
        const std::uint64_t kind = key >> 56;
        const std::size_t n_rows = kind == WordFeatures::kLengthsHere ? WordGrams::kLengths
                                                                      : std::size_t{n_symbols_};
        if (low >= n_symbols_ || middle >= n_rows || high >= n_symbols_) return;
        switch (kind) {
            case WordFeatures::kPair:
                pairs_[middle][low] = offset_1;
                break;
            case WordFeatures::kTriple:
                pairs_[high].try_emplace(middle, 0);
                triples_[{high, middle}][low] = offset_1;
                break;
            case WordFeatures::kSkip:
                rows_[n_symbols_ + middle][low] = offset_1;
                break;
            case WordFeatures::kLengthsHere:
                rows_[2 * n_symbols_ + middle][low] = offset_1;
                break;
            default:
                break;
        }
    }

    // Sets the arrays.
    void build() {
        cells.assign(2, kFree);  // the first one holds nothing
        starts.assign(WordGrams::n_rows(n_symbols_), 0);
        const auto start_at = [&](std::uint32_t row, std::uint32_t start) { starts[row] = start; };
        place_all(pairs_, start_at);  // first, so that `nexts` is short
        place_all(rows_, start_at);
        std::map<std::uint32_t, Row> after;
        std::uint32_t n_nexts = 1;
        for (const auto& [pair, row] : triples_) {
            const std::uint32_t cell = starts[pair.first] + pair.second;
            n_nexts = std::max(n_nexts, cell + 1);
            after[WordGrams::kAfterPair + cell] = row;
        }
        nexts.assign(n_nexts, 0);
        place_all(after, [&](std::uint32_t row, std::uint32_t start) {
            nexts[row - WordGrams::kAfterPair] = start;
        });
        const std::uint32_t most = std::max(*std::max_element(starts.begin(), starts.end()),
                                            *std::max_element(nexts.begin(), nexts.end()));
        cells.resize(2 * (std::size_t{most} + n_symbols_), kFree);
    }

private:
    using Row = std::map<std::uint32_t, std::uint32_t>;  // offsets + 1 by column
    static constexpr std::uint32_t kFree = 0xFFFFFFFFu;

    bool is_free(std::size_t cell) const {
        return cell && (2 * cell >= cells.size() || cells[2 * cell] == kFree);
    }

    // Places the rows, and calls placed(row, start) for each.
    template <class Placed>
    void place_all(const std::map<std::uint32_t, Row>& rows, Placed placed) {
        std::vector<const std::pair<const std::uint32_t, Row>*> order;
        for (const auto& row : rows) order.push_back(&row);
        std::stable_sort(order.begin(), order.end(), [](const auto* one, const auto* other) {
            return one->second.size() > other->second.size();
        });
        std::size_t first_free = 1;
        for (const auto* row : order) {
            while (!is_free(first_free)) ++first_free;
            placed(row->first, place(row->first, row->second, first_free));
        }
    }

    std::uint32_t place(std::uint32_t row, const Row& columns, std::size_t from) {
        const std::uint32_t first = columns.begin()->first;
        for (std::size_t cell = std::max<std::size_t>(from, first);; ++cell) {
            const std::size_t start = cell - first;
            if (!std::all_of(columns.begin(), columns.end(),
                             [&](const auto& each) { return is_free(start + each.first); }))
                continue;
            for (const auto& [column, offset_1] : columns) {
                const std::size_t at = 2 * (start + column);
                if (at + 2 > cells.size()) cells.resize(at + 2, kFree);
                cells[at] = row;
                cells[at + 1] = offset_1;
            }
            return static_cast<std::uint32_t>(start);
        }
    }

    std::uint32_t n_symbols_;
    std::map<std::uint32_t, Row> pairs_, rows_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, Row> triples_;
};

}  // namespace zhnlp
