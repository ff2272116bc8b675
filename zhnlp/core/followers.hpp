// The words that a model has seen after each context, hashed.
//
//     context 中国    region     4 buckets of 4 slots, each a word and the code of its probability
//     word 人民       hash       of 4 buckets, the one to look at first, and then those after it
//
//     bucket         [ 人民 17 | 政府 9 | 的 80 | – ] [ regions of these, if triples follow ]
//     the first one  [ back-off | …
//
// A level of a model (see ngram.hpp) has them sorted, for a search that takes ten accesses to
// memory. Here it takes one, as does the answer that a word was never seen. Measured: a tenth of
// the time of bigram, beside a filter of pairs. A quarter of the slots are empty, or more.
//
// The slots of a bucket are compared at once, and what they tell is chosen without a branch: a
// processor cannot guess whether a word was seen after another. Measured: 5 % of bigram and of
// trigram, beside a look at one slot after the other.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#if defined(__SSE2__) && defined(__x86_64__)
#include <emmintrin.h>
#endif

#include "bits.hpp"
#include "inlining.hpp"
#include "ngram.hpp"
#include "prefetch.hpp"
#include "trie.hpp"

namespace zhnlp {

class Followers {
public:
    // Where the buckets of a context begin, and a power of two: how many there are.
    using Region = std::uint32_t;
    static constexpr Region kNone = 0;  // that of no context; no word is in it

    // Where a word is in a region.
    struct Place {
        const std::uint32_t* slot;  // any if it was never seen there
        bool found;
    };

    Followers() { make_room(0, 0); }

    // Reads the words after the contexts of `above`, and appends the regions of these, by their
    // number. `next` has those of the n-grams of `level` that are contexts; null at the last level.
    // Calls see(context, word, log_prob) for each. False if there are too many.
    template <class See>
    bool read(const NgramLevel& above, const NgramLevel& level, const std::vector<Region>* next,
              std::vector<Region>& regions, See see) {
        book_ = level.prob_book;
        back_off_book_ = above.back_off_book;
        bucket_bits_ = next ? kSlotBits + 1 : kSlotBits;
        blocks_.reserve(((level.n + above.n_contexts) / 2 << bucket_bits_) / kBlock);
        blocks_.clear();
        n_buckets_ = 0;
        make_room(0, 0);
        std::size_t left = level.n;  // contexts of altered arrays may share n-grams
        for (std::uint32_t context = 0; context < above.n_contexts; ++context) {
            const auto [first, last] = above.children(level, context);
            const std::size_t n = last - first <= left ? last - first : 0;
            left -= n;
            if (n_buckets_ >> (32 - kSizeBits)) return false;
            regions.push_back(make_room(n, above.back_offs[context]));
            for (std::size_t i = first; i < first + n; ++i) {
                add(regions.back(), level, i, next);
                see(context, level.word(i), book_[level.log_probs[i]]);
            }
        }
        return true;
    }

    ZHNLP_INLINE Place find(Region region, std::uint32_t word, std::uint32_t hash) const {
        const std::uint32_t mask = mask_of(region);
        for (std::uint32_t i = hash & mask;; i = (i + 1) & mask) {
            const std::uint32_t* const slots = bucket((region >> kSizeBits) + i);
            const unsigned equal = slots_with(slots, word, kCodeBits);
            const unsigned empty = slots_with(slots, kEmpty, 0) & kLastSlot;
            // One branch, nearly always taken; of two, compilers make one on `equal` alone.
            if (equal | empty) return {slots + lowest_bit(equal | kLastSlot), equal != 0};
        }
    }

    // The log probability of a word at a place, or `other` if it was never seen there.
    ZHNLP_INLINE float log_prob(const Place& place, float other) const {
        const std::uint32_t mask = 0 - std::uint32_t{place.found};
        std::uint32_t one, two;
        std::memcpy(&one, &book_[*place.slot & 0xFF], sizeof one);
        std::memcpy(&two, &other, sizeof two);
        one = (one & mask) | (two & ~mask);
        std::memcpy(&other, &one, sizeof other);
        return other;
    }

    // The region of the context that the n-gram at a place is; kNone if it is none. Not of the last
    // level.
    static Region next(const Place& place) {
        return place.slot[kSlots] & (0 - std::uint32_t{place.found});
    }

