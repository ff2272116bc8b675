// The parts of persons' names: surnames, given names and forms of address.
//
//     王小明    surname 王, given 小明          王先生    surname 王, title 先生
//     诸葛孔明  surname 诸葛, given 孔明        老王      surname 王, title 老
//     乔治·布什 last part 布什                  George W. Bush   last part Bush
//
// Each is a few comparisons; a character is looked up in a table of bits. Nothing is copied: the
// parts are stretches of the name.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "chars.hpp"

namespace zhnlp {

// A set of characters up to U+9FFF, as bits.
class CharSet {
public:
    constexpr explicit CharSet(std::u32string_view chars) : bits_() {
        for (const char32_t c : chars) bits_[c / 64] |= std::uint64_t{1} << c % 64;
    }
    constexpr bool has(char32_t c) const { return c < kEnd && bits_[c / 64] >> c % 64 & 1; }

private:
    static constexpr std::size_t kEnd = 0xA000;
    std::array<std::uint64_t, kEnd / 64> bits_;
};

inline constexpr CharSet kSurnames(
    U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    U"任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武"
    U"戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮纪梅童"
    U"凌毕单裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦"
    U"麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩"
    U"張劉陳楊黃趙吳孫馬鄭羅謝許韓馮鄧蕭葉蔣盧鍾譚陸賈韋鄒閻龍賀顧龔萬錢嚴湯溫莊魯歐關蘭紀單喬齊顏");
inline constexpr std::u32string_view kCompoundSurnames[] = {
    U"欧阳", U"司马", U"上官", U"诸葛", U"东方", U"皇甫", U"尉迟", U"公孙", U"慕容", U"令狐", U"司徒",
    U"夏侯", U"宇文", U"长孙", U"端木", U"南宫", U"歐陽", U"司馬", U"諸葛", U"尉遲", U"長孫"};
inline constexpr CharSet kCompoundBegins(U"欧司上诸东皇尉公慕令夏宇长端南歐諸長");
inline constexpr std::u32string_view kTitles[] = {
    U"先生",   U"女士", U"小姐",   U"同志", U"老师", U"师傅",   U"教授", U"博士", U"院士",
    U"医生",   U"大夫", U"律师",   U"法官", U"警官", U"教练",   U"总裁", U"总监", U"总经理",
    U"董事长", U"经理", U"總經理", U"總裁", U"總監", U"老師",   U"醫生", U"律師", U"董事長",
    U"經理",   U"总",   U"總"};  // each before those that it begins with
inline constexpr std::u32string_view kOffices[] = {  // which may have a 副 before them
    U"主任", U"局长", U"处长", U"科长", U"部长", U"省长", U"市长", U"县长", U"区长",
    U"镇长", U"乡长", U"村长", U"书记", U"主席", U"院长", U"校长", U"所长", U"队长",
    U"局長", U"部長", U"省長", U"市長", U"縣長", U"院長", U"校長"};
inline constexpr CharSet kTitleBegins(
    U"先女小同老师教博院医大律法警总董经總醫經主局处科部省市县区镇乡村书校所队縣副某");

inline bool begins_with(std::u32string_view text, std::u32string_view beginning) {
    return text.substr(0, beginning.size()) == beginning;
}

// The compound surname that `name` begins with: its length, or 0.
inline std::size_t compound_surname(std::u32string_view name) {
    if (name.size() < 2 || !kCompoundBegins.has(name[0])) return 0;
    for (const std::u32string_view each : kCompoundSurnames)
        if (begins_with(name, each)) return each.size();
    return 0;
}

// Whether `name` is a surname and nothing else.
inline bool is_surname(std::u32string_view name) {
    return name.size() == 1 ? kSurnames.has(name[0])
                            : name.size() == 2 && compound_surname(name) == 2;
}

struct FullName {
    std::u32string_view surname, given;  // both empty for what is no full Chinese name
};

// The parts of a full Chinese name. A given name that is withheld (王某) is empty.
inline FullName full_name(std::u32string_view name) {
    const auto is_given = [](std::u32string_view part) {
        for (const char32_t c : part)
            if (char_class(c) != kHan) return false;
        return part.size() == 1 || part.size() == 2;
    };
    if (name.size() < 2 || name.size() > 4) return {};
    std::size_t n = compound_surname(name);
    if (!n || !is_given(name.substr(n))) n = kSurnames.has(name[0]) && is_given(name.substr(1));
    if (!n) return {};
    const std::u32string_view given = name.substr(n);
    return {name.substr(0, n), given.find(U'某') == given.npos ? given : given.substr(0, 0)};
}

// The length of the title that `text` begins with; 0 if there is none.
inline std::size_t title_length(std::u32string_view text) {
    if (text.empty() || !kTitleBegins.has(text[0])) return 0;
    if (text[0] == U'某') return text.size() < 2 || text[1] != U'某';
    for (const std::u32string_view each : kTitles)
        if (begins_with(text, each)) return each.size();
    const std::size_t deputy = text[0] == U'副';
    for (const std::u32string_view each : kOffices)
        if (begins_with(text.substr(deputy), each)) return deputy + each.size();
    return 0;
}

struct Address {
    std::u32string_view surname, title;  // both empty for what is no form of address
};

// The parts of a form of address. That of a surname alone has its title in the text `behind` it.
inline Address address(std::u32string_view name, std::u32string_view behind) {
    if (is_surname(name)) {
        const std::size_t n = title_length(behind);
        return n ? Address{name, behind.substr(0, n)} : Address{};
    }
    if (name.size() < 2) return {};
    const bool is_friendly = name[0] == U'老' || name[0] == U'小' || name[0] == U'阿';
    if (is_friendly && is_surname(name.substr(1))) return {name.substr(1), name.substr(0, 1)};
    for (const std::size_t n : {compound_surname(name), std::size_t{kSurnames.has(name[0])}}) {
        const std::u32string_view rest = name.substr(n);
        if (n && !rest.empty() && title_length(rest) == rest.size())
            return {name.substr(0, n), rest};
    }
    return {};
}

inline bool is_latin_capital(char32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE);
}

inline bool is_in_latin_name(char32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c <= 0x17E) ||
           c == '\'' || c == 0x2019 || c == '-';
}

// The last of several words with a capital, but no Jr and no number; empty if there is none.
inline std::u32string_view last_latin_word(std::u32string_view name) {
    const std::size_t blank = name.rfind(U' ');
    if (blank == name.npos || !is_latin_capital(name[0])) return {};
    const std::u32string_view last = name.substr(blank + 1);
    if (last.size() < 2 || !is_latin_capital(last[0]) || begins_with(last, U"Jr") ||
        begins_with(last, U"Sr") || last.find_first_not_of(U"IVX") == last.npos)
        return {};
    for (const char32_t c : last)
        if (!is_in_latin_name(c)) return {};
    for (std::size_t i = 1; i < blank; ++i) {
        const bool is_blank = name[i] == ' ' && name[i + 1] != ' ';
        if (!is_blank && name[i] != '.' && !is_in_latin_name(name[i])) return {};
    }
    return last;
}

// The last part of a foreign name, after a dot or in Latin letters; empty if it has one part.
inline std::u32string_view last_part(std::u32string_view name) {
    if (const std::u32string_view word = last_latin_word(name); !word.empty()) return word;
    constexpr std::u32string_view kDots = U"·•・‧";
    const std::size_t dot = name.find_last_of(kDots);
    if (dot == name.npos || kDots.find(name[0]) != kDots.npos) return {};
    return name.substr(dot + 1);
}

}  // namespace zhnlp
