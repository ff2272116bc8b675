# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Spans of sentences, words, terms and listed strings, and what they fill. See _terms.pyi."""

from cpython.exc cimport PyErr_CheckSignals
from cpython.ref cimport Py_INCREF
from cython cimport no_gc
from libc.stdint cimport INT32_MAX, int32_t, int64_t, uint8_t, uint32_t
from libcpp cimport bool as cbool
from libcpp.vector cimport vector

from zhnlp.core._tables cimport CTrie, Trie
from zhnlp.core.arguments cimport *
from zhnlp.core.texts cimport Pieces, load_ends, load_flags, load_group, need_as_many
from zhnlp.errors import UsageError


cdef extern from "Python.h":
    ctypedef struct PyObject
    object PyObject_GenericGetDict(object, void*)
    int PyObject_GenericSetDict(object, object, void*) except -1
    dict PyDict_Copy(dict)
    PyObject** _PyObject_GetDictPtr(object)
    bint PyObject_GC_IsTracked(object)
    void PyObject_GC_UnTrack(object)
    PyObject* PyTuple_GET_ITEM(tuple, Py_ssize_t)
    bint Py_UNICODE_ISALNUM(Py_UCS4) nogil
    Py_UCS4 Py_UNICODE_TOLOWER(Py_UCS4) nogil


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


cdef int64_t place(object span, Py_ssize_t at, int64_t most) except -1:
    if not isinstance(span, tuple) or len(<tuple>span) != 3:
        refuse(span, b"a span", b"a Span")
    return whole((<tuple>span)[at], b"a place", 0, most)


def merged(first, second):
    cdef list own = list_of(first, b"spans"), out = []
    cdef Py_ssize_t i = 0
    cdef int64_t start, end = place(own[0], 1, INT32_MAX) if own else 0  # of span, of own[i]
    for span in list_of(second, b"spans"):
        start = place(span, 0, INT32_MAX)
        while i < len(own) and end <= start:
            out.append(own[i])
            i += 1
            end = place(own[i], 1, INT32_MAX) if i < len(own) else 0
        if i == len(own) or place(own[i], 0, INT32_MAX) >= place(span, 1, INT32_MAX):
            out.append(span)
    return out + own[i:]


def spans_between(borders, kind):
    cdef Array[uint32_t] bounds
    bounds.take(borders, b"borders")
    return spans_from(kind, bounds.data(), bounds.size() // 2)


def spans(ends, kind):
    cdef Array[int32_t] places
    cdef vector[uint32_t] bounds
    cdef size_t i
    places.take(ends, b"ends")
    for i in range(places.size()):
        bounds.push_back(places[i - 1] if i else 0)
        bounds.push_back(places[i])
    return spans_from(kind, bounds.data(), places.size())


def bound(items, shared, kind):
    cdef PyObject** slot
    cdef tuple out
    cdef Py_ssize_t i
    need_tuples(kind, b"kind")
    if not isinstance(shared, dict):
        refuse(shared, b"shared", b"a dict")
    out = items if type(items) is tuple else tuple(list_of(items, b"items"))
    for i in range(len(out)):
        item = <object>PyTuple_GET_ITEM(out, i)
        if type(item) is not kind and not isinstance(item, kind):
            continue
        slot = _PyObject_GetDictPtr(item)
        if slot == NULL or slot[0] == <PyObject*>shared:
            continue
        if slot[0] != NULL:
            if <object>slot[0] == shared:
                continue
            return bound(tuple([kind(*each) if isinstance(each, kind) else each for each in out]),
                         shared, kind)
        Py_INCREF(shared)
        slot[0] = <PyObject*>shared
    return out


cdef tuple spans_from(kind, const uint32_t* bounds, size_t n):
    """Spans without a label, of the class `kind`: a NamedTuple of start, end and label."""
    cdef size_t i
    need_tuples(kind, b"kind")
    cdef tuple out = PyTuple_New(n)
    for i in range(n):
        span = new_span(kind, bounds[2 * i], bounds[2 * i + 1], "")
        Py_INCREF(span)
        PyTuple_SET_ITEM(out, i, span)
    return untracked(out)


def filled(kind, items, names, columns, spans=None):
    cdef list given = list_of(items, b"items"), out = []
    cdef list called = list_of(names, b"names"), lists = list_of(columns, b"columns")
    cdef Py_ssize_t i, k
    cdef dict layers
    cdef bint is_tracked
    if not isinstance(kind, type) or kind.__base__ is not object or not kind.__dictoffset__:
        refuse(kind, b"kind", b"a class of its own whose objects have attributes")
    if spans is not None:
        need_tuples(spans, b"spans")
    if len(called) != len(lists):
        raise UsageError(f"there are {len(called)} names, but {len(lists)} columns. Give one for each.")
    for k in range(len(lists)):
        if not isinstance(called[k], str):
            refuse(called[k], b"names", b"a list of str")
        called[k] = str.__str__(called[k])
        lists[k] = list_of(lists[k], b"columns")
        if len(<list>lists[k]) != len(given):
            raise UsageError(f"there are {len(given)} items, but {len(<list>lists[k])} values for "
                             f"{called[k]}. Give one for each.")
    new = object.__new__
    for i in range(len(given)):
        if not isinstance(given[i], kind):
            refuse(given[i], b"items", b"a list of objects of the class")
        layers = PyDict_Copy(PyObject_GenericGetDict(given[i], NULL))
        is_tracked = PyObject_GC_IsTracked(layers)  # as a copy of a dict is
        for k in range(len(lists)):
            value = (<list>lists[k])[i]
            if spans is not None and value is not None:
                value = bound(value, {"of": layers.get("text")}, spans)
            layers[called[k]] = value
            is_tracked = is_tracked or PyObject_GC_IsTracked(value)
        made = new(kind)
        PyObject_GenericSetDict(made, layers, NULL)
        if not is_tracked:
            PyObject_GC_UnTrack(layers)
            PyObject_GC_UnTrack(made)
        out.append(made)
    return out


def untracked_all(items):
    cdef list given = list_of(items, b"items")
    for item in given:
        if PyObject_GC_IsTracked(item):
            PyObject_GC_UnTrack(item)
    return given
