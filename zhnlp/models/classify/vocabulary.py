"""Vocabularies: the n-grams that a linear model of labels sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from zhnlp.core import Trie
from zhnlp.models.classify.features import Features, Grams, seen_tokens
from zhnlp.models.classify.settings import LinearSettings
from zhnlp.models.counts.model import TokenSequence
from zhnlp.models.counts.training import CountSettings, fit_counts

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]


def vocabularies(sequences: Sequence[TokenSequence], settings: LinearSettings) -> list[Grams]:
    """The n-grams of the characters of texts, of their words, or of both.

    Raises:
        UsageError: No n-gram is left.
    """
    ngrams = settings.ngrams or (1, 1)
    kinds = {
        "characters": [(True, ngrams)],
        "characters+words": [(True, ngrams), (False, (1, 1))],
    }.get(settings.of, [(False, ngrams)])
    return [_fitted(sequences, settings, *kind) for kind in kinds]


def _fitted(
    sequences: Iterable[TokenSequence],
    settings: LinearSettings,
    characters: bool,
    ngrams: tuple[int, int],
) -> Grams:
    counting = CountSettings(
        of="characters" if characters else "words",
        weights="counts",
        ngrams=ngrams,
        min_docs=settings.min_docs,
    )
    low, high = ngrams
    tokens = seen_tokens(sequences, characters=characters, high=high)
    return Grams(Trie.build(fit_counts(tokens, counting).names()), characters, low, high)


def kept_grams(grams: Sequence[Grams], scales: Floats) -> list[Grams]:
    """The n-grams whose scale is not 0, numbered anew."""
    kept = []
    n_before = 0
    for own in grams:
        names = sorted((number, name) for name, number in own.vocabulary.items())
        left = [name for number, name in names if scales[n_before + number]]
        n_before += len(names)
        kept.append(own._replace(vocabulary=Trie.build(left)))
    return kept


def weighed(grams: Sequence[Grams], scales: Floats | None, settings: LinearSettings) -> Features:
    """The n-grams with these scales, or without weights."""
    import numpy as np

    n_grams = sum(own.vocabulary.n_values for own in grams)
    return Features(
        grams,
        np.ones(n_grams, np.float32) if scales is None else scales,
        counted=settings.weights in ("tfidf", "counts"),
        unit=settings.weights in ("tfidf", "association"),
    )
