"""What _training.pyx uses of the C++ headers."""

from libc.stdint cimport int8_t, int32_t, uint8_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.vector cimport vector

from zhnlp.core._word_models cimport CutterConfig
from zhnlp.core._tables cimport CTrie
from zhnlp.core._labels cimport RecognizerConfig, Found, TagConfig
from zhnlp.core.arguments cimport char32_t, raise_error


cdef extern from "sequence_training.hpp" namespace "zhnlp" nogil:
    cdef cppclass PackedWeights:
        vector[uint32_t] buckets
        vector[int8_t] pool
        vector[int32_t] transitions
        double scale
        uint64_t first, last
        size_t n_kept

    cdef cppclass CSequenceTrainer "zhnlp::SequenceTrainer":
        CSequenceTrainer(size_t, uint32_t) except +
        void allow(size_t, size_t)
        void allow_first(size_t)
        void allow_last(size_t)
        void assign_weights() except +raise_error
        void estimate() except +
        size_t n_features()
        const vector[uint64_t]& keys()
        double run "pass"(uint64_t, float, float) except +
        vector[float]& weights()
        vector[float]& pace()
        vector[float]& transitions()
        vector[float]& transition_pace()
        PackedWeights packed(cbool, float) except +raise_error


cdef extern from "string_counts.hpp" namespace "zhnlp" nogil:
    cdef cppclass CStringCounter "zhnlp::StringCounter":
        CStringCounter(const CTrie&, size_t) except +
        void add(const uint8_t*, size_t) except +
        vector[uint32_t] as_string, as_word


cdef extern from "word_examples.hpp" namespace "zhnlp" nogil:
    void count_words(CSequenceTrainer&, const CutterConfig&, const char32_t*, size_t) except +
    size_t add_words(CSequenceTrainer&, const CutterConfig&, const char32_t*, size_t,
                     const uint32_t*, size_t, const vector[uint32_t]&, float) except +
    void count_tags(CSequenceTrainer&, const TagConfig&, const char32_t*, const uint32_t*,
                    size_t) except +
    void add_tags(CSequenceTrainer&, const TagConfig&, const char32_t*, const uint32_t*,
                  const uint8_t*, size_t, float) except +
    void count_entities(CSequenceTrainer&, const RecognizerConfig&, const char32_t*, size_t,
                        const uint32_t*, const uint8_t*, size_t) except +
    size_t add_entities(CSequenceTrainer&, const RecognizerConfig&, const char32_t*, size_t,
                        const uint32_t*, const uint8_t*, size_t, const vector[Found]&,
                        const vector[Found]&, float) except +
