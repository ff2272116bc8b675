// Python values as the core takes and returns them: strings, arrays, numbers.
//
//     str, numpy.str_ …           std::vector<char32_t>     load_text
//     array.array, ndarray …      Array<std::uint32_t>      take
//     int, float                  with a range              whole, number
//     std::vector<T>              bytes                     bytes_of
//
// A value that does not fit sets an exception of zhnlp/errors.py that says what to
// give: InputError for a wrong type, UsageError for a wrong value. Functions that can
// fail return -1 then. All of them need the GIL. Only the binding includes this header.

#pragma once

#include <Python.h>

#include <cstdarg>
#include <cstdint>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace zhnlp {

// Sets the exception `kind` of zhnlp/errors.py and clears any other; always returns -1.
inline int fail(const char* kind, const char* format, ...) {
    PyErr_Clear();
    PyObject* const errors = PyImport_ImportModule("zhnlp.errors");
    PyObject* const error = errors ? PyObject_GetAttrString(errors, kind) : nullptr;
    if (error) {
        va_list values;
        va_start(values, format);
        PyErr_FormatV(error, format, values);
        va_end(values);
    }
    Py_XDECREF(error);
    Py_XDECREF(errors);
    return -1;
}

// Sets an InputError: the value `name` is not what is `wanted`; always returns -1.
inline int refuse(PyObject* value, const char* name, const char* wanted) {
    if (value == Py_None) return fail("InputError", "%s is None; give %s.", name, wanted);
    return fail("InputError", "%s is of type %.100s; give %s.", name, Py_TYPE(value)->tp_name,
                wanted);
}

// The Python exception of a C++ exception. Cython calls it while one is handled.
inline void raise_error() {
    try {
        throw;
    } catch (const std::bad_alloc&) {
        PyErr_NoMemory();
    } catch (const std::exception& error) {
        fail("UsageError", "%s", error.what());
    }
}

// The characters of a str or of an instance of a sub-class.
inline int load_text(PyObject* text, const char* name, std::vector<char32_t>& chars) {
    if (!PyUnicode_Check(text)) return refuse(text, name, "a string");
    const Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    if (length > INT32_MAX) return fail("UsageError", "%s has more than 2^31 characters.", name);
    try {
        chars.resize(static_cast<std::size_t>(length));
    } catch (const std::bad_alloc&) {
        PyErr_NoMemory();
        return -1;
    }
    if (!length) return 0;
    return PyUnicode_AsUCS4(text, reinterpret_cast<Py_UCS4*>(chars.data()), length, 0) ? 0 : -1;
}

// The string of these characters; UsageError if one is not a character, as in an altered trie.
inline PyObject* text_of(const char32_t* chars, std::size_t length) {
    for (std::size_t i = 0; i < length; ++i)
        if (chars[i] > 0x10FFFF) {
            fail("UsageError", "%u is not the code of a character.", unsigned{chars[i]});
            return nullptr;
        }
    return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, chars, static_cast<Py_ssize_t>(length));
}

template <class T>
PyObject* bytes_of(const std::vector<T>& values) {
    return PyBytes_FromStringAndSize(reinterpret_cast<const char*>(values.data()),
                                     static_cast<Py_ssize_t>(sizeof(T) * values.size()));
}

// The same bytes where they are: only until `values` changes or ends.
template <class T>
PyObject* view_of(const std::vector<T>& values) {
    char* const data = const_cast<char*>(reinterpret_cast<const char*>(values.data()));
    static char none = 0;
    return PyMemoryView_FromMemory(values.empty() ? &none : data,
                                   static_cast<Py_ssize_t>(sizeof(T) * values.size()), PyBUF_READ);
}

// An object of `type`, a class of named tuples of a start, an end and a label. The same as
// calling the class, at a fifth of its cost, and the garbage collector need not look at it: numbers
// and strings make no cycles.
inline PyObject* new_span(PyObject* type, std::uint32_t start, std::uint32_t end, PyObject* label) {
    PyTypeObject* const kind = reinterpret_cast<PyTypeObject*>(type);
    PyObject* const span = kind->tp_alloc(kind, 3);
    // Of signed numbers, as Python is quicker to make these if they are small.
    PyObject* const first = span ? PyLong_FromLongLong(start) : nullptr;
    PyObject* const last = first ? PyLong_FromLongLong(end) : nullptr;
    if (!last) {
        Py_XDECREF(first);
        Py_XDECREF(span);
        return nullptr;
    }
    Py_INCREF(label);
    PyTuple_SET_ITEM(span, 0, first);
    PyTuple_SET_ITEM(span, 1, last);
    PyTuple_SET_ITEM(span, 2, label);
    PyObject_GC_UnTrack(span);
    return span;
}

