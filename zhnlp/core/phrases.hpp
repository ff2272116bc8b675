// The weights of phrases: runs of terms with nothing between them.
//
//     words     新能源  汽车  的  出口  ，  新能源  汽车        的 and ， are no terms
//     runs      新能源 2, 汽车 2, 新能源汽车 2, 出口 1
//     weight    log2(1 + words) × (count - mean count of the longer runs around it) × mean idf
//     chosen    新能源汽车, 出口                           新能源 weighs 0: 2 - 2
//
// C-value of Frantzi, Ananiadou and Mima (2000), "Automatic recognition of multi-word terms", with
// one more word in the logarithm, so that single words count (Barrón-Cedeño et al. 2009), times
// the mean idf of the words. Runs of several words that occur once are no phrases, and count 0 in
// the mean. Of phrases that overlap the weightiest is chosen: each must occur somewhere beside those
// chosen before. Two words may have one blank between them, as Latin ones do.
// O(terms × longest²) time.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "term_weights.hpp"

namespace zhnlp {

class PhraseFinder {
public:
    PhraseFinder(const Terms& terms, const IdfValues& idf, std::size_t longest)
        : terms_(terms), idf_(idf), longest_(longest), counted_(terms) {}

    std::vector<Weighted> weights(std::size_t top) {
        count();
        std::vector<double> around(first_.size()), n_around(first_.size());
        inside_.assign(first_.size(), static_cast<std::uint32_t>(first_.size()));
        for (std::uint32_t id = 0; id < first_.size(); ++id) note_inside(id, around, n_around);
        std::vector<Candidate> found;
        for (std::uint32_t id = 0; id < first_.size(); ++id) {
            const Run run = first_[id];
            const std::uint32_t n = counted_.counts[id];
            const double own = n - (n_around[id] > 0 ? around[id] / n_around[id] : 0);
            if (own <= 0 || terms_.is_short(counted_.first[id]) || (n < 2 && run.n_words > 1))
                continue;
            const double length = std::log2(1 + static_cast<double>(run.n_words));
            found.push_back({id, length * own * mean_idf(run)});
        }
        std::stable_sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
            return a.weight > b.weight;
        });
        return apart(found, top);
    }

private:
    struct Run {
        std::uint32_t term, n_words;  // the first of its terms, and how many it has
    };
    struct Candidate {
        std::uint32_t id;
        double weight;
    };

    bool follows(std::size_t term) const {
        const std::uint32_t end = terms_.places[term - 1].end, start = terms_.places[term].start;
        return start == end || (start == end + 1 && terms_.text[end] == U' ');
    }

    Place place(std::size_t term, std::size_t n_words) const {
        return {terms_.places[term].start, terms_.places[term + n_words - 1].end};
    }

    void count() {
        const std::size_t usual = terms_.n * std::min<std::size_t>(longest_, 4);
        runs_.reserve(usual);
        ids_.reserve(usual);
        starts_.reserve(terms_.n);
        for (std::size_t i = 0; i < terms_.n; ++i) {
            starts_.push_back(runs_.size());
            for (std::size_t n = 1; n <= longest_ && i + n <= terms_.n; ++n) {
                if (n > 1 && !follows(i + n - 1)) break;
                const std::uint32_t id = counted_.add(terms_, place(i, n));
                const Run run{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(n)};
                if (id == first_.size()) first_.push_back(run);
                runs_.push_back(run);
                ids_.push_back(id);
            }
        }
    }

    // The weightiest, each with a run that shares no term with those of earlier ones.
    std::vector<Weighted> apart(const std::vector<Candidate>& found, std::size_t top) const {
        std::vector<std::size_t> ends(first_.size() + 1);  // of the runs of each candidate
        for (const std::uint32_t id : ids_) ++ends[id + 1];
        std::partial_sum(ends.begin(), ends.end(), ends.begin());
        std::vector<std::size_t> order(runs_.size());
        for (std::size_t i = runs_.size(); i--;) order[--ends[ids_[i] + 1]] = i;
        std::vector<bool> taken(terms_.n);
        std::vector<Weighted> out;
        for (std::size_t i = 0; i < found.size() && out.size() < top; ++i) {
            const std::uint32_t id = found[i].id;
            const std::size_t* const first = order.data() + ends[id + 1];
            const std::size_t* const last = first + counted_.counts[id];
            const auto is_free = [this, &taken](std::size_t run) { return !shares(run, taken); };
            if (std::none_of(first, last, is_free)) continue;
            for (const std::size_t* run = first; run != last; ++run)
                for (std::size_t n = 0; n < runs_[*run].n_words; ++n)
                    taken[runs_[*run].term + n] = true;
            out.push_back({counted_.first[id], found[i].weight});
        }
        return out;
    }

    bool shares(std::size_t run, const std::vector<bool>& taken) const {
        for (std::size_t n = 0; n < runs_[run].n_words; ++n)
            if (taken[runs_[run].term + n]) return true;
        return false;
    }

    // Adds the count of a candidate to the shorter ones inside it, once to each; a run that
    // occurs once is no phrase and counts 0.
    void note_inside(std::uint32_t id, std::vector<double>& around, std::vector<double>& n_around) {
        const Run run = first_[id];
        const double count = counted_.counts[id] > 1 ? counted_.counts[id] : 0;
        for (std::uint32_t i = 0; i < run.n_words; ++i) {  // those inside have ids: no look-up
            const std::uint32_t* const begun = ids_.data() + starts_[run.term + i];
            const std::uint32_t most = std::min(run.n_words - i, run.n_words - 1);
            for (std::uint32_t n = 0; n < most; ++n) {
                const std::uint32_t other = begun[n];
                if (inside_[other] == id) continue;
                inside_[other] = id;
                around[other] += count;
                ++n_around[other];
            }
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
    std::vector<Run> first_;             // where each candidate occurs first
    std::vector<Run> runs_;              // all runs of the text
    std::vector<std::uint32_t> ids_;     // the candidate of each
    std::vector<std::size_t> starts_;    // of the runs that begin with each term
    std::vector<std::uint32_t> inside_;  // the last candidate that each was found inside
};

}  // namespace zhnlp
