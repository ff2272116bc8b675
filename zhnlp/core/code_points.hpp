// A map from code points to small numbers.
//
//     map[U+5F20 張]     index[0x5F] = 3 ─→ page 3, for U+5F00 … U+5FFF ─→ [0x20]
//                        index[0x60] = 0     no page: all 0
//
// Two loads a look-up; a page of 256 values for each block of characters in use.

#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace zhnlp {

template <class T>
class CodePointMap {
public:
    // 0 for a character that was never set, and for what is not a code point.
    T operator[](char32_t c) const {
        if (c >= 0x110000u) return 0;
        const std::uint16_t page = index_[c >> 8];
        return page ? pages_[page - 1][c & 0xFF] : T{0};
    }

    void set(char32_t c, T value) {
        if (c >= 0x110000u) return;
        if (!index_[c >> 8]) {
            pages_.emplace_back();
            pages_.back().fill(0);
            index_[c >> 8] = static_cast<std::uint16_t>(pages_.size());
        }
        pages_[index_[c >> 8] - 1][c & 0xFF] = value;
    }

private:
    std::array<std::uint16_t, 0x1100> index_{};  // number of the page + 1
    std::vector<std::array<T, 256>> pages_;
};

}  // namespace zhnlp
