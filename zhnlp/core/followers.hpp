// The words that a model has seen after each context, hashed.
//
//     context 中国    region     16 slots, each a word and the code of its log probability
//     word 人民       hash       of 16 slots, the one to look at first, and then those after it
//
// A level of a model (see ngram.hpp) has them sorted, for a search that takes ten accesses to
// memory. Here it takes one, as does the answer that a word was never seen. Measured: a tenth of
// the time of bigram, beside a filter of pairs. A quarter of the slots are empty, or more.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "inlining.hpp"
#include "ngram.hpp"
#include "prefetch.hpp"
#include "trie.hpp"

namespace zhnlp {

class Followers {
public:
    // Where the slots of a context begin, and a power of two: how many there are.
    using Region = std::uint32_t;
    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

    // Reads the words after the contexts of `above`, and appends the regions of these, by their
    // number. `next` has those of the n-grams of `level` that are contexts; empty if none is one.
    // Calls see(context, word, log_prob) for each. False if there are too many.
    template <class See>
    bool read(const NgramLevel& above, const NgramLevel& level, const std::vector<Region>& next,
              std::vector<Region>& regions, See see) {
        const std::size_t room = 2 * (level.n + above.n_contexts);
        slots_.reserve(room);
        if (!next.empty()) next_.reserve(room);
        book_ = level.prob_book;
        std::size_t left = level.n;  // contexts of altered arrays may share n-grams
        for (std::uint32_t context = 0; context < above.n_contexts; ++context) {
            const auto [first, last] = above.children(level, context);
            const std::size_t n = last - first <= left ? last - first : 0;
            left -= n;
            if (slots_.size() >> (32 - kSizeBits)) return false;
            regions.push_back(make_room(n, above.back_off_book[above.back_offs[context]]));
            if (!next.empty()) next_.resize(slots_.size(), kNone);
            for (std::size_t i = first; i < first + n; ++i) {
                add(regions.back(), level, i, next);
                see(context, level.word(i), book_[level.log_probs[i]]);
            }
        }
        return true;
    }

    // The slot of `word` in a region; kNone if it was never seen there.
    ZHNLP_INLINE std::uint32_t find(Region region, std::uint32_t word, std::uint32_t hash) const {
        const std::uint32_t first = region >> kSizeBits, mask = mask_of(region);
        const std::uint32_t* const slots = slots_.data() + first;
        for (std::uint32_t i = hash & mask;; i = (i + 1) & mask) {
            if (slots[i] >> kCodeBits == word) return first + i;
            if (slots[i] == kNone) return kNone;
        }
    }

    // The log probability of `word` after a context, given its region, or `other` if it was never
    // seen there.
    ZHNLP_INLINE float log_prob(Region region, std::uint32_t word, std::uint32_t hash,
                                float other) const {
        const std::uint32_t mask = mask_of(region), least = word << kCodeBits;
        const std::uint32_t* const slots = slots_.data() + (region >> kSizeBits);
        for (std::uint32_t i = hash & mask;; i = (i + 1) & mask) {
            const std::uint32_t slot = slots[i];
            if (slot - least < 1u << kCodeBits) return book_[slot & 0xFF];
            if (slot == kNone) return other;
        }
    }

    // Prefetches the slot of `word` in a region, either of which may be anything; with kNext what
    // is next too.
    template <bool kNext>
    ZHNLP_INLINE void fetch(Region region, std::uint32_t word) const {
        const std::size_t slot = (region >> kSizeBits) + (hash(word) & mask_of(region));
        prefetch(slots_.data(), slot);
        if (kNext) prefetch(next_.data(), slot);
    }

    static std::uint32_t hash(std::uint32_t word) {
        return static_cast<std::uint32_t>(word * std::uint64_t{0x9E3779B97F4A7C15u} >> 40);
    }

    float log_prob(std::uint32_t slot) const { return book_[slots_[slot] & 0xFF]; }

    // The region of the context that the n-gram in a slot is; kNone if it is none.
    Region next(std::uint32_t slot) const { return next_.empty() ? kNone : next_[slot]; }

    // Of the context of a region; it is before the slots.
    float back_off(Region region) const {
        float back_off;
        std::memcpy(&back_off, &slots_[(region >> kSizeBits) - 1], sizeof back_off);
        return back_off;
    }

private:
    static constexpr std::uint32_t kSizeBits = 5, kCodeBits = 8;

    static std::uint32_t mask_of(Region region) {
        return (std::uint32_t{1} << (region & 31)) - 1;
    }

    // Appends slots for n words: a third more, or up to twice that.
    Region make_room(std::size_t n, float back_off) {
        Region bits = 0;
        while ((std::size_t{3} << bits) < 4 * n + 1) ++bits;
        const std::size_t first = slots_.size() + 1;
        slots_.resize(first + (std::size_t{1} << bits), kNone);
        std::memcpy(&slots_[first - 1], &back_off, sizeof back_off);
        return static_cast<Region>(first << kSizeBits | bits);
    }

    // Words are of up to 24 bits, as the values of a trie are. Others no vocabulary has.
    void add(Region region, const NgramLevel& level, std::size_t entry,
             const std::vector<Region>& next) {
        const std::uint32_t word = level.word(entry);
        if (word > Trie::kMaxValue) return;
        const std::uint32_t first = region >> kSizeBits, mask = mask_of(region);
        std::uint32_t i = hash(word) & mask;
        while (slots_[first + i] != kNone) i = (i + 1) & mask;
        slots_[first + i] = word << kCodeBits | level.log_probs[entry];
        const std::uint32_t context = next.empty() ? kNone : level.context(entry);
        if (context != kNone) next_[first + i] = next[context];
    }

    std::array<float, 256> book_{};
    std::vector<std::uint32_t> slots_;  // word and code; kNone: empty
    std::vector<Region> next_;          // by slot; empty if no n-gram is a context
};

}  // namespace zhnlp
