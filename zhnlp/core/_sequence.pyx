# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Alphabets, weights and labels of linear-chain models. See _sequence.pyi."""

from cpython.object cimport PyObject
from cpython.ref cimport Py_INCREF
from cython cimport no_gc
from libc.stdint cimport INT32_MAX, int8_t, int32_t, uint8_t, uint32_t
from libcpp.vector cimport vector

from zhnlp.core.arguments cimport *

from zhnlp.errors import UsageError


cdef extern from "Python.h" nogil:
    bint Py_UNICODE_ISSPACE(Py_UCS4)


@no_gc
cdef class Alphabet:
    def __cinit__(self, chars, folding_pairs=None):
        self.chars.take(chars, b"chars")
        self.pairs.take_optional(folding_pairs, b"folding_pairs")
        if not 1 <= self.chars.size() < 65000:
            raise UsageError(f"an alphabet has from 1 to 65,000 characters, not {self.chars.size()}.")
        self.alphabet = CAlphabet(self.chars.data(), self.chars.size())
        alias_pairs(self.alphabet, self.pairs)

    def arrays(self):
        return self.chars.view(), self.pairs.view() if self.pairs.size() else memoryview(b"").cast("I")


@no_gc
cdef class Weights:
    def __cinit__(self, n_labels, buckets, pool, transitions, *, first, last, scale, sparse):
        cdef Array[int32_t] steps
        cdef size_t n
        n = whole(n_labels, b"n_labels", 1, kMaxLabels)
        self.buckets.take(buckets, b"buckets")
        self.pool.take(pool, b"pool")
        steps.take(transitions, b"transitions")
        if steps.size() != n * n:
            raise UsageError(f"{n} labels have {n * n} transitions, not {steps.size()}.")
        if self.buckets.size() < 16 or self.buckets.size() % 16 or not self.pool.size():
            raise UsageError("a model has buckets of 16 numbers, and one weight or more.")
        self.model.n_labels = n
        self.model.sparse = bool(sparse)
        self.model.buckets = self.buckets.data()
        self.model.n_buckets = self.buckets.size() // 16
        self.model.find_runs()
        self.model.pool = <const int8_t*>self.pool.data()
        self.model.n_pool = self.pool.size()
        self.model.first = whole64(first, b"first")
        self.model.last = whole64(last, b"last")
        self.model.scale = number(scale, b"scale")
        self.model.set_transitions(steps.data())


cdef int load_words(text, vector[char32_t]& chars, ends, Array[int32_t]& places) except -1:
    """Read a text and the ends of its words, which must rise and lie in the text."""
    cdef size_t i
    cdef int32_t before = 0
    load_text(text, b"text", chars)
    places.take(ends, b"ends")
    for i in range(places.size()):
        if places[i] <= before or <size_t>places[i] > chars.size():
            raise UsageError("the ends of words must rise and lie in the text.")
        before = places[i]
    return 0


cdef int load_tags(tags, Array[uint8_t]& numbers, size_t n_words) except -1:
    """Read the number of the tag of each word."""
    numbers.take(tags, b"tags")
    if numbers.size() != n_words:
        raise UsageError(f"{n_words} words have {numbers.size()} tags.")
    return 0


def named(labels, numbers):
    cdef Array[uint8_t] given
    cdef tuple names = tuple_of(labels)
    cdef size_t i, n
    given.take(numbers, b"numbers")
    n = given.size()
    cdef tuple out = PyTuple_New(n)
    for i in range(n):
        label = names[given[i]] if given[i] < len(names) else ""
        Py_INCREF(label)
        PyTuple_SET_ITEM(out, i, label)
    return untracked(out)


def cut_words(ends, tags, places):
    cdef Array[int32_t] old
    cdef vector[int32_t] new
    cdef list given = list_of(tags, b"tags"), made = []
    cdef size_t i = 0
    cdef int32_t c_place
    old.take(ends, b"ends")
    if old.size() != <size_t>len(given):
        raise UsageError(f"{old.size()} words have {len(given)} tags; give one for each.")
    for place in list_of(places, b"places"):
        c_place = whole(place, b"a place", 0, INT32_MAX)
        while i < old.size() and old[i] <= c_place:
            new.push_back(old[i])
            made.append(given[i])
            i += 1
        if i == old.size() or c_place <= (new.back() if new.size() else 0):
            raise UsageError(f"place {c_place} is not inside a word, behind those before it.")
        new.push_back(c_place)
        made.append(given[i])
    for i in range(i, old.size()):
        new.push_back(old[i])
        made.append(given[i])
    return bytes_of(new), tuple(made)


def numbered(numbers, labels, unknown):
    cdef tuple names = tuple_of(labels)
    cdef size_t i, n = len(names)
    cdef uint8_t other = whole(unknown, b"unknown", 0, 255)
    cdef vector[uint8_t] out
    cdef PyObject* own
    if not isinstance(numbers, dict):
        refuse(numbers, b"numbers", b"a dict")
    out.resize(n)
    for i in range(n):
        label = names[i]
        if not isinstance(label, str):
            refuse(label, b"a label", b"a string")
        own = PyDict_GetItemWithError(numbers, label)
        out[i] = whole(<object>own, b"the number of a label", 0, 255) if own else other
    return bytes_of(out)


def tagged_words(text, ends, tags):
    cdef vector[char32_t] chars, out
    cdef Array[int32_t] places
    cdef tuple own = tuple_of(tags, b"tags")
    cdef size_t i, first, k = 0
    cdef Py_ssize_t at
    load_words(text, chars, ends, places)
    if <size_t>len(own) != places.size():
        raise UsageError(f"{len(own)} tags do not fit {places.size()} words; give one for each.")
    out.reserve(2 * chars.size() + 4 * places.size())
    for i in range(places.size()):
        first = out.size()
        while k < <size_t>places[i]:
            if not Py_UNICODE_ISSPACE(chars[k]):
                if out.size() == first and first:
                    out.push_back(c' ')
                out.push_back(chars[k])
            k += 1
        tag = own[i]
        if not isinstance(tag, str):
            refuse(tag, b"a tag", b"a string")
        if out.size() == first:
            continue
        out.push_back(c'/')
        for at in range(PyUnicode_GET_LENGTH(tag)):
            out.push_back(PyUnicode_READ_CHAR(tag, at))
    return text_of(out.data(), out.size())


cdef tuple tuple_of(labels, const char* name=b"labels"):
    if not isinstance(labels, tuple):
        refuse(labels, name, b"a tuple of strings")
    return labels
