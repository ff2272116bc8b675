# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Cutters: texts and lines to words. See _words.pyi."""

from cpython.exc cimport PyErr_CheckSignals
from cython cimport no_gc
from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.pair cimport pair
from libcpp.string cimport string
from libcpp.vector cimport vector

from zhnlp.core._word_models cimport *
from zhnlp.core.arguments cimport *
from zhnlp.core.texts cimport Pieces, kGroup, load_group

from zhnlp.errors import UsageError

cdef dict METHOD_NUMBERS = {
    "forward": <int>Method.kForward,
    "backward": <int>Method.kBackward,
    "bidirectional": <int>Method.kBidirectional,
    "unigram": <int>Method.kUnigram,
    "bigram": <int>Method.kNgram,
    "trigram": <int>Method.kNgram,
    "jieba": <int>Method.kJieba,
    "crf": <int>Method.kCrf,
    "neural": <int>Method.kCrf,
}
METHODS = tuple(METHOD_NUMBERS)
SOURCES = ("user", "model", "dictionary", "rule")
cdef tuple SOURCE_NAMES = SOURCES
cdef int64_t MOST_CUTS = 1000000


# Cuts the text of the worker; between chunks, signals such as that of Ctrl-C are answered.
cdef int cut_all(Worker* worker) except -1:
    cdef cbool more = True
    worker.ends.clear()
    while more:
        with nogil:
            more = worker.cut_more()
        if more:
            PyErr_CheckSignals()
    return 0


