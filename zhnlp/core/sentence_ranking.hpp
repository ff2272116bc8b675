// The sentences that sum up a text.
//
//     sentences     s0  s1  s2            rows of tf × idf, each of length 1
//     likeness      cosine of two rows, 0 for a sentence and itself
//     weights       w(a) = (1 - d) + d × Σ likeness(a, b) / likeness(b, all) × w(b)
//     choice        the largest (1 - v) × w(a) / max w - v × likeness(a, nearest chosen)
//
// TextRank on sentences (Mihalcea and Tarau 2004) with cosines as in LexRank (Erkan and Radev
// 2004), and maximal marginal relevance (Carbonell and Goldstein 1998) with the diversity v. The
// graph is never made: the sum over b is a product with the rows and one with their transpose,
// so each round takes time and memory linear in the terms, however many sentences there are.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "term_weights.hpp"

namespace zhnlp {

class SentenceRanker {
public:
    static constexpr int kMostRounds = 200;
    static constexpr double kSmallChange = 1e-9;

    // A term belongs to the sentence in which it begins.
    SentenceRanker(const Terms& terms, const std::vector<Place>& sentences, const IdfValues& idf)
        : starts_(1, 0) {
        CountedTerms counted(terms);
        std::vector<std::uint32_t> ids;
        std::size_t at = 0;
        for (const Place& sentence : sentences) {
            ids.clear();
            while (at < terms.n && terms.places[at].start < sentence.start) ++at;
            for (; at < terms.n && terms.places[at].start < sentence.end; ++at)
                if (terms.places[at].end > terms.places[at].start)
                    ids.push_back(counted.add(terms, terms.places[at]));
            add_row(ids, terms, idf, counted.first);
        }
        n_terms_ = counted.counts.size();
        sums_.assign(n_terms_, 0);
        for (const Entry& entry : entries_) sums_[entry.term] += entry.weight;
    }

    // The weight of each sentence; 0 for those without terms.
    std::vector<double> weights(double damping) const {
        std::vector<double> found(n(), 1.0), links(n()), products, shares(n());
        for (std::size_t i = 0; i < n(); ++i) links[i] = dot(i, sums_) - norm(i);
        for (int round = 0; round < kMostRounds; ++round) {
            products.assign(n_terms_, 0);
            for (std::size_t i = 0; i < n(); ++i) {
                shares[i] = links[i] > kNoLink ? found[i] / links[i] : 0;
                add_to(products, i, shares[i]);
            }
            double change = 0;
            for (std::size_t i = 0; i < n(); ++i) {
                const double sum = links[i] > kNoLink ? dot(i, products) - norm(i) * shares[i] : 0;
                const double now = (1 - damping) + damping * std::max(sum, 0.0);
                change = std::max(change, std::abs(now - found[i]));
                found[i] = now;
            }
            if (change < kSmallChange) break;
        }
        for (std::size_t i = 0; i < n(); ++i)
            if (is_empty(i)) found[i] = 0;
        return found;
    }

    // The numbers of at most `wanted` sentences, in order; of equals, the first.
    std::vector<std::uint32_t> choose(std::vector<double> weights, std::size_t wanted,
                                      double diversity) const {
        std::vector<double> nearest(n(), 0.0), likeness(n_terms_);
        std::vector<bool> taken(n());
        std::vector<std::uint32_t> chosen;
        double most = 0;
        for (const double weight : weights) most = std::max(most, weight);
        while (chosen.size() < wanted) {
            std::size_t best = n();
            double highest = 0;
            for (std::size_t i = 0; i < n(); ++i) {
                if (taken[i] || is_empty(i)) continue;
                const double own = (1 - diversity) * weights[i] / most - diversity * nearest[i];
                if (best == n() || own > highest + kTie) best = i, highest = own;
            }
            if (best == n()) break;
            taken[best] = true;
            chosen.push_back(static_cast<std::uint32_t>(best));
            if (diversity <= 0) continue;
            add_to(likeness, best, 1);
            for (std::size_t i = 0; i < n(); ++i)
                if (!taken[i]) nearest[i] = std::max(nearest[i], dot(i, likeness));
            for (std::size_t j = starts_[best]; j < starts_[best + 1]; ++j)
                likeness[entries_[j].term] = 0;
        }
        std::sort(chosen.begin(), chosen.end());
        return chosen;
    }

private:
    static constexpr double kNoLink = 1e-9;  // less is a rounding error
    static constexpr double kTie = 1e-9;     // sentences with the same terms, by other sums

    struct Entry {
        std::uint32_t term;
        double weight;
    };

    std::size_t n() const { return starts_.size() - 1; }
    bool is_empty(std::size_t i) const { return starts_[i] == starts_[i + 1]; }
    double norm(std::size_t i) const { return is_empty(i) ? 0.0 : 1.0; }

    void add_row(std::vector<std::uint32_t>& ids, const Terms& terms, const IdfValues& idf,
                 const std::vector<Place>& first) {
        std::sort(ids.begin(), ids.end());
        double squares = 0;
        for (std::size_t i = 0, next; i < ids.size(); i = next) {
            for (next = i; next < ids.size() && ids[next] == ids[i];) ++next;
            const double weight =
                static_cast<double>(next - i) * idf_of(idf, terms, first[ids[i]]);
            if (weight <= 0) continue;
            entries_.push_back({ids[i], weight});
            squares += weight * weight;
        }
        const double length = std::sqrt(squares);
        for (std::size_t i = starts_.back(); i < entries_.size(); ++i) entries_[i].weight /= length;
        starts_.push_back(entries_.size());
    }

    double dot(std::size_t i, const std::vector<double>& with) const {
        double sum = 0;
        for (std::size_t j = starts_[i]; j < starts_[i + 1]; ++j)
            sum += entries_[j].weight * with[entries_[j].term];
        return sum;
    }

    void add_to(std::vector<double>& to, std::size_t i, double factor) const {
        for (std::size_t j = starts_[i]; j < starts_[i + 1]; ++j)
            to[entries_[j].term] += factor * entries_[j].weight;
    }

    std::vector<std::size_t> starts_;  // of the row of each sentence in entries_
    std::vector<Entry> entries_;
    std::vector<double> sums_;  // of each term over all rows
    std::size_t n_terms_ = 0;
};

}  // namespace zhnlp
