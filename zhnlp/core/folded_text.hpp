// A text in simplified characters, and the way back to its own.
//
//     text     必 竟 離 開       traditional: 離 is read as 离, 開 as 开
//     chars    必 竟 离 开
//     written  毕 -> 畢          in a text that has traditional characters

#pragma once

#include <cstdint>
#include <vector>

#include "sentence.hpp"
#include "tokens.hpp"

namespace zhnlp {

struct FoldedText {
    std::vector<char32_t> chars;  // one for each of the text
    bool traditional = false;     // the text has characters that are read as simplified ones

    void read(const SpellingConfig& config, const char32_t* text, const Tokens& tokens) {
        text_ = text;
        config_ = &config;
        chars.assign(text, text + tokens.flags.size());
        traditional = false;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const std::uint32_t at = tokens.starts[i], id = tokens.ids[i];
            if (!is_han(tokens, i) || id == Ngram::kUnknown || id >= config.chars.size()) continue;
            chars[at] = config.chars[id];
            traditional = traditional || text[at] != chars[at];
        }
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
    const char32_t* text_ = nullptr;  // while it is read
    const SpellingConfig* config_ = nullptr;
};

}  // namespace zhnlp
