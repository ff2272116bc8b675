# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Tags of words, and names in texts. See _labels.pyi."""

from cpython.exc cimport PyErr_CheckSignals
from cython cimport no_gc
from libc.stdint cimport INT32_MAX, int32_t, int64_t, uint8_t, uint32_t
from libcpp.vector cimport vector

from zhnlp.core._sequence cimport Alphabet, Weights, kFirstChar, load_tags, load_words
from zhnlp.core._tables cimport Trie
from zhnlp.core.arguments cimport *
from zhnlp.core.texts cimport (
    Pieces, TagNumbers, load_batch_tags, load_ends, load_group, load_sentences, named,
    need_as_many, spans_of
)

from zhnlp.errors import UsageError


def form_of(word, *, numerals):
    cdef vector[char32_t] chars
    cdef char32_t form[32]
    load_text(word, b"word", chars)
    if not 0 < chars.size() <= kLongestWord:
        return ""
    return text_of(form, word_form(chars.data(), 0, chars.size(), bool(numerals), form))


def shape_of(word):
    cdef vector[char32_t] chars
    load_text(word, b"word", chars)
    return word_shape(chars.data(), 0, chars.size()) if chars.size() else 0


@no_gc
cdef class Tagger:
    def __cinit__(self, lexicon, words, candidates, alphabet, weights=None, *, rules=(0,) * 6,
                  clusters=None):
        need(lexicon, Trie, b"lexicon")
        need(alphabet, Alphabet, b"alphabet")
        need_or_none(weights, Weights, b"weights")
        self.words.take(words, b"words")
        self.candidates.take(candidates, b"candidates")
        self.clusters.take_optional(clusters, b"clusters")
        self.check_sizes((<Trie>lexicon).n_values)
        self.given = (lexicon, words, candidates, alphabet, weights)
        self.given_clusters = clusters
        copy_to(self.config.alphabet, (<Alphabet>alphabet).alphabet)
        copy_to(self.config.lexicon, (<Trie>lexicon).trie)
        fold_pairs(self.config.lexicon, (<Alphabet>alphabet).pairs)
        self.config.words = <const TagWord*>self.words.data()
        self.config.n_words = self.words.size()
        self.config.candidates = self.candidates.data()
        self.config.n_candidates = self.candidates.size()
        if self.clusters.size():
            self.config.clusters = self.clusters.data()
        given = list_of(rules, b"rules")
        if len(given) != 6:
            raise UsageError(f"rules of a tagger are six sets of labels, not {len(given)}.")
        self.rules = tuple(given)
        self.config.signs = whole64(given[0], b"a rule")
        self.config.symbols = whole64(given[1], b"a rule")
        self.config.nouns = whole64(given[2], b"a rule")
        self.config.names = whole64(given[3], b"a rule")
        self.config.units = whole64(given[4], b"a rule")
        self.config.numbers = whole64(given[5], b"a rule")
        if weights is not None:
            copy_to(self.config.model, (<Weights>weights).model)

    cdef int check_sizes(self, size_t n_values) except -1:
        if self.words.size() < n_values or self.candidates.size() < kFirstClass:
            raise UsageError(
                "a tagger needs an entry for every word of its lexicon, and candidates for "
                "every shape."
            )
        if self.clusters.size() and self.clusters.size() != self.words.size():
            raise UsageError(
                f"a tagger needs clusters for all of its {self.words.size()} forms, "
                f"not {self.clusters.size()}."
            )
        return 0

    def with_words(self, words, candidates):
        cdef Tagger made = Tagger(*self.given, rules=self.rules, clusters=self.given_clusters)
        need(words, Trie, b"words")
        made.user_words = words
        made.user_candidates.take(candidates, b"candidates")
        copy_to(made.config.user_words, (<Trie>words).trie)
        made.config.user_candidates = made.user_candidates.data()
        made.config.n_user_words = made.user_candidates.size()
        return made

    def tags(self, text, ends, blank):
        cdef vector[char32_t] chars
        cdef vector[uint8_t] tags
        cdef Array[int32_t] places
        cdef uint8_t c_blank = whole(blank, b"blank", 0, 255)
        load_words(text, chars, ends, places)
        if not places.size():
            return b""
        cdef CTagger* impl = self.pool.borrow(self.config)
        try:
            with nogil:
                impl.tag(chars.data(), <const uint32_t*>places.data(), places.size(), c_blank, tags)
        finally:
            self.pool.give_back(impl)
        return bytes_of(tags)

    def tags_batch(self, texts, ends, blank, labels):
        cdef Pieces[char32_t] group
        cdef Pieces[uint32_t] places
        cdef Pieces[uint8_t] tags
        cdef list given = list_of(texts, b"texts"), words = list_of(ends, b"ends"), out = []
        cdef size_t i
        cdef uint8_t c_blank = whole(blank, b"blank", 0, 255)
        cdef tuple names = strings_of(labels)
        cdef CTagger* impl
        need_as_many(given, words, b"ends")
        while len(out) < len(given):
            load_group(given, len(out), group)
            load_ends(words, len(out), group, places)
            impl = self.pool.borrow(self.config)
            try:
                with nogil:
                    tag_texts(impl[0], group, places, c_blank, tags)
            finally:
                self.pool.give_back(impl)
            for i in range(tags.size()):
                out.append(named(names, tags.at(i), tags.length(i)))
            PyErr_CheckSignals()
        return out


