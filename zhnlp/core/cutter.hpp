// A text to its words, by any of the methods.
//
//     method     forward …         unigram, bigram …   crf, neural       jieba
//     words by   max_matching.hpp  lattice.hpp, …      decoding.hpp      single_runs.hpp too
//
// crf scores labels by word_features.hpp (see word_labeler.hpp); for neural they are given
// (character_scores.hpp).
//
// Long texts are cut in chunks of kChunk characters. Each is cut with the kAhead
// characters behind it in view, which are cut again with the next chunk: memory beside
// the text is bounded, and the words differ from those of the whole text only where more
// than kAhead characters depend on each other without a sure boundary.

#pragma once

#include <cstdint>
#include <vector>

#include "character_scores.hpp"
#include "cut_margins.hpp"
#include "lattice.hpp"
#include "max_matching.hpp"
#include "ngram_path.hpp"
#include "pair_path.hpp"
#include "single_runs.hpp"
#include "wanted_words.hpp"
#include "word_chart.hpp"
#include "word_ends.hpp"
#include "word_labeler.hpp"

namespace zhnlp {

// What is found of a chunk of this size stays in a cache near the processor. Measured: a text
// without line ends takes two thirds of the time by unigram, three quarters by bigram and 95 % by
// crf, beside chunks of eight times the size; smaller ones are cut again too often.
constexpr std::size_t kChunk = 1 << 15, kAhead = 1 << 12, kBehind = 1 << 6;
// A chunk adds at least that many characters: a word that is nearly as long as a chunk ends
// with it, or each short word before it would have the chunk cut again.
constexpr std::size_t kStride = kChunk / 4;

class Cutter {
public:
    // Start and end of further words of the user's in the text, none of them longer than kAhead.
    std::vector<std::uint32_t> fixed;
    // Of the labels of the text's characters; only a model by characters reads them.
    CharacterScores scores;

    explicit Cutter(const CutterConfig& config)
        : config_(config),
          pairs_(config),
          triples_(config),
          features_(config.crf),
          labeler_(config.crf) {}

    // Sets `ends` to the ends of the words of text[0:length].
    void cut(const char32_t* text, std::size_t length, std::vector<std::uint32_t>& ends) {
        ends.clear();
        while (cut_more(text, length, ends)) continue;
    }

    // Adds the ends of the words of the next chunk to those found so far; returns whether
    // there are more chunks.
    bool cut_more(const char32_t* text, std::size_t length, std::vector<std::uint32_t>& ends) {
        const std::size_t from = ends.empty() ? 0 : ends.back();
        if (from == length) return false;
        const std::size_t start = context(ends);
        const bool last = length - start <= kChunk + kAhead;
        cut_chunk(text, start, last ? length - start : kChunk + kAhead);
        if (last && start == 0) {
            ends_.move_to(ends);
            return false;
        }
        std::size_t i = 0;
        while (start + ends_[i] <= from) ++i;
        do ends.push_back(static_cast<std::uint32_t>(start) + ends_[i++]);
        while (i < ends_.size() && (last || ends_[i] <= kChunk || ends.back() < from + kStride));
        return !last;
    }

    // The board of a whole text, for inspection.
    Board& look(const char32_t* text, std::size_t length) {
        set(text, 0, length);
        if (!wanted_.empty()) find_words();
        return board_;
    }

    // Explains what the trained model does to a whole text: gives the words with a log
    // probability of `min_log_prob` or more, and the `n` best cuts.
    void explain(const char32_t* text, std::size_t length, std::size_t n, double min_log_prob,
                 std::vector<WordChart::Word>& words, std::vector<WordChart::Cut>& cuts) {
        set(text, 0, length);
        find_words();
        const WordChart chart(config_.crf.model, features_, labeler_.scorer);
        words = chart.words(min_log_prob);
        cuts = chart.best(n);
        for (WordChart::Cut& cut : cuts) name_sources(cut.words);
        name_sources(words);
    }

    // Start and end of the dictionary's words of two and three characters
    // inside the word text[start:end], then of the word itself (search mode).
    template <class Found>
    void inner_words(const char32_t* text, std::size_t start, std::size_t end, Found found) const {
        for (std::size_t size = 2; size <= 3; ++size)
            for (std::size_t i = start; i + size <= end && end - start > size; ++i)
                if (is_known(text + i, size) && !config_.splits(text + i, size)) found(i, i + size);
        found(start, end);
    }

private:
    void cut_chunk(const char32_t* text, std::size_t start, std::size_t length) {
        set(text, start, length);
        find_words();
        joiner_.join();
    }

    // Sets the board to the chunk of `length` characters at text[start].
    void set(const char32_t* text, std::size_t start, std::size_t length) {
        start_ = start;
        ends_.reset(length);
        board_.set(config_, text + start, length);
        if (!fixed.empty()) board_.keep_atoms();
        for (std::size_t i = 0; i + 1 < fixed.size(); i += 2)
            if (fixed[i] >= start && fixed[i + 1] <= start + length)
                board_.fix(fixed[i] - start, fixed[i + 1] - start);
        wanted_.find(config_, board_);
        board_.close();
        if (!wanted_.empty()) board_.keep_atoms();
    }

    // Sets the ends of words, then again with the wanted words fixed.
    void find_words() {
        by_method();
        const bool done = are_words(wanted_.all());
        const std::vector<WantedWords::Word>& made = done ? wanted_.all() : chosen();
        const bool again = !done && !are_words(made);
        for (const WantedWords::Word& word : made) board_.fix(word.start, word.end);
        if (again) by_method(true);
    }

