// Places where a word must end, whatever a model says.
//
//     text       买 了 三 星 S24 ， 气 温 -3 ℃ 。 2 0 2 6 年  铁 木 尔 · 买 提   好 😂 😂
//     barriers            |   | |      ?   |       (2026 年 ?)       ? ?     |  |  |
//
// White space, punctuation, symbols and emoji are words of their own, and Han characters
// are apart from Latin letters and digits. Open (?) to the model are only
//
//     a number and the measure after it, or the ordinal, numeral or date before it
//     a sign between two numbers, before a number (a minus), a degree after one
//     a dot between Han characters, three or more: of a foreign name
//     signs of one kind in a row: dashes, dots
//     a slash between measures, a long hyphen between Latin letters
//
// A sign between two units is apart from both or from neither: 5-10 or 5|-|10, never 5|-10.
//
// Each place is decided from a bounded number of characters around it. Linear in the text.

#pragma once

#include <cstdint>
#include <vector>

#include "chars.hpp"
#include "units.hpp"

namespace zhnlp {

enum Barrier : std::uint8_t {
    kNoBarrier,
    kSignBarrier,   // beside white space, a sign or an emoji
    kMixedBarrier,  // between Han or another script and Latin letters or digits
    kInfix,         // none, but the sign that starts here is apart on both sides or on neither
};

class BarrierFinder {
public:
    BarrierFinder(const char32_t* text, std::size_t length, const std::uint8_t* flags)
        : text_(text), length_(length), flags_(flags) {}

    // Calls found(i, barrier) for each place before a character i that has one, in order. An
    // infix sign is a unit of one character.
    template <class Found>
    void find(Found found) const {
        Kind earlier = kNone, before = kNone;
        for (std::size_t i = 0; i < length_; ++i) {
            if (flags_[i] == kHan && before == kHanChar &&
                (i = past_han(flags_, i, length_)) == length_)
                return;
            if (flags_[i] & kJoined) continue;
            const Kind here = kind(i);
            const Barrier barrier =
                before == kNone ? kNoBarrier : between(earlier, before, here, i);
            if (barrier) found(i, barrier);
            earlier = before;
            before = here;
        }
    }

private:
    enum Kind {
        kNone,
        kHanChar,
        kScript,
        kLatinUnit,
        kNumberUnit,
        kZero,
        kSign,
        kAlone
    };

    static constexpr char32_t kCircle = U'○';  // a zero in 二○○八年

    Kind kind(std::size_t i) const {
        if (i >= length_) return kNone;
        switch (flags_[i] & kClassMask) {
            case kHan:
                return kHanChar;
            case kLatin:
                return kLatinUnit;
            case kDigit:
                return flags_[i] & kLatinWord ? kLatinUnit : kNumberUnit;
            case kKana:
            case kHangul:
            case kLetter:
                return kScript;
            case kOther:
                return text_[i] == kCircle ? kZero : kSign;
            default:
                return kAlone;
        }
    }

    // The barrier at i, between units of the kinds `before` and `here`, after one of `earlier`.
    Barrier between(Kind earlier, Kind before, Kind here, std::size_t i) const {
        if (before == kAlone || here == kAlone) return kSignBarrier;
        if (before == kSign) return after_sign(earlier, here, i) ? kNoBarrier : kSignBarrier;
        if (here == kSign) {
            if (before == kNumberUnit && is_degree(text_[i])) return kNoBarrier;
            return before_sign(before, i) ? kInfix : kSignBarrier;
        }
        if (before == kZero || here == kZero) return at_zero(i) ? kNoBarrier : kSignBarrier;
        if (before == kNumberUnit && here == kNumberUnit && is_percent(text_[i - 1]))
            return kSignBarrier;
        if (before == here || !(is_word(before) || is_word(here))) return kNoBarrier;
        if (before == kNumberUnit && here == kHanChar && begins_measure(text_[i]))
            return kNoBarrier;
        if (before == kHanChar && here == kNumberUnit && ends_ordinal(text_[i - 1]))
            return kNoBarrier;
        return kMixedBarrier;
    }

    bool at_zero(std::size_t i) const {
        const char32_t left = text_[i - 1], right = text_[i];
        return (is_numeral(left) || left == kCircle) && (right == kCircle || begins_measure(right));
    }

    bool before_sign(Kind before, std::size_t i) const {
        const Kind next = kind(i + 1);
        if (before == kNumberUnit) return joins_numbers(narrow(text_[i])) && next == kNumberUnit;
        if (before == kLatinUnit) return joins_latin(text_[i]) && is_word(next);
        return before == kHanChar && (joins_names(i) || joins_measures(i));
    }

    bool after_sign(Kind earlier, Kind here, std::size_t i) const {
        const char32_t sign = narrow(text_[i - 1]);
        if (here == kSign) return sign == narrow(text_[i]) && is_line(sign);
        if (earlier == kLatinUnit) return joins_latin(sign) && is_word(here);
        if (here == kNumberUnit && earlier == kNumberUnit) return joins_numbers(sign);
        if (here == kNumberUnit)
            return is_plus_or_minus(sign) && (earlier != kHanChar || is_signed(i));
        return here == kHanChar && (joins_names(i - 1) || joins_measures(i - 1));
    }