// `items`, a tuple without cycles, which the garbage collector need not look at.
inline PyObject* untracked(PyObject* items) {
    if (PyTuple_GET_SIZE(items) && PyObject_GC_IsTracked(items)) PyObject_GC_UnTrack(items);
    Py_INCREF(items);
    return items;
}

// An array of T in the memory of a Python object, which cannot be resized or freed until this is
// destroyed. Memory that is read only, such as bytes and mapped packs, is not copied; any other is:
// what was checked once must not change later.
template <class T>
class Array {
public:
    Array() = default;
    Array(const Array&) = delete;
    Array& operator=(const Array&) = delete;
    ~Array() { PyBuffer_Release(&view_); }

    // With a `width`, an array of two dimensions with rows of it is taken, too.
    int take(PyObject* values, const char* name, Py_ssize_t width = 0) {
        PyBuffer_Release(&view_);
        if (PyObject_GetBuffer(values, &view_, PyBUF_FORMAT | PyBUF_ND) < 0) {
            view_ = Py_buffer{};
            return refuse(values, name, wanted().c_str());
        }
        if (fits(width)) return view_.readonly ? 0 : keep_copy();
        fail("InputError", "%s is an array of %d dimensions and the format '%.20s'; give %s.", name,
             view_.ndim, view_.format ? view_.format : "B", wanted().c_str());
        PyBuffer_Release(&view_);
        return -1;
    }
    // Takes bytes, too, with the items as they lie in memory.
    int take_packed(PyObject* values, const char* name) {
        if (!PyBytes_CheckExact(values) || PyBytes_GET_SIZE(values) % sizeof(T))
            return take(values, name);
        PyBuffer_Release(&view_);
        return PyObject_GetBuffer(values, &view_, PyBUF_SIMPLE);
    }
    // None leaves the array empty.
    int take_optional(PyObject* values, const char* name) {
        return values == Py_None ? 0 : take(values, name);
    }

    std::size_t size() const { return static_cast<std::size_t>(view_.len) / sizeof(T); }
    const T* data() const { return size() ? static_cast<const T*>(view_.buf) : nullptr; }
    const T& operator[](std::size_t i) const { return data()[i]; }

    // The same array as a memoryview; its format is that of array.array.
    PyObject* view() const {
        PyObject* const whole = PyMemoryView_FromObject(view_.obj);
        PyObject* const raw = whole ? PyObject_CallMethod(whole, "cast", "s", "B") : nullptr;
        const char code[2] = {letter(), 0};
        PyObject* const out = raw ? PyObject_CallMethod(raw, "cast", "s", code) : nullptr;
        Py_XDECREF(raw);
        Py_XDECREF(whole);
        return out;
    }

private:
    // Replaces the memory by a copy that nobody else can change.
    int keep_copy() {
        PyObject* const copy =
            PyBytes_FromStringAndSize(static_cast<const char*>(view_.buf), view_.len);
        PyBuffer_Release(&view_);
        view_ = Py_buffer{};
        const int status = copy ? PyObject_GetBuffer(copy, &view_, PyBUF_FORMAT | PyBUF_ND) : -1;
        Py_XDECREF(copy);
        return status;
    }

    static constexpr char letter() {
        if (std::is_floating_point<T>::value) return sizeof(T) == 4 ? 'f' : 'd';
        const char own = sizeof(T) == 1 ? 'b' : sizeof(T) == 2 ? 'h' : sizeof(T) == 4 ? 'i' : 'q';
        return std::is_signed<T>::value ? own : static_cast<char>(own - 'a' + 'A');
    }

    static std::string wanted() {
        const char* const kind = std::is_floating_point<T>::value ? "float"
                                 : std::is_signed<T>::value       ? "int"
                                                                  : "uint";
        return std::string("a contiguous one-dimensional array of ") + kind +
               std::to_string(8 * sizeof(T));
    }

