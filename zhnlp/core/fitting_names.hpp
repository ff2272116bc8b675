// Which names of a text may be short forms of which others.
//
//     王小明 PER   小明 PER   王先生 PER      北京市 LOC   北京 LOC      北京大学 ORG   北大 ORG
//       ↑            │          │              ↑           │             ↑            │
//       └────────────┴──────────┘              └───────────┘             └────────────┘
//
// Each name looks up what may be short for it, in the names of its label: no name is compared with
// all others. Expected time is linear in the names, but for organisations (see abbreviations.hpp).
//
// Measured: with `mentions` and `grouped` of the binding, the Linker takes 1.1 µs a name where each
// is another person, 3.8 µs by Python's patterns; 1.1 instead of 7.7 µs with organisations, and
// 0.43 instead of 1.0 µs on news.

#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "abbreviations.hpp"
#include "string_ids.hpp"

namespace zhnlp {

enum NameKind : std::uint8_t { kAnyName, kPerson, kPlace, kOrganisation };

struct Name {
    std::u32string_view text, title;  // the title is empty for what is no form of address
    std::uint32_t label;
    NameKind kind;  // that of its label
};

class FittingNames {
public:
    using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

    // Adds the numbers of every short name and of each name that it may be short for to `found`.
    // Names differ in text, label or title.
    void find(const std::vector<Name>& names, Pairs& found) {
        std::map<std::uint32_t, std::vector<std::uint32_t>> by_label;
        Index places;
        for (std::uint32_t i = 0; i < names.size(); ++i) {
            if (names[i].kind == kAnyName) continue;
            by_label[names[i].label].push_back(i);
            if (names[i].kind == kPlace) places.add(names[i].text, i);
        }
        for (const auto& [label, group] : by_label) {
            const NameKind kind = names[group[0]].kind;
            if (kind == kPerson)
                find_persons(names, group, found);
            else
                find_stems(names, group, kind == kPlace ? nullptr : &places, found);
            if (kind == kOrganisation) find_abbreviations(names, group, found);
        }
    }

private:
    static constexpr std::uint32_t kNone = static_cast<std::uint32_t>(-1);

    // Numbers by string: the last one that was added for each.
    class Index {
    public:
        void add(std::u32string_view text, std::uint32_t number) {
            const std::uint32_t at = ids_.number(text.data(), text.size());
            if (at == numbers_.size()) numbers_.push_back(number);
            numbers_[at] = number;
        }
        std::uint32_t find(std::u32string_view text) const {
            const std::uint32_t at = ids_.find(text.data(), text.size());
            return at == kNone ? kNone : numbers_[at];
        }

    private:
        StringIds ids_;
        std::vector<std::uint32_t> numbers_;
    };

    // The persons with a surname, and whether a man and a woman are addressed by it.
    struct Family {
        std::vector<std::uint32_t> members;
        bool has_man = false, has_woman = false;
    };

    static void find_stems(const std::vector<Name>& names, const std::vector<std::uint32_t>& group,
                           const Index* places, Pairs& found) {
        Index by_text;
        for (const std::uint32_t i : group) by_text.add(names[i].text, i);
        for (const std::uint32_t i : group) {
            const std::u32string_view stem =
                places ? company_stem(names[i].text) : place_stem(names[i].text);
            if (places && places->find(stem) != kNone) continue;
            const std::uint32_t own = by_text.find(stem);
            if (own != kNone) found.emplace_back(own, i);
        }
    }

    void find_abbreviations(const std::vector<Name>& names, const std::vector<std::uint32_t>& group,
                            Pairs& found) {
        std::vector<std::u32string_view> texts;
        for (const std::uint32_t i : group) texts.push_back(names[i].text);
        const std::size_t before = found.size();
        abbreviations_.find(texts, found);
        for (std::size_t i = before; i < found.size(); ++i)
            found[i] = {group[found[i].first], group[found[i].second]};
    }

    // Given names and the last parts of foreign ones; and forms of address.
    static void find_persons(const std::vector<Name>& names,
                             const std::vector<std::uint32_t>& group, Pairs& found) {
        Index by_text;
        bool has_titles = false;
        for (const std::uint32_t i : group) {
            has_titles |= !names[i].title.empty();
            if (names[i].title.empty()) by_text.add(names[i].text, i);
        }
        for (const std::uint32_t i : group) {
            if (!names[i].title.empty()) continue;
            const FullName parts = full_name(names[i].text);
            if (!parts.surname.empty() && parts.given.size() < 2) continue;
            const std::uint32_t own =
                by_text.find(parts.surname.empty() ? last_part(names[i].text) : parts.given);
            if (own != kNone) found.emplace_back(own, i);
        }
        if (has_titles) find_addresses(names, group, found);
    }

    static void find_addresses(const std::vector<Name>& names,
                               const std::vector<std::uint32_t>& group, Pairs& found) {
        StringIds surnames;
        std::vector<Family> families;
        const auto family = [&](std::u32string_view surname) -> Family& {
            const std::uint32_t at = surnames.number(surname.data(), surname.size());
            if (at == families.size()) families.emplace_back();
            return families[at];
        };
        for (const std::uint32_t i : group) {
            const std::u32string_view title = names[i].title;
            if (title.empty()) {
                family(full_name(names[i].text).surname).members.push_back(i);
                continue;
            }
            Family& own = family(address(names[i].text, title).surname);
            own.has_man |= title == U"先生";
            own.has_woman |= title == U"女士" || title == U"小姐";
        }
        for (const std::uint32_t i : group) {
            if (names[i].title.empty()) continue;
            const Family& own = family(address(names[i].text, names[i].title).surname);
            if (own.has_man && own.has_woman) continue;
            for (const std::uint32_t member : own.members) found.emplace_back(i, member);
        }
    }

    Abbreviations abbreviations_;
};

}  // namespace zhnlp
