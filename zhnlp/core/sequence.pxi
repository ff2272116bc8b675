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


cdef int load_words(str text, vector[char32_t]& chars, const int32_t[::1] ends,
                    Py_ssize_t n_tags) except -1:
    """Fills `chars`; ValueError for words that do not lie in the text, or have no tag."""
    cdef int32_t end, before = 0
    load_text(text, chars)
    for end in ends:
        if end <= before or <size_t>end > chars.size():
            raise ValueError("the ends of words must rise and lie in the text.")
        before = end
    if n_tags != ends.shape[0]:
        raise ValueError(f"{ends.shape[0]} words have {n_tags} tags.")
    return 0


def form_of(str word, *, numerals):
    """A word as the lexicon of a tagger has it; "" for one that is too long for it."""
    cdef vector[char32_t] chars
    cdef char32_t form[32]
    load_text(word, chars)
    if not 0 < chars.size() <= kLongestWord:
        return ""
    return PyUnicode_FromKindAndData(
        PyUnicode_4BYTE_KIND, form, word_form(chars.data(), 0, chars.size(), numerals, form))


def shape_of(str word):
    """The number of the shape of a word (see tag_features.hpp), which is not empty."""
    cdef vector[char32_t] chars
    load_text(word, chars)
    return word_shape(chars.data(), 0, chars.size()) if chars.size() else 0


def named(tuple labels, const uint8_t[::1] numbers not None):
    cdef Py_ssize_t i, n = numbers.shape[0]
    cdef tuple out = PyTuple_New(n)
    for i in range(n):
        label = labels[numbers[i]] if numbers[i] < len(labels) else ""
        Py_INCREF(label)
        PyTuple_SET_ITEM(out, i, label)
    return out


def numbered(dict numbers, tuple labels, uint8_t unknown):
    cdef Py_ssize_t i, n = len(labels)
    cdef vector[uint8_t] out
    cdef PyObject* number
    out.resize(n)
    for i in range(n):
        number = PyDict_GetItemWithError(numbers, labels[i])
        out[i] = <uint8_t><object>number if number else unknown
    return (<char*>out.data())[:n] if n else b""


cdef class Tagger:
    cdef TaggerKnowledge know
    cdef vector[CTagger*] idle
    cdef object keep

    def __init__(self, *, Trie lexicon not None, const uint32_t[::1] words not None,
                 const uint64_t[::1] candidates not None, const uint32_t[::1] alphabet not None,
                 const uint32_t[::1] read_as not None, Weights weights=None):
        cdef Py_ssize_t i
        if <size_t>words.shape[0] < lexicon.n_values or candidates.shape[0] < <Py_ssize_t>kFirstClass:
            raise ValueError("a tagger needs to know every word of its lexicon, and every shape.")
        self.keep = (lexicon, words, candidates, weights)
        self.know.alphabet = make_alphabet(alphabet, read_as)
        self.know.lexicon = lexicon.trie
        for i in range(0, read_as.shape[0] - 1, 2):
            self.know.lexicon.read_as(read_as[i], read_as[i + 1])
        self.know.words = <const TagWord*>&words[0] if words.shape[0] else NULL
        self.know.n_words = words.shape[0]
        self.know.candidates = &candidates[0]
        self.know.n_candidates = candidates.shape[0]
        if weights is not None:
            self.know.model = weights.model

    def __dealloc__(self):
        cdef size_t i
        for i in range(self.idle.size()):
            del self.idle[i]

    def tags(self, str text, const int32_t[::1] ends not None, uint8_t blank):
        cdef vector[char32_t] chars
        cdef vector[uint8_t] tags
        cdef CTagger* impl
        cdef size_t n = ends.shape[0]
        load_words(text, chars, ends, ends.shape[0])
        if not n:
            return b""
        if self.idle.empty():
            impl = new CTagger(self.know)
        else:
            impl = self.idle.back()
            self.idle.pop_back()
        try:
            with nogil:
                impl.tag(chars.data(), <const uint32_t*>&ends[0], n, blank, tags)
        finally:
            self.idle.push_back(impl)
        return (<char*>tags.data())[:n]


def find_listed(Trie entries not None, str text, const int32_t[::1] ends not None):
    cdef vector[char32_t] chars
    cdef vector[Found] found
    cdef size_t i, n = ends.shape[0]
    load_words(text, chars, ends, n)
    if n:
        with nogil:
            c_find_listed(entries.trie, chars.data(), <const uint32_t*>&ends[0], n, found)
    return [(found[i].start, found[i].end, found[i].kind) for i in range(found.size())]


