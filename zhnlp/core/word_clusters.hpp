// Clusters of words that stand beside the same words, found in raw text.
//
//     text      他 在 北京 工作 ⏎ 她 去 上海 工作       words cut before, a line each
//     row       北京 ─ 在 before: 1.2, 工作 after: 0.8   positive pointwise mutual information
//               上海 ─ 去 before: 1.4, 工作 after: 0.8   with the most common words, length 1
//     flat      all ─→ kFlat parts
//     nested    all ─→ kTop parts ─→ each into kPart ─→ each of these into kPart
//
// Each split is spherical k-means: a row belongs to the centroid with which it has the largest
// product (Dhillon and Modha 2001). Nested clusters are as those of Brown and others (1992), in a
// fraction of the time. The same text gives the same clusters. Memory: 4 bytes a word of the text,
// and the rows. Time is linear in the text, and in what rows hold times kFlat.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "random.hpp"
#include "tag_words.hpp"

namespace zhnlp {

class WordClusters {
public:
    static constexpr std::uint32_t kTop = 64, kPart = 4;  // nested: kTop * kPart * kPart
    static constexpr std::uint32_t kFlat = 1024;
    static constexpr std::size_t kContexts = 1000;  // words that are contexts
    static constexpr std::size_t kMostWords = 0xFFFF;

    // Reads words with blanks between them; a context does not go beyond a line.
    void add(const char32_t* text, std::size_t length) {
        std::size_t start = 0;
        for (std::size_t i = 0; i <= length; ++i) {
            if (i < length && text[i] != U' ' && text[i] != U'\n') continue;
            if (i > start) add_word(text, start, i);
            if (i == length || text[i] == U'\n') numbers_.push_back(kBoundary);
            start = i + 1;
        }
    }

    // Finds the clusters of all words seen at least `min_count` times; forms() are these words,
    // the most frequent first, and clusters() the clusters of each: nested * kFlat + flat.
    void find(std::uint32_t min_count) {
        rank(min_count);
        count_contexts();
        clusters_.assign(forms_.size(), 0);
        std::vector<std::uint32_t> all(forms_.size());
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint32_t>(i);
        std::uint32_t flat = 0;
        for (const Words& part : split(all, kFlat)) {
            for (const std::uint32_t word : part) clusters_[word] = flat;
            ++flat;
        }
        std::uint32_t number = 0;  // rounded up to whole parts, as some may be missing
        for (const Words& top : split(all, kTop)) {
            for (const Words& middle : split(top, kPart)) {
                for (const Words& part : split(middle, kPart)) {
                    for (const std::uint32_t word : part) clusters_[word] += number * kFlat;
                    ++number;
                }
                number = (number + kPart - 1) / kPart * kPart;
            }
            number = (number + kPart * kPart - 1) / (kPart * kPart) * (kPart * kPart);
        }
    }

    const std::vector<std::u32string>& forms() const { return forms_; }
    const std::vector<std::uint32_t>& clusters() const { return clusters_; }

private:
    static constexpr std::uint32_t kBoundary = 0xFFFFFFFFu, kRare = kBoundary - 1;
    static constexpr std::size_t kSides = 4, kWidth = kContexts + 2;  // two: rare, no word
    static constexpr std::size_t kColumns = kSides * kWidth;
    static constexpr std::size_t kAtOnce = 1 << 12;  // words that are counted at once
    static constexpr int kRounds = 12;

    struct Cell {
        std::uint32_t column;
        float value;
    };
    using Words = std::vector<std::uint32_t>;

    void add_word(const char32_t* text, std::size_t start, std::size_t end) {
        if (end - start > kLongestWord) return numbers_.push_back(kRare);
        char32_t form[kLongestWord];
        const std::size_t n = word_form(text, start, end, true, form);
        const auto number = static_cast<std::uint32_t>(counts_.size());
        const auto found = known_.try_emplace(std::u32string(form, n), number);
        if (found.second) counts_.push_back(0);
        ++counts_[found.first->second];
        numbers_.push_back(found.first->second);
    }

    // Numbers the words by their frequency; those that are too rare become kRare.
    void rank(std::uint32_t min_count) {
        std::vector<std::pair<const std::u32string*, std::uint32_t>> kept;
        for (const auto& entry : known_)
            if (counts_[entry.second] >= min_count) kept.push_back({&entry.first, entry.second});
        std::sort(kept.begin(), kept.end(), [&](const auto& a, const auto& b) {
            const std::uint32_t m = counts_[a.second], n = counts_[b.second];
            return m != n ? m > n : *a.first < *b.first;
        });
        kept.resize(std::min(kept.size(), kMostWords));
        std::vector<std::uint32_t> ranks(counts_.size(), kRare);
        for (const auto& entry : kept) {
            ranks[entry.second] = static_cast<std::uint32_t>(forms_.size());
            forms_.push_back(*entry.first);
        }
        for (std::uint32_t& number : numbers_)
            if (number < kRare) number = ranks[number];
        known_.clear();
    }

    static std::size_t context(std::uint32_t number) {
        return number < kContexts ? number : kContexts + (number == kBoundary);
    }

    // Calls function(word, column) for every word of the text and each of its contexts.
    template <class Function>
    void each_context(Function function) const {
        for (std::size_t i = 0; i < numbers_.size(); ++i) {
            if (numbers_[i] >= kRare) continue;
            for (std::size_t side = 0; side < kSides; ++side)
                function(numbers_[i], side * kWidth + context(beside(i, side)));
        }
    }

