// A text's likely spelling errors, and what was meant.
//
//     text       我 在 次 去 ， 她 的 …
//     sentence   edits found, described and scored; the best that do not touch each
//                other and whose log odds reach the threshold are made
//     again      what is made changes what its neighbours look like, so the sentence
//                is read again as it is then, up to three times
//
// Time and memory are linear in the text.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "ranker.hpp"
#include "spelling.hpp"
#include "spelling_features.hpp"

namespace zhnlp {

struct CorrectorKnowledge : SpellingKnowledge {
    Ranker ranker;
    Trie protected_words;                // of the user's
    Trie misspellings;                   // likewise; their values are places in `rights`
    std::vector<std::u32string> rights;
};

struct Alternative {
    std::u32string text;
    float log_odds;
};

enum class Reason : std::uint8_t { kSound, kShape, kEdit, kWord, kUser };

// Characters start to end of the text, and what to write there.
struct Correction {
    std::uint32_t start, end;
    std::u32string right;
    float log_odds;
    Reason reason;
    std::vector<Alternative> alternatives;
};

struct KeptSpan {
    std::uint32_t start, end;
};

class SpellingCorrector {
public:
    explicit SpellingCorrector(const CorrectorKnowledge& know)
        : know_(know), sentence_(know), finder_(know), describer_(know) {}

    // Corrections in order, with log odds of `threshold` or more, outside of the
    // `kept` spans, which are sorted.
    void correct(const char32_t* text, std::size_t length, const std::vector<KeptSpan>& kept,
                 float threshold, std::vector<Correction>& out) {
        out.clear();
        read_pieces(know_.vocabulary, text, length, pieces_);
        kept_.clear();
        keep_and_replace(text, length, kept, out);
        open(text);
        std::size_t begin = 0;
        for (std::uint32_t end : pieces_.sentences) {
            start(begin, end);
            for (int round = 0; round < kRounds && pass(threshold); ++round) {
            }
            report(out);
            begin = end;
        }
        std::sort(out.begin(), out.end(),
                  [](const Correction& a, const Correction& b) { return a.start < b.start; });
    }

    // Calls see(place, edits, features) for each place of each sentence that has edits;
    // for training.
    template <class See>
    void look(const char32_t* text, std::size_t length, See see) {
        read_pieces(know_.vocabulary, text, length, pieces_);
        kept_.clear();
        open(text);
        std::size_t begin = 0;
        for (std::uint32_t end : pieces_.sentences) {
            start(begin, end);
            find();
            for (std::size_t i = 0; i < edits_.size();) {
                std::size_t last = i;
                while (last < edits_.size() && edits_[last].start == edits_[i].start) ++last;
                see(begin, i, last, edits_, features_);
                i = last;
            }
            begin = end;
        }
    }

    void all_edits(const char32_t* text, std::size_t length, std::vector<Correction>& out) {
        look(text, length, [&](std::size_t begin, std::size_t first, std::size_t last, const std::vector<Edit>& edits, const std::vector<EditFeatures>& features) {
            for (std::size_t k = first; k < last; ++k)
                out.push_back({pieces_.starts[begin + edits[k].start], pieces_.starts[begin + edits[k].end], written(edits[k]), know_.ranker.score(features[k]), Reason::kWord, {{U"", edits[k].gain}}});
        });
    }

    const Pieces& pieces() const { return pieces_; }

private:
    static constexpr int kRounds = 3;
    static constexpr std::size_t kAlternatives = 3;

    // Where a piece of the sentence comes from, in pieces of the text.
    struct Origin {
        std::uint32_t start, end;
        int made;  // the number of the edit that made it, -1 for none
    };
    struct Made {
        std::uint32_t start, end;
        Edit edit;
        std::vector<Alternative> alternatives;
    };

    // Puts into kept_ what is not to be touched: the spans given, the user's protected
    // words, and the user's misspellings, which are corrected here; the longest from
    // each place, from left to right, and none that begins or ends inside a unit.
    void keep_and_replace(const char32_t* text, std::size_t length,
                          const std::vector<KeptSpan>& kept, std::vector<Correction>& out) {
        std::size_t span = 0;
        for (std::uint32_t i = 0; i < length;) {
            while (span < kept.size() && kept[span].end <= i) ++span;
            const bool inside = span < kept.size() && kept[span].start <= i;
            const std::uint32_t limit = span < kept.size() && !inside
                                            ? kept[span].start : static_cast<std::uint32_t>(length);
            std::uint32_t end = inside ? kept[span].end : i;
            std::int64_t which = -1;
            if (!inside && !(pieces_.flags[i] & kJoined)) {
                longest(know_.protected_words, text, i, length, end);
                if (end == i) which = longest(know_.misspellings, text, i, limit, end);
            }
            if (end == i) {
                ++i;
                continue;
            }
            kept_.push_back({i, end});
            if (which >= 0 && static_cast<std::size_t>(which) < know_.rights.size())
                out.push_back({i, end, know_.rights[which], INFINITY, Reason::kUser, {}});
            i = end;
        }
    }

