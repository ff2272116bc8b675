"""Score entities against gold ones of which some are optional: labels with a question mark.

A found entity that overlaps an optional one is ignored, unless it is demanded itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from zhnlp.corpus.marks import LABELS
from zhnlp.doc import Doc, need
from zhnlp.evaluate.ratios import (
    LabelScores,
    by_label,
    check_docs,
    check_text,
    f1,
    interval,
    label_scores,
    ratio,
)
from zhnlp.models.entities.optional_names import NameCounts, compared, is_optional, total


@dataclass(frozen=True)
class MarkedEntityScores:
    """How well entities were found; those that are optional do not count.

    Attributes:
        exact: Precision, recall and F1 of entities with the same start, end and label as a
            demanded one, over all labels.
        overlapping: The same, where to overlap a demanded one with the same label is enough.
        f1_interval: Lower and upper end of the 95 % bootstrap interval of the F1 of `exact`
            over texts.
        n_texts, n_gold, n_predicted: Numbers of texts, of demanded entities, and of those found
            that count.
        labels: Exact scores by label.
    """

    exact: LabelScores
    overlapping: LabelScores
    f1_interval: tuple[float, float]
    n_texts: int
    n_gold: int
    n_predicted: int
    labels: Mapping[str, LabelScores]

    def __str__(self) -> str:
        low, high = self.f1_interval
        lines = [
            f"{self.n_texts} texts, {self.n_gold} demanded entities, {self.n_predicted} predicted",
            f"exact F1 from {low:.4f} to {high:.4f} with 95 % confidence",
            *(f"{label:16} {of}  gold {of.n_gold}" for label, of in self.labels.items()),
            f"overlapping {self.overlapping}",
            f"exact {self.exact}",
        ]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """The scores as plain values by name."""
        return asdict(self)


def has_optional(docs: Iterable[Doc]) -> bool:
    """Whether some entities of `docs` may be found but need not be."""
    return any(is_optional(span.label) for doc in docs for span in need(doc.entities, "entities"))


def score_marked_entities(
    gold: Sequence[Doc],
    predicted: Sequence[Doc],
    *,
    n_samples: int = 1000,
    seed: int = 0,
) -> MarkedEntityScores:
    """The scores of the entities of `predicted` against those of `gold`.

    A repeated entity counts once. Labels other than PER, LOC, ORG and those of `gold` are
    ignored.

    Args:
        gold: Texts with the right entities; those with labels such as ``PER?`` are optional.
        predicted: The same texts, in the same order, with entities.
        n_samples: Number of bootstrap samples for the interval, at least 1.
        seed: Seed of the samples.

    Raises:
        AlignmentError: The texts are not the same.
        MissingLayerError: The entities of a text are None.

    >>> from zhnlp.doc import Span
    >>> gold = [Doc("我爱北京城", entities=(Span(2, 4, "LOC"),))]
    >>> scores = score_marked_entities(gold, [Doc("我爱北京城", entities=(Span(2, 5, "LOC"),))])
    >>> scores.exact.f1, scores.overlapping.f1
    (0.0, 1.0)
    """
    check_docs(gold, predicted)
    labels = frozenset(LABELS).union(
        span.label.rstrip("?") for doc in gold for span in need(doc.entities, "entities")
    )
    counts: list[NameCounts] = []
    right, n_gold, n_predicted = Counter[str](), Counter[str](), Counter[str]()
    for number, (doc, guess) in enumerate(zip(gold, predicted, strict=True)):
        check_text(number, doc.text, guess.text)
        spans = [span for span in need(guess.entities, "entities") if span.label in labels]
        demanded, found, own = compared(doc.entities, spans)
        counts.append(own)
        for counter, names in (
            (right, demanded & found),
            (n_gold, demanded),
            (n_predicted, found),
        ):
            counter.update(label for _, _, label in names)
    sums = total(counts)
    return MarkedEntityScores(
        exact=label_scores(sums.exact, sums.found, sums.demanded),
        overlapping=_overlapping(sums),
        f1_interval=interval(f1, [row[:3] for row in counts], n_samples=n_samples, seed=seed),
        n_texts=len(counts),
        n_gold=sums.demanded,
        n_predicted=sums.found,
        labels=by_label(right, n_predicted, n_gold),
    )


def _overlapping(sums: NameCounts) -> LabelScores:
    precision, recall = ratio(sums.touching, sums.found), ratio(sums.touched, sums.demanded)
    harmonic = ratio(2 * precision * recall, precision + recall)
    return LabelScores(precision, recall, harmonic, sums.demanded, sums.found)
