# The linear-chain models: weights and their training. Included by _core.pyx.


cdef Alphabet make_alphabet(const uint32_t[::1] chars, const uint32_t[::1] read_as) except *:
    cdef Alphabet alphabet
    cdef Py_ssize_t i
    if not 1 <= chars.shape[0] < 65000:
        raise ValueError(f"an alphabet has from 1 to 65,000 characters, not {chars.shape[0]}.")
    alphabet = Alphabet(&chars[0], chars.shape[0])
    for i in range(0, read_as.shape[0] - 1, 2):
        alphabet.alias(read_as[i], read_as[i + 1])
    return alphabet


cdef class Weights:
    cdef CSequenceModel model
    cdef object keep

    def __init__(self, size_t n_labels, const uint32_t[::1] buckets not None,
                 const uint8_t[::1] pool not None, const int32_t[::1] transitions not None, *,
                 uint64_t first, uint64_t last, double scale, sparse):
        if not 1 <= n_labels <= kMaxLabels:
            raise ValueError(f"a model has from 1 to {kMaxLabels} labels, not {n_labels}.")
        if <size_t>transitions.shape[0] != n_labels * n_labels:
            raise ValueError(f"{n_labels} labels have {n_labels * n_labels} transitions, "
                             f"not {transitions.shape[0]}.")
        if buckets.shape[0] < 16 or buckets.shape[0] % 16 or not pool.shape[0]:
            raise ValueError("a model has buckets of 16 numbers, and one weight or more.")
        self.keep = (buckets, pool)
        self.model.n_labels = n_labels
        self.model.sparse = sparse
        self.model.buckets = &buckets[0]
        self.model.n_buckets = buckets.shape[0] // 16
        self.model.pool = <const int8_t*>&pool[0]
        self.model.n_pool = pool.shape[0]
        self.model.first = first
        self.model.last = last
        self.model.scale = scale
        self.model.set_transitions(&transitions[0])


cdef class SequenceTrainer:
    cdef CSequenceTrainer* impl
    cdef readonly size_t n_labels

    def __cinit__(self, size_t n_labels, *, uint32_t min_count=1):
        if not 1 <= n_labels <= kMaxLabels:
            raise ValueError(f"a model has from 1 to {kMaxLabels} labels, not {n_labels}.")
        self.n_labels = n_labels
        self.impl = new CSequenceTrainer(n_labels, min_count)

    def __dealloc__(self):
        del self.impl

    def allow(self, size_t before, size_t after):
        if before >= self.n_labels or after >= self.n_labels:
            raise ValueError(f"labels {before} and {after} are not below {self.n_labels}.")
        self.impl.allow(before, after)

    def count_words(self, Cutter cutter, str text):
        cdef vector[char32_t] chars
        load_text(text, chars)
        with nogil:
            count_words(self.impl[0], cutter.know, chars.data(), chars.size())

    def add_words(self, Cutter cutter, str text, const int32_t[::1] ends not None):
        cdef vector[char32_t] chars
        cdef size_t n_inside
        cdef int32_t end, before = 0
        load_text(text, chars)
        for end in ends:
            if end <= before or <size_t>end > chars.size():
                raise ValueError("the ends of words must rise and lie in the text.")
            before = end
        with nogil:
            n_inside = add_words(self.impl[0], cutter.know, chars.data(), chars.size(),
                                 <const uint32_t*>&ends[0] if ends.shape[0] else NULL,
                                 ends.shape[0])
        return n_inside

    def place(self):
        with nogil:
            self.impl.place()
        return self.impl.n_features()

    def run(self, uint64_t seed, float rate):
        cdef double loss
        with nogil:
            loss = self.impl.run(seed, rate)
        return loss

    def state(self):
        return {name: to_array(view) for name, view in self.views()}

    def restore(self, state):
        cdef const float[::1] given
        cdef float[::1] own
        for name, view in self.views():
            given, own = state[name], view
            if given.shape[0] != own.shape[0]:
                raise ValueError(f"{name} has {given.shape[0]} numbers, not {own.shape[0]}.")
            own[:] = given

    cdef list views(self):
        return [("weights", view_of(self.impl.weights())), ("pace", view_of(self.impl.pace())),
                ("transitions", view_of(self.impl.transitions())),
                ("transition_pace", view_of(self.impl.transition_pace()))]

    def packed(self, *, sparse, float least):
        cdef Packed packed
        cdef cbool c_sparse = sparse
        with nogil:
            packed = self.impl.packed(c_sparse, least)
        from array import array
        return {
            "buckets": array("I", (<char*>packed.buckets.data())[: 4 * packed.buckets.size()]),
            "pool": array("B", (<char*>packed.pool.data())[: packed.pool.size()] or b"\0"),
            "transitions": array("i", (<char*>packed.transitions.data())[: 4 * packed.transitions.size()]),
        }, {"first": packed.first, "last": packed.last, "scale": packed.scale,
            "n_features": packed.n_kept}


cdef object view_of(vector[float]& values):
    if values.empty():
        return memoryview(b"").cast("f")
    return <float[:values.size()]>values.data()


cdef object to_array(view):
    from array import array
    return array("f", memoryview(view).tobytes())
