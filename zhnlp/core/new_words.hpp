// Strings that may be words: how often, how firmly joined, how free among their neighbours.
//
//     text       他 爱 葡 萄 ， 吃 葡 萄 了         runs of Han characters; others part them
//     suffixes   吃葡萄了  爱葡萄  葡萄  葡萄了  …   sorted by their first characters
//     葡萄       2 suffixes begin with it           its frequency
//     cohesion   log(8 · 2 / (2 · 2))               8 characters; the least over all ways to part it,
//                                                   of how much more often it occurs than by chance
//     freedom    left 爱 吃, right ， 了            the lesser of both entropies, in nats
//
// A border of a run is a neighbour of its own each time, as in the accessor variety of Feng and
// others (2004); but digits are all the same one, or 日上午 would be free on the left. A block of text is sorted at once, and takes 20 bytes a character. Where there
// are several, the scores of a string are their means by its frequency in each. O(n log n) time.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "chars.hpp"
#include "code_points.hpp"

namespace zhnlp {

class NewWordCounter {
public:
    static constexpr std::size_t kLongest = 16;  // characters of a string

    NewWordCounter(std::size_t max_length, std::int64_t min_count, std::size_t block)
        : max_length_(max_length), min_count_(min_count), block_(block), code_(2, 0), chars_(1, 0) {}

    // Adds a text. Strings do not reach from one text to the next.
    void add(const std::vector<char32_t>& text) {
        const CharTable& classes = CharTable::get();
        for (const char32_t c : text) add(c, classes[c]);
        add(0, kOther);
    }

    // Counts what is left; call it once, at the end.
    void finish() {
        chars_.push_back(0);
        count_block(n_blocks_ ? std::max<std::int64_t>(2, min_count_ / 4) : min_count_);
    }

    // Sets the characters of all strings found, one behind the other, their lengths and
    // frequencies, and for each its cohesion and freedom.
    void results(std::vector<char32_t>& chars, std::vector<std::uint8_t>& lengths,
                 std::vector<std::int64_t>& counts, std::vector<double>& scores) const {
        for (const auto& [string, own] : found_) {
            for (const char16_t number : string) chars.push_back(code_[number]);
            lengths.push_back(static_cast<std::uint8_t>(string.size()));
            counts.push_back(own.count);
            scores.push_back(own.cohesion / static_cast<double>(own.count));
            scores.push_back(std::min(own.left, own.right) / static_cast<double>(own.count));
        }
    }

private:
    static constexpr std::size_t kMostCodes = 65535, kInKey = 4;
    static constexpr std::uint32_t kDigits = 1;  // the number of a run of digits

    void add(char32_t c, CharClass cls) {
        std::uint32_t number = cls == kHan ? numbers_[c] : cls == kDigit ? kDigits : 0;
        if (cls == kHan && !number && code_.size() < kMostCodes) {
            number = static_cast<std::uint32_t>(code_.size());
            numbers_.set(c, number);
            code_.push_back(c);
        }
        if (number != chars_.back() || number > kDigits) chars_.push_back(static_cast<std::uint16_t>(number));
        if (!number && chars_.size() > block_) {
            n_blocks_ += 1;
            count_block(std::max<std::int64_t>(2, min_count_ / 4));
        }
    }

    struct Found {
        std::int64_t count = 0;
        double cohesion = 0, left = 0, right = 0;  // times count
    };
    struct Suffix {
        std::uint64_t key;  // its first four characters
        std::uint32_t at;
    };

    void count_block(std::int64_t least) {
        sort_suffixes();
        counts_.assign(code_.size(), 0);
        total_ = static_cast<double>(suffixes_.size());
        std::vector<std::int64_t> prefixes;
        count_prefix(0, suffixes_.size(), 0, least, prefixes);
        suffixes_.clear();
        chars_.assign(1, 0);
    }

