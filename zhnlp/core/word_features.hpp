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

#include <cstdint>
#include <vector>

#include "atoms.hpp"
#include "board.hpp"
#include "sequence.hpp"

namespace zhnlp {

enum WordLabel : std::uint8_t {
    kBegin,
    kMiddle,
    kEnd,
    kSingle
};

class WordFeatures {
public:
    explicit WordFeatures(const CrfConfig& config) : config_(config) {}

    void set(const Board& board) {
        board_ = &board;
        find_atoms();
        if (config_.by_character) return;
        const std::size_t n = size();
        marks_.assign(n + 2, Marks{});
        words_.clear();
        for (std::size_t at = 0; at < Board::kFetchAhead; ++at) board_->fetch(at);
        if (!config_.lexicon.empty())
            for (std::size_t i = 0; i < Board::kFetchAhead; ++i) fetch_lexicon(i);
        for (std::size_t i = 0; i < n; ++i) look_up(i);
    }

    std::size_t size() const { return starts_.size() - 1; }
    std::uint32_t start(std::size_t atom) const { return starts_[atom]; }  // of size(): the end
    std::size_t atom_at(std::size_t i) const { return atoms_[i]; }         // of a character

    // The labels that the flags of the board allow for an atom, as bits.
    std::uint64_t allowed(std::size_t atom) const {
        const std::size_t start = starts_[atom], end = starts_[atom + 1];
        std::uint64_t labels = 0xF;
        if (!board_->open(start)) labels &= bit(kMiddle) | bit(kEnd);
        if (!board_->open(end)) labels &= bit(kBegin) | bit(kMiddle);
        if (labels == 0xF && board_->infix(start)) labels = bit(kMiddle) | bit(kSingle);
        if (board_->closed(start)) labels &= bit(kBegin) | bit(kSingle);
        if (board_->closed(end)) labels &= bit(kEnd) | bit(kSingle);
        return labels;
    }

    template <class Sink>
    void each(Sink& sink) const {
        const std::ptrdiff_t n = static_cast<std::ptrdiff_t>(size());
        for (std::ptrdiff_t i = -1; i <= n; ++i) {
            const std::uint64_t c = symbol(i), d = symbol(i + 1), e = symbol(i + 2);
            sink(feature(kSymbol, c), i - 2, 5);
            sink(feature(kPair, c << 16 | d), i - 1, 4);
            sink(feature(kTriple, c << 32 | d << 16 | e), i, 3);
            sink(feature(kSkip, c << 16 | e), i + 1, 1);
            if (i < 0 || i == n) continue;
            if (c == d) sink(feature(kRepeated, 0), i, 2);
            if (c == e) sink(feature(kRepeated, 1), i, 3);
            const Marks& here = marks_[static_cast<std::size_t>(i)];
            sink(feature(kLengths, here.lengths()), i - 1, 3);
            sink(feature(kLengthsHere, here.lengths() << 16 | c), i, 1);
            if (!config_.lexicon.empty()) sink(feature(kFound, here.found()), i - 1, 3);
        }
        for (const Word& word : words_) {
            const std::ptrdiff_t first = word.first, last = word.last;
            const std::ptrdiff_t n_inner = std::min<std::ptrdiff_t>(last - first - 1, kMaxRows);
            sink(feature(kWordBegins, word.code), first - 1, 2);
            sink(feature(kWordEnds, word.code), last, 2);
            if (n_inner > 0)
                sink(feature(kWordCovers, word.code), first + 1, static_cast<unsigned>(n_inner));
        }
    }

    // Looks up the features with few possible contents once for all texts.
    static void prepare(SequenceModel& model, std::size_t n_symbols) {
        model.find_all(kSymbol, n_symbols);
        model.find_all(kLengths, 7 * 7 * 7);
        model.find_all(kFound, 13 * 13 * 13);
    }

private:
    // The longest words that begin, pass and end at an atom, 0 for none.
    struct Marks {
        std::uint8_t begins = 0, passes = 0, ends = 0;  // atoms, up to 6
        std::uint8_t begins_found = 0, passes_found = 0,
                     ends_found = 0;  // codes of the raw lexicon

        std::uint64_t lengths() const {
            return static_cast<std::uint64_t>((begins * 7 + passes) * 7 + ends);
        }
        std::uint64_t found() const {
            return static_cast<std::uint64_t>((begins_found * 13 + passes_found) * 13 + ends_found);
        }
    };

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

    // A word of the lexicon: its atoms, both included, and its kind and length.
    struct Word {
        std::uint32_t first, last, code;
    };

    static constexpr std::uint64_t bit(WordLabel label) { return std::uint64_t{1} << label; }

