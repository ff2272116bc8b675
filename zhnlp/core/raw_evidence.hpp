// What raw text has told a recognizer, see models/entities/raw_evidence.py.
//
//     names     王小明 -> its class: mostly a person, found often
//     clusters  记者 -> the clusters of words that stand beside the same words
//     persons   王 -> how often it is a surname, in the middle and last: 7 0 1, as octal digits

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "tag_words.hpp"
#include "trie.hpp"
#include "word_clusters.hpp"

namespace zhnlp {

struct RawEvidence {
    Trie names;     // to classes of 1 to 63
    Trie clusters;  // forms of words to WordClusters::clusters
    Trie persons;   // characters to three classes below 8

    // The flat cluster of text[start:end], -1 if it has none.
    std::int64_t cluster_of(const char32_t* text, std::size_t start, std::size_t end) const {
        char32_t form[kLongestWord];
        if (clusters.empty() || end - start > kLongestWord) return -1;
        const std::int64_t both = clusters.find(form, word_form(text, start, end, true, form));
        return both < 0 ? -1 : both % WordClusters::kFlat;
    }

    // Starts loading what tells the cluster of text[start:end].
    void fetch_cluster(const char32_t* text, std::size_t start, std::size_t end) const {
        if (end - start < 2 || clusters.empty()) return;
        clusters.fetch(clusters.first(clusters.code(text[start])), clusters.code(text[start + 1]));
    }

    // The classes of a character in persons' names by its code in `persons`, 0 for none.
    std::vector<std::uint16_t> classes_of_persons() const {
        std::vector<std::uint16_t> classes(persons.n_codes() + 1);
        for (std::uint32_t code = 1; code < classes.size(); ++code) {
            const std::int64_t value = persons.value(persons.first(code));
            classes[code] = static_cast<std::uint16_t>(std::max<std::int64_t>(value, 0) & 0777);
        }
        return classes;
    }
};

}  // namespace zhnlp
