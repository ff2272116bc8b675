# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Counts of words and names. See _tally.pyi."""

from cpython.object cimport PyObject
from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t, uintptr_t
from libcpp cimport bool as cbool
from libcpp.vector cimport vector

from zhnlp.core._sequence cimport load_words
from zhnlp.core.arguments cimport *


cdef extern from "Python.h" nogil:
    bint Py_UNICODE_ISALNUM(Py_UCS4)


cdef extern from "tally.hpp" namespace "zhnlp" nogil:
    cdef cppclass Entry "zhnlp::Tally::Entry":
        int64_t count
        uint32_t offset, mark
        uint8_t length
    cdef cppclass CTally "zhnlp::Tally":
        CTally(size_t) except +
        cbool add(const char32_t*, size_t, uint32_t) except +
        void set_content(cbool) except +
        int64_t n_content()
        void keep(size_t) except +
        void sort() except +
        void note_distinct() except +
        vector[Entry] entries
        vector[char32_t] chars
        vector[uint64_t] sketch
        int64_t missing

cdef enum:
    FAR = 0x7FFFFFFF
    LONGEST = 40
    SEEN = 512
    MOST_MARKS = 255


cdef tuple items_of(values, const char* name):
    """The items of an iterable."""
    return <tuple>values if type(values) is tuple else tuple(list_of(values, name))


cdef class Tally:
    cdef CTally* impl
    cdef int64_t n_long
    cdef dict numbers
    cdef list kept
    cdef const PyObject* seen[SEEN]  # objects that are kept, by their address
    cdef uint32_t number_of[SEEN]

    def __cinit__(self, *, held=1 << 19):
        cdef int i
        self.impl = new CTally(<size_t>whole(held, b"held", 1, 1 << 30))
        self.numbers, self.kept, self.n_long = {}, [], 0
        for i in range(SEEN):
            self.seen[i] = NULL

    def __dealloc__(self):
        del self.impl

    cdef uint32_t number(self, object name) except? 0xFFFFFFFF:
        """The number of a label; most are the same objects as before, found by address."""
        cdef size_t at = (<uintptr_t><const PyObject*>name >> 4) % SEEN
        if self.seen[at] == <const PyObject*>name:
            return self.number_of[at]
        if not isinstance(name, str):
            refuse(name, b"a label", b"a string")
        found = self.numbers.get(name)
        if found is None:
            found = 0
            if name and len(self.numbers) < MOST_MARKS:
                found = self.numbers[name] = len(self.numbers) + 1
        if self.seen[at] == NULL:
            self.kept.append(name)
            self.seen[at] = <const PyObject*>name
            self.number_of[at] = found
        return found

    cdef int count(self, const char32_t* string, size_t length, uint32_t mark) except -1:
        if length > LONGEST:
            self.n_long += 1
        elif self.impl.add(string, length, mark):
            self.impl.set_content(Py_UNICODE_ISALNUM(string[0]))
        return 0

    def add_words(self, text, ends, tags=None):
        cdef vector[char32_t] chars
        cdef Array[int32_t] places
        cdef size_t i
        cdef int32_t start = 0
        cdef tuple labels = None if tags is None else items_of(tags, b"tags")
        load_words(text, chars, ends, places)
        if labels is not None and <size_t>len(labels) != places.size():
            labels = None
        for i in range(places.size()):
            self.count(chars.data() + start, places[i] - start,
                       0 if labels is None else self.number(labels[i]))
            start = places[i]

    def add_spans(self, text, spans, group=0):
        cdef vector[char32_t] chars
        cdef int64_t start, end
        cdef uint32_t base = (MOST_MARKS + 1) * <uint32_t>whole(group, b"group", 0, 1 << 20)
        cdef Py_ssize_t n = 0
        load_text(text, b"text", chars)
        for span in items_of(spans, b"spans"):
            if not isinstance(span, tuple) or len(<tuple>span) != 3:
                refuse(span, b"one of the spans", b"a tuple of start, end and label")
            first, last, label = <tuple>span
            start = whole(first, b"the start of a span", -FAR, FAR)
            end = whole(last, b"the end of a span", -FAR, FAR)
            if 0 <= start < end <= <int64_t>chars.size():
                self.count(chars.data() + start, end - start, base + self.number(label))
                n += 1
        return n

    @property
    def labels(self):
        return ["", *self.numbers]

    @property
    def missing(self):
        return self.impl.missing

    @property
    def n_content(self):
        return self.impl.n_content() + self.n_long

    def distinct(self):
        self.impl.note_distinct()
        return array_of("Q", bytes_of(self.impl.sketch))

    def most(self, n):
        cdef vector[char32_t] chars
        cdef vector[uint8_t] lengths
        cdef vector[int64_t] marks, counts
        cdef Entry entry
        self.impl.keep(<size_t>whole(n, b"n", 0, 1 << 30))
        self.impl.sort()
        for entry in self.impl.entries:
            lengths.push_back(entry.length)
            marks.push_back(entry.mark)
            counts.push_back(entry.count)
            chars.insert(chars.end(), self.impl.chars.begin() + entry.offset,
                         self.impl.chars.begin() + entry.offset + entry.length)
        return (text_of(chars.data(), chars.size()), array_of("B", bytes_of(lengths)),
                array_of("q", bytes_of(marks)), array_of("q", bytes_of(counts)))
