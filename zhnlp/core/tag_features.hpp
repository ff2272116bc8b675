// The features of a tagger: words of a TagText by their numbers and classes.
//
//     positions  在   的   开赛
//     open       -    -    +         more than one label is allowed: there is something to decide
//     features   token · pairs and triples of tokens and classes · with the nearest anchors
//                characters of a word that is not well known
//
// A feature has a row of label weights for each position that it covers, and is left out if none of
// these is open. About seven features a word.

#pragma once

#include <algorithm>
#include <cstdint>

#include "inlining.hpp"
#include "kept_scores.hpp"
#include "sequence.hpp"
#include "sequence_scorer.hpp"
#include "tag_text.hpp"

namespace zhnlp {

class TagFeatures : public TagText {
public:
    using TagText::TagText;

    // Calls sink(key, row, rows) for every feature: it covers `rows` positions from `row` on,
    // of which up to three are before the first position and two after the last.
    template <class Sink>
    void each(Sink& sink) const {
        each(sink, sink);
    }

    // Adds the weights of all features to `scorer`. Those of tokens and of pairs of classes, which
    // have most of the weights, are kept.
    void score(SequenceScorer& scorer, KeptScores& kept) const {
        each(scorer, [&](std::uint64_t key, std::ptrdiff_t row, unsigned rows) {
            if (!kept.add({key, 1}, row, rows, scorer,
                          [&](BlockScorer& own) { own(key, 0, rows); }))
                scorer(key, row, rows);
        });
    }

private:
    static constexpr unsigned kToken = 8, kClassPair = 10;  // kinds of features

    // The same; wide(key, row, rows) is called for features of tokens and of pairs of classes.
    template <class Sink, class Wide>
    void each(Sink& sink, Wide&& wide) const {
        const Position* const first = positions_.data() + kAround;
        const std::ptrdiff_t n = static_cast<std::ptrdiff_t>(size());
        unsigned around = 0;  // the open ones of five positions, as bits
        for (std::ptrdiff_t i = -3; i < n; ++i) {
            const Position* const p = first + i;
            around = around >> 1 | static_cast<unsigned>(p[2].open) << 4;
            if (i < -1 || !around) continue;
            // Inlined, so that kinds and rows are constants. Measured: with the masks of TagText,
            // tags take 7 % less time.
            const auto gram = [&](unsigned kind, std::uint64_t content, std::ptrdiff_t from,
                                  unsigned rows) ZHNLP_INLINE {
                if (!(around >> (from + 2) & ((1u << rows) - 1))) return;  // none is open
                if (kind == kToken || kind == kClassPair)
                    wide(feature(kind, content), i + from, rows);
                else
                    sink(feature(kind, content), i + from, rows);
            };
            words(p, gram);
            if (i >= 0 && p->known < 2) characters(*p, gram);
            if (config_.clusters) clusters(*p, p, gram);
        }
    }

    // The content of features of two or three: tokens have 20 bits, classes 12.
    static std::uint64_t pair(std::uint64_t a, std::uint64_t b) { return a << 20 | b; }
    static std::uint64_t triple(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
        return (a << 20 | b) << 12 | c;
    }

    // The features that begin at `p`, or have it in their middle.
    template <class Gram>
    static void words(const Position* p, Gram gram) {
        gram(kToken, p[0].token, -2, 5);
        gram(9, pair(p[0].token, p[1].token), -1, 4);
        gram(kClassPair, pair(p[0].cls, p[1].cls), -1, 4);
        gram(11, triple(p[-1].cls, p[0].token, p[1].cls), 0, 1);
        gram(12, pair(p[-1].token, p[1].token), 0, 1);
        gram(15, pair(p[0].token, p[0].before), 0, 1);
        gram(16, pair(p[0].token, p[0].after), 0, 1);
    }

    // The features of the characters of a word, for it and for its neighbours.
    template <class Gram>
    void characters(const Position& position, Gram gram) const {
        const std::size_t length = position.end - position.start;
        const std::uint64_t first = symbol(position.start), last = symbol(position.end - 1);
        const std::uint64_t about = std::min<std::size_t>(length, 5);
        gram(23, pair(about, first), 0, 1);
        gram(24, pair(about, last), -1, 3);
        gram(25, pair(position.cls, last), 0, 1);
        if (length < 2) return;
        gram(26, pair(position.cls, first), 0, 1);
        gram(27, pair(symbol(position.end - 2), last), 0, 1);
        if (length > 2) gram(28, pair(first, symbol(position.start + 1)), 0, 1);
    }

    // More features, for few texts: classes and clusters alone and with those beside, parts.
    template <class Gram>
    void clusters(const Position& position, const Position* p, Gram gram) const {
        gram(17, p[0].cls, -2, 5);
        gram(18, pair(p[-1].cls, p[1].cls), 0, 1);
        gram(19, p[0].number, -2, 5);
        for (unsigned level = 0; level < 4; ++level) {
            const auto at = [&](std::ptrdiff_t i) { return cluster_at(p[i].cluster, level); };
            gram(32 + level, at(0), -1, 3);
            gram(36 + level, pair(at(0), at(1)), -1, 4);
            gram(40 + level, pair(at(-1), at(1)), 0, 1);
        }
        if (position.start == position.end) return;
        const std::uint64_t length = std::min<std::size_t>(position.end - position.start, 5);
        const std::uint64_t first = part(position, true), last = part(position, false);
        gram(20, pair(first, length), 0, 1);
        gram(21, pair(last, length), 0, 1);
        gram(22, pair(first, last), 0, 1);
        gram(44, symbol(position.start), 0, 1);
        gram(45, symbol(position.end - 1), 0, 1);
        for (std::size_t i = position.start + 1; i + 1 < position.end; ++i)
            if (i - position.start < kLongestWord) gram(46, symbol(i), 0, 1);
        if (position.end - position.start > 2)
            gram(47,
                 pair(pair(symbol(position.end - 3), symbol(position.end - 2)),
                      symbol(position.end - 1)) &
                     ((std::uint64_t{1} << 56) - 1),
                 0, 1);
    }

    // The class and length of the longest word that a word begins or ends with.
    std::uint64_t part(const Position& position, bool at_start) const {
        const std::size_t length = std::min<std::size_t>(position.end - position.start, 5);
        for (std::size_t n = length - 1; n > 0; --n) {
            const std::size_t start = at_start ? position.start : position.end - n;
            const std::size_t number = look_up(start, start + n);
            if (number >= n_known()) continue;
            const std::uint64_t cls = config_.words[number].cls();
            if (cls >= kFirstClass) return cls << 3 | n;
        }
        return 0;
    }
};

}  // namespace zhnlp
