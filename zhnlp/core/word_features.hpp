// The features of the trained segmenter: where words begin and end.
//
//     atoms      上 海 市 很 大          (see atoms.hpp)
//     n-grams    上 上海 上海市 上_市 …   a window of five, of one to three symbols
//     dictionary longest word that begins, passes, ends at each atom: 3,0,0  0,3,2  0,0,3 …
//     lexicon    the same for words that were found in raw text, and how often
//     evidence   for every word of the lexicon, not only the longest: where it begins, what it
//                covers and where it ends, by its kind and length
//
// After Zhao, Huang, Li and Lu (2006); dictionary features after Low, Ng and Guo
// (2005); words of raw text after Zhang, Wang, Mansur and Zhang (2013). Seven features an
// atom, and 28 that cover it, and up to three a word; linear in the text.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "atoms.hpp"
#include "board.hpp"
#include "changed_atoms.hpp"
#include "sequence.hpp"
#include "word_places.hpp"

namespace zhnlp {

class WordFeatures {
public:
    enum Kind : unsigned {
        kSymbol = 1,
        kLengths,
        kFound,
        kPair,
        kTriple,
        kSkip,
        kLengthsHere,
        kRepeated,
        kWordBegins,
        kWordCovers,
        kWordEnds
    };

    // The longest words that begin, pass and end at an atom, 0 for none.
    struct Marks {
        std::uint8_t begins = 0, passes = 0, ends = 0;  // atoms, up to 6
        std::uint8_t begins_found = 0, passes_found = 0,
                     ends_found = 0;  // codes of the raw lexicon

        std::uint32_t lengths() const { return (begins * 7u + passes) * 7u + ends; }
        std::uint32_t found() const {
            return (begins_found * 13u + passes_found) * 13u + ends_found;
        }
    };

    // A word of the lexicon: its atoms, both included, and its kind and length.
    struct Word {
        std::uint32_t first, last, code;

        // How many of the atoms inside count.
        unsigned n_inner() const { return std::min<unsigned>(last - first - 1, kMaxRows); }
    };

    explicit WordFeatures(const CrfConfig& config) : config_(config) {}

    void set(const Board& board) {
        board_ = &board;
        find_atoms();
        if (config_.by_character) return;
        marks_.assign(size(), Marks{});
        longest_ = 0;
        find_words(0, size());
        words_.clear();
        if (has_lexicon()) find_lexicon_words(0, size());
        changed_.keep(board);
    }

    // Finds the features near the words that were made on the board since `set`; false if `set` is
    // needed.
    bool set_again() {
        if (config_.by_character || !changed_.find(*board_, atoms_, size(), longest_)) return false;
        for (const std::uint32_t i : changed_.places())
            places_[atoms_[i]] = WordPlaces::at(*board_, i);
        for (const ChangedAtoms::Range& range : changed_.ranges())
            std::fill_n(marks_.data() + range.first, range.last - range.first, Marks{});
        words_.swap(kept_words_);
        words_.clear();
        std::size_t kept = 0, done = 0;  // words, atoms
        for (const ChangedAtoms::Range& range : changed_.ranges()) {
            const std::size_t first = std::max(done + longest_, range.first) - longest_;
            find_words(first, range.last);
            while (kept < kept_words_.size() && kept_words_[kept].first < first)
                words_.push_back(kept_words_[kept++]);
            if (has_lexicon()) find_lexicon_words(first, range.last);
            while (kept < kept_words_.size() && kept_words_[kept].first < range.last) ++kept;
            done = range.last;
        }
        words_.insert(words_.end(), kept_words_.begin() + static_cast<std::ptrdiff_t>(kept),
                      kept_words_.end());
        changed_.keep(*board_);
        return true;
    }

    // The atoms that `set_again` found features of.
    const std::vector<ChangedAtoms::Range>& changed() const { return changed_.ranges(); }
    std::size_t longest() const { return longest_; }  // of the words found, in atoms

    std::size_t size() const { return size_; }
    std::uint32_t start(std::size_t atom) const { return starts_[atom]; }  // of size(): the end
    std::size_t atom_at(std::size_t i) const { return atoms_[i]; }         // of a character
    // Of the atoms, and kOutside for one before and three after them.
    const Symbol* symbols() const { return symbols_.data() + 1; }
    const Marks& marks(std::ptrdiff_t atom) const { return marks_[static_cast<std::size_t>(atom)]; }
    const std::vector<Word>& words() const { return words_; }  // of the lexicon
    bool has_lexicon() const { return !config_.lexicon.empty(); }

