// How often each string occurs with each mark, such as the number of a tag.
//
//     added     北京 with 1, 学习 with 2, 北京 with 1
//     chars     北 京 学 习            the strings, one behind the other
//     entries   0-2, mark 1: 2    2-4, mark 2: 1
//     table     entries by their hash, open addressing
//
// Strings are compared, so that counts are exact. Once there are too many entries, the rarer half
// is forgotten; `missing` says what a count is too low by at most. O(text) time.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

namespace zhnlp {

class Tally {
public:
    static constexpr std::size_t kLongest = 40;  // characters of a string; longer ones are skipped
    static constexpr std::size_t kSketch = 4096;

    struct Entry {
        std::uint64_t hash;  // of the string alone
        std::int64_t count;
        std::uint32_t offset, mark;
        std::uint8_t length;
        bool content;
    };

    explicit Tally(std::size_t held) : held_(held), table_(1024, 0) {}

    // Counts a string of 1 to kLongest characters; returns whether it is new, for `set_content`.
    bool add(const char32_t* string, std::size_t length, std::uint32_t mark) {
        const std::uint64_t hash = hash_of(string, length);
        std::size_t at = place(hash, mark);
        for (std::uint32_t found; (found = table_[at]); at = (at + 1) & (table_.size() - 1)) {
            Entry& entry = entries[found - 1];
            if (entry.hash == hash && entry.mark == mark && entry.length == length &&
                std::equal(string, string + length, chars.data() + entry.offset)) {
                ++entry.count;
                return false;
            }
        }
        entries.push_back({hash, 1, static_cast<std::uint32_t>(chars.size()), mark,
                           static_cast<std::uint8_t>(length), false});
        chars.insert(chars.end(), string, string + length);
        table_[at] = static_cast<std::uint32_t>(entries.size());
        return true;
    }

    // Says whether the newest string begins with a letter or a digit, and makes room.
    void set_content(bool content) {
        entries.back().content = content;
        if (entries.size() > held_) keep(held_ / 2);
        else if (2 * entries.size() > table_.size()) fill(2 * table_.size());
    }

    // Occurrences of strings that begin with a letter or a digit, forgotten ones included.
    std::int64_t n_content() const {
        std::int64_t n = forgotten_;
        for (const Entry& entry : entries) n += entry.content ? entry.count : 0;
        return n;
    }

    // Forgets all but the n most frequent.
    void keep(std::size_t n) {
        if (entries.size() <= n) return;
        note_distinct();
        const std::int64_t before = n_content();
        std::nth_element(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(n),
                         entries.end(), is_before);
        missing += entries[n].count;
        entries.resize(n);
        std::vector<char32_t> old;
        old.swap(chars);
        for (Entry& entry : entries) {
            const char32_t* string = old.data() + entry.offset;
            entry.offset = static_cast<std::uint32_t>(chars.size());
            chars.insert(chars.end(), string, string + entry.length);
        }
        fill(table_.size());
        forgotten_ += before - n_content();
    }

    // Puts the most frequent first.
    void sort() {
        std::sort(entries.begin(), entries.end(), is_before);
        fill(table_.size());
    }

    // Takes the smallest hashes of strings that begin with a letter or a digit into `sketch`.
    void note_distinct() {
        for (const Entry& entry : entries)
            if (entry.content) sketch.push_back(entry.hash);
        std::sort(sketch.begin(), sketch.end());
        sketch.erase(std::unique(sketch.begin(), sketch.end()), sketch.end());
        if (sketch.size() > kSketch) sketch.resize(kSketch);
    }

    std::vector<Entry> entries;
    std::vector<char32_t> chars;
    std::vector<std::uint64_t> sketch;
    std::int64_t missing = 0;

private:
    static bool is_before(const Entry& a, const Entry& b) {
        return std::tie(b.count, a.hash, a.mark) < std::tie(a.count, b.hash, b.mark);
    }

    static std::uint64_t mixed(std::uint64_t h) {
        h = (h ^ (h >> 30)) * 0xBF58476D1CE4E5B9u;
        h = (h ^ (h >> 27)) * 0x94D049BB133111EBu;
        return h ^ (h >> 31);
    }

    static std::uint64_t hash_of(const char32_t* string, std::size_t length) {
        std::uint64_t h = length;
        for (std::size_t i = 0; i < length; ++i) {
            h = (h ^ string[i]) * 0x9E3779B97F4A7C15u;
            h ^= h >> 32;
        }
        return mixed(h);
    }

    std::size_t place(std::uint64_t hash, std::uint32_t mark) const {
        return (hash + mark * 0x9E3779B97F4A7C15u) >> 20 & (table_.size() - 1);
    }

    void fill(std::size_t size) {
        table_.assign(size, 0);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            std::size_t at = place(entries[i].hash, entries[i].mark);
            while (table_[at]) at = (at + 1) & (size - 1);
            table_[at] = static_cast<std::uint32_t>(i + 1);
        }
    }

    std::size_t held_;
    std::vector<std::uint32_t> table_;  // 1 + index of an entry, or 0; a power of two, half full
    std::int64_t forgotten_ = 0;
};

}  // namespace zhnlp