    void sort_suffixes() {
        chars_.resize(chars_.size() + kLongest + 1, 0);
        for (std::uint32_t at = 0; at + kLongest + 1 < chars_.size(); ++at) {
            if (chars_[at] <= kDigits) continue;
            std::uint64_t key = 0;
            bool ended = false;
            for (std::size_t i = 0; i < kInKey; ++i) {
                ended = ended || chars_[at + i] <= kDigits;
                key = key << 16 | (ended ? 0 : chars_[at + i]);
            }
            suffixes_.push_back({key, at});
        }
        const std::size_t reach = max_length_ + 1;
        std::sort(suffixes_.begin(), suffixes_.end(), [&](const Suffix& a, const Suffix& b) {
            if (a.key != b.key) return a.key < b.key;
            if (!(a.key & 0xFFFF)) return false;  // both runs end there
            for (std::size_t i = kInKey; i < reach; ++i) {
                const std::uint16_t x = chars_[a.at + i], y = chars_[b.at + i];
                if (x != y) return x < y;
                if (x <= kDigits) break;
            }
            return false;
        });
    }

    // Suffixes first to last share their first `length` characters; prefixes[i] is how many
    // begin with the first i + 1 of them.
    void count_prefix(std::size_t first, std::size_t last, std::size_t length, std::int64_t least,
                      std::vector<std::int64_t>& prefixes) {
        if (length >= 2) score(first, last, length, prefixes);
        if (length == max_length_) return;
        for (std::size_t begin = first; begin < last;) {
            const std::uint16_t next = chars_[suffixes_[begin].at + length];
            std::size_t end = begin + 1;
            while (end < last && chars_[suffixes_[end].at + length] == next) ++end;
            const auto n = static_cast<std::int64_t>(end - begin);
            if (next > kDigits && n >= least) {
                prefixes.push_back(n);
                count_prefix(begin, end, length + 1, least, prefixes);
                prefixes.pop_back();
            }
            begin = end;
        }
    }

    void score(std::size_t first, std::size_t last, std::size_t length,
               const std::vector<std::int64_t>& prefixes) {
        const std::uint16_t* string = chars_.data() + suffixes_[first].at;
        const auto count = static_cast<double>(last - first);
        double most = 0;  // of the expected frequency by chance
        for (std::size_t cut = 1; cut < length; ++cut) {
            const double behind = frequency(string + cut, length - cut);
            most = std::max(most, static_cast<double>(prefixes[cut - 1]) * behind / total_);
        }
        Found& own = found_[std::u16string(string, string + length)];
        own.count += static_cast<std::int64_t>(last - first);
        own.cohesion += count * std::log(count / most);
        own.left += count * entropy(first, last, -1);
        own.right += count * entropy(first, last, static_cast<std::ptrdiff_t>(length));
    }

    // How many suffixes begin with `string`.
    double frequency(const std::uint16_t* string, std::size_t length) const {
        const auto compare = [&](const Suffix& suffix) {
            const std::uint16_t* other = chars_.data() + suffix.at;
            for (std::size_t i = 0; i < length; ++i)
                if (other[i] != string[i]) return other[i] < string[i] ? -1 : 1;
            return 0;
        };
        const auto low = std::partition_point(suffixes_.begin(), suffixes_.end(),
                                              [&](const Suffix& s) { return compare(s) < 0; });
        const auto high = std::partition_point(low, suffixes_.end(),
                                               [&](const Suffix& s) { return compare(s) == 0; });
        return static_cast<double>(high - low);
    }

    // The entropy of the characters at `away` from the beginning of each suffix.
    double entropy(std::size_t first, std::size_t last, std::ptrdiff_t away) {
        touched_.clear();
        double borders = 0;
        for (std::size_t i = first; i < last; ++i) {
            const std::uint16_t c = chars_[static_cast<std::size_t>(
                static_cast<std::ptrdiff_t>(suffixes_[i].at) + away)];
            if (!c) borders += 1;
            else if (!counts_[c]++) touched_.push_back(c);
        }
        const auto n = static_cast<double>(last - first);
        double sum = borders * std::log(n) / n;
        for (const std::uint16_t c : touched_) {
            const auto k = static_cast<double>(counts_[c]);
            sum -= k / n * std::log(k / n);
            counts_[c] = 0;
        }
        return sum;
    }

    const std::size_t max_length_;
    const std::int64_t min_count_;
    const std::size_t block_;
    CodePointMap<std::uint32_t> numbers_;
    std::vector<char32_t> code_;        // the character of each number
    std::vector<std::uint16_t> chars_;  // numbers; runs between zeros
    std::vector<Suffix> suffixes_;
    std::vector<std::uint32_t> counts_;
    std::vector<std::uint16_t> touched_;
    double total_ = 0;
    int n_blocks_ = 0;
    std::unordered_map<std::u16string, Found> found_;
};

}  // namespace zhnlp
