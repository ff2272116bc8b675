# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Tokens as ids, and the correction of misspelled ones. See _spelling.pyi."""

from cython cimport no_gc
from libc.stdint cimport int8_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libcpp.vector cimport vector

from zhnlp.core._word_models cimport WordList
from zhnlp.core._tables cimport Ngram, PairTable, Trie, kMaxValue
from zhnlp.core.arguments cimport *
from zhnlp.core.pool cimport Pool

from zhnlp.errors import UsageError

REASONS = ("sound", "shape", "edit", "word", "user", "known", "script")
cdef tuple REASON_NAMES = REASONS
cdef size_t LONG_TEXT = 1 << 18  # characters


@no_gc
cdef class CharacterReader:
    cdef CTrie trie
    cdef Trie keep

    def __cinit__(self, vocabulary, folding_pairs=None):
        cdef Array[uint32_t] pairs
        need(vocabulary, Trie, b"vocabulary")
        pairs.take_optional(folding_pairs, b"folding_pairs")
        self.keep = vocabulary
        copy_to(self.trie, self.keep.trie)
        alias_pairs(self.trie, pairs)

    def numbers(self, text):
        cdef vector[char32_t] chars
        cdef vector[uint32_t] out
        cdef Tokens tokens
        load_text(text, b"text", chars)
        with nogil:
            read_tokens(self.trie, chars.data(), chars.size(), tokens)
            sentence_numbers(tokens, out)
        return bytes_of(out)


