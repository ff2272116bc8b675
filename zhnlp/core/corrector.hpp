// A text's likely spelling errors, and what was meant.
//
//     text       我 在 次 去 ， 她 的 …
//     sentence   edits are found, described and scored; of those whose log odds reach
//                the threshold, the best that do not overlap are made
//     again      an edit changes the context of its neighbours, so the corrected
//                sentence is read again, up to three times
//
// Time and memory are linear in the text.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "correction.hpp"
#include "edit_finder.hpp"
#include "folded_text.hpp"
#include "idioms.hpp"
#include "known_spelling.hpp"
#include "ranker.hpp"
#include "spelling_features.hpp"

namespace zhnlp {

struct CorrectorConfig : SpellingConfig {
    Ranker ranker;
    UserSpelling user;
    UserSpelling known;  // weaker; its protected words are exceptions
    Idioms idioms;
};

class SpellingCorrector {
public:
    explicit SpellingCorrector(const CorrectorConfig& config)
        : config_(config),
          known_(config, config.known),
          sentence_(config),
          finder_(config),
          describer_(config) {}

    // Corrections in order, with log odds of `threshold` or more, outside of `kept`.
    void correct(const char32_t* text, std::size_t length, const std::vector<KeptSpan>& kept,
                 float threshold, std::vector<Correction>& out) {
        out.clear();
        read(text, length, kept, threshold <= kKnownLogOdds, out);
        std::size_t begin = 0;
        for (std::uint32_t end : tokens_.sentences) {
            start(begin, end);
            for (int round = 0; round < kRounds && pass(threshold); ++round) {
            }
            report(out);
            if (threshold <= kScriptLogOdds) correct_strays(begin, end, out);
            begin = end;
        }
        std::sort(out.begin(), out.end(),
                  [](const Correction& a, const Correction& b) { return a.start < b.start; });
    }

    // Calls see(begin, edits, features, first, last) for each position with edits: the
    // edits [first, last) start there, and its sentence begins at token `begin`.
    template <class See>
    void look(const char32_t* text, std::size_t length, See see) {
        std::vector<Correction> none;
        read(text, length, {}, false, none);
        std::size_t begin = 0;
        for (std::uint32_t end : tokens_.sentences) {
            start(begin, end);
            find();
            for (std::size_t i = 0, last; i < edits_.size(); i = last) {
                last = rivals_end(i);
                see(begin, edits_, features_, i, last);
            }
            begin = end;
        }
    }

    const Tokens& tokens() const { return tokens_; }

    std::u32string written(const Edit& edit) const {
        std::u32string out;
        for (std::size_t k = 0; k < edit.n; ++k) {
            const std::uint32_t id = edit.meant[k];
            if (id < config_.chars.size()) out += char_of(edit, id);
        }
        return out;
    }

private:
    static constexpr int kRounds = 3;
    static constexpr std::size_t kAlternatives = 3;
    static constexpr float kScriptLogOdds = 5.0f;  // of a stray traditional character
    static constexpr std::size_t kAround = 16;  // tokens farther away change features little

    // Which tokens of the text a token of the sentence comes from.
    struct Origin {
        std::uint32_t start, end;
    };
    struct Made {
        Origin origin;
        Edit edit;
        std::u32string right;
        std::vector<Alternative> alternatives;
    };

    // Makes the corrections that need no model. Notes which tokens of the text may be changed,
    // and which are inside quotes.
    void read(const char32_t* text, std::size_t length, const std::vector<KeptSpan>& kept,
              bool with_known, std::vector<Correction>& out) {
        text_ = text;
        read_tokens(config_.vocabulary, text, length, tokens_);
        folded_.read(config_, text, tokens_);
        config_.user.apply(text, tokens_.flags, kept, blocked_, out);
        if (with_known) known_.apply(tokens_, folded_, blocked_, out);
        open_.assign(tokens_.size(), 0);
        for (std::size_t i = 0; i < tokens_.size(); ++i)
            open_[i] = FoldedText::is_han(tokens_, i) && !blocked_[tokens_.starts[i]] &&
                       tokens_.ids[i] != Ngram::kUnknown;
        mark_quotes(text, tokens_, quoted_);
        describer_.pairs.read(tokens_.ids);
    }

