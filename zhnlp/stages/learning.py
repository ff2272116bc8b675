"""Learning: turns Docs into training samples, and computes F1 on a development set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhnlp.arguments import need_items
from zhnlp.doc import Doc, need
from zhnlp.models.sequence.training import Sample
from zhnlp.stage import need_doc


def samples(docs: Iterable[Doc], layers: Sequence[str], *, weight: float = 1.0) -> list[Sample]:
    """`docs` as training samples; MissingLayerError if one has no words or none of `layers`.

    `weight` is how much each of them counts in training.
    """
    return [
        Sample(
            doc.text,
            need(doc.words, "words").ends,
            need(doc.tags, "tags") if "tags" in layers else (),
            need(doc.entities, "entities") if "entities" in layers else (),
            need(doc.words, "words").optional,
            weight,
        )
        for doc in map(need_doc, need_items(docs, "what there is to learn", "Give Docs"))
    ]


def f1(pairs: Iterable[tuple[Iterable[object], Iterable[object]]]) -> float:
    """F1 over all texts, from the gold and predicted items of each; 0 if there are none."""
    n_right = n_all = 0
    for gold_items, predicted_items in pairs:
        gold, predicted = set(gold_items), set(predicted_items)
        n_right += len(gold & predicted)
        n_all += len(gold) + len(predicted)
    return 2 * n_right / n_all if n_all else 0.0
