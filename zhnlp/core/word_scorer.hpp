// The sums of weights for the features of words, which SequenceScorer adds one by one.
//
//     position i        rows of     i - 2   i - 1 | i       i + 1 | i + 2
//     symbol            20 weights  B M E S  B M E S | B M E S  B M E S | B M E S
//     pair, triple, …               fewer rows, likewise in their places
//                                   one register     another          a third
//
// A window of five rows moves along the text in three registers: the blocks of all features of
// a position are added there, and a row that no later feature covers goes to memory once. Blocks
// are found for kBlock positions at a time, so that each is in the cache when it is added. After
// words of the user's were made, only the rows beside them are set again.
// Measured: a third of the instructions that adding block by block to memory takes, 1.4 times
// the speed of crf.

#pragma once

#include <algorithm>
#include <cstring>

#include "inlining.hpp"
#include "score_window.hpp"
#include "sequence.hpp"
#include "sequence_scorer.hpp"
#include "word_features.hpp"

namespace zhnlp {

#if defined(__SSE2__) && defined(__x86_64__)

class WordScorer {
public:
    explicit WordScorer(const CrfConfig& config)
        : model_(config.model),
          grams_(config.grams),
          pool_(reinterpret_cast<std::uintptr_t>(model_.pool) - 1),
          last_(model_.n_pool > kLargest ? model_.n_pool - kLargest : 0) {
        if (!fits()) return;
        for (std::uint64_t i = 0; i < 2; ++i)
            repeated_[i] = block(find(WordFeatures::kRepeated, i), 4 * (i + 2));
        fill(symbols_, WordFeatures::kSymbol, 20);
        fill(lengths_, WordFeatures::kLengths, 12);
        fill(found_, WordFeatures::kFound, 12);
    }

    // Whether it can do without SequenceScorer.
    bool fits() const {
        return model_.n_labels == kLabels && model_.buckets && !model_.sparse;
    }

    // Sets the sums of `scorer` to those of `features`.
    void score(const WordFeatures& features, SequenceScorer& scorer) {
        const auto n = static_cast<std::ptrdiff_t>(features.size());
        std::int16_t* const sums = scorer.begin_set(features.size());
        add_window(features, -1, n + 1, sums - 3 * kRow);
        for (const WordFeatures::Word& word : features.words()) add_word(word, sums);
    }

    // The same for the atoms whose features have changed, when the others have their sums already.
    void score_again(const WordFeatures& features, SequenceScorer& scorer) {
        const auto n = static_cast<std::ptrdiff_t>(features.size());
        for (const ChangedAtoms::Range& range : features.changed()) {
            const std::ptrdiff_t first = static_cast<std::ptrdiff_t>(range.first) - 1,
                                 last = static_cast<std::ptrdiff_t>(range.last) + 1;
            const std::int16_t* const sums = sums_between(features, first, last);
            for (std::ptrdiff_t i = std::max<std::ptrdiff_t>(first, 0); i < std::min(last, n); ++i)
                scorer.set(static_cast<std::size_t>(i), sums + i * kRow);
        }
    }

private:
    using Window = ScoreWindow;
    static constexpr std::size_t kLabels = 4, kLargest = 20;  // weights of a block
    static constexpr std::ptrdiff_t kRow = Window::kRow;
    static constexpr std::ptrdiff_t kBlock = 32;

    struct Blocks {
        const std::int8_t* at[Window::kAll];
        unsigned repeats;
    };

    // Sets rows to the sums for the positions from `first` to `last`: `row` is that of two before
    // `first`.
    ZHNLP_INLINE inline void add_window(const WordFeatures& features, std::ptrdiff_t first, std::ptrdiff_t last,
                    std::int16_t* row) {
        Window window(row);
        for (std::ptrdiff_t from = first; from < last; from += kBlock) {
            const std::ptrdiff_t to = std::min(from + kBlock, last);
            find(features, from, to);
            for (std::ptrdiff_t i = from; i < to; ++i) {
                const Blocks& blocks = blocks_[i - from];
                window.add(blocks.at);
                if (blocks.repeats) add_repeated(blocks.repeats, window);
                window.move();
            }
        }
        for (int i = 0; i < 4; ++i) window.move();
    }