    // The labels that the flags of the board allow for an atom, as bits.
    std::uint64_t allowed(std::size_t atom) const {
        return WordPlaces::labels_between(places_[atom], places_[atom + 1]);
    }

    template <class Sink>
    void each(Sink& sink) const {
        const std::ptrdiff_t n = static_cast<std::ptrdiff_t>(size());
        for (std::ptrdiff_t i = -1; i <= n; ++i) {
            const std::uint64_t c = symbols()[i], d = symbols()[i + 1], e = symbols()[i + 2];
            sink(feature(kSymbol, c), i - 2, 5);
            sink(feature(kPair, c << 16 | d), i - 1, 4);
            sink(feature(kTriple, c << 32 | d << 16 | e), i, 3);
            sink(feature(kSkip, c << 16 | e), i + 1, 1);
            if (i < 0 || i == n) continue;
            if (c == d) sink(feature(kRepeated, 0), i, 2);
            if (c == e) sink(feature(kRepeated, 1), i, 3);
            const Marks& here = marks(i);
            sink(feature(kLengths, here.lengths()), i - 1, 3);
            sink(feature(kLengthsHere, std::uint64_t{here.lengths()} << 16 | c), i, 1);
            if (has_lexicon()) sink(feature(kFound, here.found()), i - 1, 3);
        }
        for (const Word& word : words_) {
            const std::ptrdiff_t first = word.first, last = word.last;
            sink(feature(kWordBegins, word.code), first - 1, 2);
            sink(feature(kWordEnds, word.code), last, 2);
            if (const unsigned n = word.n_inner())
                sink(feature(kWordCovers, word.code), first + 1, n);
        }
    }

    // Looks up the features with few possible contents once for all texts.
    static void prepare(SequenceModel& model, std::size_t n_symbols) {
        model.find_all(kSymbol, n_symbols);
        model.find_all(kLengths, 7 * 7 * 7);
        model.find_all(kFound, 13 * 13 * 13);
        for (const unsigned kind : {kWordBegins, kWordCovers, kWordEnds})
            model.find_all(kind, kWordCodes);
    }

private:
    static constexpr std::size_t kWordCodes = 32 << 3;  // of the kinds of evidence there are

    // Units, but cut where the user's words end inside; a user's word of several units is
    // several atoms. Or single characters, if the model has scores of these.
    void find_atoms() {
        const std::size_t length = board_->length();
        const bool by_unit = !config_.by_character, finds = by_unit && has_lexicon();
        const char32_t* const text = board_->text();
        atoms_.resize(length + 1);
        starts_.resize(length + 1);
        places_.resize(length + 1);
        symbols_.resize(length + 4);
        if (finds) {
            codes_.resize(length + 1);
            seconds_.resize(length + 1);
        }
        std::size_t n = 0;
        Symbol* const symbols = symbols_.data() + 1;
        std::uint32_t *const atoms = atoms_.data(), *const starts = starts_.data();
        const std::uint8_t* const flags = board_->flags.data();
        for (std::size_t i = 0, end; i < length; i = end, ++n) {
            end = i + 1;
            atoms[i] = static_cast<std::uint32_t>(n);
            starts[n] = static_cast<std::uint32_t>(i);
            places_[n] = WordPlaces::at(*board_, i);
            if (flags[i] == kHan && !(flags[end] & kJoined)) {  // most are such; the same as below
                const Symbol symbol = config_.alphabet[text[i]];
                symbols[n] = symbol ? symbol : Symbol{kUnknownHan};
                if (finds) codes_[n] = config_.lexicon.code(text[i]);
                continue;
            }
            while (by_unit && end < length && !board_->atom(end)) ++end;
            for (std::size_t k = i + 1; k < end; ++k) atoms[k] = static_cast<std::uint32_t>(n);
            symbols[n] = by_unit ? unit_symbol(config_.alphabet, text, i, end, flags[i])
                                 : Symbol{kOutside};
            if (finds) codes_[n] = end == i + 1 ? config_.lexicon.code(text[i]) : 0;
        }
        if (finds) {
            codes_[n] = 0;
            config_.lexicon.second_steps(codes_.data(), n, seconds_.data());
        }
        size_ = n;
        atoms_[length] = static_cast<std::uint32_t>(n);
        starts_[n] = static_cast<std::uint32_t>(length);
        places_[n] = WordPlaces::at(*board_, length);
        symbols_[0] = symbols[n] = symbols[n + 1] = symbols[n + 2] = kOutside;
    }

