// Names of organisations that hold a place in brackets.
//
//     atoms     他 在 百 度 网 络 技 术 （ 深 圳 ） 有 限 公 司 工 作
//     begins    +  +  +     [---------]           where no name may begin: inside words, and where
//     brackets                        o       o   only words of trade would be left
//     kind                                              公 司
//
// A model of names knows few companies. Where it does not know the one before the brackets, it
// takes the place for a name of its own. So in PairedDecoder, labels with the brackets inside a name
// get more if they hold one known word, and a kind of organisation follows, before any other sign.

#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "entity_features.hpp"

namespace zhnlp {

constexpr std::u32string_view kKinds[] = {
    U"公司",   U"集团",   U"集團",   U"工厂",   U"工廠",   U"银行",   U"銀行", U"分行",   U"支行",
    U"事务所", U"事務所", U"研究院", U"研究所", U"实验室", U"實驗室", U"大学", U"大學",   U"学院",
    U"學院",   U"学校",   U"學校",   U"中学",   U"中學",   U"小学",   U"小學", U"医院",   U"醫院",
    U"机场",   U"機場",   U"中心",   U"超市",   U"酒店",   U"饭店",   U"飯店", U"俱乐部", U"俱樂部",
    U"出版社", U"交易所", U"基金会", U"基金會", U"协会",   U"協會",   U"商会", U"商會"};
constexpr std::u32string_view kTrades[] = {U"科技", U"技术", U"技術", U"网络", U"網絡", U"信息",
                                           U"电子", U"電子", U"投资", U"投資", U"贸易", U"貿易",
                                           U"在线", U"在線", U"咨询", U"諮詢", U"软件", U"軟件"};

// Whether the brackets at the atoms `open` and `close` of `text` hold the place of a branch.
class BranchFinder {
public:
    // The words of the text end at word_ends, rising.
    BranchFinder(const char32_t* text, const EntityFeatures& atoms,
                 const std::vector<std::uint32_t>& word_ends)
        : text_(text), atoms_(atoms), word_ends_(word_ends) {}

    bool is_branch(std::size_t open, std::size_t close) const {
        return open > 0 && is_in_name(open - 1) && close > open + 2 &&
               atoms_.char_class(open + 1) == kHan && is_word(open + 1, close) &&
               has_kind(close + 1);
    }

    // Sets no_begin[i] for the atoms i before the brackets where the name may not begin.
    void limit(std::size_t open, std::vector<std::uint8_t>& no_begin) const {
        const std::size_t least = open < kLongest ? 0 : open - kLongest;
        for (std::size_t i = open; i > least && is_in_name(i - 1); --i)
            no_begin[i - 1] |= !begins_name(i - 1);
        std::size_t i = open;
        while (i > least + 2 && is_trade(i - 2)) i -= 2;
        if (i == open && i > least) --i;
        for (; i < open && i > least && is_in_name(i - 1); ++i) no_begin[i] = 1;
    }

private:
    static constexpr std::size_t kLongest = 16;  // atoms before and behind the brackets
    static constexpr std::u32string_view kJoining = U"的了和与與及或是等也被";  // clauses and names

    bool is_in_name(std::size_t atom) const {
        const CharClass cls = atoms_.char_class(atom);
        return cls != kOther && cls != kSpace;
    }

    std::u32string_view between(std::size_t first, std::size_t last) const {
        return {text_ + atoms_.start(first), atoms_.start(last) - atoms_.start(first)};
    }

    // The word that the atom is in, without what is before the atom.
    std::u32string_view word_from(std::size_t atom) const {
        const std::uint32_t start = atoms_.start(atom);
        return {text_ + start,
                *std::upper_bound(word_ends_.begin(), word_ends_.end(), start) - start};
    }

    bool is_word(std::size_t first, std::size_t last) const {
        return atoms_.is_listed(first, last) ||
               (begins_word(first) && word_from(first) == between(first, last));
    }

    bool begins_word(std::size_t atom) const {
        return atom == 0 ||
               std::binary_search(word_ends_.begin(), word_ends_.end(), atoms_.start(atom));
    }

    // Whether a word begins there that is no kind of company itself, as 子公司 is.
    bool begins_name(std::size_t atom) const {
        const std::u32string_view word = word_from(atom);
        return begins_word(atom) && (word.size() < 2 || word.substr(word.size() - 2) != U"公司");
    }

    bool is_trade(std::size_t first) const {
        return std::find(std::begin(kTrades), std::end(kTrades), between(first, first + 2)) !=
               std::end(kTrades);
    }

    bool has_kind(std::size_t first) const {
        const std::size_t most = std::min(atoms_.size(), first + kLongest);
        std::size_t last = first;
        while (last < most && is_in_name(last)) ++last;
        const std::u32string_view rest = between(first, last);
        std::size_t kind = rest.npos;
        for (const std::u32string_view each : kKinds) kind = std::min(kind, rest.find(each));
        return kind < rest.find_first_of(kJoining);
    }

    const char32_t* text_;
    const EntityFeatures& atoms_;
    const std::vector<std::uint32_t>& word_ends_;
};

}  // namespace zhnlp