cdef class Recognizer:
    cdef EntityKnowledge know
    cdef vector[CRecognizer*] idle
    cdef object keep

    def __init__(self, *, Trie dictionary not None, const uint8_t[::1] classes not None,
                 const uint32_t[::1] alphabet not None, const uint32_t[::1] read_as not None,
                 Weights weights=None, symbols_only=False):
        cdef Py_ssize_t i
        self.keep = (dictionary, classes, weights)
        self.know.alphabet = make_alphabet(alphabet, read_as)
        self.know.dictionary = dictionary.trie
        for i in range(0, read_as.shape[0] - 1, 2):
            self.know.dictionary.read_as(read_as[i], read_as[i + 1])
        self.know.classes = &classes[0] if classes.shape[0] else NULL
        self.know.n_classes = classes.shape[0]
        self.know.symbols_only = symbols_only
        if weights is not None:
            self.know.model = weights.model
            prepare_entities(self.know.model, kFirstChar + alphabet.shape[0])

    def __dealloc__(self):
        cdef size_t i
        for i in range(self.idle.size()):
            del self.idle[i]

    def find(self, str text, const int32_t[::1] ends not None, const uint8_t[::1] tags not None):
        cdef vector[char32_t] chars
        cdef vector[Found] found
        cdef CRecognizer* impl
        cdef size_t i, n = ends.shape[0]
        load_words(text, chars, ends, tags.shape[0])
        if not n:
            return []
        if self.idle.empty():
            impl = new CRecognizer(self.know)
        else:
            impl = self.idle.back()
            self.idle.pop_back()
        try:
            with nogil:
                impl.find(chars.data(), <const uint32_t*>&ends[0], &tags[0], n, found)
        finally:
            self.idle.push_back(impl)
        return [(found[i].start, found[i].end, found[i].kind) for i in range(found.size())]


cdef class SequenceTrainer:
    cdef CSequenceTrainer* impl
    cdef readonly size_t n_labels
    cdef cbool placed

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

    def allow_at_ends(self, first, last):
        for label in [*first, *last]:
            if label >= self.n_labels:
                raise ValueError(f"label {label} is not below {self.n_labels}.")
        for label in first:
            self.impl.allow_first(label)
        for label in last:
            self.impl.allow_last(label)

    cdef int must_be_placed(self) except -1:
        if not self.placed:
            raise ValueError("features have no weights yet: call place first.")
        return 0

    def count_words(self, Cutter cutter, str text):
        cdef vector[char32_t] chars
        load_text(text, chars)
        with nogil:
            count_words(self.impl[0], cutter.know, chars.data(), chars.size())

    def add_words(self, Cutter cutter, str text, const int32_t[::1] ends not None):
        cdef vector[char32_t] chars
        cdef size_t n_inside
        self.must_be_placed()
        if self.n_labels != 4:
            raise ValueError(f"words have 4 labels, not {self.n_labels}.")
        load_words(text, chars, ends, ends.shape[0])
        with nogil:
            n_inside = add_words(self.impl[0], cutter.know, chars.data(), chars.size(),
                                 <const uint32_t*>&ends[0] if ends.shape[0] else NULL,
                                 ends.shape[0])
        return n_inside

    def count_entities(self, Recognizer recognizer, str text, const int32_t[::1] ends not None,
                       const uint8_t[::1] tags not None):
        cdef vector[char32_t] chars
        load_words(text, chars, ends, tags.shape[0])
        with nogil:
            count_entities(self.impl[0], recognizer.know, chars.data(), chars.size(),
                           <const uint32_t*>&ends[0] if ends.shape[0] else NULL,
                           &tags[0] if tags.shape[0] else NULL, ends.shape[0])

    def add_entities(self, Recognizer recognizer, str text, const int32_t[::1] ends not None,
                     const uint8_t[::1] tags not None, names):
        cdef vector[char32_t] chars
        cdef vector[Found] found
        cdef Found name
        cdef size_t n_inside
        self.must_be_placed()
        load_words(text, chars, ends, tags.shape[0])
        for name.start, name.end, name.kind in names:
            if not name.start < name.end <= chars.size() or 4 * name.kind + 4 >= self.n_labels:
                raise ValueError(f"name {name} does not fit its text or the labels.")
            found.push_back(name)
        with nogil:
            n_inside = add_entities(self.impl[0], recognizer.know, chars.data(), chars.size(),
                                    <const uint32_t*>&ends[0] if ends.shape[0] else NULL,
                                    &tags[0] if tags.shape[0] else NULL, ends.shape[0], found)
        return n_inside

    def count_tags(self, Tagger tagger, str text, const int32_t[::1] ends not None):
        cdef vector[char32_t] chars
        load_words(text, chars, ends, ends.shape[0])
        with nogil:
            count_tags(self.impl[0], tagger.know, chars.data(),
                       <const uint32_t*>&ends[0] if ends.shape[0] else NULL, ends.shape[0])

    def add_tags(self, Tagger tagger, str text, const int32_t[::1] ends not None,
                 const uint8_t[::1] tags not None):
        cdef vector[char32_t] chars
        cdef uint8_t tag
        self.must_be_placed()
        load_words(text, chars, ends, tags.shape[0])
        for tag in tags:
            if tag >= self.n_labels:
                raise ValueError(f"tag {tag} is not below {self.n_labels}.")
        with nogil:
            add_tags(self.impl[0], tagger.know, chars.data(),
                     <const uint32_t*>&ends[0] if ends.shape[0] else NULL,
                     &tags[0] if tags.shape[0] else NULL, ends.shape[0])

    def estimate(self):
        with nogil:
            self.impl.estimate()

    def place(self):
        with nogil:
            self.impl.place()
        self.placed = True
        return self.impl.n_features()

    def run(self, uint64_t seed, float rate, float l2=0.0):
        cdef double loss
        with nogil:
            loss = self.impl.run(seed, rate, l2)
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
        cdef PackedWeights packed
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
        return memoryview(bytearray()).cast("f")
    return <float[:values.size()]>values.data()


cdef object to_array(view):
    from array import array
    return array("f", memoryview(view).tobytes())
