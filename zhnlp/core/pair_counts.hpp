// The pairs of tokens of a text, counted.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace zhnlp {

// How often each pair of tokens occurs in a text, up to 3. A hash table whose entries have
// 14 bits of the hash and a count. A pair that finds no free entry near its own is left
// out; two pairs with equal bits are rarely confused.
class PairCounts {
public:
    void read(const std::vector<std::uint32_t>& ids) {
        std::size_t size = 256;
        while (size < 4 * ids.size() && size < kMost) size *= 2;
        marks_.assign(size, 0);
        for (std::size_t i = 0; i + 1 < ids.size(); ++i) {
            const std::uint64_t hash = mixed(ids[i], ids[i + 1]);
            for (std::size_t k = 0; k < kNear; ++k) {
                std::uint16_t& mark = marks_[(hash + k) & (marks_.size() - 1)];
                if (mark && mark >> 2 != hash >> 50) continue;
                if ((mark & 3) < 3)
                    mark = static_cast<std::uint16_t>(hash >> 50 << 2 | ((mark & 3) + 1));
                break;
            }
        }
    }

    int count(std::uint32_t a, std::uint32_t b) const {
        const std::uint64_t hash = mixed(a, b);
        for (std::size_t k = 0; k < kNear; ++k) {
            const std::uint16_t mark = marks_[(hash + k) & (marks_.size() - 1)];
            if (mark && mark >> 2 == hash >> 50) return mark & 3;
        }
        return 0;
    }

private:
    static constexpr std::size_t kNear = 4, kMost = std::size_t{1} << 22;

    static std::uint64_t mixed(std::uint32_t a, std::uint32_t b) {
        std::uint64_t hash = (std::uint64_t{a} << 32 | b) * 0x9E3779B97F4A7C15u;
        return (hash ^ hash >> 31) * 0xBF58476D1CE4E5B9u;
    }

    std::vector<std::uint16_t> marks_;
};

}  // namespace zhnlp
