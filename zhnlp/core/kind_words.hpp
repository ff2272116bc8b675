// Places and organisations without the words that tell their kind.
//
//     北京市 → 北京        广西壮族自治区 → 广西        华为技术有限公司 → 华为
//
// A pass over the name. Characters that begin no word of kind, which most are, cost one bit.

#pragma once

#include <cstddef>
#include <string_view>

#include "person_names.hpp"

namespace zhnlp {

inline constexpr std::u32string_view kCompanyWords[] = {
    U"科技", U"技术", U"技術", U"实业", U"實業", U"投资", U"投資",   U"控股",   U"股份", U"有限",
    U"责任", U"責任", U"网络", U"網絡", U"电子", U"電子", U"汽车",   U"汽車",   U"集团", U"集團",
    U"公司", U"（",   U"(",    U"）",   U")",    U"总公司", U"總公司"};
inline constexpr CharSet kCompanyBegins(U"科技实實投控股有责責网網电電汽集公总總()");
inline constexpr std::u32string_view kKindWords[] = {U"大学",   U"大學",   U"学院", U"學院", U"出版社",
                                                     U"俱乐部", U"俱樂部", U"医院", U"醫院"};
inline constexpr CharSet kKindBegins(U"大学學出俱医醫");
inline constexpr CharSet kDistricts(U"省市县縣区區镇鎮乡鄉村州盟旗");

// The length of the words of kind that `text` begins with, one after another; with `all_kinds`
// also words of other organisations than companies.
inline std::size_t kinds_length(std::u32string_view text, bool all_kinds) {
    std::size_t length = 0;
    for (bool is_more = true; is_more && length < text.size();) {
        const std::u32string_view rest = text.substr(length);
        is_more = false;
        const auto pass = [&](std::u32string_view word) {
            if (is_more || !begins_with(rest, word)) return;
            length += word.size();
            is_more = true;
        };
        if (kCompanyBegins.has(rest[0]) || rest[0] == U'（' || rest[0] == U'）')
            for (const std::u32string_view word : kCompanyWords) pass(word);
        if (all_kinds && kKindBegins.has(rest[0]))
            for (const std::u32string_view word : kKindWords) pass(word);
    }
    return length;
}

// An organisation without the words of kind that it ends with; empty if it has none, or if that
// leaves less than two characters.
inline std::u32string_view company_stem(std::u32string_view name, bool all_kinds = true) {
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t n = kinds_length(name.substr(at), all_kinds);
        if (n && at + n == name.size()) return at < 2 ? name.substr(0, 0) : name.substr(0, at);
        at += n ? n : 1;
    }
    return name.substr(0, 0);
}

inline bool ends_with(std::u32string_view text, std::u32string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

inline std::size_t n_han(std::u32string_view text) {
    std::size_t n = 0;
    while (n < text.size() && char_class(text[n]) == kHan) ++n;
    return n;
}

// Whether `text` is a word of kind of a place: 市, 自治区, 壮族自治区 …
inline bool is_place_kind(std::u32string_view text) {
    if (text.size() == 1) return kDistricts.has(text[0]);
    for (const std::u32string_view each :
         {U"特别行政区", U"特別行政區", U"共和国", U"共和國", U"联邦", U"聯邦", U"王国", U"王國"})
        if (text == each) return true;
    constexpr std::u32string_view kAutonomous = U"区區州县縣旗";
    if (text.size() < 3 || kAutonomous.find(text.back()) == kAutonomous.npos) return false;
    if (!ends_with(text.substr(0, text.size() - 1), U"自治")) return false;
    const std::u32string_view people = text.substr(0, text.size() - 3);
    if (people.empty() || people == U"维吾尔" || people == U"維吾爾") return true;
    return people.size() >= 2 && people.size() <= 5 && people.back() == U'族' &&
           n_han(people) == people.size();
}

// A place without its word of kind; empty if it has none.
inline std::u32string_view place_stem(std::u32string_view name) {
    constexpr std::size_t kLongestKind = 8;  // 达斡尔族 or so, and 自治区
    const std::size_t most = n_han(name);
    std::size_t n = name.size() > kLongestKind ? name.size() - kLongestKind : 0;
    for (n = n < 2 ? 2 : n; n <= most && n < name.size(); ++n)
        if (is_place_kind(name.substr(n))) return name.substr(0, n);
    return name.substr(0, 0);
}

}  // namespace zhnlp
