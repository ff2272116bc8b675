// Numbers for strings, in the order in which they are first seen.
//
//     seen     北京  学习  北京        chars   北 京 学 习
//     number    0     1     0         starts  0 2
//
// Strings are compared, not only their hashes. Those that are stretches of one text need not be
// copied. O(1) expected time for a string of fixed length.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace zhnlp {

class StringIds {
public:
    StringIds() : table_(256, 0) {}

    // Of strings that are all stretches of `text`, which outlives this.
    explicit StringIds(const char32_t* text) : text_(text), table_(256, 0) {}

    std::size_t size() const { return entries_.size(); }

    // The number of a string; the next free one if it is new.
    std::uint32_t number(const char32_t* string, std::size_t length) {
        const std::uint32_t hash = hash_of(string, length);
        const std::size_t at = place(string, length, hash);
        if (table_[at]) return table_[at] - 1;
        entries_.push_back({text_ ? static_cast<std::size_t>(string - text_) : chars_.size(),
                            static_cast<std::uint32_t>(length), hash});
        if (!text_) chars_.insert(chars_.end(), string, string + length);
        table_[at] = static_cast<std::uint32_t>(size());
        if (2 * size() > table_.size()) grow();
        return static_cast<std::uint32_t>(size() - 1);
    }

    // Whether a string has a number.
    bool has(const char32_t* string, std::size_t length) const {
        return find(string, length) < size();
    }

    // The number of a string; 2^32 - 1 if it has none.
    std::uint32_t find(const char32_t* string, std::size_t length) const {
        return table_[place(string, length, hash_of(string, length))] - 1;
    }

    const char32_t* string(std::uint32_t number) const {
        return (text_ ? text_ : chars_.data()) + entries_[number].start;
    }
    std::size_t length(std::uint32_t number) const { return entries_[number].length; }

    // Whether the first string comes before the second one, by their characters.
    bool is_before(std::uint32_t a, std::uint32_t b) const {
        return std::lexicographical_compare(string(a), string(a) + length(a), string(b),
                                            string(b) + length(b));
    }

private:
    struct Entry {
        std::size_t start;  // in the text, or in `chars_`
        std::uint32_t length, hash;
    };

    static std::uint32_t hash_of(const char32_t* string, std::size_t length) {
        std::uint64_t h = length;
        std::size_t i = 0;
        for (; i + 1 < length; i += 2)
            h = mixed(h ^ (string[i] | std::uint64_t{string[i + 1]} << 32));
        if (i < length) h = mixed(h ^ string[i]);
        return static_cast<std::uint32_t>(h);
    }

    static std::uint64_t mixed(std::uint64_t h) {
        h *= 0x9E3779B97F4A7C15u;
        return h ^ h >> 32;
    }

    // Where a string stands in the table; the free place for it if it has no number.
    std::size_t place(const char32_t* string, std::size_t length, std::uint32_t hash) const {
        std::size_t at = hash & (table_.size() - 1);
        for (; table_[at]; at = (at + 1) & (table_.size() - 1)) {
            const Entry& found = entries_[table_[at] - 1];
            if (found.hash == hash && found.length == length &&
                std::equal(string, string + length, this->string(table_[at] - 1)))
                break;
        }
        return at;
    }

    void grow() {
        table_.assign(4 * table_.size(), 0);
        for (std::size_t i = 0; i < size(); ++i) {
            std::size_t at = entries_[i].hash & (table_.size() - 1);
            while (table_[at]) at = (at + 1) & (table_.size() - 1);
            table_[at] = static_cast<std::uint32_t>(i + 1);
        }
    }

    const char32_t* text_ = nullptr;
    std::vector<char32_t> chars_;  // of strings of no text
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> table_;  // 1 + a number, or 0; a power of two, half full
};

}  // namespace zhnlp
