// The vectors of words that word_contexts.hpp reads.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace zhnlp {

constexpr std::size_t kWide = 48;    // dimensions of a vector
constexpr std::size_t kPlaces = 5;   // -2, -1, +1, +2 and far
constexpr std::size_t kFar = 12;     // words on each side that count

// A hash of a word, from the ids of its tokens; never 0.
inline std::uint32_t word_name(const std::uint32_t* ids, std::size_t n) {
    std::uint32_t name = 2166136261u;
    for (std::size_t i = 0; i < n; ++i) name = (name ^ ids[i]) * 16777619u;
    return name | 1;
}

// The number of each word that has vectors, from 1, by its name; a hash table.
class ContextWords {
public:
    std::size_t size() const { return n_; }

    void reserve(std::size_t n) {
        std::size_t size = 16;
        while (size < 2 * n) size *= 2;
        slots_.assign(size, {0, 0});
    }

    void add(std::uint32_t name) {
        ++n_;
        for (std::size_t k = place(name);; ++k) {
            Slot& slot = slots_[k & (slots_.size() - 1)];
            if (slot.name == name) return;
            if (slot.name) continue;
            slot = {name, static_cast<std::uint32_t>(n_)};
            return;
        }
    }

    // 0 for a word that has none.
    std::uint32_t number(std::uint32_t name) const {
        for (std::size_t k = place(name);; ++k) {
            const Slot& slot = slots_[k & (slots_.size() - 1)];
            if (slot.name == name) return slot.number;
            if (!slot.name) return 0;
        }
    }

private:
    struct Slot {
        std::uint32_t name, number;
    };
    std::size_t place(std::uint32_t name) const { return name * std::size_t{0x9E3779B1u} >> 7; }

    std::vector<Slot> slots_;
    std::size_t n_ = 0;
};

struct ContextModel {
    const ContextWords* words = nullptr;  // null for none
    const std::int8_t* targets = nullptr;   // n × kWide
    const std::int8_t* contexts = nullptr;  // n × kWide
    const float* biases = nullptr;          // n
    const float* places = nullptr;          // kPlaces × kWide; scales of both tables are in it
};

}  // namespace zhnlp
