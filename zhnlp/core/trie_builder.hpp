// Builds the arrays of a trie (see trie.hpp).
//
// Nodes are placed level by level, in a list of free indices. The words lie in one array, and
// are numbers of it in order: a million words need no string of their own.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "bits.hpp"
#include "trie.hpp"

namespace zhnlp {

class TrieBuilder {
public:
    std::vector<std::uint32_t> alphabet;
    std::vector<Trie::Node> nodes;

    // Adds a word of `length` characters, not 0, with its value.
    void add(const char32_t* word, std::size_t length, std::uint32_t value) {
        chars_.insert(chars_.end(), word, word + length);
        ends_.push_back(chars_.size());
        values_.push_back(value);
    }

    // Builds the trie of the words added, none of which may come twice. Its layout is the usual
    // one if that is wide enough.
    void build() {
        encode();
        sort();
        layout_ = wide_layout();
        grow(1024);
        take(0);
        std::vector<Range> level{{0, 0, static_cast<std::uint32_t>(order_.size()), 0}};
        for (std::uint32_t depth = 0; !level.empty(); ++depth) {
            std::vector<Range> next;
            for (const Range& range : level) add_node(range, depth, next);
            level.swap(next);
        }
        next_ = previous_ = {};
        nodes.resize(last_ + 1);
        nodes.shrink_to_fit();
        if (most_base_ <= TrieLayout{}.most_base()) pack_usually();
        nodes[0] |= layout_.mark();
    }

private:
    // A node: its index, its own code, and the words below it: order_[begin:end].
    struct Range {
        std::uint32_t place, begin, end, code;
    };

    std::size_t length(std::uint32_t word) const {
        return ends_[word] - (word ? ends_[word - 1] : 0);
    }
    const char32_t* codes(std::uint32_t word) const {
        return chars_.data() + (word ? ends_[word - 1] : 0);
    }

    // Makes codes of the characters.
    void encode() {
        CodePointMap<std::uint64_t> count;
        for (char32_t c : chars_) {
            if (!count[c]) alphabet.push_back(c);
            count.set(c, count[c] + 1);
        }
        std::sort(alphabet.begin(), alphabet.end(), [&](std::uint32_t a, std::uint32_t b) {
            return count[a] != count[b] ? count[a] > count[b] : a < b;
        });
        for (std::uint32_t i = 0; i < alphabet.size(); ++i) count.set(alphabet[i], i + 1);
        for (char32_t& c : chars_) c = static_cast<char32_t>(count[c]);
    }

    void sort() {
        const auto compare = [&](std::uint32_t a, std::uint32_t b) {
            return std::lexicographical_compare(codes(a), codes(a) + length(a), codes(b),
                                                codes(b) + length(b));
        };
        order_.resize(ends_.size());
        for (std::uint32_t i = 0; i < order_.size(); ++i) order_[i] = i;
        std::sort(order_.begin(), order_.end(), compare);
        for (std::size_t i = 1; i < order_.size(); ++i)
            if (!compare(order_[i - 1], order_[i]))
                throw std::invalid_argument("a word of a trie is given twice.");
    }

    // As few bits as possible for codes and values, and the others for bases.
    TrieLayout wide_layout() const {
        std::uint64_t most = 1;
        for (std::uint32_t value : values_) most = std::max(most, std::uint64_t{value} + 1);
        const std::uint32_t code_bits = bit_width(alphabet.size() | 1);
        return {std::min(32u, 64 - code_bits - bit_width(most)), code_bits};
    }
    static std::array<std::uint32_t, 33> filled() {
        std::array<std::uint32_t, 33> none;
        none.fill(kNone);
        return none;
    }
    Trie::Node pack(std::uint64_t base, std::uint64_t code, std::uint64_t value_1) const {
        return value_1 << layout_.value_shift() | code << layout_.base_bits | base;
    }

    // Rewrites the nodes in the usual layout, if codes and values fit as well.
    void pack_usually() {
        const TrieLayout usual, wide = layout_;
        const std::uint64_t most_value_1 = ~std::uint64_t{0} >> usual.value_shift();
        if (alphabet.size() > usual.most_code()) return;
        for (std::uint32_t value : values_)
            if (value >= most_value_1) return;
        layout_ = usual;
        for (Trie::Node& node : nodes)
            node = pack(node & wide.most_base(), node >> wide.base_bits & wide.most_code(),
                        node >> wide.value_shift());
    }