@no_gc
cdef class Cutter:
    def __cinit__(self, method, words=None, *, user=None, weighed=None, unjoined=None, mixed=None,
                  model=None, hmm=None, rules=True, joins=True, most_margin=0.0):
        cdef WordList known
        self.config.method = <Method>choice(method, METHOD_NUMBERS, "method")
        self.config.rules = bool(rules)
        self.config.joins = bool(joins)
        self.config.most_margin = number(most_margin, b"most_margin")
        need_or_none(words, WordList, b"words")
        need_or_none(user, UserWords, b"user")
        need_or_none(weighed, WordList, b"weighed")
        need_or_none(unjoined, Trie, b"unjoined")
        need_or_none(mixed, Trie, b"mixed")
        need_or_none(hmm, Hmm, b"hmm")
        self.keep = (words, user, weighed, unjoined, mixed, model)
        if words is not None:
            known = words
            copy_to(self.config.dictionary, known.trie.trie)
            self.config.log_probs = known.log_probs.data()
            self.config.unknown = known.unknown
        if weighed is not None:
            known = weighed
            copy_to(self.config.weighed, known.trie.trie)
            self.config.weighed_log_probs = known.log_probs.data()
        if unjoined is not None:
            copy_to(self.config.unjoined, (<Trie>unjoined).trie)
        if mixed is not None:
            copy_to(self.config.mixed, (<Trie>mixed).trie)
        if user is not None:
            self.take_user(user)
        if isinstance(model, WordNgrams):
            self.take_ngrams(model)
        elif isinstance(model, WordLabels):
            self.take_labels(model)
        elif model is not None:
            refuse(model, b"model", b"WordNgrams or WordLabels")
        if hmm is not None:
            copy_to(self.config.hmm, (<Hmm>hmm).hmm)
        if isinstance(model, WordNgrams):
            self.config.characters.set(self.config.dictionary, self.config.vocabulary,
                                       self.config.hmm)

    cdef int take_user(self, UserWords user) except -1:
        cdef UserWord word
        copy_to(self.config.user, user.trie.trie)
        copy_to(self.config.user_words, user.words)
        for word in user.words:
            self.config.any_force |= word.mode == Mode.kForce or word.mode == Mode.kForceInside
            self.config.any_prefer |= word.mode == Mode.kPrefer
            self.config.any_split |= word.mode == Mode.kSplit
        return 0

    cdef int take_ngrams(self, WordNgrams model) except -1:
        copy_to(self.config.ngram, model.ngram.ngram)
        self.config.known_words = &model.known_words
        copy_to(self.config.vocabulary, model.vocabulary)
        self.config.lexicon_bias = model.unknown_words.lexicon_bias
        self.config.lexicon_scale = model.unknown_words.lexicon_scale
        self.config.hmm_bias = model.unknown_words.hmm_bias
        self.config.hmm_scale = model.unknown_words.hmm_scale
        self.config.unit_log_prob = model.unknown_words.unit_log_prob
        return 0

    cdef int take_labels(self, WordLabels model) except -1:
        copy_to(self.config.crf, model.config)
        self.config.crf.by_character &= self.config.method == Method.kCrf
        fold_pairs(self.config.dictionary, model.alphabet.pairs)
        alias_pairs(self.config.mixed, model.alphabet.pairs)
        return 0

    cdef Worker* borrow(self, text, fixed=None, scores=None) except NULL:
        cdef Array[uint32_t] places
        cdef Worker* worker = self.pool.borrow(self.config)
        try:
            load_text(text, b"text", worker.chars)
            places.take_optional(fixed, b"fixed")
            if not worker.fix(places.data(), places.size()):
                raise UsageError("fixed must be the starts and ends of words, in order.")
            if self.config.crf.by_character or scores is not None:
                self.take_scores(worker, scores)
        except BaseException:
            self.pool.give_back(worker)
            raise
        return worker

    cdef int take_scores(self, Worker* worker, scores) except -1:
        cdef Array[float] given
        cdef size_t bad, n = 4 * worker.chars.size()
        if not self.config.crf.by_character:
            raise UsageError("scores are only for a model by characters, which has transitions.")
        given.take(scores, b"scores", 4)
        if given.size() != n:
            raise UsageError(
                f"{given.size()} scores do not fit a text of {worker.chars.size()} characters, "
                "each of which has 4: of the labels B, M, E and S."
            )
        bad = worker.cutter.scores.set(given.data(), n)
        if bad < n:
            raise UsageError(f"a score of character {bad // 4} is {given[bad]}, not a finite number.")
        return 0

    cdef void give_back(self, Worker* worker) noexcept:
        worker.tidy()
        self.pool.give_back(worker)

    def ends(self, text, fixed=None, scores=None):
        cdef Worker* worker = self.borrow(text, fixed, scores)
        try:
            cut_all(worker)
            return bytes_of(worker.ends)
        finally:
            self.give_back(worker)

    def ends_batch(self, texts):
        cdef Pieces[char32_t] group
        cdef Pieces[uint32_t] found
        cdef list given = list_of(texts, b"texts"), out = []
        cdef size_t i
        cdef Worker* worker
        while <size_t>len(out) < <size_t>len(given):
            load_group(given, len(out), group)
            if group.all.size() > kGroup:  # a long text, between whose chunks signals are answered
                out.append(self.ends(given[len(out)]))
                continue
            worker = self.borrow("")
            try:
                with nogil:
                    worker.cut_texts(group, found)
            finally:
                self.give_back(worker)
            for i in range(found.size()):
                out.append((<const char*>found.at(i))[: 4 * found.length(i)])
            PyErr_CheckSignals()
        return out

    def words(self, text, fixed=None, scores=None):
        cdef Worker* worker = self.borrow(text, fixed, scores)
        try:
            cut_all(worker)
            return self.strings.list(worker.chars, worker.ends)
        finally:
            self.give_back(worker)

    def search(self, text, fixed=None, scores=None):
        cdef vector[uint32_t] out
        cdef size_t i
        cdef Worker* worker = self.borrow(text, fixed, scores)
        try:
            cut_all(worker)
            with nogil:
                search_words(worker.cutter, worker.chars.data(), worker.ends, out)
        finally:
            self.give_back(worker)
        return [(out[2 * i], out[2 * i + 1]) for i in range(out.size() // 2)]

    def chart(self, text, n, min_log_prob, fixed=None, scores=None):
        cdef vector[ChartWord] words
        cdef vector[ChartCut] cuts
        cdef size_t most = whole(n, b"n", 0, MOST_CUTS)
        cdef double log_prob = number(min_log_prob, b"min_log_prob")
        cdef Worker* worker = self.borrow(text, fixed, scores)
        try:
            if self.config.method != Method.kCrf or self.config.crf.model.n_labels == 0:
                raise UsageError("only the method crf with a trained model has a chart.")
            if worker.chars.empty():
                return [], [(0.0, [])]
            worker.cutter.explain(worker.chars.data(), worker.chars.size(), most, log_prob, words,
                                  cuts)
        finally:
            self.give_back(worker)
        return chart_words(words), [(cut.log_prob, chart_words(cut.words)) for cut in cuts]

    def arcs(self, text, fixed=None, scores=None):
        cdef vector[uint32_t] starts
        cdef vector[Arc] found
        cdef size_t i
        cdef Worker* worker = self.borrow(text, fixed, scores)
        try:
            all_arcs(self.config, worker.cutter.look(worker.chars.data(), worker.chars.size()),
                     starts, found)
        finally:
            self.give_back(worker)
        return [(starts[i], found[i].end, found[i].log_prob, SOURCE_NAMES[<int>found[i].source])
                for i in range(found.size())]

    def paths(self, text, n, fixed=None, scores=None):
        cdef size_t most = whole(n, b"n", 0, MOST_CUTS)
        cdef NgramSolver* solver = NULL
        cdef Worker* worker = self.borrow(text, fixed, scores)
        try:
            if worker.chars.empty():
                return [(0.0, [])]
            solver = new NgramSolver(self.config, most)
            cuts = solver.best_cuts(worker.cutter.look(worker.chars.data(), worker.chars.size()))
            return [(cut.first, steps_to(solver.states, cut.second)) for cut in cuts]
        finally:
            del solver
            self.give_back(worker)

    def cut_lines(self, data, *, separator=b" ", replace=False, final=True, mid_line=False):
        cdef Array[uint8_t] given, between
        cdef string sep
        cdef cbool c_replace = bool(replace), c_final = bool(final), c_mid = bool(mid_line)
        if self.config.crf.by_character:
            raise UsageError("lines of bytes have no scores of characters. Cut them as texts.")
        given.take(data, b"data")
        between.take(separator, b"separator")
        sep.assign(<const char*>between.data(), between.size())
        cdef Worker* worker = self.borrow("")
        cdef LineCutter* lines = &worker.lines
        try:
            with nogil:
                lines.feed(worker.cutter, given.data(), given.size(), sep, c_replace, c_final,
                           c_mid)
            out = lines.out.data()[: lines.n_out] if lines.n_out else b""
            bad = None if lines.bad == kFine else lines.bad
            return out, lines.used, lines.n_lines, lines.mid_line, bad
        finally:
            self.give_back(worker)


cdef list chart_words(vector[ChartWord]& words):
    return [(word.start, word.end, word.log_prob, SOURCE_NAMES[<int>word.source])
            for word in words]


cdef list steps_to(vector[State]& states, uint32_t last):
    """The words of the cut that ends with the state `last`, in order."""
    cdef uint32_t at = last
    steps = []
    while at != 0xFFFFFFFF:
        steps.append((states[at].start, states[at].end, states[at].step,
                      SOURCE_NAMES[<int>states[at].source]))
        at = states[at].previous
    return steps[::-1]
