# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Sentences, terms and listed strings of texts. See _terms.pyi."""

from cpython.exc cimport PyErr_CheckSignals
from cython cimport no_gc
from libc.stdint cimport INT32_MAX, uint8_t, uint32_t
from libcpp cimport bool as cbool
from libcpp.vector cimport vector

from zhnlp.core._tables cimport CTrie, Trie
from zhnlp.core.arguments cimport *
from zhnlp.core.texts cimport Pieces, load_ends, load_flags, load_group, need_as_many


cdef extern from "Python.h" nogil:
    bint Py_UNICODE_ISALNUM(Py_UCS4)
    Py_UCS4 Py_UNICODE_TOLOWER(Py_UCS4)


cdef extern from "terms.hpp" namespace "zhnlp" nogil:
    int kStopword, kInCapitals, kAlwaysTerm
    char32_t narrow(char32_t)
    cbool in_capitals(const char32_t*, size_t)
    cdef cppclass CTermFinder "zhnlp::TermFinder":
        CTrie listed
        cbool punctuation
        void find_in_texts(const Pieces[char32_t]&, const char32_t*, const uint8_t*,
                           const Pieces[uint32_t]&, const Pieces[uint8_t]&,
                           Pieces[uint32_t]&) except +

cdef extern from "sentence_ends.hpp" namespace "zhnlp" nogil:
    cdef cppclass SentenceFinder:
        SentenceFinder(cbool, size_t) except +
        void find(const char32_t*, size_t, vector[uint32_t]&) except +

cdef extern from "occurrences.hpp" namespace "zhnlp" nogil:
    cdef struct Occurrence:
        uint32_t start, end, word
    cdef cppclass Occurrences:
        void add(const char32_t*, size_t) except +
        void find(const char32_t*, size_t, const uint32_t*, size_t, const vector[uint32_t]&,
                  vector[Occurrence]&) except +


cdef int fold(const char32_t* chars, size_t n, vector[char32_t]& lower,
              vector[uint8_t]& content) except -1 nogil:
    """Set the characters that words are looked up by, and which are letters or digits."""
    cdef size_t i
    cdef char32_t char
    lower.resize(n)
    content.resize(n)
    for i in range(n):
        char = chars[i]
        if 0x4E00 <= char <= 0x9FFF:
            lower[i] = char
            content[i] = True
        else:
            lower[i] = Py_UNICODE_TOLOWER(narrow(char))
            content[i] = Py_UNICODE_ISALNUM(char)
    return 0


cdef dict listed_words(stopwords, kept):
    """The words in lower case, with what the lists say about them."""
    cdef vector[char32_t] chars, lower
    cdef vector[uint8_t] content
    cdef int own
    listed = {}
    for words, bits in ((stopwords, kStopword), (kept, kAlwaysTerm)):
        for word in list_of(words, b"words"):
            load_text(word, b"a word", chars)
            fold(chars.data(), chars.size(), lower, content)
            own = bits
            if bits == kStopword and in_capitals(chars.data(), chars.size()):
                own |= kInCapitals
            if chars.size():
                folded = text_of(lower.data(), lower.size())
                listed[folded] = listed.get(folded, 0) | own
    return listed


@no_gc
cdef class TermFinder:
    cdef CTermFinder finder
    cdef Trie trie

    def __cinit__(self, stopwords, kept=(), *, punctuation=False):
        listed = listed_words(stopwords, kept)
        self.trie = Trie.build(listed, listed.values())
        copy_to(self.finder.listed, self.trie.trie)
        self.finder.punctuation = bool(punctuation)

    def find_batch(self, texts, ends, wanted=None):
        cdef Pieces[char32_t] group
        cdef Pieces[uint32_t] places, found
        cdef vector[char32_t] lower
        cdef vector[uint8_t] content
        cdef Pieces[uint8_t] allowed
        cdef list given = list_of(texts, b"texts"), words = list_of(ends, b"ends"), out = []
        cdef list flags = [] if wanted is None else list_of(wanted, b"wanted")
        cdef size_t i
        cdef bint any_word = wanted is None
        need_as_many(given, words, b"ends")
        if not any_word:
            need_as_many(given, flags, b"wanted")
        while len(out) < len(given):
            load_group(given, len(out), group)
            load_ends(words, len(out), group, places)
            if not any_word:
                load_flags(flags, len(out), places, allowed)
            with nogil:
                fold(group.all.data(), group.all.size(), lower, content)
                self.finder.find_in_texts(group, lower.data(), content.data(), places, allowed,
                                          found)
            for i in range(found.size()):
                out.append((<const char*>found.at(i))[: 4 * found.length(i)])
            PyErr_CheckSignals()
        return out


def sentences_batch(texts, *, semicolons, max_quote):
    cdef Pieces[char32_t] group
    cdef vector[uint32_t] found
    cdef list given = list_of(texts, b"texts"), out = []
    cdef cbool c_semicolons = bool(semicolons)
    cdef size_t i, n = whole(max_quote, b"max_quote", 0, INT32_MAX)
    cdef SentenceFinder* finder = new SentenceFinder(c_semicolons, n)
    cdef vector[size_t] ends
    try:
        while len(out) < len(given):
            load_group(given, len(out), group)
            found.clear()
            ends.clear()
            with nogil:
                for i in range(group.size()):
                    finder.find(group.at(i), group.length(i), found)
                    ends.push_back(found.size())
            n = 0
            for i in range(ends.size()):
                out.append((<const char*>(found.data() + n))[: 4 * (ends[i] - n)])
                n = ends[i]
            PyErr_CheckSignals()
    finally:
        del finder
    return out


def occurrences(strings, text, ends, spans):
    cdef Pieces[char32_t] chars
    cdef Pieces[uint32_t] places
    cdef vector[char32_t] own
    cdef vector[uint32_t] bounds
    cdef vector[Occurrence] found
    cdef Occurrences finder
    cdef size_t i
    load_group([text], 0, chars)
    load_ends([ends], 0, chars, places)
    for string in list_of(strings, b"strings"):
        load_text(string, b"a string", own)
        finder.add(own.data(), own.size())
    for span in list_of(spans, b"spans"):
        for i in range(2):
            bounds.push_back(place(span, i, chars.length(0)))
    with nogil:
        finder.find(chars.at(0), chars.length(0), places.at(0), places.length(0), bounds, found)
    return [(each.start, each.end, each.word) for each in found]
