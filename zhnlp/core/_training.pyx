# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Training of linear-chain models. See _training.pyi."""

from cython cimport no_gc
from libc.stdint cimport int32_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy
from libcpp cimport bool as cbool
from libcpp.vector cimport vector

from zhnlp.core._labels cimport Recognizer, Tagger
from zhnlp.core._tables cimport Trie
from zhnlp.core._sequence cimport kMaxLabels, load_tags, load_words
from zhnlp.core._words cimport Cutter
from zhnlp.core.arguments cimport *

from zhnlp.errors import UsageError


@no_gc
cdef class SequenceTrainer:
    cdef CSequenceTrainer* impl
    cdef readonly size_t n_labels
    cdef cbool has_weights, trained, busy
    cdef object task  # "words", "tags" or "entities": their features do not mix

    def __cinit__(self, n_labels, *, min_count=1):
        self.n_labels = whole(n_labels, b"n_labels", 1, kMaxLabels)
        self.impl = new CSequenceTrainer(n_labels, whole(min_count, b"min_count", 0, 0xFFFFFFFF))

    def __dealloc__(self):
        del self.impl

    cdef size_t label(self, value) except? 0:
        """`value` as the number of a label."""
        return whole(value, b"a label", 0, self.n_labels - 1)

    # The order of steps is count, assign_weights, add, run; one thread at a time makes one.
    cdef int must_be_free(self) except -1:
        if self.busy:
            raise UsageError("this trainer is at work in another thread. Wait until it is done.")
        return 0

    cdef int must_have_no_weights(self) except -1:
        self.must_be_free()
        if self.has_weights:
            raise UsageError("assign_weights was called already; features are counted before it.")
        return 0

    cdef int must_have_weights(self) except -1:
        self.must_be_free()
        if not self.has_weights:
            raise UsageError("features have no weights yet: call assign_weights first.")
        return 0

    cdef int must_be_of(self, str task) except -1:
        if self.task is not None and self.task != task:
            raise UsageError(f"this trainer learns {self.task}; make another one for {task}.")
        self.task = task
        return 0

    def allow(self, before, after):
        self.must_be_free()
        self.impl.allow(self.label(before), self.label(after))

    def allow_at_ends(self, first, last):
        self.must_be_free()
        firsts = [self.label(value) for value in list_of(first, b"first")]
        lasts = [self.label(value) for value in list_of(last, b"last")]
        for label in firsts:
            self.impl.allow_first(label)
        for label in lasts:
            self.impl.allow_last(label)

    def count_words(self, cutter, text):
        cdef vector[char32_t] chars
        need_features(cutter)
        load_text(text, b"text", chars)
        self.must_have_no_weights()
        self.must_be_of("words")
        count_words(self.impl[0], (<Cutter>cutter).config, chars.data(), chars.size())

    def add_words(self, cutter, text, ends, *, optional=(), weight=1.0):
        cdef vector[char32_t] chars
        cdef Array[int32_t] places
        cdef vector[uint32_t] either
        cdef float c_weight = self.weight_of(weight)
        need_features(cutter)
        self.must_have_weights()
        if self.n_labels != 4:
            raise UsageError(f"words have 4 labels, not {self.n_labels}.")
        load_words(text, chars, ends, places)
        for end in list_of(optional, b"optional"):
            either.push_back(whole(end, b"an optional end", 1, chars.size()))
        self.must_be_of("words")
        return add_words(self.impl[0], (<Cutter>cutter).config, chars.data(), chars.size(),
                         <const uint32_t*>places.data(), places.size(), either, c_weight)

    cdef float weight_of(self, weight) except? -1:
        cdef float c_weight = number(weight, b"weight")
        if not 0 < c_weight < float("inf"):
            raise UsageError(f"weight is {weight}; it must be above 0.")
        return c_weight

    def count_entities(self, recognizer, text, ends, tags):
        cdef vector[char32_t] chars
        cdef Array[int32_t] places
        cdef Array[uint8_t] numbers
        need(recognizer, Recognizer, b"recognizer")
        load_words(text, chars, ends, places)
        load_tags(tags, numbers, places.size())
        self.must_have_no_weights()
        self.must_be_of("entities")
        count_entities(self.impl[0], (<Recognizer>recognizer).config, chars.data(), chars.size(),
                       <const uint32_t*>places.data(), numbers.data(), places.size())

    def add_entities(self, recognizer, text, ends, tags, names, *, optional=(), weight=1.0):
        cdef vector[char32_t] chars
        cdef vector[Found] found, either
        cdef float c_weight = self.weight_of(weight)
        cdef Array[int32_t] places
        cdef Array[uint8_t] numbers
        need(recognizer, Recognizer, b"recognizer")
        self.must_have_weights()
        load_words(text, chars, ends, places)
        load_tags(tags, numbers, places.size())
        for name in list_of(names, b"names"):
            found.push_back(self.name_of(name, chars.size()))
        for name in list_of(optional, b"optional"):
            either.push_back(self.name_of(name, chars.size()))
        self.must_be_of("entities")
        return add_entities(self.impl[0], (<Recognizer>recognizer).config, chars.data(),
                            chars.size(), <const uint32_t*>places.data(), numbers.data(),
                            places.size(), found, either, c_weight)

    cdef Found name_of(self, name, size_t length) except *:
        cdef Found out
        if not isinstance(name, tuple) or len(name) != 3:
            refuse(name, b"a name", b"a tuple of its start, end and the number of its kind")
        out.start, out.end, out.kind = [whole(part, b"a part of a name", 0, 0x7FFFFFFF)
                                        for part in name]
        if not out.start < out.end <= length or 4 * <size_t>out.kind + 4 >= self.n_labels:
            raise UsageError(f"name {name} does not fit its text or the labels.")
        return out

    def count_tags(self, tagger, text, ends):
        cdef vector[char32_t] chars
        cdef Array[int32_t] places
        need(tagger, Tagger, b"tagger")
        load_words(text, chars, ends, places)
        self.must_have_no_weights()
        self.must_be_of("tags")
        count_tags(self.impl[0], (<Tagger>tagger).config, chars.data(),
                   <const uint32_t*>places.data(), places.size())

    def add_tags(self, tagger, text, ends, tags, *, weight=1.0):
        cdef vector[char32_t] chars
        cdef Array[int32_t] places
        cdef Array[uint8_t] numbers
        cdef size_t i
        cdef float c_weight = self.weight_of(weight)
        need(tagger, Tagger, b"tagger")
        self.must_have_weights()
        load_words(text, chars, ends, places)
        load_tags(tags, numbers, places.size())
        for i in range(numbers.size()):
            if numbers[i] >= self.n_labels:
                raise UsageError(f"tag {numbers[i]} is not below {self.n_labels}.")
        self.must_be_of("tags")
        add_tags(self.impl[0], (<Tagger>tagger).config, chars.data(),
                 <const uint32_t*>places.data(), numbers.data(), places.size(), c_weight)

    def assign_weights(self):
        self.must_have_no_weights()
        self.busy = True
        try:
            with nogil:
                self.impl.assign_weights()
        finally:
            self.busy = False
        self.has_weights = True
        return self.impl.n_features()

    def estimate(self):
        self.must_have_weights()
        if self.trained:
            raise UsageError("this trainer has weights already; estimate starts from none.")
        self.busy = True
        try:
            with nogil:
                self.impl.estimate()
        finally:
            self.busy = False
        self.trained = True

    def run(self, seed, rate, l2=0.0):
        cdef uint64_t c_seed = whole64(seed, b"seed")
        cdef float c_rate = number(rate, b"rate"), c_l2 = number(l2, b"l2")
        cdef double loss
        self.must_have_weights()
        self.busy = True
        try:
            with nogil:
                loss = self.impl.run(c_seed, c_rate, c_l2)
        finally:
            self.busy = False
        self.trained = True
        return loss

    def state(self):
        self.must_have_weights()
        return {"weights": array_of("f", bytes_of(self.impl.weights())),
                "pace": array_of("f", bytes_of(self.impl.pace())),
                "transitions": array_of("f", bytes_of(self.impl.transitions())),
                "transition_pace": array_of("f", bytes_of(self.impl.transition_pace()))}

    def restore(self, state):
        cdef Array[float] weights, pace, transitions, transition_pace
        self.must_have_weights()
        take_floats(weights, state, "weights", self.impl.weights().size())
        take_floats(pace, state, "pace", self.impl.pace().size())
        take_floats(transitions, state, "transitions", self.impl.transitions().size())
        take_floats(transition_pace, state, "transition_pace", self.impl.transition_pace().size())
        put_floats(self.impl.weights(), weights)
        put_floats(self.impl.pace(), pace)
        put_floats(self.impl.transitions(), transitions)
        put_floats(self.impl.transition_pace(), transition_pace)
        self.trained = True

    def packed(self, *, sparse, min_weight):
        cdef PackedWeights packed
        cdef float c_min_weight = number(min_weight, b"min_weight")
        cdef cbool c_sparse = bool(sparse)
        self.must_have_weights()
        self.busy = True
        try:
            with nogil:
                packed = self.impl.packed(c_sparse, c_min_weight)
        finally:
            self.busy = False
        return {"buckets": array_of("I", bytes_of(packed.buckets)),
                "pool": array_of("B", bytes_of(packed.pool) or b"\0"),
                "transitions": array_of("i", bytes_of(packed.transitions))}, {
            "first": packed.first, "last": packed.last, "scale": packed.scale,
            "n_features": packed.n_kept}

    def keys(self):
        self.must_have_weights()
        return array_of("Q", bytes_of(self.impl.keys()))


