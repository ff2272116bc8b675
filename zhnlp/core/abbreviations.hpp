// Which organisations may be short forms of others: beginnings of their parts, one cut short.
//
//     中国石油化工集团公司     parts 中国 石油 化工        without the words of a company
//     shorts, sorted           中信  中石化  中石油        each beginning is a range of them
//       中 国      none begins with 中国; with 中: all three
//       中 石      中石化, 中石油
//       中 石 化   中石化 ← what `is_abbreviation` then looks at
//
// Each name walks down the sorted short names, so none is compared with all others: time is names ×
// log(short names), for names of limited length. Most names are no short forms, because no other
// has their last character, 司 of 公司, among its parts; then there is nothing to walk down.

#pragma once

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "kind_words.hpp"

namespace zhnlp {

// Whether an organisation is the short form of another one, and which are.
class Abbreviations {
public:
    // Pairs of the numbers of a short and its full name. `names` differ.
    void find(const std::vector<std::u32string_view>& names,
              std::vector<std::pair<std::uint32_t, std::uint32_t>>& found) {
        read_stems(names);
        read_shorts(names);
        if (shorts_.empty()) return;
        for (const auto& [full, stem] : stems_) {
            split(stem);
            if (parts_.size() > 2 * kLongestShort) continue;  // too many to use half of them
            walk(names);
            for (const Range& each : reached_) {
                const std::uint32_t own = shorts_[each.first];
                if (names[own].size() == each.depth && is_abbreviation(names[own], names[full]))
                    found.emplace_back(own, full);
            }
        }
    }

    // Whether `shorter` consists of beginnings of the parts of `full`. At least half of them must
    // be used, among them the first, and either the first or two others must be cut short. A form
    // of whole parts (上海大学 for 上海交通大学) or of the first parts (外交部 for 外交部美大司) is the
    // name of something else.
    bool is_abbreviation(std::u32string_view shorter, std::u32string_view full) {
        if (shorter.size() < 2 || shorter.size() > kLongestShort ||
            shorter.size() + 2 > full.size() || begins_with(full, shorter))
            return false;
        split(abbreviated(full));
        uses_.assign(1, {});
        for (std::size_t number = 0; number < parts_.size(); ++number) {
            const std::size_t n = uses_.size();
            for (std::size_t i = 0; i < n; ++i) use(shorter, number, uses_[i]);
            if (number == 0) uses_.erase(uses_.begin());  // the first part must be used
            std::sort(uses_.begin(), uses_.end());
            uses_.erase(std::unique(uses_.begin(), uses_.end()), uses_.end());
        }
        return std::any_of(uses_.begin(), uses_.end(), [&](const Use& use) {
            const auto [at, n_used, n_cut] = use;
            return at == shorter.size() && 2 * n_used >= parts_.size() && n_cut >= 2;
        });
    }

private:
    static constexpr std::size_t kLongestShort = 6;  // characters of a short form
    static constexpr std::size_t kShortestFull = 4;  // of a name that has one made of its parts
    static constexpr std::u32string_view kAnd = U"和与與及暨";
    static constexpr CharSet kPlaceKinds{U"省市县縣区區"};

    // The short names from `first` to `last` have the first `depth` characters in common.
    struct Range {
        std::uint32_t depth, first, last;
        bool operator<(const Range& other) const {
            return std::tie(depth, first) < std::tie(other.depth, other.first);
        }
        bool operator==(const Range& other) const {
            return depth == other.depth && first == other.first;
        }
    };
    // How many characters of the short name were found, in how many parts, how many of them cut.
    using Use = std::tuple<std::size_t, std::size_t, std::size_t>;
    using Chars = std::bitset<1 << 12>;  // by their last bits: a first look, which passes some more

    static void add(Chars& chars, char32_t c) { chars.set(c % chars.size()); }
    static bool has(const Chars& chars, char32_t c) { return chars[c % chars.size()]; }
    static bool is_short(std::u32string_view name) {
        return name.size() >= 2 && name.size() <= kLongestShort;
    }

    // What a short form is made of: the name less the words of a company.
    static std::u32string_view abbreviated(std::u32string_view name) {
        const std::u32string_view stem = company_stem(name, false);
        return stem.empty() ? name : stem;
    }

