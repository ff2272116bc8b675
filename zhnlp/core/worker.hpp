// What the binding needs beside the algorithms: buffers that are kept between calls, and
// results as flat arrays.

#pragma once

#include <cstdint>
#include <vector>

#include "lines.hpp"
#include "pieces.hpp"

namespace zhnlp {

// A cutter with room for texts, words and lines, kept between calls.
struct Worker {
    Cutter cutter;
    LineCutter lines;
    std::vector<char32_t> chars;
    std::vector<std::uint32_t> ends;

    static constexpr std::size_t kLong = 1 << 18;  // characters of a very long text

    explicit Worker(const CutterConfig& config) : cutter(config) {}

    // Cuts the next chunk of the text into words; returns whether there are more.
    bool cut_more() { return cutter.cut_more(chars.data(), chars.size(), ends); }

    // Sets `found` to the ends of the words of each of `texts`.
    void cut_texts(const Pieces<char32_t>& texts, Pieces<std::uint32_t>& found) {
        found.clear();
        for (std::size_t i = 0; i < texts.size(); ++i) {
            cutter.cut(texts.at(i), texts.length(i), ends);
            found.add(ends.data(), ends.size());
        }
    }

    // Makes `places`, start and end of each, words of the text; false if they are not in order.
    bool fix(const std::uint32_t* places, std::size_t n) {
        cutter.fixed.assign(places, places + n);
        bool valid = n % 2 == 0 && (n == 0 || places[n - 1] <= chars.size());
        for (std::size_t i = 1; i < n; ++i) valid = valid && places[i - 1] + i % 2 <= places[i];
        if (!valid) cutter.fixed.clear();
        return valid;
    }

    // Frees the buffers of very long texts.
    void tidy() {
        cutter.scores.tidy(4 * kLong);
        if (chars.capacity() > kLong) std::vector<char32_t>().swap(chars);
        if (ends.capacity() > kLong) std::vector<std::uint32_t>().swap(ends);
        if (lines.out.capacity() > 64 * kLong) std::vector<char>().swap(lines.out);
    }
};

// The inner and whole words of a cut text as start, end, start, end …
inline void search_words(Cutter& cutter, const char32_t* text,
                         const std::vector<std::uint32_t>& ends, std::vector<std::uint32_t>& out) {
    std::size_t start = 0;
    for (std::uint32_t end : ends) {
        cutter.inner_words(text, start, end, [&](std::size_t a, std::size_t b) {
            out.push_back(static_cast<std::uint32_t>(a));
            out.push_back(static_cast<std::uint32_t>(b));
        });
        start = end;
    }
}

// Every arc of the board, with its start in `starts`. With an n-gram model, the log
// probability is that of the word without context.
inline void all_arcs(const CutterConfig& config, const Board& board,
                     std::vector<std::uint32_t>& starts, std::vector<Arc>& arcs) {
    ArcFinder finder;
    finder.set(board);
    for (std::size_t i = 0; i < board.length(); ++i) {
        if (!board.open(i)) continue;
        finder.append(i, arcs);
        starts.resize(arcs.size(), static_cast<std::uint32_t>(i));
    }
    if (!config.ngram.empty())
        for (Arc& arc : arcs) arc.log_prob += config.ngram.log_prob(arc.id);
}

}  // namespace zhnlp
