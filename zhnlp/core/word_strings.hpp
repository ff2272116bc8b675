// Python strings of words: each short one is made once, and kept for the next time.
//
//     北京     key 0x53174EAC: up to four characters of 16 bits      its set, of two words
//     北京 ─→ hash of the key ─→ sets[19211]                         [北京 | 上涨]
//
// A new word takes the place of the older one of its set. Strings are scattered in memory, so
// words are handled in blocks: what the next step needs is fetched for all of them first. Linear
// in the text; 1 MB of sets, which are touched as they fill. Only the binding includes this
// header, and all of it needs the GIL.
//
// Measured: unigram into lists is 12 % faster than with one word after the other. Of the words of
// news, again and again, 3 % are made anew; 11 % with keys of three characters and sets of one.

#pragma once

#include <Python.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "prefetch.hpp"

namespace zhnlp {

class WordStrings {
public:
    WordStrings() = default;
    WordStrings(const WordStrings&) = delete;
    WordStrings& operator=(const WordStrings&) = delete;
    ~WordStrings() {
        if (!room_) return;
        for (std::size_t i = 0; i < kSets; ++i)
            for (PyObject* word : sets_[i].words) Py_XDECREF(word);
        PyMem_Free(room_);
    }

    // A list of the words of the text with these ends; null, with an exception set, if there is
    // no memory.
    PyObject* list(const std::vector<char32_t>& text, const std::vector<std::uint32_t>& ends) {
        if (!make_room()) return PyErr_NoMemory();
        PyObject* const out = PyList_New(static_cast<Py_ssize_t>(ends.size()));
        if (!out) return nullptr;
        for (std::size_t first = 0; first < ends.size(); first += kBlock)
            if (!add_block(text, ends, first, out)) {
                Py_DECREF(out);
                return nullptr;
            }
        return out;
    }

private:
    static constexpr int kSetBits = 15;
    static constexpr std::size_t kSets = std::size_t{1} << kSetBits, kBlock = 64;
    static constexpr std::size_t kMostChars = 4;  // of a word that is kept

    // Two words by their keys, the newer one first; 0 and null for none.
    struct Set {
        std::uint64_t keys[2];
        PyObject* words[2];
    };

    struct Block {
        std::size_t starts[kBlock + 1];
        std::uint64_t keys[kBlock];
        Set* sets[kBlock];
        PyObject* words[kBlock];    // null where the set does not have the word
        PyObject* dropped[kBlock];  // from sets: others of the block may still need them
        std::size_t n = 0, n_dropped = 0;
    };

    bool make_room() {
        if (room_) return true;
        room_ = PyMem_Calloc(kSets + 1, sizeof(Set));  // zeros cost nothing until they are touched
        const auto address = reinterpret_cast<std::uintptr_t>(room_);
        sets_ = reinterpret_cast<Set*>((address + sizeof(Set) - 1) / sizeof(Set) * sizeof(Set));
        return room_ != nullptr;
    }

    bool add_block(const std::vector<char32_t>& text, const std::vector<std::uint32_t>& ends,
                   std::size_t first, PyObject* out) {
        Block block;
        block.n = std::min(kBlock, ends.size() - first);
        block.starts[0] = first ? ends[first - 1] : 0;
        for (std::size_t i = 0; i < block.n; ++i) block.starts[i + 1] = ends[first + i];
        find_sets(text, block);
        for (std::size_t i = 0; i < block.n; ++i) {
            block.words[i] = kept(*block.sets[i], block.keys[i]);
            // the word, or the one that it will take the place of
            prefetch(block.words[i] ? block.words[i] : block.sets[i]->words[1]);
        }
        bool done = true;
        for (std::size_t i = 0; i < block.n && done; ++i) {
            PyObject* word = block.words[i];
            if (word)
                Py_INCREF(word);
            else
                done = (word = made(text.data(), block, i)) != nullptr;
            PyList_SET_ITEM(out, static_cast<Py_ssize_t>(first + i), word);
        }
        for (std::size_t i = 0; i < block.n_dropped; ++i) Py_DECREF(block.dropped[i]);
        return done;
    }

    // Sets the keys and the sets of the words of a block.
    void find_sets(const std::vector<char32_t>& text, Block& block) const {
        const char32_t* const chars = text.data();
        const std::size_t end = block.starts[block.n];
        bool usual = end + kMostChars <= text.size();  // four characters can be read from any start
        for (std::size_t i = block.starts[0]; i < end; ++i) usual &= chars[i] - 1u < 0xFFFFu;
        for (std::size_t i = 0; i < block.n; ++i) {
            const char32_t* const word = chars + block.starts[i];
            const std::size_t length = block.starts[i + 1] - block.starts[i];
            const std::uint64_t key = usual ? usual_key(word, length) : any_key(word, length);
            block.keys[i] = key;
            block.sets[i] = sets_ + (key * 0x9E3779B97F4A7C15u >> (64 - kSetBits));
            prefetch(block.sets[i]);
        }
    }

    // A number that only this word has; 0 for a word that is not kept. Its characters need 16
    // bits and are not 0; any four at `word` can be read. No branch depends on its length.
    static std::uint64_t usual_key(const char32_t* word, std::size_t length) {
        const auto at = [word](std::size_t i) { return std::uint64_t{word[i] & 0xFFFF}; };
        const std::uint64_t four = at(0) << 48 | at(1) << 32 | at(2) << 16 | at(3);
        return length <= kMostChars ? four >> (64 - 16 * length) : 0;
    }

    // The same for any word. One with a larger character, such as an emoji, is not kept: on a text
    // of ever new ones, keeping them doubles the time.
    static std::uint64_t any_key(const char32_t* word, std::size_t length) {
        if (length > kMostChars) return 0;
        std::uint64_t key = 0;
        for (std::size_t i = 0; i < length; ++i) {
            if (word[i] - 1u >= 0xFFFFu) return 0;
            key = key << 16 | word[i];
        }
        return key;
    }

    // The word of this key in the set; null for none.
    static PyObject* kept(const Set& set, std::uint64_t key) {
        return set.keys[0] == key ? set.words[0] : set.keys[1] == key ? set.words[1] : nullptr;
    }

    // The i-th word of the block, made now or by one before it in the block; null if there is no
    // memory.
    PyObject* made(const char32_t* chars, Block& block, std::size_t i) const {
        Set& set = *block.sets[i];
        const std::uint64_t key = block.keys[i];
        if (PyObject* const word = kept(set, key)) {
            Py_INCREF(word);
            return word;
        }
        const std::size_t start = block.starts[i], end = block.starts[i + 1];
        PyObject* const word = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, chars + start,
                                                         static_cast<Py_ssize_t>(end - start));
        if (!word || !key) return word;
        if (set.words[1]) block.dropped[block.n_dropped++] = set.words[1];
        set = {{key, set.keys[0]}, {word, set.words[0]}};
        Py_INCREF(word);
        return word;
    }

    void* room_ = nullptr;
    Set* sets_ = nullptr;  // in the room, at a multiple of their size: none lies in two cache lines
};

}  // namespace zhnlp
