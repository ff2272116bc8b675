// A text as a recognizer reads it: atoms, words with tags, and what lists and quotes tell.
//
//     text        在 [ N B A ] 看 王 小 明         words   在 NBA 看 王 小明 with their tags
//     atoms       0    1      2  3  4 5          units (see units.hpp), cut where words are
//     spelling    a number for each atom: its symbol, but of Latin words a hash
//     quoted      how far inside quotes or brackets
//
// Linear in the text. Any code points, word ends and tags are valid.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "atoms.hpp"
#include "quotes.hpp"
#include "raw_evidence.hpp"
#include "sequence.hpp"
#include "trie.hpp"
#include "units.hpp"
#include "word_marks.hpp"

namespace zhnlp {

// What a recognizer works with. Set up once, then constant. Widths and scripts are
// read as one through aliases of the alphabet and the trie.
struct RecognizerConfig {
    Alphabet alphabet;
    Trie dictionary;                        // from words to numbers
    const std::uint8_t* classes = nullptr;  // by number: 1 to 63, a kind of name or a part of
                                            // speech; 0 leaves the word out
    std::size_t n_classes = 0;
    RawEvidence evidence;       // empty if there is none
    bool symbols_only = false;  // a hidden Markov model: one feature for each atom, its symbol
    SequenceModel model;
};

class EntityText {
public:
    explicit EntityText(const RecognizerConfig& config)
        : config_(config),
          listed_(config.dictionary, [&](std::size_t number) { return class_of(number); }),
          named_(config.evidence.names, own_class),
          person_classes_(config.evidence.classes_of_persons()) {}

    // Reads a text with its words: the end of each, rising, and the number of its tag,
    // below 64. Without words there are only the features of characters.
    void set(const char32_t* text, std::size_t length, const std::uint32_t* word_ends,
             const std::uint8_t* word_tags, std::size_t n_words) {
        text_ = text;
        length_ = length;
        find_atoms(word_ends, n_words);
        find_words(word_ends, word_tags, n_words);
        find_quotes();
        const auto listed = [this](std::size_t number) { return class_of(number); };
        listed_.find(listed, text_, length_, index_.data(), size(), marks_);
        if (!config_.evidence.names.empty())
            named_.find(own_class, text_, length_, index_.data(), size(), names_);
        find_persons();
    }

    std::size_t size() const { return size_; }
    std::uint32_t start(std::size_t atom) const {
        return atoms_[atom].start;
    }  // of size(): the end
    CharClass char_class(std::size_t atom) const {  // of its first character
        return static_cast<CharClass>(flags_[atoms_[atom].start] & kClassMask);
    }

    bool is_listed(std::size_t first, std::size_t last) const {  // the longest from there
        return marks_[first].begins >> 8 == last - first &&
               marks_[last - 1].ends >> 8 == last - first;
    }

protected:
    static constexpr std::size_t kQuote = 20;   // atoms; deeper inside does not count as quoted
    static constexpr std::uint8_t kNoTag = 63;  // before the first word and after the last

    struct Atom {
        std::uint32_t start = 0;
        Symbol symbol = kOutside;
        std::uint8_t quoted = 0;
        std::uint64_t spelling = 0;  // the symbol, but of Latin words and other scripts a hash
    };

    struct Word {
        std::uint32_t first = 0;  // of its atoms
        std::uint32_t n_atoms = 0;
        std::uint8_t tag = kNoTag;
        std::uint32_t end = 0;  // of its characters
    };

    // Of an atom, or of the one before the first or one of two after the last.
    std::uint64_t symbol(std::ptrdiff_t i) const {
        return i < 0 ? Symbol{kOutside} : atoms_[static_cast<std::size_t>(i)].symbol;
    }

    std::uint64_t person(std::ptrdiff_t i) const { return persons_[static_cast<std::size_t>(i)]; }

