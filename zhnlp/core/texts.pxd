"""What the binding uses of pieces.hpp and texts.hpp."""

from libc.stdint cimport uint8_t, uint32_t
from libcpp.vector cimport vector

from zhnlp.core.arguments cimport char32_t


cdef extern from "pieces.hpp" namespace "zhnlp" nogil:
    cdef cppclass Pieces[T]:
        vector[T] all
        size_t size()
        size_t length(size_t)
        const T* at(size_t)


cdef extern from "texts.hpp" namespace "zhnlp":
    const size_t kGroup
    cdef cppclass TagNumbers:
        TagNumbers(object, uint8_t)
    int load_group(list, size_t, Pieces[char32_t]&) except +*
    int load_ends(list, size_t, const Pieces[char32_t]&, Pieces[uint32_t]&) except +*
    int load_batch_tags "zhnlp::load_tags"(list, size_t, const Pieces[uint32_t]&, TagNumbers&,
                                           Pieces[uint8_t]&) except +*
    int load_flags(list, size_t, const Pieces[uint32_t]&, Pieces[uint8_t]&) except +*
    int need_as_many(list, list, const char*) except -1
    int load_sentences(list, size_t, size_t, Pieces[uint32_t]&) except +*
    object named(tuple, const uint8_t*, size_t)
    object spans_of[F](object, const F*, size_t, tuple)
