// Clusters of words that have the same neighbours.
//
//     text      记者 张三 说 … 律师 李四 表示 …
//     clusters  张三, 李四, … · 说, 表示, 称 … · 记者, 律师, 专家 …
//
// Words are moved, one after the other, to the cluster that makes their neighbours most likely:
// the sum of n log n over the counts of (neighbour, cluster), less that over the clusters. After
// Uszkoreit and Brants (2008, "Distributed Word Clustering for Large Scale Class-Based Language
// Modeling"), with the words on both sides as neighbours.
//
// O(distinct pairs × clusters) time for a pass; a number for each neighbour and cluster.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "sequence.hpp"

namespace zhnlp {

struct ClusterSettings {
    std::size_t n_clusters = 512;
    std::size_t n_neighbours = 8000;  // the most frequent words; others count as one
    std::uint32_t min_count = 15;     // of a word that gets a cluster
    std::uint32_t min_pair = 3;       // of a word with a neighbour
    std::size_t n_passes = 8;
};

class WordClusters {
public:
    explicit WordClusters(const ClusterSettings& settings) : settings_(settings) {}

    // The cluster of each of `n_words` words, -1 of those that are too rare. text[0:n] has the
    // numbers of words, and -1 between texts.
    std::vector<std::int32_t> find(const std::int32_t* text, std::size_t n, std::size_t n_words) {
        rank(text, n, n_words);
        count_pairs(text, n);
        list_pairs();
        assign();
        std::vector<std::int32_t> clusters(n_words, -1);
        for (std::size_t i = 0; i < cluster_.size(); ++i)
            clusters[words_[i]] = static_cast<std::int32_t>(cluster_[i]);
        return clusters;
    }

private:
    static constexpr std::uint64_t kFree = ~std::uint64_t{0};
    static constexpr double kLittle = 1e-9;  // more than rounding makes of equals

    struct Pair {
        std::uint64_t key;
        std::uint32_t count;
    };

    // Sets words_ to those that get a cluster, the most frequent first, and ranks_.
    void rank(const std::int32_t* text, std::size_t n, std::size_t n_words) {
        std::vector<std::uint32_t> counts(n_words, 0);
        for (std::size_t i = 0; i < n; ++i)
            if (text[i] >= 0) ++counts[static_cast<std::size_t>(text[i])];
        for (std::size_t word = 0; word < n_words; ++word)
            if (counts[word] >= settings_.min_count)
                words_.push_back(static_cast<std::uint32_t>(word));
        std::sort(words_.begin(), words_.end(), [&](std::uint32_t a, std::uint32_t b) {
            return counts[a] != counts[b] ? counts[a] > counts[b] : a < b;
        });
        ranks_.assign(n_words, static_cast<std::uint32_t>(words_.size()));
        for (std::size_t i = 0; i < words_.size(); ++i)
            ranks_[words_[i]] = static_cast<std::uint32_t>(i);
    }

    // The number of a neighbour: its rank, one number for all rarer words, one for none.
    std::uint64_t neighbour(std::int32_t word) const {
        const std::size_t most = settings_.n_neighbours;
        return word < 0 ? most + 1
                        : std::min<std::size_t>(ranks_[static_cast<std::size_t>(word)], most);
    }

    std::uint64_t n_sides() const { return settings_.n_neighbours + 2; }

    void count_pairs(const std::int32_t* text, std::size_t n) {
        table_.assign(1 << 16, Pair{kFree, 0});
        for (std::size_t i = 0; i < n; ++i) {
            if (text[i] < 0) continue;
            const std::uint64_t word = ranks_[static_cast<std::size_t>(text[i])];
            if (word >= words_.size()) continue;
            const std::uint64_t before = neighbour(i ? text[i - 1] : -1);
            const std::uint64_t behind = neighbour(i + 1 < n ? text[i + 1] : -1);
            count(word * 2 * n_sides() + before);
            count((word * 2 + 1) * n_sides() + behind);
        }
    }

    void count(std::uint64_t key) {
        Pair& pair = place(key);
        if (pair.key == kFree) ++n_used_;
        pair.key = key;
        ++pair.count;
        if (n_used_ * 2 <= table_.size()) return;
        std::vector<Pair> old(table_.size() * 2, Pair{kFree, 0});
        old.swap(table_);
        for (const Pair& each : old)
            if (each.key != kFree) place(each.key) = each;
    }

