// The features of a recognizer: where names begin and end, and of which kind they are.
//
//     text        在 [ N B A ] 看 王 小 明 ， 《 红 楼 梦 》
//     words       在   NBA    看 王 小明  ， 《 红楼梦   》    with their tags: p nz v nr nr w w n w
//     atoms       0    1      2  3  4 5  6  7  8  9 10 11      units (see units.hpp), cut where words are
//     n-grams     看 看王 看王小 …              a window of five, of one to three symbols
//     marks       of 红: 红楼梦 begins          longest word of the lists that begins, passes, ends
//     quoted      of 楼: the second in 《》     how far inside quotes or brackets
//     names       of 王: 王小明 begins          the same of names that are often found in raw text
//     persons     of 王: surname, middle, last   how often 王, 小 and 明 are those of persons there
//     of 小明     小明 · two, between nr and w as nr · …明 as the end of two, nr · its cluster
//
// Each feature has a row of label weights for every atom that it covers. A feature of a
// word covers the word and the atoms next to it, at most five. After Nadeau and Sekine
// (2007), sections 3.1 and 3.2.
//
// About eight features an atom: five or six of its own, three or four of each word. Linear in
// the text. Any code points, word ends and tags are valid.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "entity_text.hpp"
#include "inlining.hpp"
#include "kept_scores.hpp"
#include "sequence.hpp"
#include "sequence_scorer.hpp"
#include "word_clusters.hpp"

namespace zhnlp {

// Sums of the features of words by themselves, of tags, and of marks.
struct NameScores {
    explicit NameScores(const SequenceModel& model)
        : words(model, 8, 1 << 21), tags(model, kMaxRows, 1 << 19), marks(model, 3, 3 << 17) {}
    KeptScores words, tags, marks;

    // The words of a text whose sums are not kept: their features are looked up together, behind
    // all others, when what tells their clusters is in the cache. Measured: 3 % of the time.
    struct Missed {
        std::uint32_t word, atom;  // its number and that of its first atom
        bool has_key;
    };
    std::vector<Missed> missed;
};

class EntityFeatures : public EntityText {
public:
    using EntityText::EntityText;

    // Calls sink(key, row, rows) for every feature: it covers `rows` atoms from `row` on.
    // Rows may be up to three before the first atom and two after the last.
    template <class Sink>
    void each(Sink& sink) const {
        const std::ptrdiff_t n = static_cast<std::ptrdiff_t>(size());
        if (config_.symbols_only) {
            for (std::ptrdiff_t i = 0; i < n; ++i) sink(feature(kSymbol, symbol(i)), i, 1);
            return;
        }
        if (n == 0) return;
        for (std::ptrdiff_t i = -1; i < n; ++i) each_of_atom(i, sink);
        for (std::size_t i = 1; i + 1 < words_.size(); ++i) {
            each_of_tags(&words_[i], position(words_[i].first) - 1, sink);
            each_of_word(words_[i], position(words_[i].first), sink);
        }
    }

    // Adds the weights of all features to `scorer`; those of words, tags and marks from `kept`.
    void score(SequenceScorer& scorer, NameScores& kept) const {
        if (config_.symbols_only || size() == 0) return each(scorer);
        each_of_symbols(-1, -1, 0, 3, scorer);
        kept.missed.clear();
        std::size_t i = 0;
        for (std::size_t w = 1; w + 1 < words_.size(); ++w) {
            const Word& word = words_[w];
            const std::size_t n = word.n_atoms;
            KeptScores::Key key;
            const bool has_key = key_of(word, key);
            if (!has_key || !kept.words.add(key, position(i) - kBeside, n + 2 * kBeside, scorer,
                                            [&](auto& own) { each_inside(word, 0, own); })) {
                kept.missed.push_back({static_cast<std::uint32_t>(w),
                                       static_cast<std::uint32_t>(i), has_key});
                config_.evidence.fetch_cluster(text_, atoms_[word.first].start, word.end);
            }
            if (!kept.tags.add({tags(&word), 1}, position(i) - 1, rows(word), scorer,
                               [&](auto& own) { each_of_tags(&word, 0, own); }))
                each_of_tags(&word, position(i) - 1, scorer);
            score_symbols(position(i), position(n), has_key, scorer);
            i += n;
        }
        score_symbols(position(i), position(size() - i), false, scorer);
        // Not word by word, as the ends of short loops are mispredicted. Measured: 3 % of the time.
        for (i = 0; i < size(); ++i) score_atom(position(i), scorer, kept);
        for (const NameScores::Missed& own : kept.missed)
            own.has_key ? each_inside(words_[own.word], position(own.atom) - kBeside, scorer)
                        : each_of_word(words_[own.word], position(own.atom), scorer);
    }

