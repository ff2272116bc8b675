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

#include "decoding.hpp"
#include "entity_features.hpp"
#include "sequence.hpp"

namespace zhnlp {

enum EntityLabel : std::uint8_t {
    kOutsideName,
    kNameBegin,
    kNameInside,
    kNameEnd,
    kNameSingle
};
constexpr std::size_t kLabelsOfKind = 4;

struct Found {
    std::uint32_t start, end, kind;
};

// Calls found(first, last, kind) for every name in the labels: atoms first to last, both
// included. Labels that do not fit together are ignored.
template <class Function>
void each_name(const std::vector<std::uint8_t>& labels, Function found) {
    std::size_t first = 0, kind = 0;
    bool open = false;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (!labels[i]) {
            open = false;
            continue;
        }
        const std::size_t part = (labels[i] - 1u) % kLabelsOfKind + 1,
                          own = (labels[i] - 1u) / kLabelsOfKind;
        if (part == kNameSingle) found(i, i, own);
        if (part == kNameEnd && open && own == kind) found(first, i, kind);
        if (part == kNameBegin) first = i, kind = own, open = true;
        if (part == kNameSingle || part == kNameEnd || own != kind) open = false;
    }
}

// Finds the entries of a list in text[0:ends[n - 1]] that begin and end where words do:
// from left to right, the longest at each position. Their kinds are the list's values.
inline void find_listed(const Trie& list, const char32_t* text, const std::uint32_t* ends,
                        std::size_t n, std::vector<Found>& found) {
    std::uint32_t start = 0;
    for (std::size_t i = 0; i < n;) {
        std::size_t last = i;
        Trie::Node node = list.root();
        std::uint32_t at = start;
        for (std::size_t k = i; k < n && node; ++k) {
            while (at < ends[k] && node) node = list.step(node, list.code(text[at++]));
            if (node && Trie::value(node) >= 0) {
                last = k + 1;
                const Found entry{start, ends[k], static_cast<std::uint32_t>(Trie::value(node))};
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
        : config_(config), features_(config), labeler_(config.model) {}

    // Sets `found` to the names in text[0:ends[n - 1]], in order. Its words end at
    // ends[0:n], rising, and have the tags tags[0:n].
    void find(const char32_t* text, const std::uint32_t* ends, const std::uint8_t* tags,
              std::size_t n, std::vector<Found>& found) {
        found.clear();
        if (config_.model.empty()) return;
        for (std::size_t from = 0; from < n; from += kChunk) {
            const std::size_t first = from < kAround ? 0 : from - kAround;
            const std::size_t last = std::min(n, from + kChunk + kAround);
            const std::uint32_t start = first ? ends[first - 1] : 0;
            const std::uint32_t least = from ? ends[from - 1] : 0;
            const std::uint32_t most = ends[std::min(n, from + kChunk) - 1];
            ends_.clear();
            for (std::size_t i = first; i < last; ++i) ends_.push_back(ends[i] - start);
            features_.set(text + start, ends[last - 1] - start, ends_.data(), tags + first,
                          last - first);
            labeler_.label(features_);
            each_name(labeler_.labels, [&](std::size_t a, std::size_t b, std::size_t kind) {
                const std::uint32_t begin = start + features_.start(a);
                if (begin < least || begin >= most) return;
                if (!found.empty() && begin < found.back().end) return;
                found.push_back(
                    {begin, start + features_.start(b + 1), static_cast<std::uint32_t>(kind)});
            });
        }
    }

private:
    static constexpr std::size_t kChunk = 1 << 13, kAround = 64;  // words

    const RecognizerConfig& config_;
    EntityFeatures features_;
    SequenceLabeler labeler_;
    std::vector<std::uint32_t> ends_;
};

}  // namespace zhnlp
