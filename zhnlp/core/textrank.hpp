// The weights of terms by their neighbours.
//
//     words     经济  的  增长  ，  经济  发展       window 3: at most 2 words on
//     links     经济-增长 2 (from both sides), 经济-发展 1
//     weights   w(a) = (1 - d) + d × Σ links(a, b) / links(b) × w(b)
//
// Mihalcea and Tarau (2004), "TextRank: Bringing Order into Texts": PageRank on a graph of words
// that are near each other, with weights. It is solved until it converges, and the weights are
// scaled to a sum of 1; a term without neighbours has what is left, 1 - d. `like_jieba` does ten
// rounds in the order of the words' characters, lets a word be its own neighbour, leaves out
// words without neighbours and scales as jieba does. O(terms × window) time and memory.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "term_weights.hpp"

namespace zhnlp {

// An undirected graph: the links of node i are those from starts[i] to starts[i + 1].
struct TermGraph {
    struct Link {
        std::uint32_t to;
        double share;  // of the links of the other node
    };
    std::vector<std::size_t> starts;
    std::vector<Link> links;
    std::vector<double> sums;  // of the weights of the links of each node

    // From pairs of nodes, from * 2^32 + to, in both directions, in any order.
    TermGraph(std::vector<std::uint64_t>& pairs, std::size_t n) : starts(n + 1), sums(n) {
        sort_by_node(pairs, n);
        for (std::size_t i = 0, next; i < pairs.size(); i = next) {
            for (next = i; next < pairs.size() && pairs[next] == pairs[i];) ++next;
            const double weight = static_cast<double>(next - i);
            links.push_back({static_cast<std::uint32_t>(pairs[i]), weight});
            sums[pairs[i] >> 32] += weight;
            ++starts[(pairs[i] >> 32) + 1];
        }
        std::partial_sum(starts.begin(), starts.end(), starts.begin());
        // Divided here, and not anew in each round: news takes three fifths of the time.
        for (Link& link : links) link.share /= sums[link.to];
    }

    // Recomputes the weights of all nodes in this order; returns the largest change.
    double round(const std::vector<std::uint32_t>& order, double damping,
                 std::vector<double>& weights) const {
        double change = 0;
        for (const std::uint32_t node : order) {
            double sum = 0;
            for (std::size_t i = starts[node]; i < starts[node + 1]; ++i)
                sum += links[i].share * weights[links[i].to];
            const double now = (1 - damping) + damping * sum;
            change = std::max(change, std::abs(now - weights[node]));
            weights[node] = now;
        }
        return change;
    }

private:
    // Sorts the pairs: by the nodes that they are from in one pass, then the few of each node.
    static void sort_by_node(std::vector<std::uint64_t>& pairs, std::size_t n) {
        std::vector<std::size_t> ends(n + 1);
        for (const std::uint64_t pair : pairs) ++ends[(pair >> 32) + 1];
        std::partial_sum(ends.begin(), ends.end(), ends.begin());
        std::vector<std::uint64_t> sorted(pairs.size());
        for (const std::uint64_t pair : pairs) sorted[ends[pair >> 32]++] = pair;
        std::size_t start = 0;
        for (std::size_t node = 0; node < n; start = ends[node++])
            std::sort(sorted.begin() + start, sorted.begin() + ends[node]);
        pairs.swap(sorted);
    }
};

class TextRank {
public:
    static constexpr int kMostRounds = 1000, kRoundsOfJieba = 10;
    static constexpr double kSmallChange = 1e-13;
    static constexpr double kPrecision = 1e11;  // digits that rounding errors do not reach

    std::size_t window = 5;
    double damping = 0.85;
    bool like_jieba = false;

    // `ends` are the ends of all words of the text; distances are counted in words.
    std::vector<Weighted> weights(const Terms& terms, const std::uint32_t* ends,
                                  std::size_t n_words, std::size_t top) const {
        CountedTerms counted(terms);
        std::vector<std::uint64_t> pairs = linked(terms, ends, n_words, counted);
        const std::size_t n = counted.counts.size();
        const TermGraph graph(pairs, n);
        std::vector<double> found(n, like_jieba ? 0.0 : 1.0);
        if (like_jieba) rank_as_jieba(graph, counted.ids, found);
        else rank(graph, found);
        std::vector<Weighted> out;
        out.reserve(n);
        for (std::size_t id = 0; id < n; ++id)
            if (!like_jieba || graph.sums[id] > 0) out.push_back({counted.first[id], found[id]});
        keep_top(out, top);
        return out;
    }

private:
    std::vector<std::uint64_t> linked(const Terms& terms, const std::uint32_t* ends,
                                      std::size_t n_words, CountedTerms& counted) const {
        struct Near {
            std::size_t word;
            std::uint32_t id;
        };
        std::vector<Near> seen;
        std::vector<std::uint64_t> pairs;
        std::size_t word = 0, first = 0;
        for (std::size_t i = 0; i < terms.n; ++i) {
            const Place& place = terms.places[i];
            if (terms.is_short(place)) continue;
            while (word + 1 < n_words && ends[word] <= place.start) ++word;
            const std::uint64_t id = counted.add(terms, place);
            while (first < seen.size() && seen[first].word + window <= word) ++first;
            for (std::size_t at = first; at < seen.size(); ++at) {
                const std::uint64_t other = seen[at].id;
                if (other == id && !like_jieba) continue;
                pairs.push_back(id << 32 | other);
                pairs.push_back(other << 32 | id);
            }
            seen.push_back({word, static_cast<std::uint32_t>(id)});
        }
        return pairs;
    }

    void rank(const TermGraph& graph, std::vector<double>& found) const {
        std::vector<std::uint32_t> order(found.size());
        std::iota(order.begin(), order.end(), 0u);
        for (int i = 0; i < kMostRounds; ++i)
            if (graph.round(order, damping, found) < kSmallChange) break;
        for (double& weight : found) weight = std::round(weight * kPrecision) / kPrecision;
        const double total = std::accumulate(found.begin(), found.end(), 0.0);
        for (double& weight : found) weight /= total;
    }

    void rank_as_jieba(const TermGraph& graph, const StringIds& ids,
                       std::vector<double>& found) const {
        std::vector<std::uint32_t> order;
        for (std::uint32_t id = 0; id < found.size(); ++id)
            if (graph.sums[id] > 0) order.push_back(id);
        if (order.empty()) return;
        std::sort(order.begin(), order.end(),
                  [&ids](std::uint32_t a, std::uint32_t b) { return ids.is_before(a, b); });
        for (const std::uint32_t id : order) found[id] = 1 / static_cast<double>(order.size());
        for (int i = 0; i < kRoundsOfJieba; ++i) graph.round(order, damping, found);
        double low = found[order[0]], high = low;
        for (const std::uint32_t id : order) {
            low = std::min(low, found[id]);
            high = std::max(high, found[id]);
        }
        for (const std::uint32_t id : order) found[id] = (found[id] - low / 10) / (high - low / 10);
    }
};

}  // namespace zhnlp
