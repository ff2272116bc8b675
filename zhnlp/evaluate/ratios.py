"""Ratios: precision, recall and F1 from counts, and their confidence intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from itertools import chain

from zhnlp.arguments import need_count, need_kind, wrong_type
from zhnlp.doc import Doc
from zhnlp.errors import AlignmentError


@dataclass(frozen=True)
class LabelScores:
    """Scores of the items with one label.

    Attributes:
        precision: Right items per predicted item, 0 to 1.
        recall: Right items per gold item.
        f1: Their harmonic mean.
        n_gold, n_predicted: Numbers of items.
    """

    precision: float
    recall: float
    f1: float
    n_gold: int
    n_predicted: int

    def __str__(self) -> str:
        return f"P {self.precision:.4f} R {self.recall:.4f} F1 {self.f1:.4f}"


def label_scores(n_right: int, n_predicted: int, n_gold: int) -> LabelScores:
    """The scores from the numbers of right, predicted and gold items."""
    return LabelScores(
        precision=ratio(n_right, n_predicted),
        recall=ratio(n_right, n_gold),
        f1=f1(n_right, n_predicted, n_gold),
        n_gold=n_gold,
        n_predicted=n_predicted,
    )


def by_label(
    right: Counter[str], predicted: Counter[str], gold: Counter[str]
) -> dict[str, LabelScores]:
    """The scores of every label, sorted by label."""
    return {
        label: label_scores(right[label], predicted[label], gold[label])
        for label in sorted({*gold, *predicted})
    }


def ratio(part: float, whole: float) -> float:
    """`part` divided by `whole`; 0 if `whole` is 0."""
    return part / whole if whole else 0.0


def f1(n_right: int, n_predicted: int, n_gold: int) -> float:
    """The harmonic mean of precision and recall."""
    return ratio(2 * n_right, n_predicted + n_gold)


def interval(
    score: Callable[..., float],
    counts: Sequence[tuple[int, ...]],
    *,
    n_samples: int,
    seed: int,
) -> tuple[float, float]:
    """Lower and upper end of the 95 % bootstrap interval of a score over texts.

    Args:
        score: Computes the score from the sums of counts.
        counts: The counts of each text. Texts are drawn with replacement.
        n_samples: Number of samples, at least 1.
        seed: Seed of the samples.

    Returns:
        The 2.5 and 97.5 % quantiles; zeros without texts.
    """
    n_samples = need_count(n_samples, "n_samples")
    seed = need_count(seed, "seed", least=0)
    if not counts:
        return 0.0, 0.0
    import numpy as np

    columns = np.array(counts, dtype=np.int64)
    random = np.random.default_rng(seed)
    scores = np.empty(n_samples)
    for i in range(n_samples):
        scores[i] = score(*columns[random.integers(0, len(columns), len(columns))].sum(axis=0))
    low, high = np.quantile(scores, [0.025, 0.975])
    return float(low), float(high)


_TEXTS = (str, bytes, bytearray)


def check_known(known: object) -> None:
    """InputError unless `known` is None or a collection of words; a string has parts, not words."""
    if known is not None and (isinstance(known, _TEXTS) or not isinstance(known, Container)):
        raise wrong_type(known, "known", "Give a set of words")


def check_docs(gold: Sequence[Doc], predicted: Sequence[Doc]) -> None:
    """AlignmentError unless there are as many predicted Docs as gold ones."""
    check_numbers(gold, predicted)
    for doc in chain(gold, predicted):
        need_kind(doc, "a text to score", Doc)


def check_numbers(gold: Sequence[object], predicted: Sequence[object]) -> None:
    """AlignmentError unless there are as many predicted texts as gold ones."""
    for given, name in ((gold, "gold"), (predicted, "predicted")):
        if not isinstance(given, Sequence):
            raise wrong_type(given, name, "Give a list, with an item for each text")
    if len(gold) != len(predicted):
        raise AlignmentError(
            f"there are {len(gold)} gold texts and {len(predicted)} predicted ones. "
            "Give one for each."
        )


def check_text(number: int, gold: str, predicted: str) -> None:
    """AlignmentError if the texts differ; it shows where."""
    if gold != predicted:
        raise AlignmentError(f"text {number}: {difference(gold, predicted)}")


def difference(gold: str, predicted: str) -> str:
    """A sentence that shows where two texts differ."""
    pairs = enumerate(zip(gold, predicted, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(gold), len(predicted)))
    at = max(0, at - 5)
    return (
        f"the text differs from the gold text at {predicted[at : at + 20]!r} "
        f"against {gold[at : at + 20]!r}. Both must be of the same text."
    )
