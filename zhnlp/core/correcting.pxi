# Reading characters and correcting spelling; part of _core.pyx.


cdef class CharacterReader:
    cdef CTrie trie
    cdef object keep

    def __init__(self, Trie vocabulary not None, const uint32_t[::1] read_as=None):
        cdef Py_ssize_t i
        self.keep = vocabulary
        self.trie = vocabulary.trie
        if read_as is not None:
            for i in range(0, read_as.shape[0] - 1, 2):
                self.trie.alias(read_as[i], read_as[i + 1])

    def numbers(self, str text):
        cdef vector[char32_t] chars
        cdef vector[uint32_t] out
        cdef Pieces pieces
        load_text(text, chars)
        with nogil:
            read_pieces(self.trie, chars.data(), chars.size(), pieces)
            sentence_numbers(pieces, out)
        return (<char*>out.data())[: 4 * out.size()] if out.size() else b""


cdef size_t kLongText = 1 << 18  # characters


cdef class Speller:
    cdef CorrectorKnowledge know
    cdef vector[SpellingCorrector*] idle
    cdef object keep, keep_user

    def __init__(self, *, Trie vocabulary not None, const uint32_t[::1] read_as not None,
                 Ngram ngram not None,
                 const uint32_t[::1] offsets not None, const uint16_t[::1] meant not None,
                 const uint8_t[::1] sound not None, const uint8_t[::1] shape not None,
                 Trie dictionary not None, const double[::1] log_probs not None, double unknown,
                 const float[::1] dense=None, const int8_t[::1] names=None, float name_scale=1.0,
                 const uint32_t[::1] written_as=None,
                 Trie protected=None, Trie misspellings=None, rights=()):
        cdef Py_ssize_t i
        cdef vector[char32_t] right_chars
        cdef char32_t char
        cdef int64_t number
        self.keep_user = (protected, misspellings)
        if protected is not None:
            self.know.user.protected_words = protected.trie
        if misspellings is not None:
            self.know.user.misspellings = misspellings.trie
            for right in rights:
                load_text(right, right_chars)
                self.know.user.rights.push_back(u32string(right_chars.data(), right_chars.size()))
        if (offsets.shape[0] == 0 or not meant.shape[0] == sound.shape[0] == shape.shape[0]
                or meant.shape[0] == 0 or log_probs.shape[0] == 0):
            raise ValueError("the arrays of confusions are of unequal length, or empty.")
        self.keep = (vocabulary, ngram, dictionary, offsets, meant, sound, shape, log_probs, dense, names)
        self.know.vocabulary = vocabulary.trie
        for i in range(0, read_as.shape[0] - 1, 2):
            self.know.vocabulary.read_as(read_as[i], read_as[i + 1])
        self.know.ngram = ngram.ngram
        self.know.dictionary = dictionary.trie
        self.know.log_probs = &log_probs[0]
        self.know.n_log_probs = log_probs.shape[0]
        self.know.unknown = unknown
        self.know.chars.resize(vocabulary.n_values, 0)
        self.know.codes.resize(vocabulary.n_values, 0)
        for i in range(vocabulary.alphabet.shape[0]):
            char = vocabulary.alphabet[i]
            number = vocabulary.trie.find(&char, 1)
            if number >= 0:
                self.know.chars[number] = char
                self.know.codes[number] = self.know.dictionary.code(char)
        self.know_traditional(written_as)
        self.know.confusions.offsets = &offsets[0]
        self.know.confusions.n = offsets.shape[0] - 1
        self.know.confusions.n_pairs = meant.shape[0]
        self.know.confusions.meant = &meant[0]
        self.know.confusions.sound = &sound[0]
        self.know.confusions.shape = &shape[0]
        if dense is not None:
            if dense.shape[0] != <Py_ssize_t>kDense:
                raise ValueError(f"a ranker has {kDense} dense weights, not {dense.shape[0]}.")
            if names is None or names.shape[0] == 0 or names.shape[0] & (names.shape[0] - 1):
                raise ValueError("a ranker has as many weights of names as a power of two.")
            self.know.ranker.dense = &dense[0]
            self.know.ranker.names = &names[0]
            self.know.ranker.n_names = names.shape[0]
            self.know.ranker.name_scale = name_scale

    cdef int know_traditional(self, const uint32_t[::1] written_as) except -1:
        cdef Py_ssize_t i
        cdef char32_t char
        cdef int64_t number
        self.know.traditional.resize(self.know.chars.size(), 0)
        if written_as is None:
            return 0
        for i in range(0, written_as.shape[0] - 1, 2):
            char = written_as[i]
            number = self.know.vocabulary.find(&char, 1)
            if number >= 0 and written_as[i + 1] <= 0x10FFFF:
                self.know.traditional[number] = written_as[i + 1]
        return 0

    def __dealloc__(self):
        cdef size_t i
        for i in range(self.idle.size()):
            del self.idle[i]

    cdef SpellingCorrector* borrow(self) except NULL:
        cdef SpellingCorrector* impl
        if not self.idle.size():
            return new SpellingCorrector(self.know)
        impl = self.idle.back()
        self.idle.pop_back()
        return impl

    cdef int give_back(self, SpellingCorrector* impl, size_t length) except -1:
        # Room for very long texts is not kept.
        if length > kLongText:
            del impl
        else:
            self.idle.push_back(impl)
        return 0

    def correct(self, str text, kept, float threshold):
        cdef vector[char32_t] chars
        cdef vector[KeptSpan] spans
        cdef vector[CCorrection] found
        cdef SpellingCorrector* impl
        cdef size_t i, k
        cdef KeptSpan span
        load_text(text, chars)
        for start, end in kept:
            span.start, span.end = start, end
            spans.push_back(span)
        impl = self.borrow()
        try:
            with nogil:
                impl.correct(chars.data(), chars.size(), spans, threshold, found)
        finally:
            self.give_back(impl, chars.size())
        out = []
        for i in range(found.size()):
            out.append((found[i].start, found[i].end, string_of(found[i].right), found[i].log_odds,
                        <int>found[i].reason,
                        [(string_of(found[i].alternatives[k].text), found[i].alternatives[k].log_odds)
                         for k in range(found[i].alternatives.size())]))
        return out

    def edits(self, str text):
        cdef vector[char32_t] chars
        cdef vector[ConsideredEdit] found
        cdef SpellingCorrector* impl = self.borrow()
        cdef size_t i
        load_text(text, chars)
        try:
            with nogil:
                all_edits(impl[0], self.know, chars.data(), chars.size(), found)
        finally:
            self.give_back(impl, chars.size())
        return [(found[i].start, found[i].end, string_of(found[i].right), found[i].score,
                 found[i].gain) for i in range(found.size())]