@no_gc
cdef class Language:
    cdef CTrie vocabulary
    cdef vector[char32_t] chars, traditional
    cdef Trie trie
    cdef Ngram ngram
    cdef PairTable pairs
    cdef WordsBefore before

    def __cinit__(self, vocabulary, ngram, folding_pairs, traditional_pairs=None):
        cdef Array[uint32_t] folding, written
        cdef char32_t char
        cdef int64_t place
        cdef size_t i
        need(vocabulary, Trie, b"vocabulary")
        need(ngram, Ngram, b"ngram")
        folding.take(folding_pairs, b"folding_pairs")
        written.take_optional(traditional_pairs, b"traditional_pairs")
        self.trie, self.ngram = vocabulary, ngram
        if self.trie.n_values > <size_t>kMaxValue + 1:
            raise UsageError(f"a vocabulary numbers {kMaxValue + 1} tokens at most, not "
                             f"{self.trie.n_values}.")
        self.ngram.ngram.read_pairs(self.pairs)
        self.before.read(self.ngram.ngram)
        copy_to(self.vocabulary, self.trie.trie)
        fold_pairs(self.vocabulary, folding)
        self.chars.resize(self.trie.n_values, 0)
        self.traditional.resize(self.trie.n_values, 0)
        for i in range(self.trie.alphabet.size()):
            char = self.trie.alphabet[i]
            place = self.trie.trie.find(&char, 1)
            if place >= 0:
                self.chars[place] = char
        for i in range(written.size() // 2):
            char = written[2 * i]
            place = self.vocabulary.find(&char, 1)
            if place >= 0 and written[2 * i + 1] <= 0x10FFFF:
                self.traditional[place] = written[2 * i + 1]


@no_gc
cdef class Confusions:
    cdef CConfusions table
    cdef Array[uint32_t] offsets
    cdef Array[uint16_t] meant
    cdef Array[uint8_t] sound, shape

    def __cinit__(self, offsets, meant, sound, shape):
        self.offsets.take(offsets, b"offsets")
        self.meant.take(meant, b"meant")
        self.sound.take(sound, b"sound")
        self.shape.take(shape, b"shape")
        if (not self.offsets.size() or not self.meant.size()
                or not self.meant.size() == self.sound.size() == self.shape.size()):
            raise UsageError("the arrays of confusions are of unequal length, or empty.")
        self.table.offsets = self.offsets.data()
        self.table.n = self.offsets.size() - 1
        self.table.n_pairs = self.meant.size()
        self.table.meant = self.meant.data()
        self.table.sound = self.sound.data()
        self.table.shape = self.shape.data()


@no_gc
cdef class Ranker:
    cdef CRanker ranker
    cdef Array[float] dense
    cdef Array[int8_t] names

    def __cinit__(self, dense, names, name_scale=1.0):
        self.dense.take(dense, b"dense")
        self.names.take(names, b"names")
        if self.dense.size() != kDense:
            raise UsageError(f"a ranker has {kDense} dense weights, not {self.dense.size()}.")
        if not self.names.size() or self.names.size() & (self.names.size() - 1):
            raise UsageError("a ranker has as many weights of names as a power of two.")
        self.ranker.dense = self.dense.data()
        self.ranker.names = self.names.data()
        self.ranker.n_names = self.names.size()
        self.ranker.name_scale = number(name_scale, b"name_scale")


@no_gc
cdef class WordContexts:
    cdef ContextModel model
    cdef ContextWords numbers
    cdef Array[int8_t] targets, contexts
    cdef Array[float] biases, places

    def __cinit__(self, vocabulary, names, targets, contexts, biases, places):
        cdef vector[char32_t] chars
        cdef vector[uint32_t] ids
        cdef size_t i
        need(vocabulary, Trie, b"vocabulary")
        cdef Trie tokens = vocabulary
        self.targets.take(targets, b"targets")
        self.contexts.take(contexts, b"contexts")
        self.biases.take(biases, b"biases")
        self.places.take(places, b"places")
        load_text(names, b"names", chars)
        self.numbers.reserve(self.biases.size())
        for i in range(chars.size()):
            if chars[i] != 10:
                ids.push_back(<uint32_t>max(tokens.trie.find(&chars[i], 1), 0))
                continue
            if self.numbers.size() == self.biases.size():
                raise UsageError("there are more words than vectors of contexts.")
            self.numbers.add(word_name(ids.data(), ids.size()))
            ids.clear()
        if (self.targets.size() != self.numbers.size() * kWide
                or self.contexts.size() != self.numbers.size() * kWide
                or self.biases.size() != self.numbers.size()
                or self.places.size() != kPlaces * kWide):
            raise UsageError("the arrays of word contexts are not of the length of the words.")
        self.model.words = &self.numbers
        self.model.targets = self.targets.data()
        self.model.contexts = self.contexts.data()
        self.model.biases = self.biases.data()
        self.model.places = self.places.data()


@no_gc
cdef class UserSpelling:
    cdef CUserSpelling user
    cdef Trie protected_words, misspellings

    def __cinit__(self, protected=None, misspellings=None, rights=()):
        cdef vector[char32_t] chars
        need_or_none(protected, Trie, b"protected")
        need_or_none(misspellings, Trie, b"misspellings")
        self.protected_words, self.misspellings = protected, misspellings
        if protected is not None:
            copy_to(self.user.protected_words, self.protected_words.trie)
        if misspellings is not None:
            copy_to(self.user.misspellings, self.misspellings.trie)
        for right in list_of(rights, b"rights"):
            load_text(right, b"a right word", chars)
            self.user.rights.push_back(u32string(chars.data(), chars.size()))
        if misspellings is not None and self.misspellings.n_values > self.user.rights.size():
            raise UsageError("every misspelling needs a right word.")


@no_gc
cdef class Speller:
    def __cinit__(self, language, words, confusions, ranker=None, user=None, known=None,
                  idioms=None, contexts=None):
        cdef size_t i
        need_or_none(contexts, WordContexts, b"contexts")
        need(language, Language, b"language")
        need(words, WordList, b"words")
        need(confusions, Confusions, b"confusions")
        need_or_none(ranker, Ranker, b"ranker")
        need_or_none(user, UserSpelling, b"user")
        need_or_none(known, UserSpelling, b"known")
        cdef Language own = language
        cdef WordList listed = words
        if not listed.log_probs.size():
            raise UsageError("a speller needs words with log probabilities, and there are none.")
        self.keep = (language, words, confusions, ranker, user, known, contexts)
        copy_to(self.config.vocabulary, own.vocabulary)
        copy_to(self.config.ngram, own.ngram.ngram)
        self.config.ngram.pairs = &own.pairs
        self.config.before = &own.before
        copy_to(self.config.chars, own.chars)
        copy_to(self.config.traditional, own.traditional)
        copy_to(self.config.dictionary, listed.trie.trie)
        self.config.log_probs = listed.log_probs.data()
        self.config.n_log_probs = listed.log_probs.size()
        self.config.unknown = listed.unknown
        self.config.codes.resize(own.chars.size(), 0)
        for i in range(own.chars.size()):
            if own.chars[i]:
                self.config.codes[i] = self.config.dictionary.code(own.chars[i])
        self.config.confusions = (<Confusions>confusions).table
        if ranker is not None:
            self.config.ranker = (<Ranker>ranker).ranker
        if contexts is not None:
            self.config.contexts = (<WordContexts>contexts).model
        if user is not None:
            copy_to(self.config.user, (<UserSpelling>user).user)
        if known is not None:
            copy_to(self.config.known, (<UserSpelling>known).user)
        self.idioms.take_optional(idioms, b"idioms")
        self.config.idioms = Idioms(self.idioms.data(), self.idioms.size())

    cdef void give_back(self, SpellingCorrector* impl, size_t length) noexcept:
        # Buffers of very long texts are not kept.
        if length > LONG_TEXT:
            del impl
        else:
            self.pool.give_back(impl)

    def correct(self, text, kept, threshold):
        cdef vector[char32_t] chars
        cdef vector[KeptSpan] spans
        cdef vector[CCorrection] found
        cdef float log_odds = number(threshold, b"threshold")
        cdef size_t i
        load_text(text, b"text", chars)
        load_spans(kept, spans)
        cdef SpellingCorrector* impl = self.pool.borrow(self.config)
        try:
            with nogil:
                impl.correct(chars.data(), chars.size(), spans, log_odds, found)
        finally:
            self.give_back(impl, chars.size())
        return [correction_of(found[i]) for i in range(found.size())]

    def fit(self, text, start, end, word):
        cdef vector[char32_t] chars, letters
        cdef float found = 0.0
        load_text(text, b"text", chars)
        load_text(word, b"word", letters)
        cdef size_t first = whole(start, b"start", 0, 0x7FFFFFFF)
        cdef size_t last = whole(end, b"end", 0, 0x7FFFFFFF)
        if not word_fit(self.config, chars.data(), chars.size(), first, last, letters.data(),
                        letters.size(), found):
            return None
        return found

    def edits(self, text):
        cdef vector[char32_t] chars
        cdef vector[ConsideredEdit] found
        cdef size_t i
        load_text(text, b"text", chars)
        cdef SpellingCorrector* impl = self.pool.borrow(self.config)
        try:
            with nogil:
                all_edits(impl[0], self.config, chars.data(), chars.size(), found)
        finally:
            self.give_back(impl, chars.size())
        return [(found[i].start, found[i].end,
                 text_of(found[i].right.data(), found[i].right.size()), found[i].score,
                 found[i].gain) for i in range(found.size())]


cdef int load_spans(kept, vector[KeptSpan]& spans) except -1:
    cdef KeptSpan span
    for start, end in pairs_of(kept, b"kept"):
        span.start = whole(start, b"the start of a kept span", 0, 0x7FFFFFFF)
        span.end = whole(end, b"the end of a kept span", 0, 0x7FFFFFFF)
        spans.push_back(span)
    return 0


cdef tuple correction_of(CCorrection& each):
    cdef size_t i
    others = [(text_of(each.alternatives[i].text.data(), each.alternatives[i].text.size()),
               each.alternatives[i].log_odds) for i in range(each.alternatives.size())]
    return (each.start, each.end, text_of(each.right.data(), each.right.size()), each.log_odds,
            REASON_NAMES[<int>each.reason], others)