    // The number of the word before, after, two before or two after the i-th one.
    std::uint32_t beside(std::size_t i, std::size_t side) const {
        const auto at = [&](std::size_t j) {
            return j < numbers_.size() ? numbers_[j] : kBoundary;
        };
        const std::size_t next = side % 2 ? i + 1 : i - 1;  // huge before the first
        if (side < 2 || at(next) == kBoundary) return at(next);
        return at(side % 2 ? i + 2 : i - 2);
    }

    void count_contexts() {
        std::vector<double> share(kColumns, 0.0);
        each_context([&](std::uint32_t, std::size_t column) { share[column] += 1.0; });
        double sum = 0.0;
        for (double& n : share) sum += n = std::pow(n, 0.75);  // as in word2vec
        for (double& n : share) n /= sum;
        begin_.assign(1, 0);
        std::vector<std::uint32_t> table;
        for (std::size_t from = 0; from < forms_.size(); from += kAtOnce) {
            const std::size_t n = std::min(forms_.size() - from, kAtOnce);
            table.assign(n * kColumns, 0);
            each_context([&](std::uint32_t word, std::size_t column) {
                if (word - from < n) ++table[(word - from) * kColumns + column];
            });
            for (std::size_t i = 0; i < n; ++i) add_row(&table[i * kColumns], share);
        }
        numbers_.clear();
    }

    void add_row(const std::uint32_t* counts, const std::vector<double>& share) {
        double total = 0.0, square = 0.0;
        for (std::size_t column = 0; column < kColumns; ++column) total += counts[column];
        for (std::size_t column = 0; column < kColumns; ++column) {
            if (!counts[column]) continue;
            const double value = std::log(counts[column] / total / share[column]);
            if (value <= 0.0) continue;
            cells_.push_back({static_cast<std::uint32_t>(column), static_cast<float>(value)});
            square += value * value;
        }
        const auto length = static_cast<float>(square > 0.0 ? std::sqrt(square) : 1.0);
        for (std::size_t i = begin_.back(); i < cells_.size(); ++i) cells_[i].value /= length;
        begin_.push_back(cells_.size());
    }

    // Splits words into up to k clusters, none of them empty.
    std::vector<Words> split(const Words& words, std::size_t k) {
        std::vector<float> centroids = first_centroids(words, k);
        std::vector<std::uint32_t> nearest(words.size(), 0);
        for (int round = 0; round < kRounds; ++round) {
            for (std::size_t i = 0; i < words.size(); ++i)
                nearest[i] = nearest_to(words[i], centroids, k);
            move(words, nearest, centroids, k);
        }
        std::vector<Words> parts(k);
        for (std::size_t i = 0; i < words.size(); ++i) parts[nearest[i]].push_back(words[i]);
        parts.erase(std::remove_if(parts.begin(), parts.end(),
                                   [](const Words& part) { return part.empty(); }),
                    parts.end());
        return parts;
    }

    // The rows of k words drawn from `words`, as the first centroids: column by column.
    std::vector<float> first_centroids(const Words& words, std::size_t k) {
        std::vector<float> centroids(kColumns * k, 0.0f);
        for (std::size_t j = 0; j < k && !words.empty(); ++j) {
            const std::uint32_t word = words[random_() % words.size()];
            for (std::size_t i = begin_[word]; i < begin_[word + 1]; ++i)
                centroids[cells_[i].column * k + j] = cells_[i].value;
        }
        return centroids;
    }

    std::uint32_t nearest_to(std::uint32_t word, const std::vector<float>& centroids,
                             std::size_t k) {
        products_.assign(k, 0.0f);
        for (std::size_t i = begin_[word]; i < begin_[word + 1]; ++i) {
            const float* const column = &centroids[cells_[i].column * k];
            for (std::size_t j = 0; j < k; ++j) products_[j] += cells_[i].value * column[j];
        }
        return static_cast<std::uint32_t>(std::max_element(products_.begin(), products_.end()) -
                                          products_.begin());
    }

    // Moves each centroid to the mean direction of its words.
    void move(const Words& words, const std::vector<std::uint32_t>& nearest,
              std::vector<float>& centroids, std::size_t k) {
        std::fill(centroids.begin(), centroids.end(), 0.0f);
        for (std::size_t w = 0; w < words.size(); ++w)
            for (std::size_t i = begin_[words[w]]; i < begin_[words[w] + 1]; ++i)
                centroids[cells_[i].column * k + nearest[w]] += cells_[i].value;
        std::vector<double> square(k, 0.0);
        for (std::size_t i = 0; i < centroids.size(); ++i)
            square[i % k] += static_cast<double>(centroids[i]) * centroids[i];
        for (std::size_t i = 0; i < centroids.size(); ++i)
            if (square[i % k] > 0.0)
                centroids[i] = static_cast<float>(centroids[i] / std::sqrt(square[i % k]));
    }

    std::unordered_map<std::u32string, std::uint32_t> known_;
    std::vector<std::uint32_t> counts_, numbers_, clusters_;  // of words; of the text; of forms
    std::vector<std::u32string> forms_;
    std::vector<std::size_t> begin_;  // of the rows in cells_
    std::vector<Cell> cells_;
    std::vector<float> products_;
    Xorshift random_{88172645463325252u};
};

}  // namespace zhnlp
