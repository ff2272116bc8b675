// Lists of Python values for many texts as arrays, some texts at a time, and arrays as Python
// values. Only the binding includes this header; like arguments.hpp, it needs the GIL.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "arguments.hpp"
#include "pieces.hpp"

namespace zhnlp {

// So many characters are worked on at once: some milliseconds without the GIL, which is little
// time until signals are answered and much beside what it costs to take the GIL again.
constexpr std::size_t kGroup = 1 << 16;

// Checks that there is one of `others`, such as "ends", for each text.
inline int need_as_many(PyObject* texts, PyObject* others, const char* name) {
    if (PyList_GET_SIZE(texts) == PyList_GET_SIZE(others)) return 0;
    return fail("UsageError", "there are %zd texts, but %zd %s.", PyList_GET_SIZE(texts),
                PyList_GET_SIZE(others), name);
}

inline PyObject* item(PyObject* list, std::size_t i) {
    return PyList_GET_ITEM(list, static_cast<Py_ssize_t>(i));
}

// Sets `group` to the characters of texts[from], texts[from + 1] … that fit into it; a text that
// is longer is a group by itself.
inline int load_group(PyObject* texts, std::size_t from, Pieces<char32_t>& group) {
    group.clear();
    const std::size_t n = static_cast<std::size_t>(PyList_GET_SIZE(texts));
    for (std::size_t i = from; i < n; ++i) {
        PyObject* const text = item(texts, i);
        if (!PyUnicode_Check(text)) return refuse(text, "a text", "a string");
        const Py_ssize_t length = PyUnicode_GET_LENGTH(text);
        if (length > INT32_MAX) return fail("UsageError", "a text has more than 2^31 characters.");
        const std::size_t own = static_cast<std::size_t>(length);
        if (group.size() && group.all.size() + own > kGroup) return 0;
        char32_t* const room = group.add(own);
        if (own && !PyUnicode_AsUCS4(text, reinterpret_cast<Py_UCS4*>(room), length, 0)) return -1;
    }
    return 0;
}

// Sets `places` to the ends of the words of `texts`, which are in the list from `from` on.
inline int load_ends(PyObject* ends, std::size_t from, const Pieces<char32_t>& texts,
                     Pieces<std::uint32_t>& places) {
    places.clear();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        Array<std::int32_t> own;
        if (own.take_packed(item(ends, from + i), "ends") < 0) return -1;
        std::int32_t before = 0;
        for (std::size_t k = 0; k < own.size(); before = own[k++])
            if (own[k] <= before || static_cast<std::size_t>(own[k]) > texts.length(i))
                return fail("UsageError", "the ends of words must rise and lie in the text.");
        places.add(reinterpret_cast<const std::uint32_t*>(own.data()), own.size());
    }
    return 0;
}

// Sets `flags` to those of the words of some texts, which are in the list from `from` on.
inline int load_flags(PyObject* given, std::size_t from, const Pieces<std::uint32_t>& words,
                      Pieces<std::uint8_t>& flags) {
    flags.clear();
    for (std::size_t i = 0; i < words.size(); ++i) {
        Array<std::uint8_t> own;
        if (own.take(item(given, from + i), "wanted") < 0) return -1;
        if (own.size() != words.length(i))
            return fail("UsageError", "%zu flags do not fit %zu words; give one for each.",
                        own.size(), words.length(i));
        flags.add(own.data(), own.size());
    }
    return 0;
}

// The number of a tag; of tags that are the same object as one before, mostly without a look into
// the dict.
class TagNumbers {
public:
    TagNumbers(PyObject* numbers, std::uint8_t unknown) : numbers_(numbers), unknown_(unknown) {}

    // Only for tags that live as long as this.
    int number(PyObject* tag) {
        Known& known = known_[reinterpret_cast<std::uintptr_t>(tag) / alignof(PyObject*) / 2 % 64];
        if (known.tag == tag) return known.number;
        if (!PyUnicode_Check(tag)) return refuse(tag, "a tag", "a string");
        PyObject* const found = PyDict_GetItemWithError(numbers_, tag);
        if (!found && PyErr_Occurred()) return -1;
        const std::int64_t own = found ? whole(found, "the number of a tag", 0, 255) : unknown_;
        if (own >= 0) known = {tag, static_cast<std::uint8_t>(own)};
        return static_cast<int>(own);
    }

private:
    struct Known {
        PyObject* tag = nullptr;
        std::uint8_t number = 0;
    };
    PyObject* numbers_;
    std::uint8_t unknown_;
    Known known_[64];
};