    // The wanted words that hold against the words found.
    const std::vector<WantedWords::Word>& chosen() {
        if (is_trained()) {
            label_margins_.set(config_.crf.model, features_, labeler_.scorer);
            return wanted_.choose(label_margins_);
        }
        dictionary_margins_.set(board_, ends_);
        return wanted_.choose(dictionary_margins_);
    }

    // Whether all of `wanted`, in order, are among the words found.
    bool are_words(const std::vector<WantedWords::Word>& wanted) const {
        std::size_t i = 0, start = 0;  // of a word found
        for (const WantedWords::Word& word : wanted) {
            for (; i < ends_.size() && ends_[i] <= word.start; ++i) start = ends_[i];
            if (i == ends_.size() || start != word.start || ends_[i] != word.end) return false;
        }
        return true;
    }

    // Sets the ends of words; `again` if those of the same text were set before some were made.
    void by_method(bool again = false) {
        ends_.clear();
        const auto put_end = [this](std::size_t end) { ends_.put(end); };
        switch (config_.method) {
            case Method::kForward:
                return matcher_.forward(board_, ends_);
            case Method::kBackward:
                return matcher_.backward(board_, ends_);
            case Method::kBidirectional:
                return matcher_.bidirectional(board_, ends_);
            case Method::kNgram:
                if (config_.ngram.empty()) break;
                return config_.ngram.order() > 2 ? triples_.solve(board_, put_end)
                                                 : pairs_.solve(board_, put_end);
            case Method::kCrf:
                return is_trained() ? label(again) : matcher_.forward(board_, ends_);
            default:
                break;
        }
        unigram_.solve(board_, [this](auto... word) { put(word...); });
    }

    bool is_trained() const { return config_.method == Method::kCrf && !config_.crf.model.empty(); }

    // Where the chunk after the words found so far starts: with some of these words again. Models
    // look back, and single characters are joined, or not, by what is before them.
    static std::size_t context(const std::vector<std::uint32_t>& ends) {
        if (ends.empty()) return 0;
        std::size_t i = ends.size();
        while (i > 0 && ends.back() - ends[i - 1] < kBehind) --i;
        const std::size_t start = i ? ends[i - 1] : 0;
        return ends.back() - start < kChunk / 2 ? start
                                                : ends.back();  // a very long word is not repeated
    }

    void put(std::size_t, std::size_t end, Source) { ends_.put(end); }

    void name_sources(std::vector<WordChart::Word>& words) const {
        for (WordChart::Word& word : words) {
            const UserWord* const own = board_.user_word(word.start, word.end);
            word.source = own && own->mode != Mode::kSplit ? Source::kUser : Source::kModel;
        }
    }

    // Sets the ends of words by the labels that the model finds best.
    void label(bool again) {
        do {
            if (again && features_.set_again()) {
                labeler_.label_again(features_);
                continue;
            }
            features_.set(board_);
            if (config_.crf.by_character)
                labeler_.label(ScoredCharacters(features_, scores, start_));
            else
                labeler_.label(features_);
        } while (config_.any_split && (again = split_found()));
        const std::vector<std::uint8_t>& labels = labeler_.labels;
        for (std::size_t i = 0; i + 1 < labels.size(); ++i)
            ends_.put_if(labels[i] >= kEnd, features_.start(i + 1));
        if (!labels.empty()) ends_.put(features_.start(labels.size()));
    }

    // Sets a barrier in every word found that the user has split, where the two parts
    // score best; returns whether there was such a word.
    bool split_found() {
        const std::vector<std::uint8_t>& labels = labeler_.labels;
        bool found = false;
        for (std::size_t i = 0, first = 0; i < labels.size(); ++i) {
            if (labels[i] < kEnd && i + 1 < labels.size()) continue;
            const std::uint32_t start = features_.start(first), end = features_.start(i + 1);
            if (i > first && config_.splits(board_.text() + start, end - start)) {
                std::size_t best = i;  // none
                for (std::size_t k = first; k < i; ++k)
                    if (board_.open(features_.start(k + 1)) &&
                        (best == i || cut_score(k) > cut_score(best)))
                        best = k;
                if (best < i) {
                    board_.flags[features_.start(best + 1)] |= kBarrier;
                    found = true;
                }
            }
            first = i + 1;
        }
        return found;
    }

    // How much the scores favour a cut after atom k.
    int cut_score(std::size_t k) const {
        const std::int16_t* const left = labeler_.scorer.at(k);
        const std::int16_t* const right = labeler_.scorer.at(k + 1);
        return std::max(left[kEnd], left[kSingle]) - std::max(left[kBegin], left[kMiddle]) +
               std::max(right[kBegin], right[kSingle]) - std::max(right[kMiddle], right[kEnd]);
    }

    bool is_known(const char32_t* text, std::size_t length) const {
        return config_.knows(text, length) ||
               (!config_.crf.extra_words.empty() &&
                config_.crf.extra_words.find(text, length) >= 0);
    }

    const CutterConfig& config_;
    std::size_t start_ = 0;  // of the chunk on the board
    Board board_;
    WordEnds ends_;
    MaxMatcher matcher_;
    UnigramSolver unigram_;
    PairPath pairs_;
    NgramPath triples_;
    WordFeatures features_;
    WordLabeler labeler_;
    WantedWords wanted_;
    LabelMargins label_margins_;
    DictionaryMargins dictionary_margins_;
    SingleJoiner joiner_{config_, board_, ends_};
};

}  // namespace zhnlp