    // The number of the longest word of `words` from i to `limit`, and its end; -1 for none.
    std::int64_t longest(const Trie& words, const char32_t* text, std::uint32_t i,
                         std::size_t limit, std::uint32_t& end) const {
        std::int64_t found = -1;
        Trie::Node node = words.root();
        for (std::size_t k = i; k < limit && node; ++k) {
            node = words.step(node, words.code(text[k]));
            const bool inside = k + 1 < pieces_.flags.size() && (pieces_.flags[k + 1] & kJoined);
            if (!node || Trie::value(node) < 0 || inside) continue;
            found = Trie::value(node);
            end = static_cast<std::uint32_t>(k + 1);
        }
        return found;
    }

    // Notes which pieces may be changed, and which stand in quotes.
    void open(const char32_t* text) {
        open_.assign(pieces_.size(), 0);
        quoted_.assign(pieces_.size(), 0);
        std::size_t span = 0;
        std::uint8_t inside = 0;
        traditional_ = false;
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            const std::uint32_t at = pieces_.starts[i];
            while (span < kept_.size() && kept_[span].end <= at) ++span;
            const bool free = span == kept_.size() || at < kept_[span].start;
            const bool han = (pieces_.flags[at] & kClassMask) == kHan && pieces_.length(i) == 1;
            open_[i] = free && han && pieces_.ids[i] != Ngram::kUnknown;
            if (open_[i] && pieces_.ids[i] < know_.chars.size())
                traditional_ = traditional_ || text[at] != know_.chars[pieces_.ids[i]];
            const char32_t c = text[at];
            if (c == U'“' || c == U'「' || c == U'『') inside = 1;
            if (c == U'《' || c == U'〈') inside = 2;
            quoted_[i] = inside;
            if (c == U'”' || c == U'」' || c == U'』' || c == U'》' || c == U'〉' || c == U'\n')
                inside = 0;
        }
        describer_.pairs.read(pieces_.ids);
    }

    void start(std::size_t begin, std::size_t end) {
        sentence_.ids.assign(pieces_.ids.begin() + begin, pieces_.ids.begin() + end);
        sentence_.open.assign(open_.begin() + begin, open_.begin() + end);
        describer_.quoted.assign(quoted_.begin() + begin, quoted_.begin() + end);
        origins_.clear();
        for (std::size_t i = begin; i < end; ++i)
            origins_.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1), -1});
        made_.clear();
    }

    void find() {
        sentence_.read();
        finder_.find(sentence_, edits_);
        features_.resize(edits_.size());
        for (std::size_t i = 0; i < edits_.size(); ++i)
            describer_.describe(sentence_, edits_, i, features_[i]);
    }

    // Finds, scores and makes edits; whether any was made.
    bool pass(float threshold) {
        find();
        for (std::size_t i = 0; i < edits_.size(); ++i) edits_[i].score = know_.ranker.score(features_[i]);
        chosen_.clear();
        for (std::size_t i = 0; i < edits_.size();) {
            std::size_t last = i;
            double all = 1.0;
            for (; last < edits_.size() && edits_[last].start == edits_[i].start; ++last)
                all += std::exp(std::min(edits_[last].score, 60.0f));
            std::size_t best = i;
            for (std::size_t k = i; k < last; ++k) {
                const double own = std::exp(std::min(edits_[k].score, 60.0f));
                edits_[k].score -= static_cast<float>(std::log(all - own));
                if (edits_[k].score > edits_[best].score) best = k;
            }
            if (edits_[best].score >= threshold) chosen_.push_back(best);
            i = last;
        }
        if (chosen_.empty()) return false;
        std::stable_sort(chosen_.begin(), chosen_.end(), [&](std::size_t a, std::size_t b) {
            return edits_[a].score > edits_[b].score;
        });
        std::vector<std::uint8_t> used(sentence_.size(), 0);
        std::vector<std::size_t> kept;
        for (std::size_t which : chosen_) {
            const Edit& edit = edits_[which];
            if (std::any_of(used.begin() + edit.start, used.begin() + edit.end, [](auto u) { return u; })) continue;
            std::fill(used.begin() + edit.start, used.begin() + edit.end, 1);
            kept.push_back(which);
        }
        std::sort(kept.begin(), kept.end());
        make(kept);
        return true;
    }

    void make(const std::vector<std::size_t>& chosen) {
        std::vector<std::uint32_t> ids;
        std::vector<std::uint8_t> open, quoted;
        std::vector<Origin> origins;
        std::size_t next = 0;
        for (std::size_t i = 0; i < sentence_.size();) {
            if (next == chosen.size() || edits_[chosen[next]].start != i) {
                ids.push_back(sentence_.ids[i]);
                open.push_back(sentence_.open[i]);
                quoted.push_back(describer_.quoted[i]);
                origins.push_back(origins_[i++]);
                continue;
            }
            const Edit& edit = edits_[chosen[next]];
            const std::uint32_t from = origins_[edit.start].start, to = origins_[edit.end - 1].end;
            const int number = static_cast<int>(made_.size());
            made_.push_back({from, to, edit, alternatives(edit)});
            for (std::size_t k = 0; k < edit.n; ++k) {
                ids.push_back(edit.meant[k]);
                open.push_back(0);
                quoted.push_back(describer_.quoted[edit.start]);
                origins.push_back({from, to, number});
            }
            i = edit.end;
            ++next;
        }
        sentence_.ids.swap(ids);
        sentence_.open.swap(open);
        describer_.quoted.swap(quoted);
        origins_.swap(origins);
    }

    std::u32string written(const Edit& edit) const {
        std::u32string out;
        for (std::size_t k = 0; k < edit.n; ++k) {
            const std::uint32_t id = edit.meant[k];
            if (id >= know_.chars.size()) continue;
            const char32_t form = traditional_ ? know_.traditional[id] : 0;
            out += form ? form : know_.chars[id];
        }
        return out;
    }

    std::vector<Alternative> alternatives(const Edit& made) const {
        std::vector<Alternative> out;
        for (const Edit& edit : edits_)
            if (&edit != &made && edit.start == made.start && edit.end == made.end)
                out.push_back({written(edit), edit.score});
        std::stable_sort(out.begin(), out.end(),
                         [](const auto& a, const auto& b) { return a.log_odds > b.log_odds; });
        if (out.size() > kAlternatives) out.resize(kAlternatives);
        return out;
    }

    void report(std::vector<Correction>& out) {
        std::sort(made_.begin(), made_.end(),
                  [](const Made& a, const Made& b) { return a.start < b.start; });
        for (const Made& made : made_) {
            const Edit& edit = made.edit;
            const Reason reason = !edit.same_length() || edit.swaps() ? Reason::kEdit
                                  : edit.n > 1                                                    ? Reason::kWord
                                  : edit.sound                                                    ? Reason::kSound
                                                                                                  : Reason::kShape;
            out.push_back({pieces_.starts[made.start], pieces_.starts[made.end], written(edit),
                           edit.score, reason, made.alternatives});
        }
    }

    const CorrectorKnowledge& know_;
    Pieces pieces_;
    std::vector<KeptSpan> kept_;
    std::vector<std::uint8_t> open_, quoted_;
    bool traditional_ = false;  // has characters that are read as simplified ones
    Sentence sentence_;
    EditFinder finder_;
    EditDescriber describer_;
    std::vector<Edit> edits_;
    std::vector<EditFeatures> features_;
    std::vector<Origin> origins_;
    std::vector<Made> made_;
    std::vector<std::size_t> chosen_;
};

