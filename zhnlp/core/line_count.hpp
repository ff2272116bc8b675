// How many lines end in some UTF-8 text.
//
//     bytes    … \n … … \n | … \n …          255 at a time
//     counts        2      +   1             each in one byte, so that 16 fit a register
//
// Measured: 20 MB in 1 ms, where bytes.count takes 10; 2 % of `zhnlp segment --method unigram`.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace zhnlp {

inline std::size_t count_lines(const std::uint8_t* data, std::size_t n) {
    std::size_t lines = 0;
    while (n) {
        const std::size_t some = std::min<std::size_t>(n, 255);
        std::uint8_t found = 0;
        for (std::size_t i = 0; i < some; ++i) found += data[i] == '\n';
        lines += found;
        data += some;
        n -= some;
    }
    return lines;
}

}  // namespace zhnlp