    std::uint64_t symbol(std::ptrdiff_t i) const {
        return static_cast<std::size_t>(i) < size() ? symbols_[static_cast<std::size_t>(i)]
                                                    : Symbol{kOutside};
    }

    // Units, but cut where the user's words end inside; a user's word of several units is
    // several atoms. Or single characters, if the model has scores of these.
    void find_atoms() {
        starts_.clear();
        symbols_.clear();
        codes_.clear();
        firsts_.clear();
        const std::size_t length = board_->length();
        atoms_.resize(length + 1);
        for (std::size_t i = 0; i < length;) {
            std::size_t end = i + 1;
            while (end < length && !config_.by_character && !board_->atom(end)) ++end;
            for (std::size_t k = i; k < end; ++k)
                atoms_[k] = static_cast<std::uint32_t>(starts_.size());
            starts_.push_back(static_cast<std::uint32_t>(i));
            if (!config_.by_character)
                symbols_.push_back(
                    unit_symbol(config_.alphabet, board_->text(), i, end, board_->flags[i]));
            if (!config_.lexicon.empty()) {
                codes_.push_back(end == i + 1 ? config_.lexicon.code(board_->text()[i]) : 0);
                firsts_.push_back(config_.lexicon.step(config_.lexicon.root(), codes_.back()));
            }
            i = end;
        }
        atoms_[length] = static_cast<std::uint32_t>(starts_.size());
        starts_.push_back(static_cast<std::uint32_t>(length));
    }

    void look_up(std::size_t i) {
        const std::uint32_t start = starts_[i];
        board_->fetch(start + Board::kFetchAhead);
        const auto mark = [&](std::size_t end, double = 0.0) {
            const std::size_t last = atoms_[end] - 1;
            const auto length = static_cast<std::uint8_t>(std::min<std::size_t>(last + 1 - i, 6));
            raise(i, last, length, &Marks::begins, &Marks::passes, &Marks::ends);
        };
        board_->dictionary_words(start, mark);
        if (!config_.extra_words.empty())
            board_->words_of(config_.extra_words, start,
                             [&](std::size_t end, std::int64_t) { mark(end); });
        if (config_.lexicon.empty()) return;
        find_lexicon_words(i, [&](std::size_t last, std::int64_t value) {
            if (const std::int64_t kind = value / kFrequencies)
                words_.push_back(
                    {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(last),
                     static_cast<std::uint32_t>(kind << 3) |
                         static_cast<std::uint32_t>(std::min<std::size_t>(last - i, 7))});
            const auto frequency = static_cast<std::size_t>(value % kFrequencies);
            if (frequency > 3) return;
            const auto code =
                static_cast<std::uint8_t>(std::min<std::size_t>(last - i, 3) * 4 - 3 + frequency);
            raise(i, last, code, &Marks::begins_found, &Marks::passes_found, &Marks::ends_found);
        });
    }

    void fetch_lexicon(std::size_t i) const {
        if (i + 1 < size()) config_.lexicon.fetch(firsts_[i], codes_[i + 1]);
    }

    // Calls found(last, value) for every word of the lexicon, all of Han, that begins
    // with atom i and ends with another.
    template <class Found>
    void find_lexicon_words(std::size_t i, Found found) const {
        fetch_lexicon(i + Board::kFetchAhead);
        Trie::Node node = firsts_[i];
        for (std::size_t last = i; node && last + 1 < size();) {
            const std::uint8_t between = board_->flags[starts_[++last]];
            if (between & kBarrier) return;
            node = config_.lexicon.step(node, codes_[last]);
            if (config_.lexicon.value(node) >= 0) found(last, config_.lexicon.value(node));
        }
    }

    // The values of the lexicon: a class of frequency, 0 … 3 or 4 for none, and 8 times the kind
    // of evidence, 0 for none.
    static constexpr std::int64_t kFrequencies = 8;

    static constexpr std::size_t kLongest = 32;
    using Mark = std::uint8_t Marks::*;
    void raise(std::size_t first, std::size_t last, std::uint8_t code, Mark begins, Mark passes,
               Mark ends) {
        const auto at_least = [&](std::size_t i, Mark mark) {
            std::uint8_t& value = marks_[i].*mark;
            if (value < code) value = code;
        };
        at_least(first, begins);
        at_least(last, ends);
        if (last - first > kLongest) return;  // keeps time linear, whatever words there are
        for (std::size_t i = first + 1; i < last; ++i) at_least(i, passes);
    }

    const CrfConfig& config_;
    const Board* board_ = nullptr;
    std::vector<std::uint32_t> starts_, atoms_, codes_;
    std::vector<Trie::Node> firsts_;  // where the first steps in the lexicon lead
    std::vector<Symbol> symbols_;
    std::vector<Marks> marks_;
    std::vector<Word> words_;
};

}  // namespace zhnlp