    void start(std::size_t begin, std::size_t end) {
        sentence_.ids.assign(tokens_.ids.begin() + begin, tokens_.ids.begin() + end);
        sentence_.open.assign(open_.begin() + begin, open_.begin() + end);
        describer_.quoted.assign(quoted_.begin() + begin, quoted_.begin() + end);
        origins_.clear();
        for (std::uint32_t i = static_cast<std::uint32_t>(begin); i < end; ++i)
            origins_.push_back({i, i + 1});
        made_.clear();
        wanted_.assign(end - begin, 1);
    }

    // Sets the edits that start at wanted tokens, and their features.
    void find() {
        sentence_.read();
        finder_.find(sentence_, wanted_, edits_);
        describer_.begin(sentence_);
        if (features_.size() < edits_.size()) features_.resize(edits_.size());  // all are set
        for (std::size_t i = 0, last; i < edits_.size(); i = last) {
            last = rivals_end(i);
            for (std::size_t k = i; k < last; ++k)
                describer_.describe(sentence_, edits_.data() + i, last - i, edits_[k],
                                    features_[k]);
        }
    }

    // Index just past the last edit that starts at the same token as edits_[first].
    std::size_t rivals_end(std::size_t first) const {
        std::size_t last = first;
        while (last < edits_.size() && edits_[last].start == edits_[first].start) ++last;
        return last;
    }

    // Finds, scores and makes edits; returns whether any was made.
    bool pass(float threshold) {
        if (!config_.ranker.dense) return false;  // not trained yet
        find();
        chosen_.clear();
        for (std::size_t i = 0, last; i < edits_.size(); i = last) {
            last = rivals_end(i);
            std::size_t best = weigh_rivals(config_.ranker, features_, edits_, i, last);
            const bool is_title = describer_.quoted[edits_[i].start] == 2;  // plays with words
            if (edits_[best].score < threshold && !is_title)
                best = config_.idioms.choose(config_, sentence_, edits_, i, last, best);
            if (edits_[best].score >= threshold) chosen_.push_back(best);
        }
        if (chosen_.empty()) return false;
        leave_apart();
        make();
        return true;
    }

    // Of chosen edits that overlap, keeps the better; sorts the rest by position.
    void leave_apart() {
        std::stable_sort(chosen_.begin(), chosen_.end(), [&](std::size_t a, std::size_t b) {
            return edits_[a].score > edits_[b].score;
        });
        std::vector<std::uint8_t> used(sentence_.size(), 0);
        const auto touches = [&](std::size_t which) {
            const Edit& edit = edits_[which];
            for (std::size_t i = edit.start; i < edit.end; ++i)
                if (used[i]) return true;
            std::fill(used.begin() + edit.start, used.begin() + edit.end, 1);
            return false;
        };
        chosen_.erase(std::remove_if(chosen_.begin(), chosen_.end(), touches), chosen_.end());
        std::sort(chosen_.begin(), chosen_.end());
    }

    void make() {
        std::vector<std::uint32_t> ids;
        std::vector<std::uint8_t> open, quoted;
        std::vector<Origin> origins;
        std::vector<std::size_t> fresh;  // where the new tokens are
        const auto put = [&](std::uint32_t id, std::size_t from, bool is_open, Origin origin) {
            ids.push_back(id);
            open.push_back(is_open);
            quoted.push_back(describer_.quoted[from]);
            origins.push_back(origin);
        };
        std::size_t i = 0;
        const auto keep = [&](std::size_t end) {
            for (; i < end; ++i) put(sentence_.ids[i], i, sentence_.open[i], origins_[i]);
        };
        for (std::size_t which : chosen_) {
            const Edit& edit = edits_[which];
            keep(edit.start);
            const Origin origin{origins_[edit.start].start, origins_[edit.end - 1].end};
            made_.push_back({origin, edit, written(edit), alternatives(which)});
            fresh.push_back(ids.size());
            for (std::size_t k = 0; k < edit.n; ++k) put(edit.meant[k], edit.start, false, origin);
            i = edit.end;
        }
        keep(sentence_.size());
        sentence_.ids.swap(ids);
        sentence_.open.swap(open);
        describer_.quoted.swap(quoted);
        origins_.swap(origins);
        mark_around(fresh, kAround, sentence_.size(), wanted_);
    }

