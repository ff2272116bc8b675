// A word to search for, in the codes of the trie that is searched.
//
//     word 你 𠮷, costs 你-您 0.5        codes  你 kUnknown     no word of the trie has 𠮷
//                                       near   你: 您 0.5         what a substitution costs
//                                       bits   those of 你 and 您: a quick test which
//                                              characters are near a position

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "edits.hpp"
#include "trie.hpp"

namespace zhnlp {

class Query {
public:
    static constexpr std::uint32_t kUnknown = 0xFFFFFFFFu;  // a character that no word has

    Query(const Trie& trie, const EditCosts& costs, const char32_t* word, std::size_t length)
        : substitution_(costs.substitution) {
        cheapest_ = std::min(std::min(costs.substitution, costs.transposition),
                             std::min(costs.insertion, costs.deletion));
        for (std::size_t i = 0; i < length; ++i) {
            const std::uint32_t known = trie.code(word[i]);
            codes_.push_back(known ? known : kUnknown);
            bits_.push_back(known ? bit(known) : 0);
            near_.emplace_back();
            const EditCosts::Row pairs = costs.row(word[i]);
            for (const EditCosts::Pair* pair = pairs.begin; pair < pairs.end; ++pair) {
                const std::uint32_t code = trie.code(pair->to);
                if (!code) continue;
                cheapest_ = std::min(cheapest_, pair->cost);
                near_[i].push_back({code, pair->cost});
                bits_[i] |= bit(code);
            }
        }
    }

    std::int64_t length() const { return static_cast<std::int64_t>(codes_.size()); }
    std::uint32_t code(std::size_t i) const { return codes_[i]; }

    // What the cheapest edit costs.
    double cheapest() const { return cheapest_; }

    // The cost of replacing character i of the word.
    double substitution(std::size_t i, std::uint32_t code) const {
        if (codes_[i] == code) return 0;
        for (const Near& near : near_[i])
            if (near.code == code) return near.cost;
        return substitution_;
    }

    static std::uint64_t bit(std::uint32_t code) {
        return std::uint64_t{1} << (code * 0x9E3779B1u >> 26);
    }

    // The bits of all characters that word[begin:end] has, or has a special cost for.
    std::uint64_t bits(std::size_t begin, std::size_t end) const {
        std::uint64_t bits = 0;
        for (std::size_t i = begin; i < end; ++i) bits |= bits_[i];
        return bits;
    }

    // Whether the character is one of them.
    bool is_near(std::uint32_t code, std::size_t begin, std::size_t end) const {
        for (std::size_t i = begin; i < end; ++i) {
            if (codes_[i] == code) return true;
            for (const Near& near : near_[i])
                if (near.code == code) return true;
        }
        return false;
    }

private:
    struct Near {
        std::uint32_t code;
        double cost;
    };

    double substitution_, cheapest_;
    std::vector<std::uint32_t> codes_;
    std::vector<std::uint64_t> bits_;
    std::vector<std::vector<Near>> near_;
};

}  // namespace zhnlp
