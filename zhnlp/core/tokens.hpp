// A text as a character language model reads it: tokens with ids, in sentences.
//
//     text        他 买 了 3 . 5 k g 苹 果 。 ” 好
//     tokens      他 买 了 [3.5kg]  苹 果 。 ” | 好      | a sentence ends
//     ids         one for each: a number or a Latin word is read as its class,
//                 a traditional character as the vocabulary's aliases say
//
// A sentence ends after 。！？… and the closing quotes and brackets that follow, and at a
// line break, which is not a token. Time and memory are linear in the text.

#pragma once

#include <cstdint>
#include <vector>

#include "ngram.hpp"
#include "trie.hpp"
#include "units.hpp"

namespace zhnlp {

struct Tokens {
    std::vector<std::uint32_t> ids;
    std::vector<std::uint32_t> starts, ends;  // in characters
    std::vector<std::uint32_t> sentences;     // the end of each, in tokens
    std::vector<std::uint8_t> flags;          // of every character, see units.hpp

    std::size_t size() const { return ids.size(); }
    std::uint32_t length(std::size_t i) const { return ends[i] - starts[i]; }
};

inline bool ends_sentence(char32_t c) {
    return c == U'。' || c == U'！' || c == U'？' || c == U'!' || c == U'?' || c == U'…';
}

inline bool breaks_line(char32_t c) { return c == U'\n' || c == U'\r'; }

inline bool closes(char32_t c) {
    return c == U'”' || c == U'’' || c == U'」' || c == U'』' || c == U'）' || c == U')' ||
           c == U'》' || c == U'】';
}

inline void read_tokens(const Trie& vocabulary, const char32_t* text, std::size_t length,
                        Tokens& out) {
    out.ids.clear();
    out.starts.clear();
    out.ends.clear();
    out.sentences.clear();
    out.flags.resize(length);
    UnitFinder(text, length, out.flags.data()).find();
    bool ended = false;
    const auto end_sentence = [&] {
        const std::uint32_t n = static_cast<std::uint32_t>(out.ids.size());
        if (n > (out.sentences.empty() ? 0 : out.sentences.back())) out.sentences.push_back(n);
        ended = false;
    };
    for (std::size_t i = 0; i < length;) {
        std::size_t end = i + 1;
        while (end < length && (out.flags[end] & kJoined)) ++end;
        const bool line_ends = breaks_line(text[i]), ends = ends_sentence(text[i]);
        if (line_ends || (ended && !ends && !closes(text[i]))) end_sentence();
        ended = ended || ends;
        if (!line_ends) {
            const std::uint8_t kind = out.flags[i];
            const char32_t shown = kind & kNumber      ? kNumberClass
                                   : kind & kLatinWord ? kLatinClass
                                                       : text[i];
            const bool is_name =
                shown == text[i] && kFirstClassName <= shown && shown <= kLastClassName;
            const std::int64_t id = is_name ? -1 : vocabulary.find(&shown, 1);
            out.ids.push_back(id < 0 ? Ngram::kUnknown : static_cast<std::uint32_t>(id));
            out.starts.push_back(static_cast<std::uint32_t>(i));
            out.ends.push_back(static_cast<std::uint32_t>(end));
        }
        i = end;
    }
    end_sentence();
}

// The ids of all tokens, with kBegin before and kEnd after every sentence.
inline void sentence_numbers(const Tokens& tokens, std::vector<std::uint32_t>& out) {
    out.clear();
    out.reserve(tokens.size() + 2 * tokens.sentences.size());
    std::size_t i = 0;
    for (std::uint32_t end : tokens.sentences) {
        out.push_back(Ngram::kBegin);
        while (i < end) out.push_back(tokens.ids[i++]);
        out.push_back(Ngram::kEnd);
    }
}

}  // namespace zhnlp
