// The words that may start at a character of a text, as arcs of a lattice.
//
//     text      南 京 市 长 江 大 桥
//     arcs      0-2 南京  0-3 南京市  1-2 京 …    one for each word that may be there
//
// Words come from the n-gram vocabulary, the dictionary and the hidden Markov model, in this
// order: of words with the same start and end, only the first counts. Where no word fits, the
// unit (see units.hpp) is a word.

#pragma once

#include <cstdint>
#include <vector>

#include "board.hpp"
#include "vocabulary_words.hpp"

namespace zhnlp {

struct Arc {
    std::uint32_t end;
    std::uint32_t id;  // in the n-gram vocabulary; kUnknown outside it
    double log_prob;   // of the word; with an n-gram model, what is added to the model's
    Source source;
};

class ArcFinder {
public:
    // Appends to `arcs` every word that may start at `start`; at least one.
    ArcFinder(const Board& board, std::size_t start, std::vector<Arc>& arcs)
        : config_(board.config()), board_(board), start_(start), first_(arcs.size()), arcs_(arcs) {
        const bool ngram = !config_.ngram.empty();
        if (ngram)
            vocabulary_words(board, config_.vocabulary, config_.vocabulary.root(), start, 0,
                             &board.vocabulary_steps(start),
                             [this](std::size_t end, std::size_t word) {
                                 if (!cuts_infix(end))
                                     add(end, static_cast<std::uint32_t>(word), 0.0,
                                         Source::kModel);
                             });
        board.weighed_words(start, [&](std::size_t end, double log_prob, Source source) {
            if (ngram) log_prob = config_.lexicon_bias + config_.lexicon_scale * log_prob;
            add(end, Ngram::kUnknown, log_prob, source);
        });
        if (ngram && !config_.hmm.empty()) add_unknown_words();
        if (ngram || arcs.size() == first_) add_unit();
        if (board.flags[start] & kBarrier) name_source();
    }

private:
    bool cuts_infix(std::size_t end) const {
        return end - start_ > 1 && (board_.infix(start_) || board_.infix(end - 1));
    }

    void add(std::size_t end, std::uint32_t id, double log_prob, Source source) {
        const std::size_t size = end - start_;
        if (size < 64 && (ends_ >> size & 1)) return;
        if (size >= 64 && has(end)) return;
        if (config_.any_split && board_.is_split(start_, end)) return;
        ends_ |= std::uint64_t{size < 64} << (size & 63);
        arcs_.push_back({static_cast<std::uint32_t>(end), id, log_prob, source});
    }

    bool has(std::size_t end) const {
        for (std::size_t i = first_; i < arcs_.size(); ++i)
            if (arcs_[i].end == end) return true;
        return false;
    }

    // Adds words that neither list has, by the hidden Markov model.
    void add_unknown_words() {
        std::size_t most = 0;
        while (most < 4 && start_ + most < board_.length() && board_.cls(start_ + most) == kHan &&
               (!most || !(board_.flags[start_ + most] & (kBarrier | kJoined))))
            ++most;
        if (most < 2) return;
        config_.hmm.words(board_.text() + start_, most, [this](std::size_t n, double log_prob) {
            if (board_.open(start_ + n))
                add(start_ + n, Ngram::kUnknown, config_.hmm_bias + config_.hmm_scale * log_prob,
                    Source::kRule);
        });
    }

    void add_unit() {
        const double log_prob = config_.ngram.empty() ? config_.unknown : config_.unit_log_prob;
        const auto end = static_cast<std::uint32_t>(board_.unit_end(start_));
        add(end, Ngram::kUnknown, log_prob, Source::kRule);
        if (arcs_.size() == first_)  // the unit is split by the user, but nothing else fits
            arcs_.push_back({end, Ngram::kUnknown, log_prob, Source::kRule});
    }

    // If the unit is a word of the user's, says so of its arc, the last one.
    void name_source() {
        const UserWord* const word = board_.user_word(start_, board_.unit_end(start_));
        if (word && word->mode != Mode::kSplit) arcs_.back().source = Source::kUser;
    }

    const CutterConfig& config_;
    const Board& board_;
    std::size_t start_, first_;
    std::uint64_t ends_ = 0;  // of the arcs found, those less than 64 characters away
    std::vector<Arc>& arcs_;
};

inline void find_arcs(const Board& board, std::size_t start, std::vector<Arc>& arcs) {
    ArcFinder(board, start, arcs);
}

}  // namespace zhnlp