    static bool is_percent(char32_t c) { return narrow(c) == '%' || c == 0x2030; }
    static bool is_word(Kind kind) { return kind == kLatinUnit || kind == kNumberUnit; }
    bool is_han(std::size_t i) const { return i < length_ && (flags_[i] & kClassMask) == kHan; }

    // Whether the sign at i is a dot between Han characters, two or more on one side.
    bool joins_names(std::size_t i) const {
        const char32_t c = text_[i];
        if (c != U'·' && c != U'・' && c != U'•' && c != U'‧') return false;
        return i > 0 && is_han(i - 1) && is_han(i + 1) &&
               ((i > 1 && is_han(i - 2)) || is_han(i + 2));
    }

    // Whether the sign at i is a slash between measures: 公里／小时, not 大/小.
    bool joins_measures(std::size_t i) const {
        return narrow(text_[i]) == '/' && i > 0 && is_han(i - 1) && is_han(i + 1) &&
               is_in(U"元里米克斤吨噸升次卡特听聽", text_[i - 1]) &&
               is_in(U"小秒日天月年时時分平立公千克斤吨噸升听聽人次", text_[i + 1]);
    }

    // Whether the number at i, after a sign after a Han character, has the sign: that of a
    // temperature or rate (气温-5度, 为-1), not of a model (歼-20).
    bool is_signed(std::size_t i) const {
        if (i > 1 && is_in(U"是为為至到达達从從于於得等比在跌降", text_[i - 2])) return true;
        const std::size_t end = next_open(flags_, i);
        for (std::size_t k = i; k < end; ++k)
            if (is_in(U".%‰", narrow(text_[k]))) return true;
        return end < length_ &&
               (is_degree(text_[end]) || is_in(U"度摄攝华華元点點分米万萬亿億", text_[end]));
    }

    static bool is_line(char32_t c) { return is_in(U"-—–―─┅…⋯.·~*", c); }
    static bool joins_numbers(char32_t c) { return is_in(U"./:∶-–—~·×", c); }
    static bool joins_latin(char32_t c) { return c == U'—'; }  // U—2
    static bool is_plus_or_minus(char32_t c) { return is_in(U"+-−±", c); }
    static bool is_degree(char32_t c) { return is_in(U"℃℉°′″", c); }

    // Whether `c` can stand right after a number: a multiplier, or the first part of a measure.
    static bool begins_measure(char32_t c) {
        return is_in(
            U"年月日时時分秒点點号號世季周天夜岁歲届期次回遍个個名位人家户戶口只隻头頭匹条條张張项"
            U"項件"
            U"部台臺辆輛架艘座栋棟幢层層楼樓间間所处處片块塊亩畝公里米厘釐毫尺寸丈斤吨噸克元角毛圆"
            U"圓"
            U"美港欧歐英日韩韓币幣度倍成股票手支枚颗顆粒瓶杯盒箱包袋桶本册冊篇首幅卷集章节節页頁行"
            U"字句"
            U"种種类類级級等班门門场場轮輪局步环環段圈批组組对對双雙副套排列队隊番笔筆宗起桩樁例市"
            U"平立"
            U"方加仑侖磅盎海瓦伏安摄攝氏华華卡道把根面顶頂朵棵株辈輩代拍声聲眼剂劑份折大中小余餘多"
            U"几幾"
            U"来來半钟鐘刻旬载載星礼禮工〇零一二三四五六七八九十百千万萬亿億兆两兩",
            c);
    }

    // Whether a number can stand right after `c`: an ordinal, a numeral, a part of a date.
    static bool ends_ordinal(char32_t c) {
        return is_numeral(c) || is_in(U"第年月日天时時点點分秒午晨晚夜早间間", c);
    }

    const char32_t* text_;
    std::size_t length_;
    const std::uint8_t* flags_;
};

// Calls found(i, barrier) for the places beside Latin words, in order.
template <class Found>
void find_latin_words(const std::uint8_t* flags, std::size_t length, Found found) {
    for (std::size_t i = 0, last = 0; i < length; ++i) {
        if (flags[i] == kHan && (i = past_han(flags, i, length)) == length) return;
        if (!(flags[i] & kLatinWord)) continue;
        if (i > last) found(i, kSignBarrier);
        last = next_open(flags, i);
        if (last < length) found(last, kSignBarrier);
    }
}

// Sets the flags of a text for the method jieba, and calls found(i, barrier) for the ends of
// the blocks of its re_han_default: one block, or a character that is outside all.
template <class Found>
void find_jieba_blocks(const char32_t* text, std::size_t length, std::uint8_t* flags, Found found) {
    for (std::size_t i = 0; i < length; ++i) {
        const char32_t c = text[i];
        const bool inside = (c >= 0x4E00 && c <= 0x9FD5) || is_ascii_alnum(c) || c == '+' ||
                            c == '#' || c == '&' || c == '.' || c == '_' || c == '%' || c == '-';
        flags[i] = char_class(c);
        if (inside) continue;
        if (c == '\n' && i && text[i - 1] == '\r') flags[i] |= kJoined;
        found(i, kSignBarrier);
        found(i + 1, kSignBarrier);
    }
}

}  // namespace zhnlp
