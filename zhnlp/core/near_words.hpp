// The words of a trie that are within an edit distance of a given one.
//
//     word 国人, at most 1 edit                row: distances of what was read to
//                                                    ""   国   国人
//     root ─中→ ─国→ ─人→                      root    0    1    2
//          └国→ ─民→                           国      1    0    1
//                                              国民    2    1    1   → found
//
// The trie is walked with the rows of edits.hpp. A branch is pruned when its row exceeds
// the limit and no swap is unfinished (Oflazer 1996). What makes it fast:
//
// - All children whose character is not in the word near this position have the same
//   row. It is computed once: at the root of a large lexicon, for ten thousand children.
// - When no edits are left, only exact continuations can match, so the search probes just
//   those children; the child's bit mask (see trie_children.hpp) rejects most probes.
// - If only the nearest n are wanted, smaller limits are tried first.

#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "edits.hpp"
#include "near_query.hpp"
#include "trie_children.hpp"

namespace zhnlp {

struct NearWord {
    std::uint32_t index, depth;
    double distance;
    std::int64_t value;

    bool operator<(const NearWord& other) const {
        return distance != other.distance ? distance < other.distance : value < other.value;
    }
};

// One search. Insertions and deletions must cost more than 0.
class NearSearch {
public:
    std::vector<NearWord> found;  // in no order

    NearSearch(const Trie& trie, const TrieChildren& children, const EditCosts& costs,
               const Query& query)
        : trie_(trie), children_(children), costs_(costs), query_(query) {}

    // Finds all words within `limit`; if `n` is not 0, only the nearest `n` (of equal ones
    // those of lower number) and any that tie with the last of them.
    void run(double limit, std::size_t n) {
        n_ = n;
        const double step = std::min(costs_.insertion, costs_.deletion);
        for (double tried = step; n && tried < limit; tried += step) {
            search(tried);
            if (found.size() >= n) return;
        }
        search(limit);
    }

private:
    using Cells = std::vector<double>;
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    // A node to expand, and where its row and the row above are in rows_.
    struct Visit {
        std::uint32_t index, depth;
        std::size_t rows, free;  // visits below this one use nothing of rows_[free:]
    };

    // Cell x of a row at some depth is that of word[:at(x, depth)].
    std::int64_t at(std::size_t x, std::int64_t depth) const {
        return depth - inserted_ + static_cast<std::int64_t>(x);
    }
    double least(const Cells& row) const {
        return *std::min_element(row.begin(), row.begin() + static_cast<std::int64_t>(width_));
    }

    void search(double limit) {
        most_ = with_slack(limit);
        found.clear();
        looked_at_ = 0;
        inserted_ = static_cast<std::int64_t>(most_ / costs_.insertion);
        const auto deleted = static_cast<std::int64_t>(most_ / costs_.deletion);
        width_ = static_cast<std::size_t>(inserted_ + deleted) + 1;
        row_ = above_ = next_ = wild_ = Cells(width_, kFar);
        Cells cells(2 * width_, kFar);
        for (std::size_t x = 0; x < width_; ++x)
            if (at(x, 0) >= 0 && at(x, 0) <= query_.length())
                cells[x] = static_cast<double>(at(x, 0)) * costs_.deletion;
        if (!trie_.empty()) push({0, 0, 0, 0}, cells.data(), cells.data() + width_);
        while (!stack_.empty()) expand();
        rows_.clear();
        keep_best();
    }

    // Computes the row of the child by `code`; `row` is its parent's, whose own code is
    // `last`, and `above` its grandparent's.
    void fill(Cells& out, const Cells& row, const Cells& above, std::uint32_t depth,
              std::uint32_t last, std::uint32_t code) const {
        double left = kFar;
        for (std::size_t x = 0; x < width_; ++x) {
            const std::int64_t j = at(x, std::int64_t{depth} + 1);
            double best = kFar;
            if (j >= 0 && j <= query_.length()) {
                const std::size_t i = static_cast<std::size_t>(j);
                if (x + 1 < width_) best = row[x + 1] + costs_.insertion;
                best = std::min(best, left + costs_.deletion);
                if (j > 0) best = std::min(best, row[x] + query_.substitution(i - 1, code));
                if (j > 1 && query_.code(i - 2) == code && query_.code(i - 1) == last)
                    best = std::min(best, above[x] + costs_.transposition);
            }
            out[x] = left = best;
        }
    }

    // The codes that may follow without a new edit (the end of a swap is not new).
    void follow(const Cells& row, const Cells& above, std::uint32_t depth, std::uint32_t last) {
        following_.clear();
        const auto add = [&](std::uint32_t code) {
            if (code != Query::kUnknown &&
                std::find(following_.begin(), following_.end(), code) == following_.end())
                following_.push_back(code);
        };
        for (std::size_t x = 0; x < width_; ++x) {
            const std::int64_t j = at(x, depth);
            if (j < 0 || j >= query_.length()) continue;
            const std::size_t i = static_cast<std::size_t>(j);
            if (row[x] <= most_) add(query_.code(i));
            if (i && query_.code(i) == last && above[x] + costs_.transposition <= most_)
                add(query_.code(i - 1));
        }
    }

