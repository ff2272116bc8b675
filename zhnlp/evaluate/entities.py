"""Score entities: one is right if a gold one has the same start, end and label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from zhnlp.doc import Doc, need
from zhnlp.evaluate.ratios import (
    LabelScores,
    by_label,
    check_docs,
    check_text,
    f1,
    interval,
    label_scores,
)


@dataclass(frozen=True)
class EntityScores:
    """Scores of entities, over all labels (micro-averaged) and for each label.

    Attributes:
        precision: Right entities per predicted entity, 0 to 1, as all scores are.
        recall: Right entities per gold entity.
        f1: Their harmonic mean.
        f1_interval: Lower and upper end of the 95 % bootstrap interval of `f1` over texts.
        n_texts, n_gold, n_predicted: Numbers of texts and entities.
        labels: Scores by label.
    """

    precision: float
    recall: float
    f1: float
    f1_interval: tuple[float, float]
    n_texts: int
    n_gold: int
    n_predicted: int
    labels: Mapping[str, LabelScores]

    def __str__(self) -> str:
        low, high = self.f1_interval
        lines = [
            f"{self.n_texts} texts, {self.n_gold} gold entities, {self.n_predicted} predicted",
            f"F1 from {low:.4f} to {high:.4f} with 95 % confidence",
            *(f"{label:16} {of}  gold {of.n_gold}" for label, of in self.labels.items()),
            f"micro P {self.precision:.4f} R {self.recall:.4f} F1 {self.f1:.4f}",
        ]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """The scores as plain values by name."""
        return asdict(self)


def score_entities(
    gold: Sequence[Doc],
    predicted: Sequence[Doc],
    *,
    n_samples: int = 1000,
    seed: int = 0,
) -> EntityScores:
    """The scores of the entities of `predicted` against those of `gold`.

    A repeated entity counts once.

    Args:
        gold: Texts with the right entities.
        predicted: The same texts, in the same order, with entities.
        n_samples: Number of bootstrap samples for the interval, at least 1.
        seed: Seed of the samples.

    Raises:
        AlignmentError: The texts are not the same.
        MissingLayerError: The entities of a text are None.

    >>> from zhnlp.doc import Span
    >>> gold = [Doc("我爱北京", entities=(Span(2, 4, "LOC"),))]
    >>> score_entities(gold, [Doc("我爱北京", entities=())]).recall
    0.0
    """
    check_docs(gold, predicted)
    counts: list[tuple[int, int, int]] = []  # right, predicted and gold of each text
    right, n_gold, n_predicted = Counter[str](), Counter[str](), Counter[str]()
    for number, (doc, guess) in enumerate(zip(gold, predicted, strict=True)):
        check_text(number, doc.text, guess.text)
        entities = set(need(doc.entities, "entities"))
        guessed = set(need(guess.entities, "entities"))
        hits = entities & guessed
        counts.append((len(hits), len(guessed), len(entities)))
        for counter, spans in ((right, hits), (n_gold, entities), (n_predicted, guessed)):
            counter.update(span.label for span in spans)
    micro = label_scores(right.total(), n_predicted.total(), n_gold.total())
    return EntityScores(
        precision=micro.precision,
        recall=micro.recall,
        f1=micro.f1,
        f1_interval=interval(f1, counts, n_samples=n_samples, seed=seed),
        n_texts=len(counts),
        n_gold=micro.n_gold,
        n_predicted=micro.n_predicted,
        labels=by_label(right, n_predicted, n_gold),
    )
