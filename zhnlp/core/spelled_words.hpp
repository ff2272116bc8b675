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
        hmm_ = &config_->hmm;
        spellings_ = board.spellings();
        set_steps();
        set_sizes(board.flags.data(), board.traits(), board.length());
    }

    // The sizes of the words that start at a character: a bit for each.
    unsigned sizes(std::size_t start) const { return sizes_[start]; }

    // The log probability of one of them; with that of an unknown word to be added.
    double log_prob(std::size_t start, std::size_t size) const {
        return config_->hmm_bias +
               config_->hmm_scale * hmm_->word(spellings_ + start, size);
    }

    // What may_reach needs of a character where a word begins, after the best way to any unknown
    // word there.
    double begin(std::size_t start, double log_prob) const {
        return log_prob * scale_ + hmm_->emissions_at(spellings_[start])[Hmm::kBegin];
    }

    // Whether one of the words that end at `end` may have a log probability of `least`. `sizes` has
    // a bit for each, the first for two characters; begins of those that start 2, 3, 4 before.
    ZHNLP_INLINE bool may_reach(std::size_t end, unsigned sizes, double two, double three,
                                double four, double least) const {
        if (!(scale_ > 0)) return true;
        const auto emission = [&](std::size_t back, Hmm::State state) ZHNLP_INLINE {
            return hmm_->emissions_at(spellings_[end - back])[state];
        };
        const double* const steps = steps_[sizes];
        double most = four + steps[2] + emission(3, Hmm::kMiddle);
        most = std::max(most, three + steps[1]) + emission(2, Hmm::kMiddle);
        most = std::max(most, two + steps[0]) + emission(1, Hmm::kEnd);
        return !(config_->hmm_bias + config_->hmm_scale * most < least);
    }

private:
    static constexpr unsigned kAllSizes = 8;
    static constexpr std::uint8_t kAll = 0xFF;
    static constexpr std::size_t kLongest = 4;

    // All loops are without branches, so that compilers make vectors of them.
    void set_sizes(const std::uint8_t* flags, const std::uint8_t* traits, std::size_t length) {
        sizes_.resize(length);
        inside_.assign(length + kLongest + 1, 0);
        open_.assign(length + kLongest + 1, kAll);
        // Masks: whether a character may be inside a word, but as the first; may a word end before
        // it.
        std::uint8_t* const inside = inside_.data();
        std::uint8_t* const open = open_.data();
        std::uint8_t* const sizes = sizes_.data();
        for (std::size_t i = 0; i < length; ++i) {
            const bool joins = traits[i] & CharacterFacts::kJoins;
            const bool han = (flags[i] & (kClassMask | kBarrier | kJoined)) == kHan;
            inside[i] = joins & han ? kAll : 0;
            open[i] = flags[i] & kJoined ? 0 : kAll;
        }
        for (std::size_t i = 0; i < length; ++i) {
            const std::uint8_t han = (flags[i] & kClassMask) == kHan ? kAll : 0;
            const std::uint8_t two = han & inside[i + 1];
            const std::uint8_t three = two & inside[i + 2], four = three & inside[i + 3];
            sizes[i] = static_cast<std::uint8_t>((two & open[i + 2] & 1 << 2) |
                                                 (three & open[i + 3] & 1 << 3) |
                                                 (four & open[i + 4] & 1 << 4));
        }
    }

    void set_steps() {
        const Hmm& hmm = *hmm_;
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
    const Hmm* hmm_ = nullptr;
    const std::uint32_t* spellings_ = nullptr;  // where the model has each character
    std::vector<std::uint8_t> inside_, open_;   // buffers of set_sizes
    std::vector<std::uint8_t> sizes_;
};

}  // namespace zhnlp
