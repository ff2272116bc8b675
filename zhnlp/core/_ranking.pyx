# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Weights of terms, phrases and sentences. See _ranking.pyi."""

from cpython.object cimport PyObject
from cython cimport no_gc
from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t
from libcpp cimport bool as cbool
from libcpp.vector cimport vector

from zhnlp.core._sequence cimport load_words
from zhnlp.core._tables cimport CTrie, Trie
from zhnlp.core.arguments cimport *
from zhnlp.errors import UsageError


cdef extern from "Python.h" nogil:
    bint Py_UNICODE_ISALNUM(Py_UCS4)
    Py_UCS4 Py_UNICODE_TOLOWER(Py_UCS4)


cdef extern from "chars.hpp" namespace "zhnlp" nogil:
    char32_t narrow(char32_t)


cdef extern from "string_ids.hpp" namespace "zhnlp" nogil:
    cdef cppclass StringIds:
        size_t size()
        const char32_t* string(uint32_t)
        size_t length(uint32_t)


cdef extern from "document_counts.hpp" namespace "zhnlp" nogil:
    cdef cppclass CDocumentCounts "zhnlp::DocumentCounts":
        StringIds words
        vector[uint32_t] counts
        uint32_t n_documents
        void begin_document()
        void add(const char32_t*, size_t) except +


cdef extern from "term_weights.hpp" namespace "zhnlp" nogil:
    cdef cppclass Place:
        uint32_t start, end
    cdef cppclass Weighted:
        Place place
        double weight
    cdef cppclass CIdfValues "zhnlp::IdfValues":
        CTrie words, read
        const double* values
        size_t n
        double unknown
        double of(const char32_t*, const char32_t*, size_t)
    cdef cppclass Terms:
        const char32_t* text
        const char32_t* compared
        const Place* places
        size_t n, min_length
    vector[Weighted] c_tfidf "zhnlp::tfidf"(const Terms&, const CIdfValues&, size_t) except +


cdef extern from "textrank.hpp" namespace "zhnlp" nogil:
    cdef cppclass TextRank:
        size_t window
        double damping
        cbool like_jieba
        vector[Weighted] weights(const Terms&, const uint32_t*, size_t, size_t) except +


cdef extern from "phrases.hpp" namespace "zhnlp" nogil:
    cdef cppclass PhraseFinder:
        PhraseFinder(const Terms&, const CIdfValues&, size_t) except +
        vector[Weighted] weights(size_t) except +


cdef extern from "sentence_ranking.hpp" namespace "zhnlp" nogil:
    cdef cppclass SentenceRanker:
        SentenceRanker(const Terms&, const vector[Place]&, const CIdfValues&) except +
        vector[double] weights(double) except +
        vector[uint32_t] choose(vector[double], size_t, double) except +


cdef enum:
    MOST = 0x7FFFFFFF
    MOST_IDF = 1000
    WIDEST = 1000


cdef int fold(const vector[char32_t]& chars, vector[char32_t]& lower) except -1 nogil:
    """Set the characters in lower case and half width."""
    cdef size_t i
    cdef char32_t char
    lower.resize(chars.size())
    for i in range(chars.size()):
        char = chars[i]
        lower[i] = char if 0x4E00 <= char <= 0x9FFF else Py_UNICODE_TOLOWER(narrow(char))
    return 0


cdef int load_places(spans, const char* name, int64_t length, vector[Place]& places) except -1:
    """The starts and ends of spans of a text, in order, as tuples that begin with both."""
    cdef list items = list_of(spans, name)
    cdef Place place
    cdef int64_t start, end, before = 0
    places.reserve(len(items))
    for span in items:
        if not isinstance(span, tuple) or len(<tuple>span) < 2:
            return refuse(span, name, b"tuples of start and end")
        start = whole((<tuple>span)[0], name, 0, length)
        end = whole((<tuple>span)[1], name, start, length)
        if start < before:
            raise UsageError(
                f"{name.decode()} are not in order: {start} comes after {before}. Sort them."
            )
        before = start
        place.start, place.end = <uint32_t>start, <uint32_t>end
        if end > start:
            places.push_back(place)
    return 0


cdef double share_of(value, const char* name) except? -1:
    """A number from 0 to 1."""
    cdef double found = number(value, name)
    if not 0 <= found <= 1:
        raise UsageError(f"{name.decode()} is {value!r}; it must be from 0 to 1.")
    return found


@no_gc
cdef class IdfValues:
    cdef CIdfValues idf, exact  # the second knows words only as they are written
    cdef Trie trie
    cdef Array[double] values

    def __cinit__(self, words, values, *, unknown, traditional=None):
        cdef size_t i
        cdef Array[uint32_t] pairs
        need(words, Trie, b"words")
        self.trie = words
        copy_to(self.idf.words, self.trie.trie)
        copy_to(self.idf.read, self.trie.trie)
        pairs.take_optional(traditional, b"traditional")
        fold_pairs(self.idf.read, pairs)
        self.values.take(values, b"values")
        self.idf.values, self.idf.n = self.values.data(), self.values.size()
        self.idf.unknown = number(unknown, b"unknown")
        for i in range(self.idf.n):
            if not 0 <= self.values[i] <= MOST_IDF:
                raise UsageError(f"value {i} is {self.values[i]}; give 0 to {MOST_IDF}.")
        if not 0 <= self.idf.unknown <= MOST_IDF:
            raise UsageError(f"unknown is {unknown!r}; give 0 to {MOST_IDF}.")
        copy_to(self.exact, self.idf)
        copy_to(self.exact.read, self.idf.words)

    def of(self, word):
        cdef vector[char32_t] chars, lower
        load_text(word, b"word", chars)
        fold(chars, lower)
        return self.idf.of(chars.data(), lower.data(), chars.size())


