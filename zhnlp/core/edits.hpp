// Weighted edit distance: the least cost of turning one text into another.
//
//     a = 中国人, b = 国中文       cell (i, j): the distance of a[:i] and b[:j]
//
//          ""  国  中  文
//     ""   0   1   2   3
//     中   1   1   1   2
//     国   2   1   1*  2          * two swapped neighbours (Damerau 1964)
//     人   3   2   2   2
//
// Filled row by row (Wagner and Fischer 1974). Of the two distances that count swaps,
// this is the optimal string alignment: no part of a text is edited twice, so CA and
// ABC are 3 apart. Three rows are kept. Under a limit, only cells near the diagonal
// matter, as each step off it costs an insertion or a deletion: O(length) time.
// Without one, growing limits are tried: O(length × edits) time.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace zhnlp {

inline constexpr double kFar = std::numeric_limits<double>::infinity();

// A little more than `limit`, so that rounding excludes no equal distance.
inline double with_slack(double limit) { return limit + 1e-9 * std::max(1.0, limit); }

// The cost of each kind of edit: finite, 0 or more.
struct EditCosts {
    struct Pair {
        char32_t from, to;
        double cost;
    };

    double substitution = 1, insertion = 1, deletion = 1, transposition = 1;
    std::vector<Pair> pairs;  // single substitutions, sorted

    void sort_pairs() {
        std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
            return a.from != b.from ? a.from < b.from : a.to < b.to;
        });
    }

    // The pairs that begin with one character.
    struct Row {
        const Pair *begin, *end;
        double other;

        double operator()(char32_t to) const {
            const Pair* found = std::lower_bound(
                begin, end, to, [](const Pair& pair, char32_t c) { return pair.to < c; });
            return found != end && found->to == to ? found->cost : other;
        }
    };

    Row row(char32_t from) const {
        const Pair* const last = pairs.data() + pairs.size();
        const auto first = std::partition_point(pairs.data(), last,
                                                [=](const Pair& pair) { return pair.from < from; });
        const auto end =
            std::partition_point(first, last, [=](const Pair& pair) { return pair.from == from; });
        return {first, end, substitution};
    }
};

// How far from the diagonal a limit allows cells: `limit` in steps of `cost`, at most `most`.
inline std::size_t band(double limit, double cost, std::size_t most) {
    return limit < cost * static_cast<double>(most) ? static_cast<std::size_t>(limit / cost) : most;
}

// The distance from a[:n] to b[:m] where it is `limit` or less, otherwise kFar.
inline double distance_within(const char32_t* a, std::size_t n, const char32_t* b, std::size_t m,
                              const EditCosts& costs, double limit) {
    const double most = with_slack(limit);
    const std::size_t right = band(most, costs.insertion, m), left = band(most, costs.deletion, n);
    if (m > n ? m - n > right : n - m > left) return kFar;
    // Of each row, cells right of the band were never written: they are far.
    std::vector<double> before(m + 1, kFar), previous(m + 1, kFar), current(m + 1, kFar);
    double least_before = kFar;
    for (std::size_t i = 0; i <= n; ++i) {
        const std::size_t begin = i > left ? i - left : 0, end = std::min(m, i + right);
        const EditCosts::Row substitute = costs.row(i ? a[i - 1] : 0);
        double least = kFar, at_left = kFar;
        for (std::size_t j = begin; j <= end; ++j) {
            double best = i || j ? at_left + costs.insertion : 0;
            if (i) best = std::min(best, previous[j] + costs.deletion);
            if (i && j) {
                const bool same = a[i - 1] == b[j - 1];
                best = std::min(best, previous[j - 1] + (same ? 0 : substitute(b[j - 1])));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    best = std::min(best, before[j - 2] + costs.transposition);
            }
            current[j] = at_left = best;
            least = std::min(least, best);
        }
        if (least > most && least_before + costs.transposition > most) return kFar;
        least_before = least;
        before.swap(previous);
        previous.swap(current);
    }
    return previous[m] <= most ? previous[m] : kFar;
}

// The same; kFar means no limit.
inline double edit_distance(const char32_t* a, std::size_t n, const char32_t* b, std::size_t m,
                            const EditCosts& costs, double limit) {
    if (limit < kFar) return distance_within(a, n, b, m, costs, limit);
    const double all =
        static_cast<double>(n) * costs.deletion + static_cast<double>(m) * costs.insertion;
    const double step = std::min(costs.insertion, costs.deletion);
    if (step > 0) {
        for (double tried = 16 * step; tried < all; tried *= 4) {
            const double found = distance_within(a, n, b, m, costs, tried);
            if (found < kFar) return found;
        }
    }
    return distance_within(a, n, b, m, costs, all);
}

}  // namespace zhnlp