    // Looks up the features with few possible contents once for all texts.
    static void prepare(SequenceModel& model, std::size_t n_symbols) {
        model.find_all(kSymbol, n_symbols);
        model.find_all(kMeeting, 1 << 16);
        model.find_all(kSmall, kClusters + WordClusters::kFlat);
    }

private:
    enum Kind : unsigned {
        kSymbol = 1,
        kMeeting,
        kSmall,  // contents: classes of persons' characters, then clusters
        kPair,
        kTriple,
        kMarks,
        kQuoted,
        kSpelling,
        kWord,
        kTags,
        kEnding,
        kName,
        kNameMeeting
    };
    static constexpr std::uint64_t kClusters = 1 << 9;  // the first content of kSmall for clusters

    static constexpr std::size_t kLongestKept = 4;  // characters of a word of NameScores
    static constexpr std::ptrdiff_t kBeside = 2;    // atoms on either side that it covers

    static std::ptrdiff_t position(std::size_t i) { return static_cast<std::ptrdiff_t>(i); }

    template <class Sink>
    void each_of_atom(std::ptrdiff_t i, Sink& sink) const {
        each_of_symbols(i, i, 0, 3, sink);
        if (i < 0) return;
        each_of_marks(i, i - 1, sink);
        each_of_persons(i, i, sink);
        each_of_place(i, sink);
    }

    // The features of symbols and persons of n atoms from i on; without those inside, if these are
    // a word with a key: only the last two atoms have others.
    void score_symbols(std::ptrdiff_t i, std::ptrdiff_t n, bool has_key,
                       SequenceScorer& scorer) const {
        const std::ptrdiff_t end = i + n;
        for (std::ptrdiff_t at = has_key ? std::max(i, end - 2) : i; at < end; ++at) {
            each_of_symbols(at, at, has_key ? end - at : 0, 3, scorer);
            each_of_persons(at, at, scorer);
        }
    }

    // The features of an atom that are neither of symbols nor of persons.
    void score_atom(std::ptrdiff_t i, SequenceScorer& scorer, NameScores& kept) const {
        each_of_place(i, scorer);
        if (i == 0) return each_of_marks(i, i - 1, scorer);
        if (!kept.marks.add({marks_about(marks_, i), 1 + marks_about(names_, i) * 2}, i - 1, 3,
                            scorer, [&](auto& own) { each_of_marks(i, 0, own); }))
            each_of_marks(i, i - 1, scorer);
    }

    // The features of the symbols of atoms from i on, at `row`, that end at one of i + from to
    // i + to - 1.
    template <class Sink>
    ZHNLP_INLINE void each_of_symbols(std::ptrdiff_t i, std::ptrdiff_t row, std::ptrdiff_t from,
                                      std::ptrdiff_t to, Sink& sink) const {
        const std::uint64_t c = symbol(i), d = symbol(i + 1), e = symbol(i + 2);
        if (from < 1) sink(feature(kSymbol, c), row - 2, 5);
        if (from < 2 && to > 1) sink(feature(kPair, c << 16 | d), row - 1, 4);
        if (from < 3 && to > 2) sink(feature(kTriple, c << 32 | d << 16 | e), row, 3);
    }

    template <class Sink>
    void each_of_place(std::ptrdiff_t i, Sink& sink) const {
        const Atom& atom = atoms_[static_cast<std::size_t>(i)];
        if (atom.spelling != atom.symbol) sink(feature(kSpelling, mix(atom.spelling)), i - 2, 5);
        if (atom.quoted) sink(feature(kQuoted, atom.quoted), i, 1);
    }

    // The marks of atom i, and those that meet before it, from `row` on.
    template <class Sink>
    void each_of_marks(std::ptrdiff_t i, std::ptrdiff_t row, Sink& sink) const {
        const Marks* const here = &marks_[static_cast<std::size_t>(i)];
        sink(feature(kMarks, here->all()), row, 3);
        if (i) sink(feature(kMeeting, here[-1].meeting(*here)), row, 2);
        if (names_.empty()) return;
        const Marks* const name = &names_[static_cast<std::size_t>(i)];
        if (name->all()) sink(feature(kName, name->all()), row, 3);
        if (const std::uint64_t meeting = i ? name[-1].meeting(*name) : 0)
            sink(feature(kNameMeeting, meeting), row, 2);
    }

