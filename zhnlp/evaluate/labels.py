"""Score the labels of texts, or of pairs of texts: one label each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from zhnlp.arguments import need_text
from zhnlp.evaluate.ratios import LabelScores, by_label, check_numbers, interval, ratio


@dataclass(frozen=True)
class CategoryScores:
    """How well texts were classified.

    Attributes:
        accuracy: Texts with the right label per text, 0 to 1, as all scores are.
        accuracy_interval: Lower and upper end of its 95 % bootstrap interval over texts.
        macro_f1: The mean of the F1 of all gold labels, rare ones count as much as others.
        n_texts: Number of texts.
        labels: The scores of every label.
    """

    accuracy: float
    accuracy_interval: tuple[float, float]
    macro_f1: float
    n_texts: int
    labels: Mapping[str, LabelScores]

    def __str__(self) -> str:
        low, high = self.accuracy_interval
        return "\n".join(
            [
                f"{self.n_texts} texts",
                f"accuracy from {low:.4f} to {high:.4f} with 95 % confidence",
                *(f"{label:16} {own}  gold {own.n_gold}" for label, own in self.labels.items()),
                f"accuracy {self.accuracy:.4f} macro-F1 {self.macro_f1:.4f}",
            ]
        )

    def to_dict(self) -> dict[str, object]:
        """The scores as plain values by name."""
        return asdict(self)


def score_labels(
    gold: Sequence[str], predicted: Sequence[str], *, n_samples: int = 1000, seed: int = 0
) -> CategoryScores:
    """The scores of `predicted` labels against the gold ones.

    Args:
        gold: The right label of each text, as ``doc.categories.best``.
        predicted: The label that was given to each, in the same order.
        n_samples: Number of bootstrap samples for the interval, at least 1.
        seed: Seed of the samples.

    Raises:
        AlignmentError: There are more or fewer predicted labels.

    >>> score_labels(["财经", "体育", "体育"], ["财经", "体育", "财经"]).labels["体育"].recall
    0.5
    """
    check_numbers(gold, predicted)
    for label in (*gold, *predicted):
        need_text(label, "a label to score")
    hits = [(int(right == guess), 1) for right, guess in zip(gold, predicted, strict=True)]
    right = Counter(label for label, (hit, _) in zip(gold, hits, strict=True) if hit)
    labels = by_label(right, Counter(predicted), Counter(gold))
    n_labels = len(set(gold))
    return CategoryScores(
        accuracy=ratio(right.total(), len(hits)),
        accuracy_interval=interval(ratio, hits, n_samples=n_samples, seed=seed),
        macro_f1=ratio(sum(own.f1 for own in labels.values()), n_labels),
        n_texts=len(hits),
        labels=labels,
    )
