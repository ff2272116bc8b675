// Where the sentences of a text start and end; stages/splitter.py says what ends one.
//
//     text   他 说 ： “ 你 好 。 我 走 。 ” 然 后
//     cuts                     7        10      one at each end, until
//                                          11   ” replaces both by its own
//
// One scan over the marks of a text, which collects its cuts. It makes a cut at every end, and
// removes it when the quotation around it closes, so it never looks far ahead: linear in the text.

#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "chars.hpp"
#include "sentence_marks.hpp"
#include "sentence_text.hpp"

namespace zhnlp {

class SentenceFinder : private SentenceText {
public:
    SentenceFinder(bool semicolons, std::size_t max_quote)
        : semicolons_(semicolons), max_quote_(max_quote) {}

    // Adds the start and end of each sentence of text[0:length].
    void find(const char32_t* text, std::size_t length, std::vector<std::uint32_t>& spans) {
        text_ = text;
        length_ = length;
        cuts_.clear();
        open_.clear();
        first_open_ = line_end_ = 0;
        ended_ = length + 1;  // nowhere
        scan();
        add_spans(spans);
    }

private:
    using Mark = SentenceMark;

    struct Open {
        char32_t closer;
        std::size_t at, n_cuts;
    };

    bool is_content(std::size_t i) const { return !is_space(i) && !is_mark_of_end(text_[i]); }

    Mark mark(char32_t c) const {
        if (c - 0x4E00u < 0x5200u) return Mark::kNone;
        return semicolons_ && c == U'；' ? Mark::kEnd : sentence_mark(c);
    }

    void scan() {
        for (std::size_t i = 0; i < length_;) {
            const Mark kind = mark(text_[i]);
            if (kind == Mark::kNone) {
                ++i;
                continue;
            }
            std::size_t stop = i + 1;
            if (kind == Mark::kEnd || kind == Mark::kLine)
                while (stop < length_ && mark(text_[stop]) == kind) ++stop;
            read(kind, i, stop);
            i = stop;
        }
    }

    void read(Mark kind, std::size_t i, std::size_t stop) {
        const char32_t c = text_[i];
        switch (kind) {
            case Mark::kEnd:
                if (is_plain_end(i, stop) || is_end(i, stop)) end(i, stop, false);
                return;
            case Mark::kOpen:
                return open(closer_of(c), i);
            case Mark::kLine:
                cuts_.push_back(stop);
                open_.clear();
                first_open_ = 0;
                return;
            default:
                break;
        }
        const bool is_apostrophe = (c == U'’' || c == '\'') && i > 0 && is_ascii_letter(at(i - 1)) &&
                                   is_ascii_letter(at(i + 1));
        if (is_apostrophe) return;
        if (kind == Mark::kClose) return close(closed_by(c), i);
        if (kind == Mark::kStraight) {
            const bool ends_here = ended_ == i && (i + 1 == length_ || is_space(i + 1));
            return depth(c) || ends_here ? close(c, i) : open(c, i);
        }
        if (kind == Mark::kCircled) {
            if (i > 0 && (at(i - 1) == ' ' || at(i - 1) == 0x3000)) cuts_.push_back(i);
            return;
        }
        const std::size_t item = past_blanks(i + 1);
        const bool is_clock = c == ':' && i > 0 && is_ascii_digit(at(i - 1));
        if (!is_clock && begins_item(item)) cuts_.push_back(item);
    }

    void open(char32_t closer, std::size_t i) {
        open_.push_back({closer, i, cuts_.size()});
        // One more than max_quote marks deep is too far away to matter.
        if (n_open() > max_quote_ + 1) ++first_open_;
        if (first_open_ <= max_quote_ + 1024) return;
        open_.erase(open_.begin(), open_.begin() + static_cast<std::ptrdiff_t>(first_open_));
        first_open_ = 0;
    }
    std::size_t n_open() const { return open_.size() - first_open_; }

    // Whether the run is 。！？, or a part of that.
    bool is_plain_end(std::size_t i, std::size_t stop) const {
        return std::u32string_view(U"。！？").find({text_ + i, stop - i}) != std::u32string_view::npos;
    }

    // Ends a sentence at `stop`; an end right before `start` is extended to it.
    void end(std::size_t start, std::size_t stop, bool is_quote) {
        if (ended_ == start && !cuts_.empty() && cuts_.back() == start) cuts_.pop_back();
        ended_ = stop;
        if (!goes_on(stop, is_quote)) cuts_.push_back(stop);
    }

    void close(char32_t closer, std::size_t i) {
        const std::size_t n = depth(closer);
        if (n) {
            const Open last = open_[open_.size() - n];
            open_.resize(open_.size() - n);
            if (i - last.at - 1 <= max_quote_) {
                if (last.n_cuts < cuts_.size()) cuts_.resize(last.n_cuts);
                const bool is_bracket = is_in(U"）】〕}", closer);
                if (!is_end_quote(closer) && !(is_bracket && is_start(last.at))) return;
            }
        }
        if (ended_ == i) end(i, i + 1, is_end_quote(closer));
    }