// Adds the places of `text`, whose right spelling is `target`, to what `trainer` learns from.
// Returns how many differing pieces no edit puts right, and how many differ.
inline std::pair<std::size_t, std::size_t> add_spelling(RankerTrainer& trainer, SpellingCorrector& corrector,
                         const CorrectorKnowledge& know, const char32_t* text, std::size_t length,
                         const char32_t* target, std::size_t target_length, float weight) {
    Pieces wanted;
    read_pieces(know.vocabulary, target, target_length, wanted);
    std::size_t n_wrong = 0, n_found = 0;
    corrector.look(text, length, [&](std::size_t begin, std::size_t first, std::size_t last,
                                     const std::vector<Edit>& edits,
                                     const std::vector<EditFeatures>& features) {
        const Pieces& own = corrector.pieces();
        const bool same_length = own.size() == wanted.size();
        trainer.begin_place(weight);
        bool any = false;
        for (std::size_t k = first; k < last; ++k) {
            const Edit& e = edits[k];
            bool right = false;
            if (same_length && e.same_length()) {
                right = true;
                bool differs = false;
                for (std::size_t i = 0; i < e.n; ++i) {
                    right = right && e.meant[i] == wanted.ids[begin + e.start + i];
                    differs = differs || own.ids[begin + e.start + i] != e.meant[i];
                }
                right = right && differs;
            } else if (!same_length && own.size() + e.n == wanted.size() + e.end - e.start) {
                std::vector<std::uint32_t> ids(own.ids.begin(), own.ids.begin() + begin + e.start);
                ids.insert(ids.end(), e.meant.begin(), e.meant.begin() + e.n);
                ids.insert(ids.end(), own.ids.begin() + begin + e.end, own.ids.end());
                right = ids == wanted.ids;
            }
            any = any || (right && e.single());
            trainer.add(features[k], right);
        }
        n_found += any;
    });
    const Pieces& own = corrector.pieces();
    if (own.size() == wanted.size())
        for (std::size_t i = 0; i < own.size(); ++i) n_wrong += own.ids[i] != wanted.ids[i];
    return {n_wrong - std::min(n_wrong, n_found), n_wrong};
}

}  // namespace zhnlp