cdef str string_of(const u32string& text):
    return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text.data(), text.size())


cdef class SpellerTrainer:
    cdef RankerTrainer* impl
    cdef SpellingCorrector* corrector
    cdef Speller speller

    def __cinit__(self, Speller speller not None, *, uint32_t bits=20):
        if bits > 30:
            raise ValueError(f"bits is {bits}; it must be from 0 to 30.")
        self.speller = speller
        self.impl = new RankerTrainer(bits)
        self.corrector = new SpellingCorrector(speller.know)

    def __dealloc__(self):
        del self.impl
        del self.corrector

    def add(self, str text, str target):
        cdef vector[char32_t] chars, wanted
        load_text(text, chars)
        load_text(target, wanted)
        with nogil:
            add_spelling(self.impl[0], self.corrector[0], self.speller.know,
                         chars.data(), chars.size(), wanted.data(), wanted.size())

    def run(self, uint64_t seed, float rate, float name_rate):
        cdef double loss
        with nogil:
            loss = self.impl.run(seed, rate, name_rate)
        return loss

    @property
    def sizes(self):
        return self.impl.n_places(), self.impl.n_edits()

    def weights(self):
        from array import array
        cdef const vector[float]* dense = &self.impl.dense()
        cdef const vector[float]* names = &self.impl.names()
        return (array("f", (<char*>dense.data())[: 4 * dense.size()]),
                array("f", (<char*>names.data())[: 4 * names.size()]))