    // The sums of the atoms from `first` to `last`, as if those of all were there. Beside them are
    // rows for what words reach.
    const std::int16_t* sums_between(const WordFeatures& features, std::ptrdiff_t first,
                                     std::ptrdiff_t last) {
        const auto n = static_cast<std::ptrdiff_t>(features.size());
        const auto reach = static_cast<std::ptrdiff_t>(features.longest()) + 4;
        rows_.assign(static_cast<std::size_t>((last - first + 2 * reach) * kRow), 0);
        std::int16_t* const sums = rows_.data() + (reach - first) * kRow;
        const std::ptrdiff_t from = std::max<std::ptrdiff_t>(first - 2, -1);
        add_window(features, from, std::min(last + 2, n + 1), sums + (from - 2) * kRow);
        const std::vector<WordFeatures::Word>& words = features.words();
        const auto low = static_cast<std::uint32_t>(std::max<std::ptrdiff_t>(first - reach + 2, 0));
        for (auto word = std::lower_bound(words.begin(), words.end(), low,
                                          [](const WordFeatures::Word& one, std::uint32_t at) {
                                              return one.first < at;
                                          });
             word != words.end() && word->first <= last; ++word)
            add_word(*word, sums);
        return sums;
    }

    void add_repeated(unsigned repeats, Window& window) const {
        if (repeats & 1)
            window.second = Window::sum(window.second, Window::low(Window::load_8(repeated_[0])));
        if (!(repeats & 2)) return;
        window.second = Window::sum(window.second, Window::low(Window::load_8(repeated_[1])));
        window.third = Window::sum(window.third, Window::low(Window::load_4(repeated_[1] + 8)));
    }

    ZHNLP_INLINE inline void add_word(const WordFeatures::Word& word, std::int16_t* sums) const {
        std::int16_t* const first = sums + word.first * kRow;
        add_8(first - kRow, direct(WordFeatures::kWordBegins, word.code, 8));
        add_8(sums + word.last * kRow, direct(WordFeatures::kWordEnds, word.code, 8));
        const unsigned n = word.n_inner();
        if (!n) return;
        const std::int8_t* const covers = direct(WordFeatures::kWordCovers, word.code, 4 * n);
        for (unsigned i = 0; i < kLabels * n; ++i)
            first[kRow + i] = static_cast<std::int16_t>(first[kRow + i] + covers[i]);
    }

    static void add_8(std::int16_t* sums, const std::int8_t* weights) {
        __m128i* const at = reinterpret_cast<__m128i*>(sums);
        _mm_storeu_si128(
            at, Window::sum(_mm_loadu_si128(at), Window::low(Window::load_8(weights))));
    }

    // Sets blocks_ to those of the positions from `from` to `to`.
    void find(const WordFeatures& features, std::ptrdiff_t from, std::ptrdiff_t to) {
        if (grams_.empty())
            find_by_hash(features, from, to);
        else
            find_grams(features, from, to);
        const Symbol* const symbols = features.symbols();
        const auto n = static_cast<std::ptrdiff_t>(features.size());
        const bool has_lexicon = features.has_lexicon();
        Blocks* out = blocks_;
        for (std::ptrdiff_t i = from; i < to; ++i, ++out) {
            out->at[Window::kSymbol] = symbols_[symbols[i]];
            out->repeats = 0;
            if (i < 0 || i == n) {
                for (const int which : {Window::kLengthsHere, Window::kLengths, Window::kFound})
                    out->at[which] = kNone;
                continue;
            }
            const WordFeatures::Marks& here = features.marks(i);
            out->at[Window::kLengths] = lengths_[here.lengths()];
            out->at[Window::kFound] = has_lexicon ? found_[here.found()] : kNone;
            out->repeats = static_cast<unsigned>(symbols[i] == symbols[i + 1]) |
                           static_cast<unsigned>(symbols[i] == symbols[i + 2]) << 1;
        }
    }

    void find_grams(const WordFeatures& features, std::ptrdiff_t from, std::ptrdiff_t to) {
        const Symbol* const symbols = features.symbols();
        const auto n = static_cast<std::ptrdiff_t>(features.size());
        const WordGrams grams = grams_;
        Blocks* out = blocks_;
        for (std::ptrdiff_t i = from; i < to; ++i, ++out) {
            const std::uint32_t c = symbols[i], e = symbols[i + 2];
            const WordGrams::Found pair = grams.pair(c, symbols[i + 1]);
            const std::uint32_t lengths = i >= 0 && i < n ? features.marks(i).lengths() : 0;
            out->at[Window::kPair] = block(pair.offset_1, 16);
            out->at[Window::kTriple] = block(grams.triple(pair, e), 12);
            out->at[Window::kSkip] = block(grams.skip(c, e), 4);
            out->at[Window::kLengthsHere] = block(grams.lengths_here(lengths, c), 4);
            for (int which = 0; which < Window::kHashed; ++which) prefetch(out->at[which]);
        }
    }

