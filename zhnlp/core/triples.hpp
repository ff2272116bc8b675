// Named tuples of three fields. Only the binding includes this header; it needs the GIL.

#pragma once

#include <Python.h>

namespace zhnlp {

// An object of `type`, a class of named tuples of three fields: the same as calling the class, at a
// third of its cost. The garbage collector looks at it only if it looks at one of the fields.
inline PyObject* new_triple(PyObject* type, PyObject* first, PyObject* second, PyObject* third) {
    PyTypeObject* const kind = reinterpret_cast<PyTypeObject*>(type);
    PyObject* const triple = kind->tp_alloc(kind, 3);
    if (!triple) return nullptr;
    bool is_tracked = false;
    Py_ssize_t i = 0;
    for (PyObject* const each : {first, second, third}) {
        Py_INCREF(each);
        PyTuple_SET_ITEM(triple, i++, each);
        is_tracked |= PyObject_GC_IsTracked(each) != 0;
    }
    if (!is_tracked) PyObject_GC_UnTrack(triple);
    return triple;
}

}  // namespace zhnlp
