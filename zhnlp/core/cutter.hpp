// A text to its words, by any of the dictionary and n-gram methods.
//
// Max matching (Liang 1986): `forward` takes the longest word at each place
// from the left, `backward` from the right, `bidirectional` the one of the two
// with fewer words, then fewer single characters, then `backward`. The lattice
// methods are in lattice.hpp. After them, runs of single characters may be
// joined to words by a hidden Markov model (see hmm.hpp), as jieba does.
//
// Long texts are cut in pieces of kPiece characters, each with kAhead further
// characters in view that are cut again with the next piece: memory beside
// the text is bounded, and words differ from those of the whole text only
// where more than kAhead characters hang together without a safe place.

#pragma once

#include <cstdint>
#include <vector>

#include "decoding.hpp"
#include "lattice.hpp"
#include "word_chart.hpp"

namespace zhnlp {

constexpr std::size_t kPiece = 1 << 18, kAhead = 1 << 12, kBehind = 1 << 6;

class Cutter {
public:
    explicit Cutter(const CutterConfig& config)
        : config_(config), ngram_(config), features_(config.crf),
          scorer_(config.crf.model) {}

    // Sets `ends` to the ends of the words of text[0:length].
    void cut(const char32_t* text, std::size_t length, std::vector<std::uint32_t>& ends) {
        ends.clear();
        for (std::size_t from = 0; from < length;) {
            const std::size_t start = context(ends);
            const bool last = length - start <= kPiece + kAhead;
            piece(text + start, last ? length - start : kPiece + kAhead);
            if (last && start == 0) {
                ends_.resize(n_);
                return ends.swap(ends_);
            }
            std::size_t i = 0;
            while (start + ends_[i] <= from) ++i;
            do ends.push_back(static_cast<std::uint32_t>(start) + ends_[i++]);
            while (i < n_ && (last || ends_[i] <= kPiece));
            from = ends.back();
        }
    }

    // The board set for a whole text, for looking into.
    Board& look(const char32_t* text, std::size_t length) {
        board_.set(config_, text, length);
        return board_;
    }

    // What the trained model makes of a whole text: words at least as probable as
    // `least` (a log), and the `n` best cuts.
    void explain(const char32_t* text, std::size_t length, std::size_t n, double least,
                 std::vector<WordChart::Word>& words, std::vector<WordChart::Cut>& cuts) {
        look(text, length);
        ends_.resize(length);
        sequence();
        const WordChart chart(config_.crf.model, features_, scorer_);
        words = chart.words(least);
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
                if (is_known(text + i, size) && !config_.splits(text + i, size))
                    found(i, i + size);
        found(start, end);
    }

private:
    void piece(const char32_t* text, std::size_t length) {
        board_.set(config_, text, length);
        ends_.resize(length);
        n_ = 0;
        switch (config_.method) {
            case Method::kForward:
                forward();
                break;
            case Method::kBackward:
                backward();
                break;
            case Method::kBidirectional:
                bidirectional();
                break;
            case Method::kNgram:
                ngram_.solve(board_, [this](auto... word) { take(word...); });
                break;
            case Method::kCrf:
                sequence();
                break;
            default:
                unigram_.solve(board_, [this](auto... word) { take(word...); });
        }
        if (config_.method == Method::kJieba)
            join_singles([this](std::size_t a, std::size_t b) { return jieba_single(a, b); },
                         [this](std::size_t a, std::size_t b) { jieba_run(a, b); });
        else if (config_.method == Method::kUnigram && !config_.hmm.empty())
            join_singles([this](std::size_t a, std::size_t b) { return han_single(a, b); },
                         [this](std::size_t a, std::size_t b) { hmm_run(a, b); });
    }

    // Where a piece that follows the words found so far must start: the trained
    // model looks back, so it is shown some of them again.
    std::size_t context(const std::vector<std::uint32_t>& ends) const {
        if (ends.empty() || config_.method != Method::kCrf) return ends.empty() ? 0 : ends.back();
        std::size_t i = ends.size();
        while (i > 0 && ends.back() - ends[i - 1] < kBehind) --i;
        const std::size_t start = i ? ends[i - 1] : 0;
        return ends.back() - start < kPiece / 2 ? start : ends.back();  // not a word without end
    }

