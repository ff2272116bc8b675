// What stands at a place of a text, as far as it tells where sentences end.

#pragma once

#include <algorithm>
#include <cstdint>

#include "chars.hpp"
#include "sentence_marks.hpp"

namespace zhnlp {

class SentenceText {
protected:
    // The character at i; 0 before the text and after it.
    char32_t at(std::size_t i) const { return i < length_ ? text_[i] : 0; }
    bool is_space(std::size_t i) const {
        return i < length_ && is_white(text_[i], char_class(text_[i]));
    }
    bool is_han(std::size_t i) const { return i < length_ && char_class(text_[i]) == kHan; }
    // The place after up to eight blanks.
    std::size_t past_blanks(std::size_t i) const {
        const std::size_t most = i + 8;
        while (i < most && (at(i) == ' ' || at(i) == '\t' || at(i) == 0x3000)) ++i;
        return i;
    }

    // Whether a comma or the like follows, and what else goes on after a quotation.
    bool goes_on(std::size_t i, bool is_quote) const {
        i = past_blanks(i);
        const char32_t c = at(i);
        if (is_in(U"，、；：,;:", c)) return true;
        return is_quote &&
               (c == U'—' || (c >= 'a' && c <= 'z') || (c == U'的' && at(i + 1) != U'确'));
    }

    // Whether the number of a list item is at i: （一） (12) 一、 1. 1） ①.
    bool begins_item(std::size_t i) const {
        const char32_t c = at(i);
        if (c == U'（' || c == '(') {
            const std::size_t han = past_run(i + 1, is_han_number);
            const std::size_t ascii = past_run(i + 1, is_digit);
            const auto closes = [&](std::size_t k) {
                return k > i + 1 && (at(k) == U'）' || at(k) == ')');
            };
            return closes(han) || closes(ascii);
        }
        if (is_han_number(c)) {
            const std::size_t k = past_run(i, is_han_number);
            return at(k) == U'、' && !is_han_number(at(k + 1));
        }
        if (is_digit(c)) {
            const std::size_t k = past_run(i, is_digit);
            if (at(k) == ')' || at(k) == U'）') return true;
            return is_in(U".．、", at(k)) && !is_digit(at(k + 1));
        }
        return (c >= U'①' && c <= U'⒇') || c == U'⓪' || (c >= U'❶' && c <= U'➓') ||
               (c >= U'㈠' && c <= U'㈩') || (c >= U'㊀' && c <= U'㊉');
    }

    // The place after up to three characters of a kind.
    template <class Is>
    std::size_t past_run(std::size_t i, Is is) const {
        const std::size_t most = i + 3;
        while (i < most && is(at(i))) ++i;
        return i;
    }

    // Whether a word of up to three characters is at i, then an ellipsis, then the word again.
    bool is_said_again(std::size_t i) const {
        if (!is_han(i) || is_in(U"了的吗呢吧", text_[i])) return false;
        for (std::size_t size = 3; size > 0; --size) {
            if (i + size >= length_) continue;
            if (std::find(text_ + i, text_ + i + size, U'\n') != text_ + i + size) continue;
            const char32_t sign = text_[i + size];
            if (sign != U'…' && sign != '.' && sign != U'。') continue;
            std::size_t k = i + size;
            while (at(k) == sign) ++k;
            if (k - i - size < (sign == U'…' ? 1u : 2u) || k + size > length_) continue;
            if (std::equal(text_ + i, text_ + i + size, text_ + k)) return true;
        }
        return false;
    }

    // Whether the stop at i is between three Han characters on either side: 张三.李四 is a name.
    bool joins_han(std::size_t i) const {
        for (std::size_t k = 1; k <= 3; ++k)
            if (i < k || !is_han(i - k) || !is_han(i + k)) return false;
        return true;
    }

    const char32_t* text_ = nullptr;
    std::size_t length_ = 0;
};

}  // namespace zhnlp
