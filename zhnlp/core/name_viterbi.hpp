// The best labels of names, decoded only where a name may be.
//
//     atoms     他 昨 天 在 北 京 说 了 话        gain: of the best label over O, at most,
//     gain      -9 -8 -9 -6  7  4 -5 -9 -9        with the step to it
//     O for sure +  +  +  -  -  -  +  +  +        no run of atoms around it gains anything
//
// A name is a run of labels other than O. It is among the best labels only if it gains over O,
// and it gains no more than the sum of its atoms' bounds. So where every run through an atom has
// a negative bound, that atom is O, and decoding begins anew there. The labels are those of
// SequenceDecoder, ties included: a label left out is on no way that is as good as the best.
// Measured: a third of the atoms of news are decoded.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "decoding.hpp"
#include "dense_decoding.hpp"
#include "name_labels.hpp"
#include "sequence.hpp"
#include "sequence_scorer.hpp"

namespace zhnlp {

class NameDecoder {
public:
    explicit NameDecoder(const SequenceModel& model) : model_(model), dense_(model) { prepare(); }

    // Sets labels[0:n] as SequenceDecoder does; allowed(i) must have O.
    template <class Allowed>
    void decode(const SequenceScorer& scorer, std::size_t n, Allowed allowed,
                std::vector<std::uint8_t>& labels) {
        if (!is_bounded_) return decoder_.decode(model_, scorer, n, allowed, labels);
        labels.assign(n, kOutsideName);
        find_gains(scorer, n);
        std::int64_t after = at_ends_;  // the most that atoms from i on gain
        for (std::size_t i = n; i-- > 0;) {
            if (through_[i] + after >= 0) {
                const std::size_t last = i;
                for (;; --i) {
                    after = std::max<std::int64_t>(after + gains_[i], 0);
                    if (i == 0 || through_[i - 1] + after < 0) break;
                }
                decode_part(scorer, i, last + 1, n, allowed, labels);
            } else {
                after = std::max<std::int64_t>(after + gains_[i], 0);
            }
        }
    }

private:
    // The scores of a text from an atom on.
    struct Part {
        const SequenceScorer& scorer;
        std::size_t first;
        const std::int16_t* at(std::size_t i) const { return scorer.at(first + i); }
    };

    // Decodes atoms first to last, the last not included, with the O on either side.
    template <class Allowed>
    void decode_part(const SequenceScorer& scorer, std::size_t first, std::size_t last,
                     std::size_t n, Allowed allowed, std::vector<std::uint8_t>& labels) {
        const std::size_t from = first ? first - 1 : 0, to = std::min(last + 1, n);
        const auto own = [&](std::size_t i) {
            const std::size_t atom = from + i;
            return atom < first || atom >= last ? std::uint64_t{1} << kOutsideName : allowed(atom);
        };
        const Part part{scorer, from};
        if (!dense_.decode(part, to - from, own, part_))
            decoder_.decode(model_, part, to - from, own, part_);
        std::copy(part_.begin(), part_.end(), labels.begin() + static_cast<std::ptrdiff_t>(from));
    }

    // Sets gains_, and through_: the most that atoms up to each gain, with it.
    void find_gains(const SequenceScorer& scorer, std::size_t n) {
        gains_.resize(n);
        through_.resize(n);
        std::int64_t before = at_ends_;
        for (std::size_t i = 0; i < n; ++i) {
            gains_[i] = gain(scorer.at(i));
            through_[i] = before + gains_[i];
            before = std::max<std::int64_t>(through_[i], 0);
        }
    }

    std::int32_t gain(const std::int16_t* scores) const {
        std::int32_t most = INT16_MIN;
#if defined(__SSE2__) && defined(__x86_64__)
        const std::size_t n = model_.n_labels;
        if (n >= 8) {
            const auto eight = [&](std::size_t at) {
                const auto load = [at](const std::int16_t* from) {
                    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + at));
                };
                return _mm_adds_epi16(load(scores), load(steps_));
            };
            __m128i top = eight(0);
            for (std::size_t at = 8; at < n; at += 8) top = _mm_max_epi16(top, eight(at));
            top = _mm_max_epi16(top, _mm_shuffle_epi32(top, 0x4E));
            top = _mm_max_epi16(top, _mm_shuffle_epi32(top, 0xB1));
            top = _mm_max_epi16(top, _mm_srli_epi32(top, 16));
            most = static_cast<std::int16_t>(_mm_cvtsi128_si32(top));
            return most == INT16_MAX ? kMuch : most - scores[kOutsideName];
        }
#endif
        for (std::size_t label = 1; label < model_.n_labels; ++label)
            most = std::max(most, scores[label] + std::int32_t{steps_[label]});
        return most - scores[kOutsideName];
    }

    // Sets the bounds of steps. If one from the end of a name to O gains, it is counted there.
    void prepare() {
        const std::size_t n = model_.n_labels;
        const auto step = [&](std::size_t from, std::size_t to) {
            return model_.transitions[from * n + to];
        };
        if (n < 2 || !(model_.first & model_.last & 1) || !(model_.before[0] & 1)) return;
        const std::int32_t stay = step(kOutsideName, kOutsideName);
        std::int64_t exits[kMaxLabels] = {};
        for (std::size_t label = 1; label < n; ++label)
            if (model_.before[kOutsideName] >> label & 1)
                exits[label] = std::max(step(label, 0) - stay, 0);
        is_bounded_ = true;
        std::fill_n(steps_, kMaxLabels, std::int16_t{INT16_MIN});  // of O and beyond the labels
        for (std::size_t to = 1; to < n; ++to) {
            std::int64_t most = -kMost;
            each_bit(model_.before[to], [&](std::size_t from) {
                most = std::max(most, step(from, to) - exits[from] + exits[to] - stay);
            });
            is_bounded_ = is_bounded_ && most <= kMost;
            steps_[to] = static_cast<std::int16_t>(std::clamp<std::int64_t>(most, -kMost, kMost));
            at_ends_ = std::max(at_ends_, std::max(exits[to] - steps_[to], -exits[to]));
        }
    }

    static constexpr std::int32_t kMuch = 1 << 20;  // more than any gain
    static constexpr std::int64_t kMost = 1 << 13;  // of a step

    const SequenceModel& model_;
    DenseDecoder dense_;
    SequenceDecoder decoder_;
    bool is_bounded_ = false;
    // The most that a step to each label gains, with that to O behind it where that gains, too.
    std::int16_t steps_[kMaxLabels] = {};
    std::int64_t at_ends_ = 0;  // what a text gains at most by having no step there
    std::vector<std::int32_t> gains_;
    std::vector<std::int64_t> through_;
    std::vector<std::uint8_t> part_;
};

}  // namespace zhnlp
