// The words of two to four Han characters that the hidden Markov model finds in a text.
//
//     text     纳 斯 达 克 。
//     sizes    2 3 4 | 2 3 | 2 |        of the words that start at a character, a bit for each
//
// They may be nearly anywhere, and few of them are on the best way. So there is a bound for those
// that end at a place, by which most are never scored (see pair_path.hpp). Linear in the text.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "board.hpp"
#include "inlining.hpp"

namespace zhnlp {

class SpelledWords {
public:
    // Takes a text. Looks at each of its characters once, not for each word that it may be in.
    void set(const Board& board) {
        config_ = &board.config();
        const std::size_t length = board.length();
        const Hmm& hmm = config_->hmm;
        set_steps(hmm);
        const char32_t* const text = board.text();
        const std::uint8_t* const flags = board.flags.data();
        emissions_.resize(length);
        sizes_.resize(length);
        unsigned sizes = 0, closed = 0;  // bits for each; closed: where no word may end
        for (std::size_t i = length; i-- > 0;) {
            const double* const emissions = emissions_[i] = hmm.emissions(text[i]);
            const unsigned flag = flags[i];
            closed <<= 1;
            sizes_[i] = static_cast<std::uint8_t>(sizes & ~closed & kSizes);
            sizes = sizes << 1 | 4;
            if (flag != kHan) {
                if ((flag & kClassMask) != kHan) sizes_[i] = 0;
                if ((flag & (kClassMask | kBarrier | kJoined)) != kHan) sizes = 0;
                if (flag & kJoined) closed |= 1;
            }
            if (!Hmm::joins(emissions)) sizes = 0;
        }
    }

    // The sizes of the words that start at a character: a bit for each.
    unsigned sizes(std::size_t start) const { return sizes_[start]; }

    // The log probability of one of them; with that of an unknown word to be added.
    double log_prob(std::size_t start, std::size_t size) const {
        return config_->hmm_bias +
               config_->hmm_scale * config_->hmm.word(emissions_.data() + start, size);
    }

    // What may_reach needs of a character where a word begins, after the best way to any unknown
    // word there.
    double begin(std::size_t start, double log_prob) const {
        return log_prob * scale_ + emissions_[start][Hmm::kBegin];
    }

    // Whether one of the words that end at `end` may have a log probability of `least`. `sizes` has
    // a bit for each, the first for two characters; begins of those that start 2, 3, 4 before.
    ZHNLP_INLINE bool may_reach(std::size_t end, unsigned sizes, double two, double three,
                                double four, double least) const {
        if (!(scale_ > 0)) return true;
        const double* const* const emissions = emissions_.data() + end;
        const double* const steps = steps_[sizes];
        double most = four + steps[2] + emissions[-3][Hmm::kMiddle];
        most = std::max(most, three + steps[1]) + emissions[-2][Hmm::kMiddle];
        most = std::max(most, two + steps[0]) + emissions[-1][Hmm::kEnd];
        return !(config_->hmm_bias + config_->hmm_scale * most < least);
    }

private:
    static constexpr unsigned kSizes = 0x1C, kAllSizes = 8;

    void set_steps(const Hmm& hmm) {
        const double middle = hmm.transition(Hmm::kBegin, Hmm::kMiddle);
        const double end = hmm.transition(Hmm::kMiddle, Hmm::kEnd);
        const double steps[] = {hmm.transition(Hmm::kBegin, Hmm::kEnd), middle + end,
                                middle + hmm.transition(Hmm::kMiddle, Hmm::kMiddle) + end};
        for (unsigned sizes = 0; sizes < kAllSizes; ++sizes)
            for (unsigned k = 0; k < 3; ++k)
                steps_[sizes][k] = sizes >> k & 1 ? steps[k] : Hmm::kNever;
        scale_ = 1.0 / config_->hmm_scale;
    }

    const CutterConfig* config_ = nullptr;
    double scale_ = 0.0;              // from other log probabilities to those of the model
    double steps_[kAllSizes][3] = {};  // by sizes; kNever for those that are not there
    std::vector<const double*> emissions_;
    std::vector<std::uint8_t> sizes_;
};

}  // namespace zhnlp
