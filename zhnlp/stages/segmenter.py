"""Segmenter: the words of a text.

============== ======================================================================
method         how it decides
============== ======================================================================
forward        the longest word at each place, from the left
backward       the longest word at each place, from the right
bidirectional  of these two the one with fewer words, then fewer single characters,
               then backward
unigram        the most probable cut by the dictionary's frequencies
bigram         the most probable cut by a model of word pairs
trigram        the most probable cut by a model of word triples
crf            labels of characters by a trained model: the most accurate, and the default
jieba          what jieba gives, word for word, with its own rules for what is no Han
============== ======================================================================

Every method but ``jieba`` keeps units whole (see core/units.hpp): numbers,
dates, versions, Latin words, addresses, emoji. Words of the user's lexicon,
in each method:

``force``         a word wherever it occurs, across scripts and spaces, whatever
                  stands beside it; not inside a run of Latin letters or digits;
                  of overlapping ones the leftmost, then the longest
``force-inside``  the same, inside such runs too
``prefer``        wins against any words of the dictionary or the model, but is
                  no part of a unit (nor, in ``jieba``, across its blocks:
                  blanks and what is no Han or ASCII); of overlapping ones, those that cover the
                  most characters, then by frequency (max matching, which has no
                  weights: the leftmost, then the longest)
``split``         never a word

The model of ``crf`` is a conditional random field over characters (Lafferty,
McCallum and Pereira, 2001); see core/sequence.hpp.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from math import log
from typing import Any, Literal, get_args

from zhnlp.core import Cutter, Trie, UserWords, WordLabels
from zhnlp.doc import Doc, Span, Words, need
from zhnlp.errors import UsageError, did_you_mean
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.lexicons.lexicon import Lexicon, weights
from zhnlp.models.ngrams.model import NgramModel
from zhnlp.models.words.line_stream import LineStream
from zhnlp.models.words.model import WordModel, word_f1
from zhnlp.resources import pack
from zhnlp.stage import Stage
from zhnlp.stages.explanation import Explanation, explain

Method = Literal[
    "forward",
    "backward",
    "bidirectional",
    "unigram",
    "bigram",
    "trigram",
    "crf",
    "jieba",
]
METHODS: tuple[Method, ...] = get_args(Method)
DEFAULT: Method = "crf"
_ORDER = {"bigram": 2, "trigram": 3}
_MODELS: dict[str, type[NgramModel] | type[WordModel]] = {
    "bigram": NgramModel,
    "trigram": NgramModel,
    "crf": WordModel,
}


@dataclass(frozen=True)
class Segmenter(Stage):
    """Cut a text into words that tile it.

    Args:
        method: How to decide; the table above.
        lexicon: The user's own words, or the path of their file (see
            models/lexicons/lexicon.py). They belong to this segmenter alone.
        dictionary: Words with frequencies in place of jieba's dictionary; finalseg
            is jieba's, too, and not used with it. ``crf`` takes them beside
            jieba's, as evidence that the model weighs: so the words of a field help
            it without training, and none of them is forced.
        model: The model of ``bigram``, ``trigram`` and ``crf``: the name of a pack,
            its folder, or the model itself; by default a pack that ships.
        hmm: Find unknown words by a hidden Markov model: for ``unigram`` and
            ``jieba`` jieba's finalseg, which joins single characters left over;
            for the n-gram methods that of their pack, whose words stand in the
            lattice beside the known ones.
        rules: Keep units (numbers, Latin words, addresses …) whole.

    Raises:
        UsageError: An unknown method, or a model for a method that has none.
        PackError: There is no such model, or it is damaged or of another kind.
        FormatError: A line of the lexicon file that breaks a rule.

    >>> Segmenter("unigram").cut("南京市长江大桥")
    ['南京市', '长江大桥']
    """

    method: Method = DEFAULT
    lexicon: Lexicon | str | os.PathLike[str] | None = field(default=None, kw_only=True)
    dictionary: Lexicon | None = field(default=None, kw_only=True)
    model: NgramModel | WordModel | str | os.PathLike[str] | None = field(
        default=None, kw_only=True
    )
    hmm: bool = field(default=True, kw_only=True)
    rules: bool = field(default=True, kw_only=True)

    requires = ()
    provides = ("words",)

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            hint = did_you_mean(self.method, METHODS)
            raise UsageError(f"there is no method {self.method!r}. {hint}")
        if isinstance(self.lexicon, (str, os.PathLike)):
            object.__setattr__(self, "lexicon", Lexicon.read(self.lexicon))
        if self.model is not None:
            object.__setattr__(self, "model", self._loaded(self.model))
        object.__setattr__(self, "_cutter", self._build())

    def _loaded(
        self, model: NgramModel | WordModel | str | os.PathLike[str]
    ) -> NgramModel | WordModel:
        wanted = _MODELS.get(self.method)
        if wanted is None:
            raise UsageError(
                f"method {self.method!r} uses no model, so {model!r} has no effect. "
                f"Leave it out, or choose one of {', '.join(_MODELS)}."
            )
        if isinstance(model, (str, os.PathLike)):
            return wanted(model)
        if not isinstance(model, wanted):
            raise UsageError(
                f"method {self.method!r} needs a {wanted.__name__}, not {model!r}. Give the "
                f"name of a pack, or train one with zhnlp train."
            )
        return model

    def _build(self) -> Cutter:
        own = self.dictionary if self.method != "crf" else None
        if own is None:
            base = Dictionary.load(pack("jieba"))
        else:
            base = Dictionary.of(weights(own.entries))
        user = None
        if self.lexicon:
            entries = self.lexicon.entries  # type: ignore[union-attr]  # a path was read above
            modes = [
                (entry.mode, log(entry.frequency) + base.unknown if entry.frequency else 0.0)
                for entry in entries
            ]
            user = UserWords(Trie.build([entry.word for entry in entries]), modes)
        hmm, words = base.hmm, None
        if self.method in _MODELS:
            model: Any = self.model or _MODELS[self.method]()
            if isinstance(model, WordModel):
                words = self._word_labels(model)
            else:
                hmm, words = model.hmm, model.words(_ORDER[self.method])
        hmm = hmm if self.hmm else None
        return Cutter(self.method, base.words, user=user, model=words, hmm=hmm, rules=self.rules)

    def _word_labels(self, model: WordModel) -> WordLabels:
        words = [entry.word for entry in self.dictionary.entries] if self.dictionary else []
        if not words:
            return model.word_labels
        return model.word_labels.with_words(Trie.build(words))

    def __repr__(self) -> str:
        """The method and every list and model in use."""
        parts = [repr(self.method), f"dictionary={self.dictionary or 'jieba'!r}"]
        if self.method in _MODELS:
            parts.append(f"model={self.model or _MODELS[self.method]()!r}")
        if self.lexicon:
            parts.append(f"lexicon={self.lexicon!r}")
        parts += [f"{name}=False" for name in ("hmm", "rules") if not getattr(self, name)]
        return f"Segmenter({', '.join(parts)})"

    @property
    def _core(self) -> Cutter:
        cutter: Cutter = self._cutter  # type: ignore[attr-defined]
        return cutter

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its words."""
        return doc.filled(words=Words(doc.text, self._core.ends(doc.text)))

    def cut(self, text: str) -> list[str]:
        """The words of `text`; the fastest way to them in Python."""
        return self._core.words(text)

    def fit(self, docs: Iterable[Doc], *, dev: Sequence[Doc] = (), **settings: Any) -> Segmenter:
        """A segmenter of method ``crf`` whose model has learned the words of `docs`.

        Args:
            docs: Texts with their words.
            dev: Others, on which the best pass is chosen.
            settings: Of models/words/training.py: ``schedule``, ``raw`` …

        >>> docs = [Doc("我爱北京", words=("我", "爱", "北京"))] * 3
        >>> Segmenter().fit(docs).cut("我爱北京")
        ['我', '爱', '北京']
        """
        from zhnlp.models.words.training import Text, train_words

        texts = [Text(doc.text, need(doc.words, "words").ends) for doc in docs]
        gold = [(doc.text, bytes(need(doc.words, "words").ends)) for doc in dev]
        trained = partial(replace, self, method="crf")

        def score(model: WordModel) -> float:
            core = trained(model=model, lexicon=None)._core
            return word_f1((ends, core.ends(text)) for text, ends in gold)

        model = train_words(
            texts,
            dictionary=Dictionary.load(pack("jieba")),
            score=score if gold else None,
            dev_key=repr(gold),
            **settings,
        )
        return trained(model=model)

    def search(self, text: str) -> list[Span]:
        """The words of `text` with the dictionary's shorter words inside them, for an index.

        As in jieba's search mode: before each word of more than two characters
        its inner words of two, then of three characters.
        """
        return [Span(start, end) for start, end in self._core.search(text)]

    def explain(self, text: str, *, n: int = 5) -> Explanation:
        """Why `text` is cut as it is: every word considered and the `n` best cuts."""
        return explain(self._core, self.method, text, n)

    def cut_lines(
        self,
        data: bytes,
        *,
        separator: str = " ",
        errors: Literal["strict", "replace"] = "strict",
        path: str | os.PathLike[str] = "<bytes>",
        first_line: int = 1,
    ) -> bytes:
        """UTF-8 lines with `separator` between their words, without an object a word.

        Words of white space alone are left out. `line_stream` takes a line in pieces.

        Raises:
            FormatError: Invalid UTF-8, as ``path:line``, unless ``errors="replace"``.
        """
        stream = self.line_stream(separator, errors=errors, path=path, first_line=first_line)
        return stream.feed(data, is_last=True)

    def line_stream(
        self,
        separator: str = " ",
        *,
        errors: Literal["strict", "replace"] = "strict",
        path: str | os.PathLike[str] = "<bytes>",
        first_line: int = 1,
    ) -> LineStream:
        """What does as `cut_lines` with text that comes piece by piece."""
        return LineStream(self._core, separator, errors=errors, path=path, first_line=first_line)