    bool fits(Py_ssize_t width) const {
        const char* format = view_.format ? view_.format : "B";
        if (*format == '@' || *format == '=') ++format;
        const char* const letters = std::is_floating_point<T>::value ? "fd"
                                    : std::is_signed<T>::value       ? "bhilqn"
                                                                     : "BHILQN";
        const bool flat = view_.ndim == 1 ||
                          (width && view_.ndim == 2 && view_.shape[1] == width);
        return flat && static_cast<std::size_t>(view_.itemsize) == sizeof(T) &&
               std::strchr(letters, *format) && *format && !format[1] &&
               (!view_.len || reinterpret_cast<std::uintptr_t>(view_.buf) % alignof(T) == 0);
    }

    Py_buffer view_{};
};

// Copies; a function so that Cython can catch std::bad_alloc.
template <class T>
void copy_to(T& to, const T& from) {
    to = from;
}

// Lets the first character of each pair be read as the second where `reader` has only
// the second.
template <class Reader>
void alias_pairs(Reader& reader, const Array<std::uint32_t>& pairs) {
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) reader.alias(pairs[i], pairs[i + 1]);
}

// The same, even where `reader` has the first.
template <class Reader>
void fold_pairs(Reader& reader, const Array<std::uint32_t>& pairs) {
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) reader.read_as(pairs[i], pairs[i + 1]);
}

// Checks that `value` is an instance of the type `kind`.
inline int need(PyObject* value, PyObject* kind, const char* name) {
    const int is_one = PyObject_IsInstance(value, kind);
    if (is_one) return is_one < 0 ? -1 : 0;
    const std::string full = reinterpret_cast<PyTypeObject*>(kind)->tp_name;
    const std::string wanted = "an object of the type " + full.substr(full.rfind('.') + 1);
    return refuse(value, name, wanted.c_str());
}

inline int need_or_none(PyObject* value, PyObject* kind, const char* name) {
    return value == Py_None ? 0 : need(value, kind, name);
}

// An integer from `low` to `high`; -1 with an exception set otherwise.
inline std::int64_t whole(PyObject* value, const char* name, std::int64_t low, std::int64_t high) {
    int overflow = 0;
    long long number = 0;
    if (PyLong_CheckExact(value)) {  // most are
        number = PyLong_AsLongLongAndOverflow(value, &overflow);
    } else {
        PyObject* const index = PyIndex_Check(value) ? PyNumber_Index(value) : nullptr;
        if (!index) return refuse(value, name, "a whole number");
        number = PyLong_AsLongLongAndOverflow(index, &overflow);
        Py_DECREF(index);
    }
    if (!overflow && number >= low && number <= high) return number;
    const std::string shown = overflow ? "out of range" : std::to_string(number);
    const std::string most = high == INT64_MAX ? " on" : " to " + std::to_string(high);
    return fail("UsageError", "%s is %s; give a whole number from %lld%s.", name, shown.c_str(),
                static_cast<long long>(low), most.c_str());
}

// An integer from 0 to 2^64 - 1, such as a seed or a set of bits.
inline std::uint64_t whole64(PyObject* value, const char* name) {
    PyObject* const index = PyIndex_Check(value) ? PyNumber_Index(value) : nullptr;
    if (!index) {
        refuse(value, name, "a whole number");
        return static_cast<std::uint64_t>(-1);
    }
    const std::uint64_t number = PyLong_AsUnsignedLongLong(index);
    if (PyErr_Occurred())
        fail("UsageError", "%s is out of range; give a whole number from 0 to 2^64 - 1.", name);
    Py_DECREF(index);
    return number;
}

// Any number that Python can convert to a float, infinite ones and NaN included.
inline double number(PyObject* value, const char* name) {
    const bool is_text = PyUnicode_Check(value) || PyBytes_Check(value);
    const double out = is_text ? -1.0 : PyFloat_AsDouble(value);
    if (!is_text && !PyErr_Occurred()) return out;
    if (!is_text && PyErr_ExceptionMatches(PyExc_OverflowError))
        return fail("UsageError", "%s is too large for a float.", name);
    return refuse(value, name, "a number");
}

}  // namespace zhnlp
