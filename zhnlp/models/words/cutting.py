"""Cutting: builds a compiled cutter from a method, a dictionary, user words and a model.

stages/segmenter.py describes the methods.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import log
from sys import float_info
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from zhnlp.arguments import need_text
from zhnlp.core import Cutter, Hmm, Trie, UserWords, WordLabels, WordNgrams
from zhnlp.errors import UsageError
from zhnlp.models import WordCutter, WordScorer, need_answers
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.lexicons.lexicon import Lexicon, weights
from zhnlp.models.lexicons.stopwords import read_stopwords
from zhnlp.models.ngrams.model import NgramModel
from zhnlp.models.sequence.alphabet import WIDE
from zhnlp.models.words.line_stream import LinesByText, LineStream
from zhnlp.models.words.model import WordModel
from zhnlp.models.words.patterns import Patterns
from zhnlp.models.words.scoring import character_labels, load_scorer
from zhnlp.resources import dicts, need_method, pack

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from zhnlp.models.words.explanation import Explanation

Method = Literal[
    "forward", "backward", "bidirectional", "unigram", "bigram", "trigram", "crf", "jieba", "neural"
]
METHODS: tuple[Method, ...] = get_args(Method)
Model = NgramModel | WordModel | WordScorer
Answer = TypeVar("Answer")
STRENGTH = 0.75
_ORDER = {"bigram": 2, "trigram": 3}
_MODELS: dict[str, type[NgramModel] | type[WordModel]] = {
    "bigram": NgramModel,
    "trigram": NgramModel,
    "crf": WordModel,
}
GUESSING = ("unigram", "bigram", "trigram", "jieba")
_BESIDE_JIEBA_S = ("crf", "neural")  # which a dictionary of the user's does not replace


class Cutting:
    """A compiled cutter for one method, a WordCutter; threads may share it.

    Args:
        method: One of METHODS.
        lexicon: The user's own words.
        dictionary: Words to use instead of jieba's; for ``crf`` and ``neural``, in addition
            to them.
        model: The model of the method; None for the one that ships.
        hmm: Find unknown words with a hidden Markov model.
        rules: Never cut inside a unit.
        strength: How sure the method may be of a word that a preferred word cuts.
        patterns: Regular expressions whose matches are words.
    """

    def __init__(
        self,
        method: Method,
        *,
        lexicon: Lexicon | None = None,
        dictionary: Lexicon | None = None,
        model: Model | None = None,
        hmm: bool = True,
        rules: bool = True,
        strength: float = STRENGTH,
        patterns: Iterable[str] = (),
    ) -> None:
        self.method = method
        self.model = load_model(method, model) if _has_model(method) else None
        self._base = base = _base(method, dictionary)  # kept: others share it
        core_model: WordLabels | WordNgrams | None = None
        if isinstance(self.model, WordModel):
            core_model = _labels(self.model, dictionary)
        elif isinstance(self.model, NgramModel):
            core_model = self.model.words(_ORDER[method])
        elif self.model is not None:
            core_model = character_labels(self.model, base, dictionary)
        self.core = Cutter(
            method,
            base.words,
            user=_user_words(lexicon, base),
            mixed=_mixed(method, dictionary),
            model=core_model,
            hmm=self._hmm() if hmm and method in GUESSING else None,
            rules=rules,
            most_margin=_log_odds(strength),
        )
        self.patterns = Patterns(patterns) if patterns else None
        self._bind()

    def _hmm(self) -> Hmm | None:
        """The model of unknown words."""
        return self.model.hmm if isinstance(self.model, NgramModel) else self._base.hmm

    def _bind(self) -> None:
        """Set `ends` and `words`."""
        # Compiled methods as attributes: a call adds no Python frame.
        self.ends: Callable[[str], bytes] = self.core.ends
        self.words: Callable[[str], list[str]] = self.core.words
        if self._scorer is not None:
            self.ends = self._with_scores(self.core.ends)
            self.words = self._with_scores(self.core.words)
        elif self.patterns is not None:
            self.ends = self._with_patterns(self.core.ends)
            self.words = self._with_patterns(self.core.words)

    @property
    def _scorer(self) -> WordScorer | None:
        return self.model if isinstance(self.model, WordScorer) else None

    def _with_scores(
        self, call: Callable[[str, array[int] | None, Buffer | None], Answer]
    ) -> Callable[[str], Answer]:
        """`call` with the places that the patterns match and the scores of the network."""
        return lambda text: call(text, self._places(text), self._scores(text))

    def _scores(self, text: str) -> Buffer | None:
        return self._scorer.scores(need_text(text, "text")) if self._scorer else None

    def _scores_batch(self, texts: Sequence[str]) -> Sequence[Buffer | None]:
        """The scores of all `texts`, asked of the network at once."""
        if self._scorer is None or not texts:
            return [None] * len(texts)
        return need_answers(self._scorer.scores_batch(texts), len(texts), self._scorer)

    def _with_patterns(
        self, call: Callable[[str, array[int] | None], Answer]
    ) -> Callable[[str], Answer]:
        """`call` with the places that the patterns match."""
        return lambda text: call(text, self._places(text))

    def _places(self, text: str) -> array[int] | None:
        return self.patterns.places(need_text(text, "text")) if self.patterns else None

    def ends_batch(self, texts: Sequence[str]) -> list[bytes]:
        """The word ends of each of `texts`."""
        if self._scorer is None and self.patterns is None:
            return self.core.ends_batch(texts)
        scores = self._scores_batch(texts)
        return [
            self.core.ends(text, self._places(text), own)
            for text, own in zip(texts, scores, strict=True)
        ]

    def words_batch(self, texts: Sequence[str]) -> list[list[str]]:
        """The words of each of `texts`."""
        scores = self._scores_batch(texts)
        return [
            self.core.words(text, self._places(text), own)
            for text, own in zip(texts, scores, strict=True)
        ]

    def search(self, text: str) -> list[tuple[int, int]]:
        """The words of `text`, each after the shorter dictionary words inside it."""
        return self.core.search(text, self._places(text), self._scores(text))

    def explain(self, text: str, n: int = 5) -> Explanation:
        """Every candidate word, and the `n` best cuts."""
        from zhnlp.models.words.explanation import explain  # most programs need no pictures

        return explain(self.core, self.method, text, n, self._places(text), self._scores(text))

    def line_stream(
        self,
        separator: str = " ",
        *,
        errors: Literal["strict", "replace"] = "strict",
        path: str | os.PathLike[str] = "<bytes>",
        first_line: int = 1,
    ) -> LineStream:
        """A LineStream, which puts `separator` between the words of UTF-8 lines."""
        by_text = self.patterns or self._scorer
        cutter = LinesByText(self.words_batch) if by_text else self.core
        return LineStream(cutter, separator, errors=errors, path=path, first_line=first_line)


def _has_model(method: str) -> bool:
    return method in _MODELS or method == "neural"


def check_method(method: str, *, hmm: bool = True, rules: bool = True) -> None:
    """UsageError if `method` is not one of METHODS, or a setting has no effect on it."""
    need_method(method, METHODS, "Segmenter('neural', model=folder)")
    if not hmm and method not in GUESSING:
        raise UsageError(
            f"method {method!r} uses no hidden Markov model, so hmm has no effect. Leave it out "
            f"(--no-hmm on the command line), or choose one of {', '.join(GUESSING)}."
        )
    if not rules and method == "jieba":
        raise UsageError(
            "method 'jieba' has rules of its own, so rules has no effect. Leave it out "
            "(--no-rules on the command line), or choose another method."
        )


def load_model(method: str, model: Model | WordCutter | str | os.PathLike[str] | None) -> Model:
    """The model given or named, or the default one of `method` for None.

    Raises:
        UsageError: `method` uses no model, or the model is for another method.
        PackError: There is no such pack, or it is damaged or of another kind.
    """
    if method == "neural":
        return load_scorer(model)
    wanted = _MODELS.get(method)
    if wanted is None:
        raise UsageError(
            f"method {method!r} uses no model, so {model!r} has no effect. "
            f"Leave it out, or choose one of {', '.join(_MODELS)}, neural."
        )
    if model is None:
        return wanted()
    if isinstance(model, (str, os.PathLike)):
        return wanted(model)
    if not isinstance(model, wanted):
        raise UsageError(
            f"method {method!r} needs a {wanted.__name__}, not {model!r}. Give the "
            f"name of a pack, or train one with zhnlp train."
        )
    return model


def _log_odds(probability: float) -> float:
    """Natural log of p / (1 - p), but finite."""
    if probability in (0, 1):
        return float_info.max if probability else -float_info.max
    return log(probability / (1 - probability))


def _user_words(lexicon: Lexicon | None, base: Dictionary) -> UserWords | None:
    entries = lexicon.entries if lexicon else ()
    if not entries:
        return None
    modes = [
        (entry.mode, log(entry.frequency) + base.unknown if entry.frequency else 0.0)
        for entry in entries
    ]
    return UserWords(Trie.build([entry.word for entry in entries]), modes)


def _base(method: Method, dictionary: Lexicon | None) -> Dictionary:
    """The words that `method` chooses from: jieba's, or those given in their place."""
    if dictionary is None or method in _BESIDE_JIEBA_S:
        return Dictionary.load(pack("jieba"))
    return Dictionary.of(weights(dictionary.entries))


def _mixed(method: Method, dictionary: Lexicon | None) -> Trie | None:
    """The words that may mix scripts; None where only `dictionary` or jieba says what is a word."""
    if method == "jieba" or (dictionary is not None and not _has_model(method)):
        return None
    return _mixed_words(dictionary)


@lru_cache(4)
def _mixed_words(own: Lexicon | None) -> Trie:
    """The listed words that mix Han characters with Latin letters or digits, and `own`."""
    listed = read_stopwords(dicts() / "mixed_words.txt")
    words = {*listed, *map(str.lower, listed)}
    words.update([word.translate(WIDE) for word in words])
    return Trie.build(sorted(words.union(entry.word for entry in own.entries) if own else words))


def _labels(model: WordModel, dictionary: Lexicon | None) -> WordLabels:
    """The labels of `model`, with the words of `dictionary` in addition to jieba's."""
    words = [entry.word for entry in dictionary.entries] if dictionary else []
    return model.word_labels.with_words(Trie.build(words)) if words else model.word_labels