// Sets `numbers` to those of the tags of `words`, which are in the list `tags` from `from` on.
inline int load_tags(PyObject* tags, std::size_t from, const Pieces<std::uint32_t>& words,
                     TagNumbers& known, Pieces<std::uint8_t>& numbers) {
    numbers.clear();
    for (std::size_t i = 0; i < words.size(); ++i) {
        PyObject* const own = item(tags, from + i);
        if (!PyTuple_Check(own)) return refuse(own, "tags", "a tuple of strings");
        const std::size_t n = words.length(i);
        if (static_cast<std::size_t>(PyTuple_GET_SIZE(own)) != n)
            return fail("UsageError", "%zd tags do not fit %zu words; give one for each.",
                        PyTuple_GET_SIZE(own), n);
        std::uint8_t* const out = numbers.add(n);
        for (std::size_t k = 0; k < n; ++k) {
            const int number = known.number(PyTuple_GET_ITEM(own, static_cast<Py_ssize_t>(k)));
            if (number < 0) return -1;
            out[k] = static_cast<std::uint8_t>(number);
        }
    }
    return 0;
}

// Sets `places` to where the sentences of `n` texts begin and end: tuples of spans, or None, in
// the list from `from` on.
inline int load_sentences(PyObject* sentences, std::size_t from, std::size_t n,
                          Pieces<std::uint32_t>& places) {
    places.clear();
    for (std::size_t i = 0; i < n; ++i) {
        PyObject* const own = item(sentences, from + i);
        if (own != Py_None && !PyTuple_Check(own))
            return refuse(own, "sentences", "a tuple of spans, or None");
        const Py_ssize_t n_spans = own == Py_None ? 0 : PyTuple_GET_SIZE(own);
        std::uint32_t* const out = places.add(2 * static_cast<std::size_t>(n_spans));
        for (Py_ssize_t k = 0; k < 2 * n_spans; ++k) {
            PyObject* const span = PyTuple_GET_ITEM(own, k / 2);
            if (!PyTuple_Check(span) || PyTuple_GET_SIZE(span) < 2)
                return refuse(span, "a sentence", "a Span");
            const std::int64_t place =
                whole(PyTuple_GET_ITEM(span, k % 2), "a place", 0, INT32_MAX);
            if (place < 0) return -1;
            out[k] = static_cast<std::uint32_t>(place);
        }
    }
    return 0;
}

// The labels that have these numbers, as a tuple; "" for a number without one.
inline PyObject* named(PyObject* labels, const std::uint8_t* numbers, std::size_t n) {
    PyObject* const out = PyTuple_New(static_cast<Py_ssize_t>(n));
    PyObject* const none = out ? PyUnicode_New(0, 0) : nullptr;
    if (!none) {
        Py_XDECREF(out);
        return nullptr;
    }
    for (std::size_t i = 0; i < n; ++i) {
        const bool has = numbers[i] < PyTuple_GET_SIZE(labels);
        PyObject* const label = has ? PyTuple_GET_ITEM(labels, numbers[i]) : none;
        Py_INCREF(label);
        PyTuple_SET_ITEM(out, static_cast<Py_ssize_t>(i), label);
    }
    Py_DECREF(none);
    if (n) PyObject_GC_UnTrack(out);  // strings make no cycles
    return out;
}

// Names as a tuple of objects of the class `kind`, with the labels of their kinds.
template <class Found>
PyObject* spans_of(PyObject* kind, const Found* found, std::size_t n, PyObject* labels) {
    PyObject* const out = PyTuple_New(static_cast<Py_ssize_t>(n));
    for (std::size_t i = 0; out && i < n; ++i) {
        PyObject* const label = PyTuple_GET_ITEM(labels, static_cast<Py_ssize_t>(found[i].kind));
        PyObject* const span = new_span(kind, found[i].start, found[i].end, label);
        if (!span) {
            Py_DECREF(out);
            return nullptr;
        }
        PyTuple_SET_ITEM(out, static_cast<Py_ssize_t>(i), span);
    }
    if (n && out) PyObject_GC_UnTrack(out);
    return out;
}

}  // namespace zhnlp