    // Fills the node of `range` and takes the places of its children, which go to `next`.
    void add_node(Range range, std::uint32_t depth, std::vector<Range>& next) {
        std::uint32_t value_1 = 0, base = 0;
        if (range.begin < range.end && length(order_[range.begin]) == depth)
            value_1 = values_[order_[range.begin++]] + 1;
        if (range.begin < range.end) {
            children(range, depth);
            base = place(codes_);
            most_base_ = std::max(most_base_, base);
            for (std::size_t i = 0; i < codes_.size(); ++i) {
                take(base + codes_[i]);
                next.push_back({base + codes_[i], starts_[i], starts_[i + 1], codes_[i]});
            }
            last_ = std::max(last_, base + codes_.back());
        }
        nodes[range.place] = pack(base, range.code, value_1);
    }

    // Sets codes_ to the distinct codes that follow `range`, and starts_ to where the words of
    // each begin.
    void children(const Range& range, std::uint32_t depth) {
        codes_.clear();
        starts_.clear();
        for (std::uint32_t i = range.begin; i < range.end; ++i) {
            const std::uint32_t code = codes(order_[i])[depth];
            if (!codes_.empty() && codes_.back() == code) continue;
            codes_.push_back(code);
            starts_.push_back(i);
        }
        starts_.push_back(range.end);
    }

    // An unused base from which every code falls on a free index. The search for a single
    // child, which fills holes, has a start of its own, and so has that for several; both move
    // on after too many failures. In a large trie there is a start for every magnitude of
    // children, which moves on with each further failure: no index is tried for ever.
    std::uint32_t place(const std::vector<std::uint32_t>& codes) {
        const bool single = codes.size() == 1, large = taken_.size() > kLarge;
        std::uint32_t& from = starts_by_size_[single ? 0 : large ? bit_width(codes.size()) : 1];
        std::uint32_t at = from;
        if (at == kNone || taken_[at]) at = first_free_;
        for (std::uint32_t tries = 0;; at = next_[at]) {
            if (at == kNone || at + codes.back() - codes.front() + 1 >= taken_.size()) {
                const std::uint32_t old = static_cast<std::uint32_t>(taken_.size());
                grow(old + std::max<std::size_t>(old / 2, codes.back() + 1));
                if (at == kNone) at = old;
            }
            if (at <= codes.front()) continue;
            const std::uint32_t base = at - codes.front();
            const bool fits =
                !is_base_[base] &&
                std::all_of(codes.begin(), codes.end(), [&](auto c) { return !taken_[base + c]; });
            if (fits) {
                if (base > layout_.most_base()) refuse();
                if (at == from) from = next_[at];
                is_base_[base] = true;
                return base;
            }
            const std::uint32_t most = single ? 64 : 1024;
            if (++tries == most || (large && tries > most)) from = at;
        }
    }

    [[noreturn]] void refuse() const {
        throw std::invalid_argument(
            std::to_string(ends_.size()) + " words with " + std::to_string(chars_.size()) +
            " characters are too many for one list, which has room for about " +
            std::to_string(layout_.most_base() + 1) +
            " different beginnings of words. Split the list, or leave long words out.");
    }

    void grow(std::size_t size) {
        const std::uint32_t old = static_cast<std::uint32_t>(taken_.size());
        nodes.resize(size, 0);
        taken_.resize(size, false);
        is_base_.resize(size, false);
        next_.resize(size);
        previous_.resize(size);
        for (std::uint32_t i = old; i < size; ++i) {
            next_[i] = i + 1 < size ? i + 1 : kNone;
            previous_[i] = i > old ? i - 1 : last_free_;
        }
        if (last_free_ != kNone) next_[last_free_] = old;
        if (first_free_ == kNone) first_free_ = old;
        last_free_ = static_cast<std::uint32_t>(size) - 1;
    }

    void take(std::uint32_t at) {
        taken_[at] = true;
        if (previous_[at] != kNone) next_[previous_[at]] = next_[at];
        if (next_[at] != kNone) previous_[next_[at]] = previous_[at];
        if (first_free_ == at) first_free_ = next_[at];
        if (last_free_ == at) last_free_ = previous_[at];
    }

    static constexpr std::uint32_t kNone = 0xFFFFFFFFu, kLarge = 3u << 19;

    std::vector<char32_t> chars_;        // of all words; then their codes
    std::vector<std::size_t> ends_;      // of the words in chars_
    std::vector<std::uint32_t> values_;  // of the words
    std::vector<std::uint32_t> order_;   // the numbers of the words, sorted by codes
    TrieLayout layout_;
    std::uint32_t last_ = 0, most_base_ = 0;
    std::vector<std::uint32_t> codes_, starts_;  // see children
    std::vector<bool> taken_, is_base_;
    std::vector<std::uint32_t> next_, previous_;
    std::uint32_t first_free_ = kNone, last_free_ = kNone;
    std::array<std::uint32_t, 33> starts_by_size_ = filled();
};

}  // namespace zhnlp
