"""Learning: Docs as samples, and one F1 for the scores on a development set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhnlp.doc import Doc, need
from zhnlp.models.sequence.training import Sample


def samples(docs: Iterable[Doc], layers: Sequence[str]) -> list[Sample]:
    """What there is to learn in `docs`; MissingLayerError where one lacks words or a layer."""
    return [
        Sample(
            doc.text,
            need(doc.words, "words").ends,
            need(doc.tags, "tags") if "tags" in layers else (),
            need(doc.entities, "entities") if "entities" in layers else (),
        )
        for doc in docs
    ]


def f1(pairs: Iterable[tuple[Iterable[object], Iterable[object]]]) -> float:
    """F1 over all texts, from what is right and what was found in each; 0 where both are empty."""
    n_right = n_all = 0
    for right, found in pairs:
        gold, guess = set(right), set(found)
        n_right += len(gold & guess)
        n_all += len(gold) + len(guess)
    return 2 * n_right / n_all if n_all else 0.0