    // Prefetches the bucket of `word` in a region, either of which may be anything.
    ZHNLP_INLINE void fetch(Region region, std::uint32_t word) const {
        prefetch(bucket((region >> kSizeBits) + (hash(word) & mask_of(region))));
    }

    static std::uint32_t hash(std::uint32_t word) {
        return static_cast<std::uint32_t>(word * std::uint64_t{0x9E3779B97F4A7C15u} >> 40);
    }

    // Of the context of a region, which is not kNone.
    float back_off(Region region) const {
        return back_off_book_[*bucket(region >> kSizeBits) & 0xFF];
    }

private:
    static constexpr std::uint32_t kSizeBits = 5, kCodeBits = 8, kSlotBits = 2;
    static constexpr std::size_t kSlots = std::size_t{1} << kSlotBits, kBlock = 2 * kSlots;
    static constexpr unsigned kLastSlot = 1u << (kSlots - 1);
    static constexpr std::uint32_t kEmpty = 0xFFFFFFFFu;  // a slot; no word has this number

    // Two buckets, or one with regions: so aligned that each is in one cache line.
    struct alignas(kBlock * sizeof(std::uint32_t)) Block {
        std::uint32_t all[kBlock];
    };

    static std::uint32_t mask_of(Region region) {
        return (std::uint32_t{1} << (region & 31)) - 1;
    }

    const std::uint32_t* bucket(std::uint32_t i) const {
        return reinterpret_cast<const std::uint32_t*>(blocks_.data()) +
               (std::size_t{i} << bucket_bits_);
    }
    std::uint32_t* bucket(std::uint32_t i) {
        return blocks_.data()->all + (std::size_t{i} << bucket_bits_);
    }

    // The slots with a number but for some bits: a bit for each.
    static unsigned slots_with(const std::uint32_t* slots, std::uint32_t number, int bits) {
#if defined(__SSE2__) && defined(__x86_64__)
        const __m128i here =
            _mm_srli_epi32(_mm_load_si128(reinterpret_cast<const __m128i*>(slots)), bits);
        const __m128i equal = _mm_cmpeq_epi32(here, _mm_set1_epi32(static_cast<int>(number)));
        return static_cast<unsigned>(_mm_movemask_ps(_mm_castsi128_ps(equal)));
#else
        unsigned equal = 0;
        for (std::size_t i = 0; i < kSlots; ++i)
            equal |= static_cast<unsigned>(slots[i] >> bits == number) << i;
        return equal;
#endif
    }

    // Appends empty buckets for n words and the code of a back-off weight, which looks like a slot
    // of no word. At least one bucket is never full.
    Region make_room(std::size_t n, std::uint32_t back_off) {
        Region bits = 0;
        while ((std::size_t{3} << bits) < n + 1) ++bits;
        const Region region = n_buckets_ << kSizeBits | bits;
        n_buckets_ += std::uint32_t{1} << bits;
        Block empty;
        for (std::size_t i = 0; i < kBlock; ++i)
            empty.all[i] = i < kSlots || bucket_bits_ == kSlotBits ? kEmpty : kNone;
        blocks_.resize((std::size_t{n_buckets_} << bucket_bits_) / kBlock + 1, empty);
        *bucket(region >> kSizeBits) = kEmpty << kCodeBits | back_off;
        return region;
    }

    // Words are of up to 24 bits, as the values of a trie are. Others no vocabulary has.
    void add(Region region, const NgramLevel& level, std::size_t entry,
             const std::vector<Region>* next) {
        const std::uint32_t word = level.word(entry);
        if (word > Trie::kMaxValue) return;
        const std::uint32_t first = region >> kSizeBits, mask = mask_of(region);
        std::uint32_t i = hash(word) & mask;
        while (bucket(first + i)[kSlots - 1] != kEmpty) i = (i + 1) & mask;
        std::uint32_t* slot = bucket(first + i) + (i == 0);  // after the back-off weight
        while (*slot != kEmpty) ++slot;
        *slot = word << kCodeBits | level.log_probs[entry];
        const std::uint32_t context = next ? level.context(entry) : NgramLevel::kNone;
        if (context != NgramLevel::kNone && context < next->size())
            slot[kSlots] = (*next)[context];
    }

    std::array<float, 256> book_{}, back_off_book_{};
    std::uint32_t bucket_bits_ = kSlotBits, n_buckets_ = 0;
    std::vector<Block> blocks_;
};

}  // namespace zhnlp
