// Where a name may begin, pass and end, whatever the model says.
//
//     atoms    他 在 N e w ␣ Y o r k 见 “ 腾 讯 （ 深 圳 ） 公 司 ” 的 ）
//     no name          [-------------]                              ）
//     marks                            o      o        c       c
//
// A name holds no white space; Latin words with one blank between them would be one name, so
// none of them is a name. It holds both marks of a pair or none (see pairs.hpp), and begins with a
// quote, but not with a bracket.

#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "branches.hpp"
#include "chars.hpp"
#include "entity_features.hpp"
#include "name_labels.hpp"
#include "pairs.hpp"

namespace zhnlp {

inline bool is_foreign(CharClass cls) {
    return cls == kLatin || cls == kLetter || cls == kHangul || cls == kKana;
}

class NameLimits {
public:
    // Reads the atoms of `text`, whose words end at word_ends.
    void set(const char32_t* text, const EntityFeatures& atoms,
             const std::vector<std::uint32_t>& word_ends) {
        const std::size_t n = atoms.size();
        marks_.assign(n, Mark::kNone);
        closed_.assign(n, 0);
        no_begin_.assign(n, 0);
        pairs_.clear();
        bool has_marks = false;
        for (std::size_t i = 0; i < n; ++i) {
            const CharClass cls = atoms.char_class(i);
            if (cls == kHan) continue;
            const char32_t c = text[atoms.start(i)];
            if (cls == kOther) has_marks |= pairs_.read(c, i, marks_);
            if (cls == kLatin || cls == kDigit)
                closed_[i] |= has_bracket(text, atoms.start(i), atoms.start(i + 1));
            if (!is_white(c, cls)) continue;
            closed_[i] = 1;
            if (c != '\t' && i && i + 1 < n && is_foreign(atoms.char_class(i - 1)) &&
                is_foreign(atoms.char_class(i + 1)))
                closed_[i - 1] = closed_[i + 1] = 1;
        }
        has_pairs_ = false;
        for (std::size_t i = 0; has_marks && i < n; ++i) {
            closed_[i] |= marks_[i] == Mark::kPartnerless;
            if (marks_[i] != Mark::kOpens) continue;
            has_pairs_ = true;
            const char32_t c = narrow(text[atoms.start(i)]);
            no_begin_[i] = c == '(' || c == '[' || c == '{' || c == U'〔';
        }
        const BranchFinder finder(text, atoms, word_ends);
        has_branches_ = false;
        branch_.assign(has_pairs_ ? n : 0, 0);
        for (std::size_t i = 0, open = 0; i < branch_.size(); ++i) {
            if (marks_[i] == Mark::kOpens) open = i;
            if (marks_[i] != Mark::kCloses || !no_begin_[open]) continue;
            if (!finder.is_branch(open, i)) continue;
            finder.limit(open, no_begin_);
            branch_[open] = branch_[i] = has_branches_ = true;
        }
    }

    // Leaves all marks of pairs out of names.
    void close_marks() {
        for (std::size_t i = 0; i < marks_.size(); ++i) closed_[i] |= marks_[i] != Mark::kNone;
        has_pairs_ = has_branches_ = false;
    }

    // Whether an atom is closed, or no name may begin there.
    bool has_any() const {
        const auto is_set = [](std::uint8_t flag) { return flag != 0; };
        return std::any_of(closed_.begin(), closed_.end(), is_set) ||
               (has_pairs_ && std::any_of(no_begin_.begin(), no_begin_.end(), is_set));
    }
    bool is_closed(std::size_t atom) const { return closed_[atom]; }
    bool may_begin(std::size_t atom) const { return !no_begin_[atom]; }
    Mark mark(std::size_t atom) const { return marks_[atom]; }
    bool has_pairs() const { return has_pairs_; }
    // Whether the atom is a bracket of a branch; see branches.hpp.
    bool is_of_branch(std::size_t atom) const { return has_branches_ && branch_[atom]; }
    bool has_branches() const { return has_branches_; }

    // Whether atoms first to last hold both marks of a pair or none, for every pair.
    bool is_balanced(std::size_t first, std::size_t last) const {
        std::ptrdiff_t open = 0;
        for (std::size_t i = first; i <= last && open >= 0; ++i)
            open += marks_[i] == Mark::kOpens ? 1 : marks_[i] == Mark::kCloses ? -1 : 0;
        return open == 0;
    }

private:
    // An address may hold brackets.
    static bool has_bracket(const char32_t* text, std::size_t start, std::size_t end) {
        for (std::size_t i = start; i < end; ++i)
            if (text[i] == '(' || text[i] == ')' || text[i] == '[' || text[i] == ']') return true;
        return false;
    }

    Pairs pairs_;
    std::vector<Mark> marks_;
    std::vector<std::uint8_t> closed_, no_begin_, branch_;
    bool has_pairs_ = false, has_branches_ = false;
};

// Whether text[i], in text[start:end], is that of O’Brien.
inline bool is_apostrophe(const char32_t* text, std::size_t i, std::size_t start, std::size_t end) {
    return text[i] == U'’' && i > start && i + 1 < end && is_foreign(char_class(text[i - 1])) &&
           is_foreign(char_class(text[i + 1]));
}

// The longest part of text[0:length] that holds no line break, both marks of a pair or
// none, and no white space at its ends; of equal ones the first. Empty if there is none, or if
// marks are nested too deep to tell.
inline std::pair<std::size_t, std::size_t> whole_part(const char32_t* text, std::size_t length) {
    std::size_t start = 0, end = length;
    std::vector<Mark> marks;
    Pairs pairs;
    for (int round = 0; round < 8; ++round) {
        marks.assign(end - start, Mark::kNone);
        pairs.clear();
        for (std::size_t i = start; i < end; ++i)
            if (!is_apostrophe(text, i, start, end)) pairs.read(text[i], i - start, marks);
        std::size_t first = start, best_start = start, best_end = start;
        for (std::size_t i = start; i <= end; ++i) {
            if (i < end && marks[i - start] != Mark::kPartnerless && !is_line_break(text[i]))
                continue;
            std::size_t a = first, b = i;
            while (a < b && is_white(text[a], char_class(text[a]))) ++a;
            while (b > a && is_white(text[b - 1], char_class(text[b - 1]))) --b;
            if (b - a > best_end - best_start) best_start = a, best_end = b;
            first = i + 1;
        }
        if (best_start == start && best_end == end) return {start, end};
        start = best_start;
        end = best_end;
    }
    return {0, 0};
}

}  // namespace zhnlp
