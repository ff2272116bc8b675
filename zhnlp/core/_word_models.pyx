# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Lists of words and models for a cutter. See _word_models.pyi."""

from cython cimport no_gc
from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libcpp.vector cimport vector

from zhnlp.core._sequence cimport CSequenceModel, kFirstChar, mix
from zhnlp.core.arguments cimport *

from zhnlp.errors import UsageError

cdef dict MODE_NUMBERS = {
    "prefer": <int>Mode.kPrefer,
    "force": <int>Mode.kForce,
    "force-inside": <int>Mode.kForceInside,
    "split": <int>Mode.kSplit,
}
MODES = tuple(MODE_NUMBERS)


cdef int choice(value, dict numbers, str name) except -1:
    """The number of `value`, one of the keys of `numbers`."""
    if not isinstance(value, str):
        refuse(value, name.encode(), b"a string")
    if value not in numbers:
        raise UsageError(f"there is no {name} {value!r}. Known: {', '.join(numbers)}.")
    return numbers[value]


@no_gc
cdef class WordList:
    def __cinit__(self, trie, log_probs, unknown=-20.0):
        need(trie, Trie, b"trie")
        self.trie = trie
        self.log_probs.take(log_probs, b"log_probs")
        self.unknown = number(unknown, b"unknown")
        if self.trie.n_values > self.log_probs.size():
            raise UsageError("a dictionary needs a log probability for every word.")


@no_gc
cdef class UserWords:
    def __cinit__(self, trie, modes_and_log_probs):
        cdef UserWord word
        need(trie, Trie, b"trie")
        self.trie = trie
        for mode, log_prob in pairs_of(modes_and_log_probs, b"modes_and_log_probs"):
            word.mode = <Mode>choice(mode, MODE_NUMBERS, "mode")
            word.log_prob = number(log_prob, b"a log probability")
            self.words.push_back(word)
        if self.trie.n_values > self.words.size():
            raise UsageError("a user lexicon needs a mode for every word.")


@no_gc
cdef class Hmm:
    def __cinit__(self, start, transition, chars, emission):
        cdef Array[double] starts, steps, emitted
        cdef Array[uint32_t] known
        starts.take(start, b"start")
        steps.take(transition, b"transition")
        known.take(chars, b"chars")
        emitted.take(emission, b"emission")
        if (starts.size() != 4 or steps.size() != 16
                or emitted.size() != 4 * known.size()):
            raise UsageError("a hidden Markov model has 4, 16, n and 4 n numbers.")
        self.hmm = CHmm(starts.data(), steps.data(), known.data(), emitted.data(), known.size())


cdef int take_states(StateLists* lists, values, const char* name, size_t n) except -1:
    """Take characters, the ends of their lists, and the states in these, each below `n`."""
    cdef Array[uint32_t] known, last
    cdef Array[uint8_t] given
    cdef size_t i, before = 0
    if not isinstance(values, tuple) or len(values) != 3:
        refuse(values, name, b"a tuple of characters, ends and states")
    known.take(values[0], name)
    last.take(values[1], name)
    given.take(values[2], name)
    if known.size() != last.size() or (last[last.size() - 1] if last.size() else 0) != given.size():
        raise UsageError("lists of states need an end for each character.")
    for i in range(known.size()):
        if last[i] < before:
            raise UsageError("the ends of lists of states must rise.")
        before = last[i]
        lists.index.set(known[i], <uint32_t>(i + 1))
        lists.ends.push_back(last[i])
    for i in range(given.size()):
        if given[i] >= n:
            raise UsageError(f"there is no state {given[i]}; there are {n}.")
        lists.states.push_back(given[i])
    return 0