    // The part of the word that a child at `depth` + 1 or its children can match.
    struct Window {
        std::size_t begin, end;
    };
    Window window(std::uint32_t depth) const {
        const std::int64_t end = std::min(query_.length(), at(width_, depth) + 1);
        const std::int64_t begin = std::min(end, std::max<std::int64_t>(0, at(0, depth) - 1));
        return {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
    }

    void expand() {
        const Visit visit = stack_.back();
        stack_.pop_back();
        std::copy_n(rows_.data() + visit.rows, width_, row_.data());
        std::copy_n(rows_.data() + visit.rows + width_, width_, above_.data());
        rows_.resize(visit.free);
        const Trie::Node node = children_.node(visit.index);
        const std::uint32_t last = trie_.code_of(node);
        if (least(row_) + query_.cheapest() > most_) {
            follow(row_, above_, visit.depth, last);
            const std::vector<std::uint32_t> codes = following_;
            for (std::uint32_t code : codes)
                if (trie_.step(node, code)) {
                    fill(next_, row_, above_, visit.depth, last, code);
                    reach(trie_.base(node) + code, visit.depth + 1, next_, row_);
                }
            return;
        }
        spread(node, visit.depth, last);
    }

    // Goes to all children of a node whose row is row_.
    void spread(Trie::Node node, std::uint32_t depth, std::uint32_t last) {
        const TrieChildren::Children children = children_.children(node);
        looked_at_ += static_cast<std::size_t>(children.last - children.first);
        if (looked_at_ > children_.size()) return;  // altered arrays: a node is met twice
        const Window near = window(depth);
        const std::uint64_t bits = query_.bits(near.begin, near.end);
        fill(wild_, row_, above_, depth, 0, 0);
        const bool edits_left = least(wild_) + query_.cheapest() <= most_;
        const bool ends = distance_at_end(wild_, depth + 1) <= most_;
        std::size_t rows = kNone;
        follow(wild_, row_, depth + 1, 0);
        std::uint32_t wanted = 0;
        for (std::uint32_t code : following_) wanted |= TrieChildren::mark(code);
        for (const auto [index, marks] : children) {
            const std::uint32_t code = index - trie_.base(node);
            if ((bits & Query::bit(code)) && query_.is_near(code, near.begin, near.end)) {
                fill(next_, row_, above_, depth, last, code);
                reach(index, depth + 1, next_, row_);
                continue;
            }
            if (ends) report(index, depth + 1, wild_);
            if (edits_left && marks) {
                if (rows == kNone) rows = keep(wild_.data(), row_.data());
                stack_.push_back({index, depth + 1, rows, rows_.size()});
            } else if (marks & wanted) {
                follow_wild(index, depth + 1);
            }
        }
    }

    // Goes to the grandchildren, by following_, of a node whose row is row_; wild_ is that
    // of the child between.
    void follow_wild(std::uint32_t index, std::uint32_t depth) {
        const Trie::Node child = children_.node(index);
        for (std::uint32_t code : following_)
            if (trie_.step(child, code)) {
                fill(next_, wild_, row_, depth, 0, code);
                reach(trie_.base(child) + code, depth + 1, next_, wild_);
            }
    }

    void reach(std::uint32_t index, std::uint32_t depth, const Cells& row, const Cells& above) {
        const Trie::Node node = children_.node(index);
        report(index, depth, row);
        const bool alive = least(row) <= most_ || least(above) + costs_.transposition <= most_;
        if (alive && trie_.base(node)) push({index, depth, 0, 0}, row.data(), above.data());
    }

    void push(Visit visit, const double* row, const double* above) {
        visit.rows = visit.free = keep(row, above);
        stack_.push_back(visit);
    }

    std::size_t keep(const double* row, const double* above) {
        const std::size_t rows = rows_.size();
        rows_.insert(rows_.end(), row, row + width_);
        rows_.insert(rows_.end(), above, above + width_);
        return rows;
    }

    double distance_at_end(const Cells& row, std::uint32_t depth) const {
        const std::int64_t x = query_.length() - depth + inserted_;
        const bool is_cell = x >= 0 && x < static_cast<std::int64_t>(width_);
        return is_cell ? row[static_cast<std::size_t>(x)] : kFar;
    }

    void report(std::uint32_t index, std::uint32_t depth, const Cells& row) {
        const Trie::Node node = children_.node(index);
        const double distance = distance_at_end(row, depth);
        if (trie_.value(node) < 0 || distance > most_) return;
        found.push_back({index, depth, distance, trie_.value(node)});
        if (n_ && found.size() >= full_) {
            keep_best();
            full_ = 2 * found.size() + 1024;
        }
    }

    void keep_best() {
        if (!n_ || found.size() <= n_) return;
        const auto last = found.begin() + static_cast<std::int64_t>(n_) - 1;
        std::nth_element(found.begin(), last, found.end());
        const NearWord worst = *last;
        found.erase(std::remove_if(found.begin(), found.end(),
                                   [&](const NearWord& word) { return worst < word; }),
                    found.end());
        most_ = std::min(most_, with_slack(worst.distance));
    }

    const Trie& trie_;
    const TrieChildren& children_;
    const EditCosts& costs_;
    const Query& query_;
    std::vector<std::uint32_t> following_;  // see follow
    std::int64_t inserted_ = 0;
    std::size_t width_ = 0, n_ = 0, full_ = 1024, looked_at_ = 0;
    double most_ = 0;
    std::vector<Visit> stack_;
    Cells rows_, row_, above_, next_, wild_;
};

// The words of `trie` within `limit` of word[:length], in no order; see NearSearch::run.
inline std::vector<NearWord> near_words(const Trie& trie, const TrieChildren& children,
                                        const EditCosts& costs, const char32_t* word,
                                        std::size_t length, double limit, std::size_t n) {
    const Query query(trie, costs, word, length);
    NearSearch search(trie, children, costs, query);
    search.run(limit, n);
    return std::move(search.found);
}

}  // namespace zhnlp