    Pair& place(std::uint64_t key) {
        const std::size_t mask = table_.size() - 1;
        std::size_t i = static_cast<std::size_t>(mix(key)) & mask;
        while (table_[i].key != kFree && table_[i].key != key) i = (i + 1) & mask;
        return table_[i];
    }

    // Sets pairs_ to those that are frequent enough, in the order of words; firsts_ to where those
    // of each word begin.
    void list_pairs() {
        for (const Pair& pair : table_)
            if (pair.key != kFree && pair.count >= settings_.min_pair) pairs_.push_back(pair);
        table_ = std::vector<Pair>();
        std::sort(pairs_.begin(), pairs_.end(),
                  [](const Pair& a, const Pair& b) { return a.key < b.key; });
        firsts_.assign(words_.size() + 1, 0);
        for (Pair& pair : pairs_) {
            ++firsts_[static_cast<std::size_t>(pair.key / (2 * n_sides())) + 1];
            pair.key %= 2 * n_sides();
        }
        std::partial_sum(firsts_.begin(), firsts_.end(), firsts_.begin());
    }

    void assign() {
        const std::size_t n = settings_.n_clusters;
        together_.assign(2 * n_sides() * n, 0);
        sizes_.assign(n, 0);
        cluster_.resize(words_.size());
        for (std::size_t word = 0; word < words_.size(); ++word) put(word, word % n);
        gains_.resize(n);
        bool moved = true;
        for (std::size_t pass = 0; pass < settings_.n_passes && moved; ++pass) {
            moved = false;
            for (std::size_t word = 0; word < words_.size(); ++word) {
                const std::size_t old = cluster_[word];
                take(word);
                put(word, best(word, old));
                moved = moved || cluster_[word] != old;
            }
        }
    }

    void put(std::size_t word, std::size_t cluster) {
        cluster_[word] = static_cast<std::uint32_t>(cluster);
        for (std::size_t i = firsts_[word]; i < firsts_[word + 1]; ++i) {
            together_[pairs_[i].key * settings_.n_clusters + cluster] += pairs_[i].count;
            sizes_[cluster] += pairs_[i].count;
        }
    }

    void take(std::size_t word) {
        const std::size_t cluster = cluster_[word];
        for (std::size_t i = firsts_[word]; i < firsts_[word + 1]; ++i) {
            together_[pairs_[i].key * settings_.n_clusters + cluster] -= pairs_[i].count;
            sizes_[cluster] -= pairs_[i].count;
        }
    }

    // The cluster that a word which is in none fits best; `old` or the lowest of equals.
    std::size_t best(std::size_t word, std::size_t old) {
        const std::size_t n = settings_.n_clusters;
        std::fill(gains_.begin(), gains_.end(), 0.0);
        std::uint64_t size = 0;
        for (std::size_t i = firsts_[word]; i < firsts_[word + 1]; ++i) {
            const std::uint32_t* const row = &together_[pairs_[i].key * n];
            const std::uint32_t count = pairs_[i].count;
            size += count;
            for (std::size_t c = 0; c < n; ++c)
                gains_[c] += logs_(row[c] + std::uint64_t{count}) - logs_(row[c]);
        }
        for (std::size_t c = 0; c < n; ++c) gains_[c] -= logs_(sizes_[c] + size) - logs_(sizes_[c]);
        std::size_t best = old;
        for (std::size_t c = 0; c < n; ++c)
            if (gains_[c] > gains_[best] + kLittle) best = c;
        return best;
    }

    // x log x, of small numbers from a table.
    class Logs {
    public:
        Logs() : table_(1 << 16) {
            for (std::size_t x = 1; x < table_.size(); ++x) table_[x] = of(x);
        }
        double operator()(std::uint64_t x) const {
            return x < table_.size() ? table_[static_cast<std::size_t>(x)] : of(x);
        }

    private:
        static double of(std::uint64_t x) {
            return static_cast<double>(x) * std::log(static_cast<double>(x));
        }
        std::vector<double> table_;
    };

    const ClusterSettings settings_;
    const Logs logs_;
    std::vector<std::uint32_t> words_, ranks_, cluster_;
    std::vector<Pair> table_, pairs_;
    std::size_t n_used_ = 0;
    std::vector<std::size_t> firsts_;
    std::vector<std::uint32_t> together_;  // counts of neighbours and clusters
    std::vector<std::uint64_t> sizes_;     // and of clusters
    std::vector<double> gains_;
};

}  // namespace zhnlp