@no_gc
cdef class StringCounter:
    cdef CStringCounter* impl
    cdef Trie words

    def __cinit__(self, words):
        need(words, Trie, b"words")
        self.words = words
        self.impl = new CStringCounter(self.words.trie, self.words.n_values)

    def __dealloc__(self):
        del self.impl

    def add(self, cut):
        cdef const uint8_t[::1] data
        need(cut, bytes, b"cut")
        if cut:
            data = cut
            self.impl.add(&data[0], data.shape[0])

    @property
    def as_strings(self):
        return array_of("I", bytes_of(self.impl.as_string))

    @property
    def as_words(self):
        return array_of("I", bytes_of(self.impl.as_word))


cdef int take_floats(Array[float]& array, state, str name, size_t n) except -1:
    """Read state[name], which must have `n` numbers."""
    try:
        values = state[name]
    except (TypeError, KeyError, IndexError):
        raise UsageError(f"a state needs {name!r}. Give what state() returned.") from None
    array.take(values, name.encode())
    if array.size() != n:
        raise UsageError(f"{name} has {array.size()} numbers, not {n}.")
    return 0


cdef void put_floats(vector[float]& own, const Array[float]& given) noexcept:
    if own.size():
        memcpy(own.data(), given.data(), own.size() * sizeof(float))


cdef int need_features(cutter) except -1:
    need(cutter, Cutter, b"cutter")
    if (<Cutter>cutter).config.crf.by_character:
        raise UsageError("a cutter by characters has no features to learn from. Give one of crf.")
