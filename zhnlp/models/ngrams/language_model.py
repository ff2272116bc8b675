"""LanguageModel: measures how much a text reads like the training texts.

A model of characters reads any string (see character_corpus.py), a model of words
sequences of words. training.py trains them; core/ngram.hpp looks them up.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Sequence
from math import exp, inf
from typing import Literal, NamedTuple

from zhnlp.arguments import need_items, need_strings
from zhnlp.core import CharacterReader, Ngram, Trie
from zhnlp.errors import PackError, UsageError
from zhnlp.models.ngrams.model import read_ngram, read_trie
from zhnlp.models.packed import PackedModel
from zhnlp.packing import Pack, pack_errors, read_manifest, read_pack
from zhnlp.resources import pack as find_pack

Unit = Literal["characters", "words"]
_UNITS = {"LanguageModel": "characters", "NgramModel": "words"}  # by the kind of pack


class Probability(NamedTuple):
    """The probability of texts by a model.

    Attributes:
        log_prob: Natural log of the probability.
        n_units: Number of characters or words; each end of a sentence counts as one.
        n_unknown: Number of those that the model does not know.
    """

    log_prob: float
    n_units: int
    n_unknown: int

    @property
    def perplexity(self) -> float:
        """exp of the mean negative log probability per unit; infinite without any units."""
        return exp(-self.log_prob / self.n_units) if self.n_units else inf


class LanguageModel(PackedModel):
    """A back-off model of characters, or of words.

    Args:
        name: A shipped pack, ``"zh-characters"`` or ``"pku-ngrams"``, the folder of one
            made by ``zhnlp train ngrams``, or a `Pack`.

    Raises:
        PackError: There is no such pack, or it is damaged or of another kind.

    >>> model = LanguageModel("zh-characters")
    >>> model.score("今天天气很好。") > model.score("今天天汽很好。")
    True
    """

    KIND = "LanguageModel"

    def __init__(self, name: str | os.PathLike[str] | Pack = "zh-characters") -> None:
        self.pack = name if isinstance(name, Pack) else _read(name)
        kind = self.pack.about.get("kind")
        if kind not in _UNITS:
            raise PackError(f"pack {self.pack.name!r} is a {kind!r}, not a {self.KIND!r}.")
        self._read(self.pack)

    def _read(self, pack: Pack) -> None:
        self.order: int = pack.about["order"] if isinstance(pack.about.get("order"), int) else 0
        self.unit: Unit = "words" if pack.about["kind"] == "NgramModel" else "characters"
        with pack_errors(pack):
            self._vocabulary = read_trie(pack)
            self._ngram = read_ngram(pack, self.order)
            self._read_as = pack.array("read_as", "I") if self.unit == "characters" else None
            self._reader = CharacterReader(self._vocabulary, self._read_as)

    @property
    def vocabulary(self) -> Trie:
        """The number of every character or word."""
        return self._vocabulary

    @property
    def ngram(self) -> Ngram:
        """The compiled model, for other compiled objects."""
        return self._ngram

    @property
    def folding_pairs(self) -> memoryview | None:
        """Flat pairs of characters: the first is read as the second. None for words."""
        return self._read_as

    def measure(self, texts: Iterable[str | Sequence[str]]) -> Probability:
        """The probability of all `texts` together; no sentence spans two of them."""
        log_prob, n_units, n_unknown = 0.0, 0, 0
        for text in need_items(texts, "texts", "Give a list of texts"):
            own = Probability(*self._ngram.total(self._numbers(text)))
            log_prob += own.log_prob
            n_units += own.n_units
            n_unknown += own.n_unknown
        return Probability(log_prob, n_units, n_unknown)

    def log_prob(self, text: str | Sequence[str]) -> float:
        """Natural log of the probability of `text`, including the ends of sentences.

        Args:
            text: A string, or for a model of words the words of one sentence.
        """
        return self.measure([text]).log_prob

    def score(self, text: str | Sequence[str]) -> float:
        """Mean natural log probability per character (or word), including the ends of sentences.

        Of two texts, the one with the higher score reads more like the training text,
        whatever their lengths. 0 for an empty text.
        """
        probability = self.measure([text])
        return probability.log_prob / max(probability.n_units, 1)

    def perplexity(self, texts: Iterable[str | Sequence[str]]) -> float:
        """The perplexity of all `texts` together, including the ends of sentences."""
        return self.measure(texts).perplexity

    def _numbers(self, text: str | Sequence[str]) -> array[int]:
        numbers: array[int] = array("I")
        if self.unit == "words":
            if isinstance(text, str):
                raise UsageError(
                    f"{text[:20]!r} is a string, but {self.pack.name!r} is a model of words. "
                    "Give a list of words, or use a model of characters."
                )
            # Only models of words need this module, which compiles patterns.
            from zhnlp.models.ngrams.word_corpus import BEGIN, END, UNKNOWN, model_form

            numbers.append(BEGIN)
            words = need_strings(text, "words")
            numbers.extend(max(self.vocabulary.find(model_form(word)), UNKNOWN) for word in words)
            numbers.append(END)
            return numbers
        for line in (
            text if isinstance(text, str) else "".join(need_strings(text, "text"))
        ).splitlines():
            numbers.frombytes(self._reader.numbers(line))
        return numbers


def _read(name: str | os.PathLike[str]) -> Pack:
    folder = find_pack(name, _UNITS)
    kind = read_manifest(folder / "pack.json").get("kind")
    return read_pack(folder, kind if kind in _UNITS else LanguageModel.KIND)
