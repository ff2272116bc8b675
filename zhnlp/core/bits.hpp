// The bits of a number: how many there are, and which.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace zhnlp {

// How many bits a number needs; 0 for 0.
inline std::uint32_t bit_width(std::uint64_t number) {
    std::uint32_t bits = 0;
    for (; number; number >>= 1) ++bits;
    return bits;
}

// How many bits are set.
inline std::uint32_t bits_set(std::uint64_t bits) {
    bits -= (bits >> 1) & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + ((bits >> 2) & 0x3333333333333333u);
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return static_cast<std::uint32_t>(bits * 0x0101010101010101u >> 56);
}

inline int lowest_bit(std::uint64_t bits) {
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_ctzll(bits);
#else
    int i = 0;
    while (!(bits >> i & 1)) ++i;
    return i;
#endif
}

// The first index from i on, below n, of a byte that is not 0; else n. Passes eight at once.
inline std::size_t next_set(const std::uint8_t* bytes, std::size_t i, std::size_t n) {
    for (std::uint64_t eight; i + 8 <= n; i += 8) {
        std::memcpy(&eight, bytes + i, sizeof eight);
        if (eight) break;
    }
    while (i < n && !bytes[i]) ++i;
    return i;
}

// Calls function(i) for every bit that is set, lowest first.
template <class Function>
void each_bit(std::uint64_t bits, Function function) {
    for (; bits; bits &= bits - 1) function(static_cast<std::size_t>(lowest_bit(bits)));
}

}  // namespace zhnlp