    // Sets `stems_` to those of the names that may have a short one, with their numbers.
    void read_stems(const std::vector<std::u32string_view>& names) {
        stems_.clear();
        Chars firsts;
        for (const std::u32string_view name : names)
            if (is_short(name)) add(firsts, name[0]);
        for (std::uint32_t i = 0; i < names.size(); ++i)
            if (names[i].size() >= kShortestFull && has(firsts, names[i][0]))
                stems_.emplace_back(i, abbreviated(names[i]));
    }

    // Sets `shorts_` to the names that may be short, sorted: all of their characters are in stems.
    void read_shorts(const std::vector<std::u32string_view>& names) {
        shorts_.clear();
        Chars chars;
        for (const auto& [full, stem] : stems_)
            for (const char32_t c : stem) add(chars, c);
        for (std::uint32_t i = 0; i < names.size(); ++i)
            if (is_short(names[i]) && std::all_of(names[i].begin(), names[i].end(),
                                                  [&](char32_t c) { return has(chars, c); }))
                shorts_.push_back(i);
        std::sort(shorts_.begin(), shorts_.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return names[a] < names[b]; });
    }

    // Sets `parts_` to those of a stem: 和 and the like, else two characters, three with a kind of
    // place.
    void split(std::u32string_view stem) {
        parts_.clear();
        const auto joins = [&](std::size_t i) { return kAnd.find(stem[i]) != kAnd.npos; };
        for (std::size_t at = 0, n = 0; at < stem.size(); at += n) {
            n = 1;
            if (!joins(at) && at + 1 < stem.size() && !joins(at + 1))
                n = at + 2 < stem.size() && kPlaceKinds.has(stem[at + 2]) ? 3 : 2;
            parts_.push_back(stem.substr(at, n));
        }
    }

    // Sets `reached_` to the ranges of short names that begin with beginnings of the parts, the
    // first one among them.
    void walk(const std::vector<std::u32string_view>& names) {
        reached_.assign(1, {0, 0, static_cast<std::uint32_t>(shorts_.size())});
        for (std::size_t number = 0; number < parts_.size(); ++number) {
            const std::size_t n = reached_.size();
            for (std::size_t i = 0; i < n; ++i) {
                Range range = reached_[i];
                for (const char32_t c : parts_[number]) {
                    narrow(names, c, range);
                    if (range.first == range.last) break;
                    reached_.push_back(range);
                }
            }
            if (number == 0) reached_.erase(reached_.begin());
            if (reached_.empty()) return;
            std::sort(reached_.begin(), reached_.end());
            reached_.erase(std::unique(reached_.begin(), reached_.end()), reached_.end());
        }
    }

    // Leaves those of a range whose next character is `c`.
    void narrow(const std::vector<std::u32string_view>& names, char32_t c, Range& range) const {
        const auto next = [&](std::uint32_t i) {
            return names[i].size() > range.depth ? std::int64_t{names[i][range.depth]} : -1;
        };
        const auto begin = shorts_.begin() + range.first, end = shorts_.begin() + range.last;
        const auto first = std::lower_bound(
            begin, end, c, [&](std::uint32_t i, char32_t wanted) { return next(i) < wanted; });
        const auto last = std::upper_bound(
            first, end, c, [&](char32_t wanted, std::uint32_t i) { return wanted < next(i); });
        range.first = static_cast<std::uint32_t>(first - shorts_.begin());
        range.last = static_cast<std::uint32_t>(last - shorts_.begin());
        ++range.depth;
    }

    // Adds the use of the part of that number after `before`: as much of it as comes next.
    void use(std::u32string_view shorter, std::size_t number, Use before) {
        const auto [at, n_used, n_cut] = before;
        const std::u32string_view part = parts_[number], rest = shorter.substr(at);
        std::size_t n = 0;
        while (n < part.size() && n < rest.size() && part[n] == rest[n]) ++n;
        const std::size_t cut = n == part.size() ? 0 : number ? 1 : 2;
        if (n) uses_.emplace_back(at + n, n_used + 1, n_cut + cut);
    }

    std::vector<std::pair<std::uint32_t, std::u32string_view>> stems_;
    std::vector<std::uint32_t> shorts_;
    std::vector<std::u32string_view> parts_;
    std::vector<Range> reached_;
    std::vector<Use> uses_;
};

}  // namespace zhnlp
