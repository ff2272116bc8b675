// A map from code points to small numbers.
//
//     map[U+5F20 張]     index[0x5F] = 3 ─→ page 3, for U+5F00 … U+5FFF ─→ [0x20]
//                        index[0x60] = 0 ─→ page 0: all 0
//
// Two loads a look-up and no branch; a page of 256 values for each block of characters in use.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace zhnlp {

template <class T>
class CodePointMap {
public:
    // T{} for a character that was never set, and for what is not a code point.
    T operator[](char32_t c) const { return view()[c]; }

    // The look-up as two addresses, until the map changes: a copy in a loop stays in registers.
    class View {
    public:
        View(const std::uint16_t* index, const std::array<T, 256>* pages)
            : index_(index), pages_(pages) {}
        const T& operator[](char32_t c) const {
            return c < 0x110000u ? pages_[index_[c >> 8]][c & 0xFF] : pages_[0][0];
        }

    private:
        const std::uint16_t* index_;
        const std::array<T, 256>* pages_;
    };
    View view() const { return {index_.data(), pages_.data()}; }

    // Whether a character of the same 256 was ever set.
    bool knows_block(char32_t c) const { return c < 0x110000u && index_[c >> 8]; }

    // Makes room for `n` characters, so that setting them moves nothing.
    void reserve(const std::uint32_t* chars, std::size_t n) {
        std::array<bool, 0x1100> is_used{};
        for (std::size_t i = 0; i < n; ++i)
            if (chars[i] < 0x110000u) is_used[chars[i] >> 8] = true;
        std::size_t n_pages = 1;
        for (const bool each : is_used) n_pages += each;
        pages_.reserve(n_pages);
    }

    void set(char32_t c, T value) {
        if (c >= 0x110000u) return;
        if (!index_[c >> 8]) {
            index_[c >> 8] = static_cast<std::uint16_t>(pages_.size());
            pages_.push_back({});
        }
        pages_[index_[c >> 8]][c & 0xFF] = value;
    }

private:
    std::array<std::uint16_t, 0x1100> index_{};
    std::vector<std::array<T, 256>> pages_ = std::vector<std::array<T, 256>>(1);
};

}  // namespace zhnlp
