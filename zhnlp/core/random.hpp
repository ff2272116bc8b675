// Numbers that only look random: the same seed gives the same sequence everywhere.
//
// xorshift64 (Marsaglia 2003). Enough to shuffle examples and to begin training with
// different weights; trained packs depend on every bit of it.

#pragma once

#include <cstdint>

namespace zhnlp {

class Xorshift {
public:
    explicit Xorshift(std::uint64_t state) : state_(state) {}  // not 0

    std::uint64_t operator()() {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return state_;
    }

private:
    std::uint64_t state_;
};

}  // namespace zhnlp