    void put(std::size_t end) { ends_[n_++] = static_cast<std::uint32_t>(end); }

    void take(std::size_t start, std::size_t end, Source source) {
        put(end);
        if (source == Source::kUser) board_.fix(start, end);
    }

    void forward() {
        for (std::size_t at = 0; at < board_.length();) {
            board_.fetch(at + Board::kFetchAhead);
            put(at = board_.longest_at(at));
        }
    }

    // starts_[end] becomes the smallest start of a word or unit that ends there.
    void backward() {
        const std::size_t length = board_.length();
        starts_.assign(length + 1, kNone);
        const auto reach = [this](std::size_t start, std::size_t end) {
            if (starts_[end] == kNone) starts_[end] = static_cast<std::uint32_t>(start);
        };
        for (std::size_t i = 0; i < length; ++i) {
            board_.fetch(i + Board::kFetchAhead);
            if (!board_.open(i)) continue;
            board_.words_at(i, [&](std::size_t end) { reach(i, end); });
            reach(i, board_.unit_end(i));
        }
        for (std::size_t end = length; end > 0; end = starts_[end]) put(end);
        std::reverse(ends_.begin(), ends_.begin() + static_cast<std::ptrdiff_t>(n_));
    }

    void bidirectional() {
        forward();
        forward_.assign(ends_.begin(), ends_.begin() + static_cast<std::ptrdiff_t>(n_));
        n_ = 0;
        backward();
        const auto singles = [](const std::vector<std::uint32_t>& ends, std::size_t n) {
            std::size_t found = 0;
            for (std::size_t i = 0, start = 0; i < n; start = ends[i++])
                found += ends[i] - start == 1;
            return found;
        };
        const std::size_t n = forward_.size();
        if (n < n_ || (n == n_ && singles(forward_, n) < singles(ends_, n_))) {
            std::copy(forward_.begin(), forward_.end(), ends_.begin());
            n_ = n;
        }
    }

    void name_sources(std::vector<WordChart::Word>& words) const {
        for (WordChart::Word& word : words) {
            const UserWord* const own = board_.user_word(word.start, word.end);
            word.source = own && own->mode != Mode::kSplit ? Source::kUser : Source::kModel;
        }
    }

    // The labels that the model finds best, with the user's words given.
    void sequence() {
        if (config_.any_prefer)
            unigram_.solve(board_, [this](std::size_t start, std::size_t end, Source source) {
                if (source == Source::kUser) board_.fix(start, end);
            });
        if (config_.crf.model.empty()) return forward();  // nothing was learned
        do {
            features_.set(board_);
            scorer_.begin(features_.size());
            features_.each(scorer_);
            scorer_.finish();
            decoder_.decode(config_.crf.model, scorer_, features_.size(),
                            [this](std::size_t i) { return features_.allowed(i); }, labels_);
        } while (config_.any_split && split_found());
        n_ = 0;
        for (std::size_t i = 0; i < labels_.size(); ++i)
            if (labels_[i] >= kEnd || i + 1 == labels_.size()) put(features_.start(i + 1));
    }

    // Sets a barrier in every word found that the user has split, where its two
    // parts score best; whether there was one.
    bool split_found() {
        bool found = false;
        for (std::size_t i = 0, first = 0; i < labels_.size(); ++i) {
            if (labels_[i] < kEnd && i + 1 < labels_.size()) continue;
            const std::uint32_t start = features_.start(first), end = features_.start(i + 1);
            if (i > first && config_.splits(board_.text() + start, end - start)) {
                std::size_t best = first;
                for (std::size_t k = first; k < i; ++k)
                    if (cut_score(k) > cut_score(best)) best = k;
                board_.flags[features_.start(best + 1)] |= kBarrier;
                found = true;
            }
            first = i + 1;
        }
        return found;
    }

