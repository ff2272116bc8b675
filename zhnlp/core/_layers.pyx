# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Spans, and the objects that have them as their layers. See _layers.pyi."""

from cpython.ref cimport Py_INCREF
from libc.stdint cimport INT32_MAX, int32_t, int64_t, uint32_t
from libcpp.vector cimport vector

from zhnlp.core.arguments cimport *
from zhnlp.errors import UsageError


cdef extern from "Python.h":
    ctypedef struct PyObject
    object PyObject_GenericGetDict(object, void*)
    int PyObject_GenericSetDict(object, object, void*) except -1
    dict PyDict_Copy(dict)
    PyObject** _PyObject_GetDictPtr(object)
    bint PyObject_GC_IsTracked(object)
    void PyObject_GC_UnTrack(object)
    void PyObject_GC_Track(object)
    PyObject* PyTuple_GET_ITEM(tuple, Py_ssize_t)
    PyObject* PyList_GET_ITEM(list, Py_ssize_t)
    Py_ssize_t Py_REFCNT(PyObject*)
    Py_UCS4 PyUnicode_MAX_CHAR_VALUE(object)
    object PyUnicode_New(Py_ssize_t, Py_UCS4)
    Py_ssize_t PyUnicode_CopyCharacters(object, Py_ssize_t, object, Py_ssize_t,
                                        Py_ssize_t) except -1
    int PyUnicode_WriteChar(object, Py_ssize_t, Py_UCS4) except -1


def merged(first, second):
    cdef list own = list_of(first, b"spans"), others = list_of(second, b"spans"), out = []
    cdef Py_ssize_t i = 0
    cdef int64_t start, end = place(own[0], 1, INT32_MAX) if own else 0  # of span, of own[i]
    if not own or not others:
        return own or others
    for span in others:
        start = place(span, 0, INT32_MAX)
        while i < len(own) and end <= start:
            out.append(own[i])
            i += 1
            end = place(own[i], 1, INT32_MAX) if i < len(own) else 0
        if i == len(own) or place(own[i], 0, INT32_MAX) >= place(span, 1, INT32_MAX):
            out.append(span)
    return out + own[i:]


def inside_words(ends, spans):
    cdef Array[int32_t] borders
    cdef list inside = []
    cdef size_t i = 0, k
    cdef int64_t at, last = 0
    cdef bint in_order = True
    borders.take_packed(ends, b"ends")
    for span in list_of(spans, b"spans"):
        for k in range(2):
            at = place(span, k, INT32_MAX)
            while i and borders[i - 1] >= at:
                i -= 1
            while i < borders.size() and borders[i] < at:
                i += 1
            if at and at != last and (i == borders.size() or borders[i] != at):
                inside.append((<tuple>span)[k])
                in_order &= at > last
                last = at
    return inside if in_order else sorted({*inside})


# Measured: a quarter of the time of f-strings and slices, which were 5 % of that of `zhnlp
# entities`, and a quarter of what a thread of it does with the GIL, while others wait.
def marked(text, spans):
    cdef list given = list_of(spans, b"spans")
    cdef Py_ssize_t length, n, at = 0, to = 0, start, end
    cdef Py_UCS4 most
    if not isinstance(text, str):
        refuse(text, b"text", b"a string")
    n = length = PyUnicode_GET_LENGTH(text)
    most = PyUnicode_MAX_CHAR_VALUE(text)
    for span in given:
        start, end = place(span, 0, length), place(span, 1, length)
        label = (<tuple>span)[2]
        if not isinstance(label, str):
            refuse(label, b"a label", b"a string")
        if not at <= start <= end:
            raise UsageError("spans must lie in the text, in order, and not overlap.")
        at = end
        n += 3 + PyUnicode_GET_LENGTH(label)
        most = max(most, PyUnicode_MAX_CHAR_VALUE(label))
    at = 0
    out = PyUnicode_New(n, most)
    for span in given:
        start, end, label = (<tuple>span)
        to += PyUnicode_CopyCharacters(out, to, text, at, start - at)
        PyUnicode_WriteChar(out, to, c"[")
        to += 1 + PyUnicode_CopyCharacters(out, to + 1, text, start, end - start)
        PyUnicode_WriteChar(out, to, c" ")
        to += 1 + PyUnicode_CopyCharacters(out, to + 1, label, 0, PyUnicode_GET_LENGTH(label))
        PyUnicode_WriteChar(out, to, c"]")
        to += 1
        at = end
    PyUnicode_CopyCharacters(out, to, text, at, length - at)
    return out


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
    need_tuples(kind, b"kind")
    if not isinstance(shared, dict):
        refuse(shared, b"shared", b"a dict")
    return bound_to(shared, items, kind)


cdef tuple bound_to(dict shared, items, kind):
    """`bound`, for arguments of the right types."""
    cdef PyObject** slot
    cdef tuple out
    cdef Py_ssize_t i
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
            items = [kind(*each) if isinstance(each, kind) else each for each in out]
            return bound_to(shared, items, kind)
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


def filled(kind, items, names, columns, spans=None, *, alone=False):
    cdef list given = list_of(items, b"items"), called = list_of(names, b"names"), out = []
    cdef list lists = columns_of(columns, called, len(given))
    cdef Py_ssize_t i, k
    cdef dict layers
    cdef bint is_tracked, c_alone = bool(alone), stays
    if not isinstance(kind, type) or kind.__base__ is not object or not kind.__dictoffset__:
        refuse(kind, b"kind", b"a class of its own whose objects have attributes")
    if spans is not None:
        need_tuples(spans, b"spans")
    new = object.__new__
    for i in range(len(given)):
        stays = c_alone and Py_REFCNT(PyList_GET_ITEM(given, i)) == 2  # `items` has it, and `given`
        if not isinstance(given[i], kind):
            refuse(given[i], b"items", b"a list of objects of the class")
        layers = PyObject_GenericGetDict(given[i], NULL)
        if not stays:
            layers = PyDict_Copy(layers)
        is_tracked = PyObject_GC_IsTracked(layers)  # as a copy of a dict is
        for k in range(len(lists)):
            value = (<list>lists[k])[i]
            if spans is not None and value is not None and not (type(value) is tuple and not value):
                value = bound_to({"of": layers.get("text")}, value, spans)
            layers[called[k]] = value
            is_tracked = is_tracked or PyObject_GC_IsTracked(value)
        made = given[i] if stays else new(kind)
        if not stays:
            PyObject_GenericSetDict(made, layers, NULL)
        if not is_tracked:
            PyObject_GC_UnTrack(layers)
            PyObject_GC_UnTrack(made)
        elif not PyObject_GC_IsTracked(made):
            PyObject_GC_Track(made)
        out.append(made)
    return out


cdef list columns_of(columns, list called, Py_ssize_t n):
    """A list of `n` values for each of the names, which become plain strings."""
    cdef list lists = list_of(columns, b"columns")
    cdef Py_ssize_t k
    if len(called) != len(lists):
        raise UsageError(f"there are {len(called)} names, but {len(lists)} columns. Give one for each.")
    for k in range(len(lists)):
        if not isinstance(called[k], str):
            refuse(called[k], b"names", b"a list of str")
        called[k] = str.__str__(called[k])
        lists[k] = list_of(lists[k], b"columns")
        if len(<list>lists[k]) != n:
            raise UsageError(f"there are {n} items, but {len(<list>lists[k])} values for "
                             f"{called[k]}. Give one for each.")
    return lists


def untracked_all(items):
    cdef list given = list_of(items, b"items")
    for item in given:
        if PyObject_GC_IsTracked(item):
            PyObject_GC_UnTrack(item)
    return given
