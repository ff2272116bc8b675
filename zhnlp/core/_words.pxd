"""Cutters: what training uses of them."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.pair cimport pair
from libcpp.string cimport string
from libcpp.vector cimport vector

from zhnlp.core._word_models cimport CutterConfig, Source, UserWords, WordLabels, WordNgrams
from zhnlp.core.arguments cimport PyObject, char32_t
from zhnlp.core.pool cimport Pool
from zhnlp.core.texts cimport Pieces


cdef extern from "arcs.hpp" namespace "zhnlp" nogil:
    cdef struct Arc:
        uint32_t end
        double log_prob
        Source source
    cdef cppclass Board:
        pass


cdef extern from "lattice.hpp" namespace "zhnlp" nogil:
    cdef struct State "zhnlp::NgramSolver::State":
        double step
        uint32_t start, end, previous
        Source source

    cdef cppclass NgramSolver:
        NgramSolver(const CutterConfig&, size_t) except +
        vector[State] states
        vector[pair[double, uint32_t]] best_cuts(const Board&) except +


cdef extern from "word_chart.hpp" namespace "zhnlp" nogil:
    cdef cppclass ChartWord "zhnlp::WordChart::Word":
        uint32_t start, end
        double log_prob
        Source source
    cdef cppclass ChartCut "zhnlp::WordChart::Cut":
        double log_prob
        vector[ChartWord] words


cdef extern from "character_scores.hpp" namespace "zhnlp" nogil:
    cdef cppclass CharacterScores:
        size_t set(const float*, size_t) except +


cdef extern from "cutter.hpp" namespace "zhnlp" nogil:
    cdef cppclass CCutter "zhnlp::Cutter":
        CharacterScores scores
        Board& look(const char32_t*, size_t) except +
        void explain(const char32_t*, size_t, size_t, double, vector[ChartWord]&,
                     vector[ChartCut]&) except +


cdef extern from "lines.hpp" namespace "zhnlp" nogil:
    cdef cppclass LineCutter:
        vector[char] out
        size_t n_out, used, n_lines, bad
        cbool mid_line
        void feed(CCutter&, const uint8_t*, size_t, const string&, cbool, cbool, cbool) except +
    size_t kFine "zhnlp::LineCutter::kFine"


cdef extern from "worker.hpp" namespace "zhnlp" nogil:
    cdef cppclass Worker:
        CCutter cutter
        LineCutter lines
        vector[char32_t] chars
        vector[uint32_t] ends
        cbool cut_more() except +
        void cut_texts(const Pieces[char32_t]&, Pieces[uint32_t]&) except +
        cbool fix(const uint32_t*, size_t) except +
        void tidy()
    void search_words(CCutter&, const char32_t*, const vector[uint32_t]&,
                      vector[uint32_t]&) except +
    void all_arcs(const CutterConfig&, const Board&, vector[uint32_t]&, vector[Arc]&) except +


cdef extern from "word_strings.hpp" namespace "zhnlp":
    cdef cppclass WordStrings:
        object list(const vector[char32_t]&, const vector[uint32_t]&)


cdef class Cutter:
    cdef CutterConfig config
    cdef Pool[Worker] pool
    cdef WordStrings strings
    cdef tuple keep
    cdef int take_user(self, UserWords user) except -1
    cdef int take_ngrams(self, WordNgrams model) except -1
    cdef int take_labels(self, WordLabels model) except -1
    cdef Worker* borrow(self, object text, object fixed=*, object scores=*) except NULL
    cdef int take_scores(self, Worker* worker, object scores) except -1
    cdef void give_back(self, Worker* worker) noexcept