    // The character that `edit` writes for a token id. A character that stays or moves is
    // written as it was typed.
    char32_t char_of(const Edit& edit, std::uint32_t id) const {
        for (std::size_t i = edit.start; i < edit.end; ++i)
            if (sentence_.ids[i] == id) return text_[tokens_.starts[origins_[i].start]];
        const char32_t form = folded_.traditional ? config_.traditional[id] : 0;
        return form ? form : config_.chars[id];
    }

    std::vector<Alternative> alternatives(std::size_t which) const {
        std::vector<Alternative> out;
        const Edit& made = edits_[which];
        std::size_t first = which;
        while (first > 0 && edits_[first - 1].start == made.start) --first;
        for (std::size_t k = first; k < rivals_end(which); ++k)
            if (k != which && edits_[k].end == made.end)
                out.push_back({written(edits_[k]), edits_[k].score});
        std::stable_sort(out.begin(), out.end(),
                         [](const auto& a, const auto& b) { return a.log_odds > b.log_odds; });
        if (out.size() > kAlternatives) out.resize(kAlternatives);
        return out;
    }

    void report(std::vector<Correction>& out) const {
        for (const Made& made : made_)
            out.push_back({tokens_.starts[made.origin.start], tokens_.ends[made.origin.end - 1],
                           made.right, made.edit.score, reason(made.edit), made.alternatives});
    }

    // Adds the simplified form of each stray of tokens begin to end that no correction touches, if
    // it is not quoted, and the model has seen it in three tokens in a row: 余国樑 stays.
    void correct_strays(std::size_t begin, std::size_t end, std::vector<Correction>& out) {
        const auto& strays = folded_.strays;
        auto next = std::lower_bound(strays.begin(), strays.end(), begin);
        if (next == strays.end() || *next >= end) return;
        sentence_.read();
        for (std::size_t i = 0; i < sentence_.size(); ++i) {
            const std::uint32_t token = origins_[i].start, at = tokens_.starts[token];
            const std::size_t last = std::min(i + 2, sentence_.size());
            const auto seen = std::max_element(sentence_.order.begin() + i,
                                               sentence_.order.begin() + last + 1);
            if (sentence_.open[i] && !describer_.quoted[i] && *seen >= 3 &&
                std::binary_search(next, strays.end(), token))
                out.push_back({at, at + 1, std::u32string(1, folded_.chars[at]), kScriptLogOdds,
                               Reason::kScript, {}});
        }
    }

    static Reason reason(const Edit& edit) {
        if (!edit.same_length() || edit.swaps()) return Reason::kEdit;
        if (edit.n > 1) return Reason::kWord;
        return edit.sound == kNoSound ? edit.shape ? Reason::kShape : Reason::kEdit
                                      : Reason::kSound;
    }

    const CorrectorConfig& config_;
    const char32_t* text_ = nullptr;  // while it is read
    Tokens tokens_;
    std::vector<std::uint8_t> blocked_, open_, quoted_;
    FoldedText folded_;
    std::vector<std::uint8_t> wanted_;  // of the sentence: where edits are found
    KnownSpelling known_;
    Sentence sentence_;
    EditFinder finder_;
    EditDescriber describer_;
    std::vector<Edit> edits_;
    std::vector<EditFeatures> features_;
    std::vector<Origin> origins_;
    std::vector<Made> made_;
    std::vector<std::size_t> chosen_;
};

}  // namespace zhnlp
