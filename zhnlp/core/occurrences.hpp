// Where strings of a set occur in a text, as whole words outside of given spans.
//
//     strings      小明 北大 京
//     words        王小明 | 和 | 小明 | 在 | 北大 | 附中 | 见 | 北京
//     span         [----]
//     found                    [--]        [--]
//
// The longest strings come first, those of a length from left to right: whoever takes one
// after the other is left with the longest. A word whose first character begins no string, which
// most are, costs one look at a table of 4096 bits. Time is words × lengths of strings.
// Measured: the Linker takes a sixth on text of a single syllable, where each character begins a
// name, and no longer on news, beside a search by Python's patterns.

#pragma once

#include <bitset>
#include <cstdint>
#include <functional>
#include <set>
#include <vector>

#include "string_ids.hpp"

namespace zhnlp {

struct Occurrence {
    std::uint32_t start, end, word;  // the number of the word that begins there
};

class Occurrences {
public:
    void add(const char32_t* string, std::size_t length) {
        if (!length) return;
        strings_.number(string, length);
        lengths_.insert(length);
        firsts_.set(string[0] % kFirsts);
    }

    // Sets `found` to the strings in text[0:length] that begin and end where words do and hold no
    // character of text[spans[2 * i]:spans[2 * i + 1]]. The words end at ends[0:n], rising, and
    // they and the spans lie in the text.
    void find(const char32_t* text, std::size_t length, const std::uint32_t* ends, std::size_t n,
              const std::vector<std::uint32_t>& spans, std::vector<Occurrence>& found) {
        read_spans(length, spans);
        is_border_.assign(length + 1, false);
        for (std::size_t i = 0; i < n; ++i) is_border_[ends[i]] = true;
        for (const std::size_t size : lengths_) {
            std::uint32_t start = 0;
            for (std::uint32_t word = 0; word < n; start = ends[word++]) {
                const std::size_t end = start + size;
                if (!firsts_[text[start] % kFirsts] || end > length || !is_border_[end]) continue;
                bool is_free = true;
                for (std::size_t i = start; i < end; ++i) is_free = is_free && !depths_[i];
                if (is_free && strings_.has(text + start, size))
                    found.push_back({start, static_cast<std::uint32_t>(end), word});
            }
        }
    }

private:
    static constexpr std::size_t kFirsts = 4096;

    // How many spans each character is in. Linear, even if spans lie in each other.
    void read_spans(std::size_t length, const std::vector<std::uint32_t>& spans) {
        depths_.assign(length + 1, 0);
        for (std::size_t i = 0; i + 1 < spans.size(); i += 2) {
            if (spans[i] >= spans[i + 1]) continue;
            ++depths_[spans[i]];
            --depths_[spans[i + 1]];
        }
        for (std::size_t i = 0; i < length; ++i) depths_[i + 1] += depths_[i];
    }

    StringIds strings_;
    std::set<std::size_t, std::greater<>> lengths_;
    std::bitset<kFirsts> firsts_;
    std::vector<std::int32_t> depths_;
    std::vector<std::uint8_t> is_border_;
};

}  // namespace zhnlp
