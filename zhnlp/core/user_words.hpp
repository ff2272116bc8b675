// The user's words in a text, by mode.
//
//     list      长江大桥 force        市长 split        南京 prefer
//     text      南 京 市 长 江 大 桥
//     flags             B  J  J  J  B    forced: a barrier on both sides, joined inside
//
// A forced word becomes a unit with barriers before any method runs, so that all of
// them keep it. A split word that is a unit is taken apart. Preferred words are weighed
// later (see wanted_words.hpp).
//
// One walk down the user's trie at each character.

#pragma once

#include <cstdint>

#include "cutter_config.hpp"
#include "units.hpp"

namespace zhnlp {

// Makes text[start:end] a word of its own.
inline void fix_word(std::uint8_t* flags, std::size_t start, std::size_t end) {
    flags[start] = static_cast<std::uint8_t>((flags[start] & ~kJoined) | kBarrier);
    flags[end] = static_cast<std::uint8_t>((flags[end] & ~kJoined) | kBarrier);
    for (std::size_t i = start + 1; i < end; ++i)
        flags[i] = static_cast<std::uint8_t>((flags[i] & ~kBarrier) | kJoined);
}

// Calls found(end, word) for each of the user's words that starts at `start` and ends
// where a word may end, shortest first.
template <class Found>
void each_user_word(const CutterConfig& config, const char32_t* text, const std::uint8_t* flags,
                    std::size_t start, Found found) {
    Trie::Node node = config.user.root();
    for (std::size_t end = start;;) {
        node = config.user.step(node, config.user.code(text[end++]));
        if (!node) return;
        const std::int64_t word = config.user.value(node);
        if (word >= 0 && !(flags[end] & kJoined)) found(end, config.user_words[word]);
        if (flags[end] & kBarrier) return;
    }
}

// Sets the flags of a text by the user's words.
class UserWordMarker {
public:
    UserWordMarker(const CutterConfig& config, const char32_t* text, std::size_t length,
                   std::uint8_t* flags)
        : config_(config), text_(text), length_(length), flags_(flags) {}

    void mark() {
        if (config_.any_force) fix_longest();
        if (config_.any_split)  // after forcing, which can leave parts of units
            for (std::size_t i = 0, end; i < length_; i = end) {
                end = next_open(flags_, i);
                if (end - i > 1) split_unit(i, end);
            }
    }

private:
    void split_unit(std::size_t start, std::size_t end) {
        if (!config_.splits(text_ + start, end - start)) return;
        flags_[start] &= static_cast<std::uint8_t>(~(kNumber | kLatinWord));
        for (std::size_t i = start + 1; i < end; ++i)
            if (cls(i) != kMark) flags_[i] &= static_cast<std::uint8_t>(~kJoined);
    }

    // Fixes the longest word to force at each position, from left to right.
    void fix_longest() {
        for (std::size_t i = 0; i < length_;) {
            const std::size_t end = forced_end(i);
            if (end) fix_word(flags_, i, end);
            i = end ? end : i + 1;
        }
    }

    // The end of the longest word to force at `start`; 0 if there is none.
    std::size_t forced_end(std::size_t start) const {
        std::size_t longest = 0;
        Trie::Node node = config_.user.root();
        for (std::size_t end = start; end < length_;) {
            node = config_.user.step(node, config_.user.code(text_[end++]));
            if (!node) break;
            const std::int64_t word = config_.user.value(node);
            if (word >= 0 && is_forced(config_.user_words[word].mode, start, end)) longest = end;
        }
        return longest;
    }

    bool is_forced(Mode mode, std::size_t start, std::size_t end) const {
        if (mode == Mode::kForceInside) return true;
        return mode == Mode::kForce && !inside_run(start) && !inside_run(end);
    }

    // Whether there are letters or digits on both sides of i.
    bool inside_run(std::size_t i) const {
        return i > 0 && i < length_ && (cls(i) == kLatin || cls(i) == kDigit) &&
               (cls(i - 1) == kLatin || cls(i - 1) == kDigit);
    }

    CharClass cls(std::size_t i) const { return static_cast<CharClass>(flags_[i] & kClassMask); }

    const CutterConfig& config_;
    const char32_t* text_;
    std::size_t length_;
    std::uint8_t* flags_;
};

}  // namespace zhnlp