    // The marks that each_of_marks reads, for i > 0.
    static std::uint64_t marks_about(const std::vector<Marks>& marks, std::ptrdiff_t i) {
        if (marks.empty()) return 0;
        const Marks* const here = &marks[static_cast<std::size_t>(i)];
        return here->all() << 8 | Marks::low(here[-1].ends);
    }

    template <class Sink>
    void each_of_persons(std::ptrdiff_t i, std::ptrdiff_t row, Sink& sink) const {
        if (persons_.empty() || !(person(i) & 0700)) return;
        sink(feature(kSmall, (person(i) & 0700) | (person(i + 1) & 070) | (person(i + 2) & 07)),
             row, 3);
    }

    static std::uint64_t length(const Word& word) {
        return std::min<std::uint32_t>(word.n_atoms, 6);
    }

    static unsigned rows(const Word& word) {
        return static_cast<unsigned>(std::min<std::size_t>(length(word) + 2, kMaxRows));
    }

    static std::uint64_t tags(const Word* word) {
        const std::uint64_t before = word[-1].tag, tag = word->tag;
        return (before << 16 | tag << 8 | word[1].tag) << 3 | length(*word);
    }

    template <class Sink>
    void each_of_tags(const Word* word, std::ptrdiff_t row, Sink& sink) const {
        sink(feature(kTags, tags(word)), row, rows(*word));
    }

    // The features of a word by itself, whose first atom is at `row`.
    template <class Sink>
    void each_of_word(const Word& word, std::ptrdiff_t row, Sink& sink) const {
        const std::size_t end = word.first + word.n_atoms;
        std::uint64_t hash = 0;  // of the spellings of its atoms
        for (std::size_t i = word.first; i < end; ++i) hash = mix(hash ^ atoms_[i].spelling);
        const std::uint64_t tag = word.tag, last = atoms_[end - 1].spelling;
        sink(feature(kWord, hash), row - 1, rows(word));
        sink(feature(kEnding, mix(last << 9 | tag << 3 | length(word))), row - 1, rows(word));
        const std::int64_t cluster =
            config_.evidence.cluster_of(text_, atoms_[word.first].start, word.end);
        if (cluster >= 0)
            sink(feature(kSmall, kClusters + static_cast<std::uint64_t>(cluster)), row - 1,
                 rows(word));
    }

    // The features that read nothing beside a word, from two rows before it, `row`, on.
    template <class Sink>
    void each_inside(const Word& word, std::ptrdiff_t row, Sink& sink) const {
        const std::ptrdiff_t first = word.first, n = word.n_atoms;
        for (std::ptrdiff_t k = 0; k < n; ++k) {
            each_of_symbols(first + k, row + k + kBeside, 0, n - k, sink);
            if (n - k > 2) each_of_persons(first + k, row + k + kBeside, sink);
        }
        each_of_word(word, row + kBeside, sink);
    }

    // Sets what tells the features inside a word, its characters and its tag; or returns false, if
    // one of its atoms is no single Chinese character or sign, or it is long.
    bool key_of(const Word& word, KeptScores::Key& key) const {
        const std::size_t start = atoms_[word.first].start, n = word.n_atoms;
        if (n > kLongestKept || word.end != start + n || atoms_[word.first + n].start != start + n)
            return false;
        bool is_plain = true;
        char32_t chars[kLongestKept];
        for (std::size_t i = 0; i < kLongestKept; ++i) {  // no jumps: lengths are not foreseen
            const std::size_t at = start + std::min(i, n - 1);
            const unsigned cls = flags_[at] & kClassMask;
            is_plain &= ((cls == kHan) | (cls == kOther)) & !(text_[at] >> 21);
            chars[i] = text_[at] & -char32_t{i < n};
        }
        key.a = chars[0] | std::uint64_t{chars[1]} << 21 | std::uint64_t{chars[2]} << 42;
        key.b = std::uint64_t{1} << 63 | std::uint64_t{chars[3]} << 32 | word.tag;
        return is_plain;
    }
};

}  // namespace zhnlp
