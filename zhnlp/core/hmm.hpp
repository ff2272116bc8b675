// A hidden Markov model that joins single characters to words.
//
//     text     纳 斯 达 克          states  B begin, M middle, E end, S single
//     states   B  M  M  E   ->      纳斯达克
//
// First-order, four states, decoded exactly (Viterbi 1967) in O(characters) time. The
// arithmetic and the ties are those of jieba's finalseg, so its parameters give its words.

#pragma once

#include <cstdint>
#include <vector>

#include "code_points.hpp"
#include "prefetch.hpp"

namespace zhnlp {

class Hmm {
public:
    static constexpr double kNever = -3.14e100;

    Hmm() = default;

    // start[4], transition[4 * 4] (from, to) and emission[4 * n_chars], log
    // probabilities of the states B, E, M, S in this order; chars[n_chars].
    Hmm(const double* start, const double* transition, const std::uint32_t* chars,
        const double* emission, std::size_t n_chars)
        : start_(start, start + 4), transition_(transition, transition + 16) {
        emission_.reserve(4 * n_chars);
        for (std::size_t i = 0; i < 4 * n_chars; ++i)
            emission_.push_back(emission[i % 4 * n_chars + i / 4]);
        for (std::size_t i = 0; i < n_chars; ++i)
            index_.set(chars[i], static_cast<std::uint32_t>(i + 1));
    }

    bool empty() const { return start_.empty(); }

    // Calls word_end(i) for the end of every word of text[0:length], in order.
    template <class Callback>
    void cut(const char32_t* text, std::size_t length, std::vector<std::uint8_t>& from,
             Callback word_end) const {
        if (!length) return;
        from.resize(4 * length);
        double now[4], next[4];
        for (int state = 0; state < 4; ++state) now[state] = start_[state] + emit(state, text[0]);
        for (std::size_t t = 1; t < length; ++t) {
            const double* const emission = emissions(text[t]);
            for (int state = 0; state < 4; ++state) {
                const int a = kBefore[state][0], b = kBefore[state][1];
                const double by_a = now[a] + transition_[a * 4 + state] + emission[state];
                const double by_b = now[b] + transition_[b * 4 + state] + emission[state];
                const bool later = by_b >= by_a;  // of equals the later letter wins, as in jieba
                next[state] = later ? by_b : by_a;
                from[4 * t + state] = static_cast<std::uint8_t>(later ? b : a);
            }
            for (int state = 0; state < 4; ++state) now[state] = next[state];
        }
        int state = now[kSingle] >= now[kEnd] ? kSingle : kEnd;
        for (std::size_t t = length; t-- > 0;) {
            const int before = t ? from[4 * t + state] : 0;
            from[4 * t] = static_cast<std::uint8_t>(state);
            state = before;
        }
        for (std::size_t t = 0; t < length; ++t)
            if (from[4 * t] == kEnd || from[4 * t] == kSingle || t + 1 == length) word_end(t + 1);
    }

    // The emissions of a character, side by side: in one cache line.
    const double* emissions(char32_t c) const { return emissions_at(place(c)); }

    // Where they are, and what is there.
    std::uint32_t place(char32_t c) const { return 4 * index_[c]; }
    const double* emissions_at(std::uint32_t place) const { return emission_.data() + place; }
    void fetch(std::uint32_t place) const { prefetch(emission_.data(), place); }
    // Whether it knows a character of the same 256.
    bool knows_block(char32_t c) const { return index_.knows_block(c); }

    // Whether a character with these emissions may follow another one in a word.
    static bool joins(const double* emissions) {
        return emissions[kMiddle] > kNever || emissions[kEnd] > kNever;
    }

    // The log probability of the characters at these places, two or more, as a word, given that a
    // word of several characters begins here. All but the first must join others. The caller has
    // looked up the place of each character once for all the words it may be in.
    double word(const std::uint32_t* places, std::size_t length) const {
        double inside = emissions_at(places[0])[kBegin];
        int before = kBegin;
        for (std::size_t i = 1; i + 1 < length; ++i) {
            inside += transition_[before * 4 + kMiddle] + emissions_at(places[i])[kMiddle];
            before = kMiddle;
        }
        return inside + transition_[before * 4 + kEnd] + emissions_at(places[length - 1])[kEnd];
    }

    enum State {
        kBegin,
        kEnd,
        kMiddle,
        kSingle
    };

    double transition(State from, State to) const { return transition_[from * 4 + to]; }

private:
    // The two states that may come before each state, in alphabetical order.
    static constexpr int kBefore[4][2] = {
        {kEnd, kSingle}, {kBegin, kMiddle}, {kBegin, kMiddle}, {kEnd, kSingle}};

    double emit(int state, char32_t c) const { return emissions(c)[state]; }

    std::vector<double> start_, transition_;
    std::vector<double> emission_ = std::vector<double>(4, kNever);  // first those of no character
    CodePointMap<std::uint32_t> index_;  // of the characters' four in `emission_`
};

}  // namespace zhnlp