    const RecognizerConfig& config_;
    const char32_t* text_ = nullptr;
    std::size_t length_ = 0;
    std::vector<std::uint8_t> flags_;
    std::vector<std::uint32_t> index_;                // of the atom of each character
    std::vector<Atom> atoms_ = std::vector<Atom>(2);  // and two at the end; more than these
    std::size_t size_ = 0;
    std::vector<Word> words_;                         // and one before and after
    std::vector<Marks> marks_, names_;                // of the dictionary, of raw text
    std::vector<std::uint16_t> persons_;              // and two behind

private:
    // Units, cut where a word ends inside.
    void find_atoms(const std::uint32_t* word_ends, std::size_t n_words) {
        flags_.assign(length_ + 1, 0);
        UnitFinder(text_, length_, flags_.data()).find();
        for (std::size_t i = 0; i < n_words; ++i)
            if (word_ends[i] < length_ && flags_[word_ends[i]] & kJoined)
                open(flags_[word_ends[i]]);
        if (atoms_.size() < length_ + 2) atoms_.resize(length_ + 2);
        index_.resize(length_ + 1);
        std::uint32_t n = 0;
        for (std::size_t i = 0, end; i < length_; i = end, ++n) {
            end = i + 1;
            index_[i] = n;
            Atom& atom = atoms_[n];
            atom.start = static_cast<std::uint32_t>(i);
            atom.quoted = 0;
            if (flags_[i] == kHan && !(flags_[end] & kJoined) &&
                (atom.symbol = config_.alphabet[text_[i]])) {  // most are such; the same as below
                atom.spelling = atom.symbol;
                continue;
            }
            for (; end < length_ && flags_[end] & kJoined; ++end) index_[end] = n;
            atom.symbol = unit_symbol(config_.alphabet, text_, i, end, flags_[i]);
            atom.spelling = spelling(atom.symbol, i, end);
        }
        index_[length_] = n;
        size_ = n;
        atoms_[n] = atoms_[n + 1] = Atom{};
        atoms_[n].start = static_cast<std::uint32_t>(length_);
    }

    // Makes an atom begin in the middle of a unit, with flags of its own.
    static void open(std::uint8_t& flag) {
        flag = static_cast<std::uint8_t>(flag & ~kJoined);
        if ((flag & kClassMask) == kDigit) flag |= kNumber;
        if ((flag & kClassMask) == kLatin) flag |= kLatinWord;
    }

    std::uint64_t spelling(Symbol symbol, std::size_t start, std::size_t end) const {
        if (symbol >= kFirstChar || symbol <= kBlank ||
            (symbol >= kNumber1 && symbol <= kNumberOther))
            return symbol;
        std::uint64_t hash = symbol;
        for (std::size_t i = start; i < end; ++i) {
            const char32_t c = narrow(text_[i]);
            hash = mix(hash << 21 ^ (c - 'A' < 26u ? c | 0x20 : c)) | 1u << 16;
        }
        return hash;
    }

    // Words in atoms, with an empty word before the first and after the last.
    void find_words(const std::uint32_t* word_ends, const std::uint8_t* word_tags,
                    std::size_t n_words) {
        words_.assign(1, Word{});
        words_.reserve(n_words + 2);
        std::uint32_t first = 0;
        for (std::size_t i = 0; i < n_words; ++i) {
            const std::uint32_t end = index_[std::min<std::size_t>(word_ends[i], length_)];
            if (end <= first) continue;
            Word word;
            word.first = first;
            word.n_atoms = end - first;
            word.tag = word_tags[i] & 63;
            word.end = word_ends[i];
            first = end;
            words_.push_back(word);
        }
        words_.emplace_back();
    }

    // Titles, quotations and brackets: of nested ones, the last that was opened.
    void find_quotes() {
        std::size_t kind = 0, from = 0;
        for (std::size_t i = 0; i < size(); ++i) {
            if (!kind && char_class(i) == kHan) continue;
            const char32_t c = narrow(text_[atoms_[i].start]);
            if (closes_quote(c) || i - from > kQuote) kind = 0;
            if (kind)
                atoms_[i].quoted =
                    static_cast<std::uint8_t>(kind * 4 + std::min<std::size_t>(i - from, 3));
            if (const std::size_t opened = opened_quote(c)) kind = opened, from = i;
        }
    }

    // The class of a word of the dictionary, and that of a name of raw text.
    unsigned class_of(std::size_t number) const {
        return number < config_.n_classes ? config_.classes[number] & 63u : 0u;
    }
    static unsigned own_class(std::size_t cls) { return static_cast<unsigned>(cls & 63u); }

    void find_persons() {
        if (config_.evidence.persons.empty()) return;
        persons_.assign(size() + 2, 0);
        const Trie& persons = config_.evidence.persons;
        for (std::size_t i = 0; i < size(); ++i)
            persons_[i] = person_classes_[persons.code(text_[atoms_[i].start])];
    }

    MarkFinder listed_, named_;                  // of the dictionary, of raw text
    std::vector<std::uint16_t> person_classes_;  // by code
};

}  // namespace zhnlp