cdef tuple strings_of(labels):
    """A tuple of strings; InputError for anything else."""
    if not isinstance(labels, tuple):
        refuse(labels, b"labels", b"a tuple of strings")
    for label in labels:
        if not isinstance(label, str):
            refuse(label, b"a label", b"a string")
    return labels


def find_listed(entries, text, ends, labels, kind, cuts=None):
    cdef vector[char32_t] chars
    cdef vector[Found] found
    cdef Array[int32_t] places, borders
    need(entries, Trie, b"entries")
    cdef Trie trie = entries
    if not isinstance(labels, tuple):
        refuse(labels, b"labels", b"a tuple of strings")
    need_tuples(kind, b"kind")
    load_words(text, chars, ends, places)
    borders.take_optional(cuts, b"cuts")
    if <size_t>len(labels) < trie.n_values:
        raise UsageError(f"entries have values up to {trie.n_values - 1}, but there are {len(labels)} "
                         "labels. Give one for each.")
    if places.size():
        with nogil:
            c_find_listed(trie.trie, chars.data(), <const uint32_t*>places.data(), places.size(),
                          <const uint32_t*>borders.data(), borders.size(), found)
    return listed_spans(kind, found, labels)


cdef list listed_spans(kind, const vector[Found]& found, tuple labels):
    """What was found as spans, without those whose label is empty."""
    cdef list out = []
    cdef size_t i
    for i in range(found.size()):
        label = labels[found[i].kind]
        if not isinstance(label, str):
            refuse(label, b"a label", b"a string")
        if PyUnicode_GET_LENGTH(label):
            out.append(new_span(kind, found[i].start, found[i].end, label))
    return out


def whole_part(name):
    cdef vector[char32_t] chars
    load_text(name, b"name", chars)
    part = c_whole_part(chars.data(), chars.size())
    return part.first, part.second


