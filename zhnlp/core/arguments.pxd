"""What the binding uses of arguments.hpp and of Python's C interface."""

from cpython.object cimport PyObject
from libc.stdint cimport int64_t, uint32_t, uint64_t
from libcpp.vector cimport vector


cdef extern from * nogil:
    ctypedef uint32_t char32_t "char32_t"
    cdef cppclass u32string "std::u32string":
        u32string() except +
        u32string(const char32_t*, size_t) except +
        const char32_t* data()
        size_t size()


cdef extern from "arguments.hpp" namespace "zhnlp":
    void raise_error()
    int load_text(object, const char*, vector[char32_t]&) except -1
    object text_of(const char32_t*, size_t)
    object bytes_of[T](const vector[T]&)
    object view_of[T](const vector[T]&)
    object new_span(object, uint32_t, uint32_t, object)
    tuple untracked(tuple)
    int need(object, object, const char*) except -1
    int need_or_none(object, object, const char*) except -1
    int refuse(object, const char*, const char*) except -1
    int64_t whole(object, const char*, int64_t, int64_t) except? -1
    uint64_t whole64(object, const char*) except? 0xFFFFFFFFFFFFFFFF
    double number(object, const char*) except? -1

    cdef cppclass Array[T]:
        Array()
        int take(object, const char*) except -1
        int take(object, const char*, Py_ssize_t) except -1
        int take_packed(object, const char*) except -1
        int take_optional(object, const char*) except -1
        size_t size() nogil
        const T* data() nogil
        T operator[](size_t) nogil
        object view()

    void copy_to[T](T&, const T&) except +
    void alias_pairs[R](R&, const Array[uint32_t]&) except +
    void fold_pairs[R](R&, const Array[uint32_t]&) except +


cdef extern from "Python.h":
    Py_ssize_t PY_SSIZE_T_MAX
    int PyUnicode_4BYTE_KIND
    Py_ssize_t PyUnicode_GET_LENGTH(object)
    Py_UCS4 PyUnicode_READ_CHAR(object, Py_ssize_t)
    object PyUnicode_FromKindAndData(int, const void*, Py_ssize_t)
    object PyList_New(Py_ssize_t)
    void PyList_SET_ITEM(object, Py_ssize_t, object)
    tuple PyTuple_New(Py_ssize_t)
    void PyTuple_SET_ITEM(object, Py_ssize_t, object)
    PyObject* PyDict_GetItemWithError(object, object) except? NULL


cdef inline object array_of(str code, object raw):
    """The array.array of these bytes."""
    from array import array
    out = array(code)
    out.frombytes(raw)
    return out


cdef inline list list_of(object values, const char* name):
    """The items of an iterable; InputError for anything else."""
    try:
        return list(values)
    except (TypeError, NotImplementedError):  # the second for a view of several dimensions
        if hasattr(values, "__next__"):  # the generator's own error
            raise
    refuse(values, name, b"a list of them")


cdef inline list pairs_of(object values, const char* name):
    """The items of an iterable, each a tuple, list or string of two parts."""
    cdef list pairs = list_of(values, name)
    for pair in pairs:
        if not isinstance(pair, (tuple, list, str)) or len(pair) != 2:
            refuse(pair, name, b"a list of pairs")
    return pairs


cdef inline int need_tuples(object kind, const char* name) except -1:
    """Check that `kind` is a class whose objects `new_span` can make."""
    if not (isinstance(kind, type) and issubclass(kind, tuple)):
        return refuse(kind, name, b"a class of named tuples")
    return 0


cdef inline int64_t place(object span, Py_ssize_t at, int64_t most) except -1:
    if not isinstance(span, tuple) or len(<tuple>span) != 3:
        refuse(span, b"a span", b"a Span")
    return whole((<tuple>span)[at], b"a place", 0, most)
