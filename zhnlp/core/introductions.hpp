// Whether a text goes on as it does where it introduces a short form.
//
//     北京大学（以下简称北大）   北京大学，简称“北大”   北京大学在……
//             +                          +                     -        what comes after the name
//
// Two characters tell most names from those few for which a pattern is tried.

#pragma once

#include <string_view>

namespace zhnlp {

inline bool may_introduce(std::u32string_view behind) {
    const auto begins = [&](std::size_t i, std::u32string_view chars) {
        return i < behind.size() && chars.find(behind[i]) != chars.npos;
    };
    if (begins(0, U"（(")) return begins(1, U"以下文又也统統简簡");
    return begins(begins(0, U"，,"), U"以简簡");
}

}  // namespace zhnlp
