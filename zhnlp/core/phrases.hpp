// The weights of phrases: runs of terms with nothing between them.
//
//     words        新能源  汽车  的  出口  ，  新能源  汽车        的 and ， are no terms
//     candidates   新能源 2, 汽车 2, 新能源汽车 2, 出口 1
//     weight       log2(1 + words) × (count - mean count of longer candidates around it) × idf
//
// C-value of Frantzi, Ananiadou and Mima (2000), "Automatic recognition of multi-word terms", with
// one more word in the logarithm, so that single words count (Barrón-Cedeño et al. 2009), times
// the mean idf of the words. What only occurs inside one longer candidate weighs 0 and is left
// out. Two Latin words may have one blank between them. O(terms × longest²) time.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "term_weights.hpp"

namespace zhnlp {

class PhraseFinder {
public:
    PhraseFinder(const Terms& terms, const IdfValues& idf, std::size_t longest)
        : terms_(terms), idf_(idf), longest_(longest) {}

    std::vector<Weighted> weights(std::size_t top) {
        count();
        std::vector<double> around(first_.size()), n_around(first_.size());
        for (std::size_t id = 0; id < first_.size(); ++id) note_inside(id, around, n_around);
        std::vector<Weighted> found;
        for (std::size_t id = 0; id < first_.size(); ++id) {
            const double mean = n_around[id] > 0 ? around[id] / n_around[id] : 0;
            const double own = static_cast<double>(counted_.counts[id]) - mean;
            const Place place = counted_.first[id];
            if (own <= 0 || terms_.is_short(place)) continue;
            const double n_words = static_cast<double>(first_[id].n_words);
            found.push_back({place, std::log2(1 + n_words) * own * mean_idf(first_[id])});
        }
        keep_top(found, top);
        return found;
    }

private:
    struct Run {
        std::size_t term, n_words;  // the first of its terms, where it occurs first
    };

    bool follows(std::size_t term) const {
        const std::uint32_t end = terms_.places[term - 1].end, start = terms_.places[term].start;
        return start == end || (start == end + 1 && terms_.text[end] == U' ');
    }

    Place place(std::size_t term, std::size_t n_words) const {
        return {terms_.places[term].start, terms_.places[term + n_words - 1].end};
    }

    void count() {
        for (std::size_t i = 0; i < terms_.n; ++i)
            for (std::size_t n = 1; n <= longest_ && i + n <= terms_.n; ++n) {
                if (n > 1 && !follows(i + n - 1)) break;
                const std::uint32_t id = counted_.add(terms_, place(i, n));
                if (id == first_.size()) first_.push_back({i, n});
            }
    }

    // Adds the count of a candidate to the shorter ones inside it, once to each.
    void note_inside(std::size_t id, std::vector<double>& around, std::vector<double>& n_around) {
        const Run run = first_[id];
        std::vector<std::uint32_t> inside;
        for (std::size_t n = 1; n < run.n_words; ++n)
            for (std::size_t i = run.term; i + n <= run.term + run.n_words; ++i) {
                const Place own = place(i, n);
                inside.push_back(
                    counted_.ids.number(terms_.compared + own.start, own.end - own.start));
            }
        std::sort(inside.begin(), inside.end());
        inside.erase(std::unique(inside.begin(), inside.end()), inside.end());
        for (const std::uint32_t other : inside) {
            around[other] += counted_.counts[id];
            ++n_around[other];
        }
    }

    double mean_idf(const Run& run) const {
        double sum = 0;
        for (std::size_t i = run.term; i < run.term + run.n_words; ++i)
            sum += idf_of(idf_, terms_, terms_.places[i]);
        return sum / static_cast<double>(run.n_words);
    }

    const Terms terms_;
    const IdfValues& idf_;
    const std::size_t longest_;
    CountedTerms counted_;
    std::vector<Run> first_;
};

}  // namespace zhnlp
