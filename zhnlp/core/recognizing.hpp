// The names in a text with words and tags.
//
//     atoms     王  小  明  在  北  京
//     labels    B   I   E   O   B   E       of kind 0: 1 2 3 4, of kind 1: 5 6 7 8 …
//     found     0-3 of kind 0, 4-6 of kind 1
//
// Long texts are read in chunks of kChunk words, each with kAround further words
// in view on either side: memory beside the text is bounded.

#pragma once

#include <vector>

#include "entity_features.hpp"
#include "name_decoding.hpp"
#include "name_labels.hpp"
#include "name_limits.hpp"
#include "name_viterbi.hpp"
#include "pieces.hpp"
#include "sequence.hpp"
#include "sequence_scorer.hpp"

namespace zhnlp {

// Finds the entries of a list in text[0:ends[n - 1]] that begin and end where words do and
// hold none of cuts[0:n_cuts], rising: from left to right, the longest at each position. Their
// kinds are the list's values.
inline void find_listed(const Trie& list, const char32_t* text, const std::uint32_t* ends,
                        std::size_t n, const std::uint32_t* cuts, std::size_t n_cuts,
                        std::vector<Found>& found) {
    std::uint32_t start = 0;
    for (std::size_t i = 0, cut = 0; i < n;) {
        while (cut < n_cuts && cuts[cut] <= start) ++cut;
        const std::uint32_t most = cut < n_cuts ? cuts[cut] : ends[n - 1];
        std::size_t last = i;
        Trie::Node node = list.root();
        std::uint32_t at = start;
        for (std::size_t k = i; k < n && ends[k] <= most && node; ++k) {
            while (at < ends[k] && node) node = list.step(node, list.code(text[at++]));
            if (node && list.value(node) >= 0) {
                last = k + 1;
                const Found entry{start, ends[k], static_cast<std::uint32_t>(list.value(node))};
                if (!found.empty() && found.back().start == start)
                    found.back() = entry;
                else
                    found.push_back(entry);
            }
        }
        i = std::max(last, i + 1);
        start = ends[i - 1];
    }
}

class Recognizer {
public:
    explicit Recognizer(const RecognizerConfig& config)
        : config_(config),
          features_(config),
          scorer_(config.model),
          kept_(config.model),
          decoder_(config.model),
          paired_(config.model) {}

    // Sets `found` to the names in text[0:ends[n - 1]], in order. Its words end at
    // ends[0:n], rising, and have the tags tags[0:n]. Every line is a text by itself, and
    // so is what lies between two of cuts[0:n_cuts], rising. Only if `splits_words` may a name
    // begin or end inside a word.
    void find(const char32_t* text, const std::uint32_t* ends, const std::uint8_t* tags,
              std::size_t n, const std::uint32_t* cuts, std::size_t n_cuts, bool splits_words,
              std::vector<Found>& found) {
        found.clear();
        splits_words_ = splits_words;
        if (config_.model.empty() || n == 0) return;
        const std::uint32_t size = ends[n - 1];
        std::size_t word = 0, cut = 0;
        for (std::uint32_t start = 0, end = 0; start < size; start = end) {
            if (is_line_break(text[start])) {
                end = start + 1;
                continue;
            }
            while (cut < n_cuts && cuts[cut] <= start) ++cut;
            const std::uint32_t most = cut < n_cuts ? std::min(cuts[cut], size) : size;
            for (end = start + 1; end < most && !is_line_break(text[end]);) ++end;
            while (ends[word] <= start) ++word;
            std::size_t last = word;
            while (ends[last] < end) ++last;
            ends_.resize(last + 1 - word);
            for (std::size_t i = word; i <= last; ++i)
                ends_[i - word] = std::min(ends[i], end) - start;
            find_in_line(text + start, start, tags + word, found);
            word = last;
        }
    }

private:
    // Sets begins_word_ by chunk_.
    void find_words() {
        begins_word_.assign(features_.size() + 1, 0);
        begins_word_[0] = 1;
        std::size_t atom = 0;
        for (const std::uint32_t end : chunk_) {
            while (features_.start(atom) < end) ++atom;
            begins_word_[atom] = 1;
        }
    }

