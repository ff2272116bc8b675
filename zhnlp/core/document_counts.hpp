// In how many documents each word occurs.
//
//     documents   我 爱 北京 北京  |  北京 好
//     counts      我 1, 爱 1, 北京 2, 好 1
//
// A word is counted once in a document. O(words) time; memory for each distinct word.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "string_ids.hpp"

namespace zhnlp {

struct DocumentCounts {
    StringIds words;
    std::vector<std::uint32_t> counts;
    std::uint32_t n_documents = 0;

    void begin_document() { ++n_documents; }

    void add(const char32_t* word, std::size_t length) {
        const std::uint32_t id = words.number(word, length);
        if (id == counts.size()) {
            counts.push_back(0);
            last_.push_back(0);
        }
        if (last_[id] == n_documents) return;
        last_[id] = n_documents;
        ++counts[id];
    }

private:
    std::vector<std::uint32_t> last_;  // the number of the last document with the word, from 1
};

}  // namespace zhnlp
