# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Words, other strings and spans as JSON. See _json.pyi."""

from cpython.bytes cimport PyBytes_FromStringAndSize
from libc.stdint cimport INT32_MAX, int32_t, int64_t, uint32_t, uint64_t
from libcpp.vector cimport vector

from zhnlp.core._sequence cimport load_words
from zhnlp.core.arguments cimport *


cdef extern from "json.hpp" namespace "zhnlp" nogil:
    cdef cppclass JsonList:
        JsonList() except +
        const char* data()
        size_t size()
        void add_words(const char32_t*, const int32_t*, size_t) except +
        void add[C](const C*, size_t) except +
        void add_span[C](uint64_t, uint64_t, const C*, size_t) except +
        void close() except +


cdef extern from "Python.h":
    int PyUnicode_1BYTE_KIND
    int PyUnicode_2BYTE_KIND
    int PyUnicode_KIND(object)
    void* PyUnicode_DATA(object)


cdef extern from *:
    ctypedef unsigned char Narrow "Py_UCS1"
    ctypedef unsigned short Middle "Py_UCS2"
    ctypedef uint32_t Wide "Py_UCS4"


cdef bytes closed(JsonList& out):
    out.close()
    return PyBytes_FromStringAndSize(out.data(), out.size())


def json_words(text, ends):
    cdef vector[char32_t] chars
    cdef Array[int32_t] places
    cdef JsonList out
    load_words(text, chars, ends, places)
    with nogil:
        out.add_words(chars.data(), places.data(), places.size())
    return closed(out)


def json_strings(strings):
    cdef JsonList out
    cdef int kind
    for each in list_of(strings, b"strings"):
        if not isinstance(each, str):
            refuse(each, b"one of the strings", b"a string")
        kind = PyUnicode_KIND(each)
        if kind == PyUnicode_1BYTE_KIND:
            out.add(<const Narrow*>PyUnicode_DATA(each), PyUnicode_GET_LENGTH(each))
        elif kind == PyUnicode_2BYTE_KIND:
            out.add(<const Middle*>PyUnicode_DATA(each), PyUnicode_GET_LENGTH(each))
        else:
            out.add(<const Wide*>PyUnicode_DATA(each), PyUnicode_GET_LENGTH(each))
    return closed(out)


def json_spans(spans):
    cdef JsonList out
    cdef int kind
    cdef uint64_t start, end
    for each in list_of(spans, b"spans"):
        if not isinstance(each, tuple) or len(<tuple>each) != 3:
            refuse(each, b"one of the spans", b"a tuple of start, end and label")
        first, last, label = <tuple>each
        start = whole(first, b"the start of a span", 0, INT32_MAX)
        end = whole(last, b"the end of a span", 0, INT32_MAX)
        if not isinstance(label, str):
            refuse(label, b"the label of a span", b"a string")
        kind = PyUnicode_KIND(label)
        if kind == PyUnicode_1BYTE_KIND:
            out.add_span(start, end, <const Narrow*>PyUnicode_DATA(label),
                         PyUnicode_GET_LENGTH(label))
        elif kind == PyUnicode_2BYTE_KIND:
            out.add_span(start, end, <const Middle*>PyUnicode_DATA(label),
                         PyUnicode_GET_LENGTH(label))
        else:
            out.add_span(start, end, <const Wide*>PyUnicode_DATA(label),
                         PyUnicode_GET_LENGTH(label))
    return closed(out)