@no_gc
cdef class Recognizer:
    def __cinit__(self, dictionary, classes, alphabet, weights=None, *, names=None,
                  clusters=None, persons=None, symbols_only=False):
        need(dictionary, Trie, b"dictionary")
        need(alphabet, Alphabet, b"alphabet")
        need_or_none(weights, Weights, b"weights")
        need_or_none(names, Trie, b"names")
        need_or_none(clusters, Trie, b"clusters")
        need_or_none(persons, Trie, b"persons")
        self.classes.take(classes, b"classes")
        self.keep = (dictionary, weights, names, clusters, persons)
        copy_to(self.config.alphabet, (<Alphabet>alphabet).alphabet)
        copy_to(self.config.dictionary, (<Trie>dictionary).trie)
        fold_pairs(self.config.dictionary, (<Alphabet>alphabet).pairs)
        if names is not None:
            copy_to(self.config.evidence.names, (<Trie>names).trie)
            fold_pairs(self.config.evidence.names, (<Alphabet>alphabet).pairs)
        if clusters is not None:
            copy_to(self.config.evidence.clusters, (<Trie>clusters).trie)
        if persons is not None:
            copy_to(self.config.evidence.persons, (<Trie>persons).trie)
            fold_pairs(self.config.evidence.persons, (<Alphabet>alphabet).pairs)
        self.config.classes = self.classes.data()
        self.config.n_classes = self.classes.size()
        self.config.symbols_only = bool(symbols_only)
        if weights is not None:
            copy_to(self.config.model, (<Weights>weights).model)
            prepare_entities(self.config.model, kFirstChar + (<Alphabet>alphabet).chars.size())

    def find(self, text, ends, tags, labels, kind, cuts=None, *, split_words=True):
        cdef vector[char32_t] chars
        cdef vector[Found] found
        cdef Array[int32_t] places, borders
        cdef Array[uint8_t] numbers
        cdef bint c_split_words = bool(split_words)
        cdef tuple names = self.labels_of(labels)
        need_tuples(kind, b"kind")
        load_words(text, chars, ends, places)
        load_tags(tags, numbers, places.size())
        borders.take_optional(cuts, b"cuts")
        if not places.size():
            return []
        cdef CRecognizer* impl = self.pool.borrow(self.config)
        try:
            with nogil:
                impl.find(chars.data(), <const uint32_t*>places.data(), numbers.data(),
                          places.size(), <const uint32_t*>borders.data(), borders.size(),
                          c_split_words, found)
        finally:
            self.pool.give_back(impl)
        return [new_span(kind, each.start, each.end, names[each.kind]) for each in found]

    def find_batch(self, texts, ends, tags, numbers, unknown, labels, kind, sentences, *,
                   split_words=True):
        cdef Pieces[char32_t] group
        cdef Pieces[uint32_t] places, cuts
        cdef Pieces[uint8_t] classes
        cdef Pieces[Found] found
        cdef list given = list_of(texts, b"texts"), words = list_of(ends, b"ends")
        cdef list own_tags = list_of(tags, b"tags"), borders = list_of(sentences, b"sentences")
        cdef list out = []
        cdef size_t i
        cdef bint c_split_words = bool(split_words)
        cdef uint8_t c_unknown = whole(unknown, b"unknown", 0, 255)
        cdef tuple names = self.labels_of(labels)
        cdef TagNumbers* known = NULL
        need_tuples(kind, b"kind")
        if not isinstance(numbers, dict):
            refuse(numbers, b"numbers", b"a dict")
        need_as_many(given, words, b"ends")
        need_as_many(given, own_tags, b"tags")
        need_as_many(given, borders, b"sentences")
        known = new TagNumbers(numbers, c_unknown)
        try:
            while len(out) < len(given):
                load_group(given, len(out), group)
                load_ends(words, len(out), group, places)
                load_batch_tags(own_tags, len(out), places, known[0], classes)
                load_sentences(borders, len(out), group.size(), cuts)
                self.find_in(group, places, classes, cuts, c_split_words, found)
                for i in range(found.size()):
                    out.append(spans_of(kind, found.at(i), found.length(i), names))
                PyErr_CheckSignals()
            return out
        finally:
            del known

    cdef int find_in(self, const Pieces[char32_t]& texts, const Pieces[uint32_t]& ends,
                     const Pieces[uint8_t]& tags, const Pieces[uint32_t]& cuts, bint split_words,
                     Pieces[Found]& found) except -1:
        cdef CRecognizer* impl = self.pool.borrow(self.config)
        try:
            with nogil:
                find_in_texts(impl[0], texts, ends, tags, cuts, split_words, found)
        finally:
            self.pool.give_back(impl)
        return 0

    cdef tuple labels_of(self, labels):
        """A label for each kind of the model, or more."""
        cdef size_t n = self.config.model.n_labels // 4
        cdef tuple given = tuple(list_of(labels, b"labels"))
        if <size_t>len(given) < n:
            raise UsageError(f"the model has {n} kinds of names, but there are {len(given)} labels.")
        return given
