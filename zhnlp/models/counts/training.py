"""Fit the vocabulary of a CountModel, and the inverse document frequency of its n-grams."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from zhnlp.arguments import need_choice, need_count, need_number, shown
from zhnlp.core import GramCounter, grams
from zhnlp.errors import UsageError
from zhnlp.models.counts.model import (
    UNITS,
    WEIGHTS,
    CountModel,
    Of,
    TokenSequence,
    Weights,
    make_count_model,
)
from zhnlp.models.latin import LATIN, Latin
from zhnlp.packing import About

LARGEST = 1_000_000  # n-grams of a vocabulary
_HELD = 4 * LARGEST  # while fitting; beyond them the rarest are forgotten
_CHUNK = 1000
_LONGEST = 20  # tokens of an n-gram


@dataclass(frozen=True, kw_only=True)
class CountSettings:
    """What is counted.

    Args:
        of: ``"words"``, ``"terms"`` (words with content) or ``"characters"``.
        weights: ``"one-hot"``, ``"counts"`` or ``"tfidf"``; see model.py.
        ngrams: The tokens of the shortest and the longest n-grams.
        min_docs: N-grams of fewer documents are left out.
        max_docs: Those of a larger share of all documents are left out, 0 to 1.
        max_features: The size of the vocabulary; those of most documents are kept. None: a
            million.
        hashed: Instead of a vocabulary: the number of slots for hashes.
        latin: The form of Latin words; see models/latin.py.

    Raises:
        UsageError: A setting is out of its range, or hashing is given with a limit.
    """

    of: Of = "terms"
    weights: Weights = "tfidf"
    ngrams: tuple[int, int] = (1, 1)
    min_docs: int = 1
    max_docs: float = 1.0
    max_features: int | None = None
    hashed: int | None = None
    latin: Latin = "lower"

    def __post_init__(self) -> None:
        need_choice(self.of, "of", UNITS)
        need_choice(self.weights, "weights", WEIGHTS)
        need_choice(self.latin, "latin", LATIN)
        object.__setattr__(self, "ngrams", need_lengths(self.ngrams))
        need_count(self.min_docs, "min_docs")
        if not 0 < need_number(self.max_docs, "max_docs") <= 1:
            raise UsageError(f"max_docs is {shown(self.max_docs)}; give a share above 0, up to 1.")
        for name in ("max_features", "hashed"):
            if getattr(self, name) is not None:
                need_count(getattr(self, name), name)
        if self.hashed and (self.min_docs > 1 or self.max_docs < 1 or self.max_features):
            raise UsageError(
                "hashed leaves no n-gram out. Give it without min_docs, max_docs and max_features."
            )


def fit_counts(
    sequences: Iterable[TokenSequence], settings: CountSettings, about: About | None = None
) -> CountModel:
    """A model of the n-grams of token sequences, in alphabetical order.

    While it counts, it holds four million n-grams at most; beyond them the rarest are
    forgotten, so that memory stays below about 1 GB.

    Args:
        sequences: The tokens of each document; read once.
        settings: What is counted.
        about: What pack.json says of the data.

    Raises:
        UsageError: No n-gram is left, or there are no documents.
    """
    if settings.hashed:
        return _hashed(sequences, settings, about)
    low, high = settings.ngrams
    n_with: Counter[str] = Counter()
    n_docs = 0
    for tokens in sequences:
        n_docs += 1
        n_with.update(set(grams(tokens, low, high)))
        if len(n_with) > _HELD:
            _forget(n_with)
    kept = _kept(n_with, n_docs, settings)
    idf = [_idf(n_docs, n_with[name]) for name in kept]
    return make_count_model(_plain(settings), kept, idf, about)


def _hashed(
    sequences: Iterable[TokenSequence], settings: CountSettings, about: About | None
) -> CountModel:
    import numpy as np

    slots = settings.hashed or 0
    low, high = settings.ngrams
    counter, n_docs = GramCounter(n_slots=slots, low=low, high=high), 0
    n_with = np.zeros(slots, np.int64)
    chunk: list[TokenSequence] = []

    def take() -> None:
        n_with[:] += np.bincount(np.frombuffer(counter.count(chunk)[1], np.int32), minlength=slots)
        chunk.clear()

    for tokens in sequences if settings.weights == "tfidf" else ():
        chunk.append(tokens)
        n_docs += 1
        if len(chunk) == _CHUNK:
            take()
    take()
    idf = np.log((1 + n_docs) / (1 + n_with)) + 1 if settings.weights == "tfidf" else n_with[:0]
    return make_count_model(
        _plain(settings), (), array("f", idf.astype(np.float32).tobytes()), about
    )


def _kept(n_with: Counter[str], n_docs: int, settings: CountSettings) -> list[str]:
    """The vocabulary, in alphabetical order."""
    most = settings.max_docs * n_docs
    kept = [name for name, n in n_with.items() if settings.min_docs <= n <= most]
    if not kept:
        limits = "min_docs and max_docs" if n_with else "the list of stopwords"
        raise UsageError(
            f"of {n_docs} documents with {len(n_with)} {settings.of} no n-gram is left. Give "
            f"more text, or look at {limits}."
        )
    size = min(settings.max_features or LARGEST, LARGEST)
    if len(kept) > size:
        kept = sorted(kept, key=lambda name: (-n_with[name], name))[:size]
    return sorted(kept)


def _forget(n_with: Counter[str]) -> None:
    """Leave out n-grams of the fewest documents, until half of the room is free."""
    least = 1
    while len(n_with) > _HELD // 2:
        for name in [name for name, n in n_with.items() if n <= least]:
            del n_with[name]
        least += 1


def _idf(n_docs: int, n_with: int) -> float:
    return log((1 + n_docs) / (1 + n_with)) + 1


def _plain(settings: CountSettings) -> About:
    return {
        "of": settings.of,
        "weights": settings.weights,
        "ngrams": list(settings.ngrams),
        "latin": settings.latin,
        "slots": settings.hashed or 0,
    }


def need_lengths(given: object) -> tuple[int, int]:
    """`given` as the tokens of the shortest and the longest n-grams; UsageError otherwise."""
    if isinstance(given, (tuple, list)) and len(given) == 2:
        low, high = (need_count(each, "one of ngrams") for each in given)
        if low <= high <= _LONGEST:
            return low, high
    raise UsageError(
        f"ngrams is {shown(given)}. Give the tokens of the shortest and the longest n-grams, up to "
        f"{_LONGEST}, as in (1, 2)."
    )