@no_gc
cdef class TaggedHmm:
    def __cinit__(self, places, start, transition, emitting, emission, listed):
        cdef Array[double] starts, steps, emitted
        cdef size_t i, n
        if not isinstance(places, str):
            refuse(places, b"places", b"a string of B, E, M and S")
        if set(places) - set("BEMS") or not 0 < len(places) <= 256:
            raise UsageError("places are 1 to 256 of the letters B, E, M and S.")
        n = len(places)
        starts.take(start, b"start")
        steps.take(transition, b"transition")
        emitted.take(emission, b"emission")
        take_states(&self.hmm.emitting, emitting, b"emitting", n)
        take_states(&self.hmm.listed, listed, b"listed", n)
        if (starts.size() != n or steps.size() != n * n
                or emitted.size() != self.hmm.emitting.states.size()):
            raise UsageError(f"a model of {n} states has n, n × n and as many numbers as states "
                             "are emitting.")
        for place in places:
            self.hmm.places.push_back(<char>ord(place))
        for i in range(n):
            self.hmm.start.push_back(starts[i])
        for i in range(n * n):
            self.hmm.steps.push_back(steps[i])
        for i in range(emitted.size()):
            self.hmm.emissions.push_back(emitted[i])
        self.hmm.prepare()

    def cut(self, text):
        cdef vector[char32_t] chars
        cdef vector[uint32_t] out
        cdef size_t i
        load_text(text, b"text", chars)
        with nogil:
            tagged_words(self.hmm, chars, out)
        return [(out[2 * i], out[2 * i + 1]) for i in range(out.size() // 2)]


@no_gc
cdef class UnknownWords:
    def __cinit__(self, *, lexicon_bias=0.0, lexicon_scale=1.0, hmm_bias=0.0, hmm_scale=1.0,
                  unit_log_prob=-12.0):
        self.lexicon_bias = number(lexicon_bias, b"lexicon_bias")
        self.lexicon_scale = number(lexicon_scale, b"lexicon_scale")
        self.hmm_bias = number(hmm_bias, b"hmm_bias")
        self.hmm_scale = number(hmm_scale, b"hmm_scale")
        self.unit_log_prob = number(unit_log_prob, b"unit_log_prob")


@no_gc
cdef class WordNgrams:
    def __cinit__(self, ngram, vocabulary, aliases=(), unknown_words=None):
        cdef vector[char32_t] first, second
        need(ngram, Ngram, b"ngram")
        need(vocabulary, Trie, b"vocabulary")
        need_or_none(unknown_words, UnknownWords, b"unknown_words")
        self.ngram = ngram
        if self.ngram.ngram.levels.size() > 3:
            raise UsageError("a model that cuts words has up to three levels. Take these by cut_to(3).")
        if not self.known_words.read(self.ngram.ngram):
            raise UsageError("a model that cuts words has fewer than 100,000,000 n-grams. Prune it.")
        self.trie = vocabulary
        copy_to(self.vocabulary, self.trie.trie)
        self.unknown_words = UnknownWords() if unknown_words is None else unknown_words
        for one, other in pairs_of(aliases, b"aliases"):
            load_text(one, b"an alias", first)
            load_text(other, b"an alias", second)
            if first.size() != 1 or second.size() != 1:
                raise UsageError(f"alias {one!r} of {other!r} is not a character for a character.")
            self.vocabulary.alias(first[0], second[0])


def word_grams(weights, keys, n_chars):
    cdef Array[uint64_t] given
    cdef size_t i
    cdef uint32_t offset
    cdef WordGramBuilder* made
    need(weights, Weights, b"weights")
    cdef CSequenceModel* model = &(<Weights>weights).model
    given.take(keys, b"keys")
    made = new WordGramBuilder(kFirstChar + whole(n_chars, b"n_chars", 0, 65000))
    try:
        for i in range(given.size()):
            offset = model.find(mix(given[i]))
            if offset:
                made.add(given[i], offset)
        made.build()
        return (array_of("I", bytes_of(made.cells)), array_of("I", bytes_of(made.starts)),
                array_of("I", bytes_of(made.nexts)))
    finally:
        del made


@no_gc
cdef class WordLabels:
    def __cinit__(self, alphabet, weights=None, lexicon=None, extra_words=None, *,
                  transitions=None, grams=None):
        need(alphabet, Alphabet, b"alphabet")
        need_or_none(weights, Weights, b"weights")
        need_or_none(lexicon, Trie, b"lexicon")
        need_or_none(extra_words, Trie, b"extra_words")
        self.alphabet, self.weights = alphabet, weights
        self.lexicon, self.extra_words = lexicon, extra_words
        copy_to(self.config.alphabet, self.alphabet.alphabet)
        if weights is not None:
            if self.weights.model.n_labels != 4:
                raise UsageError(
                    f"a model of words has 4 labels, not {self.weights.model.n_labels}."
                )
            copy_to(self.config.model, self.weights.model)
            prepare_words(self.config.model, kFirstChar + self.alphabet.chars.size())
        if grams is not None:
            self.take_grams(grams)
        if transitions is not None:
            self.take_transitions(transitions)
        if lexicon is not None:
            copy_to(self.config.lexicon, self.lexicon.trie)
        if extra_words is not None:
            copy_to(self.config.extra_words, self.extra_words.trie)
        fold_pairs(self.config.lexicon, self.alphabet.pairs)
        fold_pairs(self.config.extra_words, self.alphabet.pairs)

    def with_words(self, extra_words):
        return WordLabels(
            self.alphabet, self.weights, self.lexicon, extra_words,
            transitions=self.transitions.view() if self.config.by_character else None,
            grams=(self.cells.view(), self.starts.view(), self.nexts.view())
            if self.cells.size() else None,
        )

    cdef int take_grams(self, grams) except -1:
        if not isinstance(grams, tuple) or len(grams) != 3:
            refuse(grams, b"grams", b"a tuple of cells, starts and nexts")
        self.cells.take(grams[0], b"cells")
        self.starts.take(grams[1], b"starts")
        self.nexts.take(grams[2], b"nexts")
        if not self.config.grams.take(
            kFirstChar + self.alphabet.chars.size(), self.cells.data(), self.cells.size() // 2,
            self.starts.data(), self.starts.size(), self.nexts.data(), self.nexts.size(),
        ):
            raise UsageError("the starts of grams must lead to their cells. Make grams of these weights by word_grams.")
        return 0

    cdef int take_transitions(self, transitions) except -1:
        self.transitions.take(transitions, b"transitions", 4)
        if self.weights is not None or self.lexicon is not None:
            raise UsageError("a model of words has transitions, or weights and a lexicon, not both.")
        if self.transitions.size() != 16:
            raise UsageError(f"4 labels have 16 transitions, not {self.transitions.size()}.")
        if not prepare_characters(self.config.model, self.transitions.data()):
            raise UsageError("a transition is not a number from -10,000 to 10,000.")
        self.config.by_character = True
        return 0