cdef IdfValues need_table(idf):
    """`idf`, which must be an IdfValues."""
    need(idf, IdfValues, b"idf")
    return <IdfValues>idf


cdef class _Text:
    """A text and its terms, as the algorithms take them."""

    cdef Terms terms
    cdef vector[char32_t] chars, lower
    cdef vector[Place] places

    cdef int load(self, text, spans, min_length, cbool exact) except -1:
        load_text(text, b"text", self.chars)
        load_places(spans, b"terms", self.chars.size(), self.places)
        fold(self.chars, self.lower)
        self.terms.text = self.chars.data()
        self.terms.compared = self.chars.data() if exact else self.lower.data()
        self.terms.places, self.terms.n = self.places.data(), self.places.size()
        self.terms.min_length = <size_t>whole(min_length, b"min_length", 1, MOST)
        return 0


cdef tuple weighted(object text, const vector[Weighted]& found, kind):
    """A tuple of `kind`, a class of named tuples of a text and a weight."""
    cdef size_t i
    cdef list out = []
    if not (isinstance(kind, type) and issubclass(kind, tuple) and kind is not tuple):
        refuse(kind, b"kind", b"a class of named tuples")
    text = str(text)
    for i in range(found.size()):
        out.append(kind(text[found[i].place.start:found[i].place.end], found[i].weight))
    return tuple(out)


def tfidf(text, terms, idf, *, top, min_length, exact, kind):
    cdef _Text own = _Text()
    cdef vector[Weighted] found
    cdef cbool c_exact = bool(exact)
    cdef size_t c_top = whole(top, b"top", 1, MOST)
    cdef IdfValues table = need_table(idf)
    own.load(text, terms, min_length, c_exact)
    with nogil:
        found = c_tfidf(own.terms, table.exact if c_exact else table.idf, c_top)
    return weighted(text, found, kind)


def textrank(text, ends, terms, *, top, min_length, window, damping, like_jieba, kind):
    cdef _Text own = _Text()
    cdef vector[Weighted] found
    cdef vector[char32_t] chars
    cdef Array[int32_t] places
    cdef TextRank ranking
    cdef size_t c_top = whole(top, b"top", 1, MOST)
    load_words(text, chars, ends, places)
    own.load(text, terms, min_length, bool(like_jieba))
    ranking.window = <size_t>whole(window, b"window", 2, WIDEST)
    ranking.damping = share_of(damping, b"damping")
    ranking.like_jieba = bool(like_jieba)
    with nogil:
        found = ranking.weights(own.terms, <const uint32_t*>places.data(), places.size(), c_top)
    return weighted(text, found, kind)


def phrases(text, terms, idf, *, top, min_length, longest, kind):
    cdef _Text own = _Text()
    cdef PhraseFinder* finder
    cdef vector[Weighted] found
    cdef size_t c_longest = whole(longest, b"longest", 1, WIDEST)
    cdef size_t c_top = whole(top, b"top", 1, MOST)
    cdef IdfValues table = need_table(idf)
    own.load(text, terms, min_length, False)
    finder = new PhraseFinder(own.terms, table.idf, c_longest)
    try:
        with nogil:
            found = finder.weights(c_top)
    finally:
        del finder
    return weighted(text, found, kind)


def summary_sentences(text, sentences, terms, idf, *, n, damping, diversity):
    cdef _Text own = _Text()
    cdef vector[Place] spans
    cdef SentenceRanker* ranker
    cdef vector[uint32_t] chosen
    cdef size_t wanted = whole(n, b"n", 0, MOST)
    cdef double c_damping = share_of(damping, b"damping")
    cdef double c_diversity = share_of(diversity, b"diversity")
    cdef IdfValues table = need_table(idf)
    own.load(text, terms, 1, False)
    load_places(sentences, b"sentences", own.chars.size(), spans)
    ranker = new SentenceRanker(own.terms, spans, table.idf)
    try:
        with nogil:
            chosen = ranker.choose(ranker.weights(c_damping), wanted, c_diversity)
    finally:
        del ranker
    return [(spans[i].start, spans[i].end) for i in chosen]


@no_gc
cdef class DocumentCounts:
    cdef CDocumentCounts impl

    @property
    def n_documents(self):
        return self.impl.n_documents

    def add(self, text, ends):
        cdef vector[char32_t] chars, lower
        cdef Array[int32_t] places
        cdef size_t i
        cdef int32_t start = 0
        load_words(text, chars, ends, places)
        if self.impl.n_documents == MOST:
            raise UsageError("there are more than 2^31 documents. Count a part of them.")
        fold(chars, lower)
        self.impl.begin_document()
        for i in range(places.size()):
            if has_content(chars.data() + start, places[i] - start):
                self.impl.add(lower.data() + start, places[i] - start)
            start = places[i]

    def counts(self, min_documents):
        cdef uint32_t least = <uint32_t>whole(min_documents, b"min_documents", 1, MOST)
        cdef uint32_t i
        return {text_of(self.impl.words.string(i), self.impl.words.length(i)): self.impl.counts[i]
                for i in range(<uint32_t>self.impl.counts.size()) if self.impl.counts[i] >= least}


cdef cbool has_content(const char32_t* word, size_t length) nogil:
    """Whether a word has a letter, digit or Han character."""
    cdef size_t i
    for i in range(length):
        if Py_UNICODE_ISALNUM(word[i]):
            return True
    return False