    // Marks the words of the dictionary that begin at the atoms from `first` to `last`. Of those
    // that begin at one only the longest counts for what it passes: all atoms that the others do.
    void find_words(std::size_t first, std::size_t last) {
        for (std::size_t at = 0; at < Board::kFetchAhead; ++at) board_->fetch(starts_[first] + at);
        const std::uint32_t* const atoms = atoms_.data();
        Marks* const marks = marks_.data();
        const bool has_more = !config_.extra_words.empty();
        std::size_t most = longest_;
        for (std::size_t i = first; i < last; ++i) {
            const std::uint32_t start = starts_[i];
            board_->fetch(start + Board::kFetchAhead);
            std::size_t longest = 0, passing = 0;  // lengths of words
            const auto mark = [&](std::size_t end, double = 0.0) {
                const std::size_t stop = atoms[end], length = stop - i;
                longest = std::max(longest, length);
                if (length <= kLongest) passing = std::max(passing, length);
                raise(marks[stop - 1].ends, capped(length));
            };
            board_->dictionary_words(start, mark);
            if (has_more)
                board_->words_of(config_.extra_words, start,
                                 [&](std::size_t end, std::int64_t) { mark(end); });
            most = std::max(most, longest);
            raise(marks[i].begins, capped(longest));
            for (std::size_t k = 1; k + 1 < passing; ++k)
                raise(marks[i + k].passes, capped(passing));
        }
        longest_ = most;
    }

    static std::uint8_t capped(std::size_t length) {
        return static_cast<std::uint8_t>(std::min<std::size_t>(length, 6));
    }
    static void raise(std::uint8_t& mark, std::uint8_t to) { mark = std::max(mark, to); }

    // Finds and marks the words of the lexicon, all of Han, of two atoms or more. The first two
    // steps are taken by find_atoms, where processors overlap the loads.
    void find_lexicon_words(std::size_t first, std::size_t last) {
        const TrieNodes trie = config_.lexicon.nodes();
        const std::uint32_t *const codes = codes_.data(), *const starts = starts_.data();
        const std::uint8_t* const flags = board_->flags.data();
        const auto fetch = [&](std::size_t i) {
            if (i + 2 < size_) trie.fetch(seconds_[i], codes[i + 2]);
        };
        for (std::size_t i = 0; i < Board::kFetchAhead; ++i) fetch(first + i);
        for (std::size_t i = first; i < last; ++i) {
            fetch(i + Board::kFetchAhead);
            Trie::Node node = seconds_[i];
            for (std::size_t k = i + 1; node; node = trie.step(node, codes[++k])) {
                if (flags[starts[k]] & kBarrier) break;
                const std::int64_t value = trie.value(node);
                if (value >= 0) take(i, k, value);
            }
        }
    }

    void take(std::size_t first, std::size_t last, std::int64_t value) {
        longest_ = std::max(longest_, last - first + 1);
        if (const std::int64_t kind = value / kFrequencies) {
            const auto length = static_cast<std::uint32_t>(std::min<std::size_t>(last - first, 7));
            words_.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last),
                              static_cast<std::uint32_t>(kind << 3) | length});
        }
        const auto frequency = static_cast<std::size_t>(value % kFrequencies);
        if (frequency > 3) return;
        const auto code =
            static_cast<std::uint8_t>(std::min<std::size_t>(last - first, 3) * 4 - 3 + frequency);
        Marks* const marks = marks_.data();
        raise(marks[first].begins_found, code);
        raise(marks[last].ends_found, code);
        if (last - first >= kLongest) return;  // keeps time linear, whatever words there are
        for (std::size_t i = first + 1; i < last; ++i) raise(marks[i].passes_found, code);
    }

    // The values of the lexicon: a class of frequency, 0 … 3 or 4 for none, and 8 times the kind
    // of evidence, 0 for none.
    static constexpr std::int64_t kFrequencies = 8;

    static constexpr std::size_t kLongest = 33;  // atoms of a word that passes some

    const CrfConfig& config_;
    const Board* board_ = nullptr;
    std::vector<std::uint32_t> starts_, atoms_, codes_;
    std::vector<Trie::Node> seconds_;   // where the first two steps in the lexicon lead
    std::vector<std::uint8_t> places_;  // of the starts of the atoms, and of the end
    std::vector<Symbol> symbols_;       // see symbols()
    std::vector<Marks> marks_;
    std::vector<Word> words_, kept_words_;
    std::size_t size_ = 0, longest_ = 0;  // in atoms; of the words found
    ChangedAtoms changed_;
};

}  // namespace zhnlp
