// Training examples of a corrector, and all edits that it considers for a text.

#pragma once

#include <cstdint>
#include <vector>

#include "corrector.hpp"

namespace zhnlp {

// Whether `edit` is a step from `typed` to `wanted`; its sentence begins at token `begin`.
inline bool is_right(const Edit& edit, std::size_t begin, const std::vector<std::uint32_t>& typed,
                     const std::vector<std::uint32_t>& wanted) {
    const std::size_t at = begin + edit.start;
    if (typed.size() == wanted.size()) {
        if (!edit.same_length()) return false;
        bool differs = false;
        for (std::size_t i = 0; i < edit.n; ++i) {
            if (edit.meant[i] != wanted[at + i]) return false;
            differs = differs || typed[at + i] != edit.meant[i];
        }
        return differs;
    }
    if (typed.size() + edit.n != wanted.size() + edit.end - edit.start) return false;
    const auto middle = typed.begin() + begin;
    return std::equal(typed.begin(), typed.begin() + at, wanted.begin()) &&
           std::equal(edit.meant.begin(), edit.meant.begin() + edit.n, wanted.begin() + at) &&
           std::equal(middle + edit.end, typed.end(), wanted.begin() + at + edit.n);
}

// Adds one training example for each position of `text` that has edits; an edit is
// correct if it writes what `target` has.
inline void add_spelling(RankerTrainer& trainer, SpellingCorrector& corrector,
                         const CorrectorConfig& config, const char32_t* text, std::size_t length,
                         const char32_t* target, std::size_t target_length) {
    Tokens wanted;
    read_tokens(config.vocabulary, target, target_length, wanted);
    corrector.look(
        text, length,
        [&](std::size_t begin, const std::vector<Edit>& edits,
            const std::vector<EditFeatures>& features, std::size_t first, std::size_t last) {
            trainer.begin_position();
            for (std::size_t k = first; k < last; ++k)
                trainer.add(features[k],
                            is_right(edits[k], begin, corrector.tokens().ids, wanted.ids));
        });
}

// An edit as it was considered, in characters of the text.
struct ConsideredEdit {
    std::uint32_t start, end;
    std::u32string right;
    float score, gain;
};

// Every edit of `text` that the corrector scores.
inline void all_edits(SpellingCorrector& corrector, const CorrectorConfig& config,
                      const char32_t* text, std::size_t length, std::vector<ConsideredEdit>& out) {
    corrector.look(
        text, length,
        [&](std::size_t begin, const std::vector<Edit>& edits,
            const std::vector<EditFeatures>& features, std::size_t first, std::size_t last) {
            for (std::size_t k = first; k < last; ++k) {
                const Edit& edit = edits[k];
                const Tokens& tokens = corrector.tokens();
                out.push_back({tokens.starts[begin + edit.start], tokens.ends[begin + edit.end - 1],
                               corrector.written(edit), config.ranker.score(features[k]),
                               edit.gain});
            }
        });
}

}  // namespace zhnlp