    // The labels of all kinds that begin a name, end one, or are one, as bits.
    static constexpr std::uint64_t kBegins = 0x2222222222222222u, kEnds = kBegins << 2,
                                   kSingles = 0x1111111111111110u;
    static constexpr std::size_t kChunk = 1 << 13, kAround = 64;  // words

    // Adds the names of a text, which begins at `offset`, with the words ends_.
    void find_in_line(const char32_t* text, std::uint32_t offset, const std::uint8_t* tags,
                      std::vector<Found>& found) {
        const std::size_t n = ends_.size();
        for (std::size_t from = 0; from < n; from += kChunk) {
            const std::size_t first = from < kAround ? 0 : from - kAround;
            const std::size_t last = std::min(n, from + kChunk + kAround);
            const std::uint32_t start = first ? ends_[first - 1] : 0;
            const std::uint32_t least = from ? ends_[from - 1] : 0;
            const std::uint32_t most = ends_[std::min(n, from + kChunk) - 1];
            chunk_.resize(last - first);
            for (std::size_t i = first; i < last; ++i) chunk_[i - first] = ends_[i] - start;
            label(text + start, tags + first);
            each_name(labels_, [&](std::size_t a, std::size_t b, std::size_t kind) {
                const std::uint32_t begin = start + features_.start(a);
                const std::uint32_t end = start + features_.start(b + 1);
                if (begin < least || begin >= most) return;
                if (!found.empty() && offset + begin < found.back().end) return;
                found.push_back({offset + begin, offset + end, static_cast<std::uint32_t>(kind)});
            });
        }
    }

    // Labels the atoms of a text with the words chunk_.
    void label(const char32_t* text, const std::uint8_t* tags) {
        features_.set(text, chunk_.back(), chunk_.data(), tags, chunk_.size());
        limits_.set(text, features_, chunk_);
        if (!paired_.can_decode()) limits_.close_marks();
        if (!splits_words_) find_words();
        const auto allowed = [&](std::size_t i) {
            std::uint64_t labels = config_.model.all();
            if (limits_.is_closed(i)) return std::uint64_t{1} << kOutsideName;
            if (!limits_.may_begin(i)) labels &= ~(kBegins | kSingles);
            if (splits_words_) return labels;
            if (!begins_word_[i]) labels &= ~(kBegins | kSingles);
            if (!begins_word_[i + 1]) labels &= ~(kEnds | kSingles);
            return labels;
        };
        const std::uint64_t all = config_.model.all();
        const std::size_t n = features_.size();
        scorer_.begin(n);
        features_.score(scorer_, kept_);
        scorer_.finish();
        if (splits_words_ && !limits_.has_any())
            decoder_.decode(scorer_, n, [all](std::size_t) { return all; }, labels_);
        else
            decoder_.decode(scorer_, n, allowed, labels_);
        if (!limits_.has_pairs()) return;
        bool is_balanced = !limits_.has_branches();
        each_name(labels_, [&](std::size_t a, std::size_t b, std::size_t) {
            is_balanced = is_balanced && limits_.is_balanced(a, b);
        });
        if (!is_balanced) paired_.decode(scorer_, limits_, allowed, labels_);
    }

    const RecognizerConfig& config_;
    EntityFeatures features_;
    NameLimits limits_;
    SequenceScorer scorer_;
    NameScores kept_;
    NameDecoder decoder_;
    PairedDecoder paired_;
    std::vector<std::uint32_t> ends_, chunk_;
    std::vector<std::uint8_t> begins_word_, labels_;
    bool splits_words_ = true;
};

// Sets `found` to the names of each of `texts`, whose words, tags and cuts are as in find.
inline void find_in_texts(Recognizer& recognizer, const Pieces<char32_t>& texts,
                          const Pieces<std::uint32_t>& ends, const Pieces<std::uint8_t>& tags,
                          const Pieces<std::uint32_t>& cuts, bool splits_words,
                          Pieces<Found>& found) {
    std::vector<Found> own;
    found.clear();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        recognizer.find(texts.at(i), ends.at(i), tags.at(i), ends.length(i), cuts.at(i),
                        cuts.length(i), splits_words, own);
        found.add(own.data(), own.size());
    }
}

}  // namespace zhnlp
