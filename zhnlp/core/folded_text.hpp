// A text in simplified characters, and the way back to its own.
//
//     text     必 竟 離 開       traditional: 離 is read as 离, 開 as 开
//     chars    必 竟 离 开
//     written  毕 -> 畢          in a text that has mostly traditional characters
//     strays   他 位 於 中 国    a traditional character in a sentence of simplified ones

#pragma once

#include <cstdint>
#include <vector>

#include "sentence.hpp"
#include "tokens.hpp"

namespace zhnlp {

struct FoldedText {
    std::vector<char32_t> chars;  // one for each of the text
    bool traditional = false;     // most characters that have two forms are traditional
    std::vector<std::uint32_t> strays;  // tokens

    void read(const SpellingConfig& config, const char32_t* text, const Tokens& tokens) {
        text_ = text;
        config_ = &config;
        chars.assign(text, text + tokens.flags.size());
        strays.clear();
        std::size_t n_traditional = 0, n_simplified = 0, i = 0;
        for (std::uint32_t end : tokens.sentences) {
            const std::size_t first = strays.size();
            std::size_t simplified = 0;
            for (; i < end; ++i) {
                const std::uint32_t at = tokens.starts[i], id = tokens.ids[i];
                if (!is_han(tokens, i) || id == Ngram::kUnknown || id >= config.chars.size())
                    continue;
                chars[at] = config.chars[id];
                if (text[at] != chars[at])
                    strays.push_back(static_cast<std::uint32_t>(i));
                else if (config.traditional[id])
                    ++simplified;
            }
            n_traditional += strays.size() - first;
            n_simplified += simplified;
            if (kSimplified * (strays.size() - first) > simplified) strays.resize(first);
        }
        traditional = 2 * n_traditional > n_simplified;
    }

    static bool is_han(const Tokens& tokens, std::size_t i) {
        return (tokens.flags[tokens.starts[i]] & kClassMask) == kHan && tokens.length(i) == 1;
    }

    // The simplified character `c` as a correction of characters start to end writes it: as
    // the text has it there, or else in the script of the text.
    char32_t written(char32_t c, std::size_t start, std::size_t end) const {
        for (std::size_t i = start; i < end; ++i)
            if (chars[i] == c) return text_[i];
        const std::int64_t id = traditional ? config_->vocabulary.find(&c, 1) : -1;
        const bool known = id >= 0 && static_cast<std::size_t>(id) < config_->traditional.size();
        const char32_t form = known ? config_->traditional[id] : 0;
        return form ? form : c;
    }

private:
    static constexpr std::size_t kSimplified = 4;  // for each stray in a sentence, at least

    const char32_t* text_ = nullptr;  // while it is read
    const SpellingConfig* config_ = nullptr;
};

}  // namespace zhnlp
