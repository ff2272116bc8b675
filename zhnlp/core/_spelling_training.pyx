# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Training of what a corrector weighs edits with. See _spelling_training.pyi."""

from cython cimport no_gc
from libc.stdint cimport uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.vector cimport vector

from zhnlp.core._spelling cimport CorrectorConfig, Speller, SpellingCorrector
from zhnlp.core.arguments cimport *

from zhnlp.errors import UsageError


cdef extern from "ranker.hpp" namespace "zhnlp" nogil:
    cdef cppclass RankerTrainer:
        RankerTrainer(uint32_t) except +
        double run(uint64_t, float, float) except +
        size_t n_positions()
        size_t n_edits()
        const vector[float]& dense()
        const vector[float]& names()


cdef extern from "spelling_examples.hpp" namespace "zhnlp" nogil:
    void add_spelling(RankerTrainer&, SpellingCorrector&, const CorrectorConfig&,
                      const char32_t*, size_t, const char32_t*, size_t) except +


cdef extern from "word_context_training.hpp" namespace "zhnlp" nogil:
    cdef cppclass ContextTrainer:
        ContextTrainer(const CorrectorConfig&) except +
        void add(const char32_t*, size_t) except +
        void choose(uint32_t, size_t) except +
        size_t n_words()
        size_t n_others()
        const vector[uint32_t]& spelled(size_t) except +
        double run(uint64_t, float, float, int) except +
        const vector[float]& targets()
        const vector[float]& contexts()
        const vector[float]& biases()
        const vector[float]& places()


@no_gc
cdef class SpellerTrainer:
    cdef RankerTrainer* impl
    cdef SpellingCorrector* corrector
    cdef Speller speller
    cdef cbool busy

    def __cinit__(self, speller, *, bits=20):
        need(speller, Speller, b"speller")
        self.speller = speller
        self.impl = new RankerTrainer(whole(bits, b"bits", 0, 30))
        self.corrector = new SpellingCorrector(self.speller.config)

    def __dealloc__(self):
        del self.impl
        del self.corrector

    cdef int must_be_free(self) except -1:
        if self.busy:
            raise UsageError("this trainer is at work in another thread. Wait until it is done.")
        return 0

    def add(self, text, target):
        cdef vector[char32_t] chars, wanted
        load_text(text, b"text", chars)
        load_text(target, b"target", wanted)
        self.must_be_free()
        add_spelling(self.impl[0], self.corrector[0], self.speller.config,
                     chars.data(), chars.size(), wanted.data(), wanted.size())

    def run(self, seed, rate, name_rate):
        cdef uint64_t c_seed = whole64(seed, b"seed")
        cdef float c_rate = number(rate, b"rate"), c_name_rate = number(name_rate, b"name_rate")
        cdef double loss
        self.must_be_free()
        self.busy = True
        try:
            with nogil:
                loss = self.impl.run(c_seed, c_rate, c_name_rate)
        finally:
            self.busy = False
        return loss

    @property
    def sizes(self):
        return self.impl.n_positions(), self.impl.n_edits()

    def weights(self):
        self.must_be_free()
        return (array_of("f", bytes_of(self.impl.dense())),
                array_of("f", bytes_of(self.impl.names())))


@no_gc
cdef class WordContextTrainer:
    cdef ContextTrainer* impl
    cdef Speller speller
    cdef cbool busy, chosen

    def __cinit__(self, speller):
        need(speller, Speller, b"speller")
        self.speller = speller
        self.impl = new ContextTrainer(self.speller.config)

    def __dealloc__(self):
        del self.impl

    # The order of steps is add, choose, run. While one thread runs a step, which releases the
    # GIL, no other thread may begin one.
    cdef int must_be_free(self) except -1:
        if self.busy:
            raise UsageError("this trainer is at work in another thread. Wait until it is done.")
        return 0

    def add(self, text):
        cdef vector[char32_t] chars
        load_text(text, b"text", chars)
        self.must_be_free()
        if self.chosen:
            raise UsageError("the words are chosen already: add all texts before.")
        self.impl.add(chars.data(), chars.size())

    def choose(self, min_count, most):
        cdef uint32_t least = whole(min_count, b"min_count", 1, 0xFFFFFFFF)
        cdef size_t limit = whole(most, b"most", 1, 0xFFFFFFF)
        self.must_be_free()
        if self.chosen:
            raise UsageError("the words are chosen already.")
        self.busy = True
        try:
            with nogil:
                self.impl.choose(least, limit)
        finally:
            self.busy = False
        self.chosen = True

    def run(self, seed, rate, last_rate, n_drawn):
        cdef uint64_t c_seed = whole64(seed, b"seed")
        cdef float first = number(rate, b"rate"), last = number(last_rate, b"last_rate")
        cdef int drawn = whole(n_drawn, b"n_drawn", 1, 1000)
        cdef double loss
        self.must_be_free()
        if not self.chosen:
            raise UsageError("no words are chosen yet: call choose first.")
        self.busy = True
        try:
            with nogil:
                loss = self.impl.run(c_seed, first, last, drawn)
        finally:
            self.busy = False
        return loss

    @property
    def sizes(self):
        return self.impl.n_words(), self.impl.n_others()

    def words(self):
        self.must_be_free()
        return [list(self.impl.spelled(i)) for i in range(self.impl.n_words())]

    def weights(self):
        self.must_be_free()
        return (array_of("f", bytes_of(self.impl.targets())),
                array_of("f", bytes_of(self.impl.contexts())),
                array_of("f", bytes_of(self.impl.biases())),
                array_of("f", bytes_of(self.impl.places())))
