// The labels of a recognizer, and the names that they make.
//
//     atoms     王  小  明  在  北  京
//     labels    B   I   E   O   B   E       of kind 0: 1 2 3 4, of kind 1: 5 6 7 8 …
//     found     0-3 of kind 0, 4-6 of kind 1

#pragma once

#include <cstdint>
#include <vector>

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

}  // namespace zhnlp