    // The same for models without grams, in two passes: what the second reads, the first has
    // prefetched.
    void find_by_hash(const WordFeatures& features, std::ptrdiff_t from, std::ptrdiff_t to) {
        const Symbol* const symbols = features.symbols();
        const auto n = static_cast<std::ptrdiff_t>(features.size());
        Waiting* waiting = waiting_;
        const auto look_up = [&](unsigned kind, std::uint64_t content, std::size_t size) {
            const std::uint64_t hash = mix(feature(kind, content));
            const std::size_t home = model_.home(hash);
            prefetch(model_.buckets + 2 * SequenceModel::kBucket * home);
            *waiting++ = {static_cast<std::uint32_t>(home), static_cast<std::uint32_t>(hash),
                          static_cast<std::uint32_t>(size)};
        };
        for (std::ptrdiff_t i = from; i < to; ++i) {
            const std::uint64_t c = symbols[i], d = symbols[i + 1], e = symbols[i + 2];
            const std::uint64_t lengths = i >= 0 && i < n ? features.marks(i).lengths() : 0;
            look_up(WordFeatures::kPair, c << 16 | d, 16);
            look_up(WordFeatures::kTriple, c << 32 | d << 16 | e, 12);
            look_up(WordFeatures::kSkip, c << 16 | e, 4);
            look_up(WordFeatures::kLengthsHere, lengths << 16 | c, 4);
        }
        waiting = waiting_;
        for (Blocks* out = blocks_; out < blocks_ + (to - from); ++out)
            for (int which = 0; which < Window::kHashed; ++which, ++waiting) {
                out->at[which] = block(model_.find(waiting->home, waiting->check), waiting->size);
                prefetch(out->at[which]);
            }
    }

    // The block of a feature whose contents have been looked up once for all texts.
    const std::int8_t* direct(unsigned kind, std::uint64_t content, std::size_t size) const {
        return block(find(kind, content), size);
    }
    std::uint32_t find(unsigned kind, std::uint64_t content) const {
        const std::vector<std::uint32_t>& offsets = model_.direct[kind];
        return content < offsets.size() ? offsets[content]
                                        : model_.find(mix(feature(kind, content)));
    }

    void fill(std::vector<const std::int8_t*>& blocks, unsigned kind, std::size_t size) const {
        for (const std::uint32_t offset_1 : model_.direct[kind])
            blocks.push_back(block(offset_1, size));
    }

    // The block of `size` weights at an offset + 1; one of zeros for 0, and for what the pool
    // does not hold. Whether there is a block cannot be predicted, so it is no branch.
    const std::int8_t* block(std::uint32_t offset_1, std::size_t size) const {
        if (offset_1 > last_ && offset_1 - 1 + size > model_.n_pool) return kNone;
        const auto none = reinterpret_cast<std::uintptr_t>(kNone);
        const std::uintptr_t mask = 0 - static_cast<std::uintptr_t>(offset_1 != 0);
        return reinterpret_cast<const std::int8_t*>(none + ((pool_ + offset_1 - none) & mask));
    }

    static constexpr std::int8_t kNone[kLargest] = {};

    struct Waiting {
        std::uint32_t home, check, size;
    };

    const SequenceModel& model_;
    const WordGrams& grams_;
    std::uintptr_t pool_;  // less one: offsets are, too
    std::size_t last_;     // offset + 1 of a block that is surely inside
    const std::int8_t* repeated_[2];
    std::vector<const std::int8_t*> symbols_, lengths_, found_;  // blocks by content
    Waiting waiting_[kBlock * Window::kHashed];
    Blocks blocks_[kBlock];
    std::vector<std::int16_t> rows_;
};

#else

class WordScorer {
public:
    explicit WordScorer(const CrfConfig&) {}
    bool fits() const { return false; }
    void score(const WordFeatures&, SequenceScorer&) {}
    void score_again(const WordFeatures&, SequenceScorer&) {}
};

#endif

}  // namespace zhnlp