    // What a cut after atom k would add.
    int cut_score(std::size_t k) const {
        const std::int16_t* const left = scorer_.at(k);
        const std::int16_t* const right = scorer_.at(k + 1);
        return std::max(left[kEnd], left[kSingle]) - std::max(left[kBegin], left[kMiddle]) +
               std::max(right[kBegin], right[kSingle]) - std::max(right[kMiddle], right[kEnd]);
    }

    // Hands every run of at least two words that `is_single` to `join`, which
    // puts their new ends in place of the old; they are never more. A barrier
    // ends a run.
    template <class IsSingle, class Join>
    void join_singles(IsSingle is_single, Join join) {
        const std::size_t n = n_;
        n_ = 0;
        std::size_t start = 0;
        for (std::size_t i = 0; i < n;) {
            const std::size_t first = i;
            std::size_t end = ends_[i++];
            if (is_single(start, end))
                while (i < n && !(board_.flags[end] & kBarrier) && is_single(end, ends_[i]))
                    end = ends_[i++];
            if (i - first == 1)
                put(end);
            else
                join(start, end);
            start = end;
        }
    }

    bool han_single(std::size_t start, std::size_t end) const {
        return end - start == 1 && board_.cls(start) == kHan;
    }

    void singles(std::size_t start, std::size_t end) {
        while (start < end) put(++start);
    }

    bool is_known(const char32_t* text, std::size_t length) const {
        return config_.dictionary.find(text, length) >= 0 ||
               (!config_.crf.extra_words.empty() && config_.crf.extra_words.find(text, length) >= 0);
    }

    // A word joined of single characters, unless the user has it split.
    void put_joined(std::size_t start, std::size_t end) {
        if (config_.splits(board_.text() + start, end - start))
            singles(start, end);
        else
            put(end);
    }

    void hmm_run(std::size_t start, std::size_t end) {
        if (config_.dictionary.find(board_.text() + start, end - start) >= 0)
            singles(start, end);
        else
            hmm_words(start, end);
    }

    void hmm_words(std::size_t start, std::size_t end) {
        std::size_t from = start;
        config_.hmm.cut(board_.text() + start, end - start, hmm_from_, [&](std::size_t i) {
            put_joined(from, start + i);
            from = start + i;
        });
    }

    bool jieba_single(std::size_t start, std::size_t end) const {
        return end - start == 1 && (!config_.hmm.empty() || is_ascii_alnum(board_.text()[start]));
    }

    // What jieba does to a run of single characters: Latin letters and digits
    // are joined; with the model, the run is cut by its finalseg, unless the
    // dictionary has it.
    void jieba_run(std::size_t start, std::size_t end) {
        if (config_.hmm.empty()) {
            put_joined(start, end);
            return;
        }
        const char32_t* text = board_.text();
        if (config_.dictionary.find(text + start, end - start) >= 0) return singles(start, end);
        const auto han = [&](std::size_t i) { return text[i] >= 0x4E00 && text[i] <= 0x9FD5; };
        for (std::size_t i = start; i < end;) {
            std::size_t next = i;
            if (han(i)) {
                while (next < end && han(next)) ++next;
                hmm_words(i, next);
            } else if (is_ascii_alnum(text[i])) {
                while (next < end && is_ascii_alnum(text[next])) ++next;
                if (next + 1 < end && text[next] == '.' && is_ascii_digit(text[next + 1]))
                    for (++next; next < end && is_ascii_digit(text[next]);) ++next;
                if (next < end && text[next] == '%') ++next;
                put_joined(i, next);
            } else {
                while (next < end && !han(next) && !is_ascii_alnum(text[next])) ++next;
                put_joined(i, next);
            }
            i = next;
        }
    }

    static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

    const CutterConfig& config_;
    Board board_;
    UnigramSolver unigram_;
    NgramSolver ngram_;
    WordFeatures features_;
    SequenceScorer scorer_;
    SequenceDecoder decoder_;
    std::vector<std::uint8_t> labels_;
    std::vector<std::uint32_t> ends_, forward_, starts_;
    std::size_t n_ = 0;  // words found so far; ends_ has room for one a character
    std::vector<std::uint8_t> hmm_from_;
};

}  // namespace zhnlp