    // How many open marks `closer` closes; 0 for none. Only the last four are looked at.
    std::size_t depth(char32_t closer) const {
        for (std::size_t n = 1; n <= std::min<std::size_t>(n_open(), 4); ++n)
            if (open_[open_.size() - n].closer == closer) return n;
        return 0;
    }

    // Whether a sentence starts at i, apart from a few spaces.
    bool is_start(std::size_t i) const {
        const std::size_t cut = cuts_.empty() ? 0 : cuts_.back();
        if (i > cut + 8) return false;
        for (std::size_t k = cut; k < i; ++k)
            if (!is_space(k)) return false;
        return true;
    }

    // Whether the run of marks text[start:stop] ends a sentence.
    bool is_end(std::size_t start, std::size_t stop) const {
        const std::u32string_view run(text_ + start, stop - start);
        if (run == U"." || run == U"．" || run == U".．") return is_full_stop(start, stop);
        for (std::size_t n = 1; n <= std::min<std::size_t>(start, 3); ++n)
            if (is_said_again(start - n)) return false;
        if (!std::all_of(run.begin(), run.end(), [](char32_t c) { return c < 0x80; })) return true;
        const char32_t after = at(stop), next = at(stop + 1);
        if (run[0] == '.' && stop + 1 < length_ && after == ' ' && next >= 'a' && next <= 'z')
            return false;
        const bool is_inside = stop < length_ && after < 0x80 && !is_space(stop) &&
                               !is_in(U")]}\"'", after);
        return !(is_inside && (start == 0 || at(start - 1) < 0x80));
    }

    bool is_full_stop(std::size_t start, std::size_t stop) const {
        if (start == 0 || is_space(start - 1)) return false;
        std::size_t i = stop;
        while (i < stop + 8 && is_closing(at(i))) ++i;
        char32_t after = 0;  // what follows behind white space
        if (i < length_ && !(i + 1 == length_ && text_[i] == '\n')) {
            if (!is_space(i)) return joins_han(start) && line_ends_so(start);
            const std::size_t most = i + 9;
            while (i < most && is_space(i)) ++i;
            if (!is_space(i)) after = at(i);
        }
        if (after >= 'a' && after <= 'z') return false;
        return !is_abbreviated(start, after);
    }

    // Whether the stop at i, before `after`, belongs to a number or an abbreviation.
    bool is_abbreviated(std::size_t stop, char32_t after) const {
        const std::size_t least = stop < 16 ? 0 : stop - 16;
        std::size_t first = stop;
        while (first > least && is_word_char(text_[first - 1])) --first;
        if (first == stop)
            while (first > least && is_han_number(text_[first - 1])) --first;
        if (first == stop) return false;
        const std::u32string_view word(text_ + first, stop - first);
        if (is_item_number(word) &&
            (is_start(first) || (is_ascii_digit(word[0]) && after > 0x2E80)))
            return true;
        return is_abbreviation(word);
    }

    // Whether the line of i ends with a full stop after a Han character.
    bool line_ends_so(std::size_t i) const {
        if (i < line_end_) return is_dotted_;
        line_end_ = i;
        while (line_end_ < length_ && !is_line_break(text_[line_end_])) ++line_end_;
        const std::size_t least = std::max(i, line_end_ < 16 ? 0 : line_end_ - 16);
        std::size_t k = line_end_;
        while (k > least && is_space(k - 1)) --k;
        const std::size_t most = k;
        while (k > least && most - k < 8 && is_closing(text_[k - 1])) --k;
        is_dotted_ = k >= least + 2 && (text_[k - 1] == '.' || text_[k - 1] == U'．') && is_han(k - 2);
        return is_dotted_;
    }

    // The spans between cuts, without white space; one with only marks joins the next.
    void add_spans(std::vector<std::uint32_t>& spans) {
        std::size_t start = 0, seen = 0;
        cuts_.push_back(length_);
        for (const std::size_t cut : cuts_) {
            const bool is_whole = cut == length_ || is_line_break(text_[cut - 1]);
            while (!is_whole && seen < cut && !is_content(seen)) ++seen;
            if (!is_whole && seen >= cut) {
                seen = cut;
                continue;
            }
            std::size_t first = start, last = cut;
            while (first < last && is_space(first)) ++first;
            while (last > first && is_space(last - 1)) --last;
            if (first < last) {
                spans.push_back(static_cast<std::uint32_t>(first));
                spans.push_back(static_cast<std::uint32_t>(last));
            }
            start = seen = cut;
        }
    }

    bool semicolons_;
    std::size_t max_quote_;
    std::vector<std::size_t> cuts_;
    std::size_t ended_ = 0;   // the place after the latest end and its closing marks
    std::vector<Open> open_;  // those before first_open_ are forgotten
    std::size_t first_open_ = 0;
    mutable std::size_t line_end_ = 0;  // of the line that is_dotted_ is about
    mutable bool is_dotted_ = false;
};

}  // namespace zhnlp
