"""Score words as in the SIGHAN bakeoffs.

A predicted word is right if a gold word has the same start and end (Emerson, 2005,
"The Second International Chinese Word Segmentation Bakeoff"). The words of a text
are any sequence of strings, such as ``doc.words``.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate

from zhnlp.arguments import need_strings
from zhnlp.evaluate.ratios import check_known, check_numbers, check_text, f1, interval, ratio


@dataclass(frozen=True)
class WordScores:
    """How well words were found.

    Attributes:
        precision: Right words per predicted word, 0 to 1, as all scores are.
        recall: Right words per gold word.
        f1: Their harmonic mean.
        f1_interval: Lower and upper end of the 95 % bootstrap interval of `f1` over texts
            that have words.
        n_texts, n_gold, n_predicted: Numbers of texts and words.
        unknown_rate: Gold words that are not known, per gold word.
        unknown_recall: Unknown words that were found, per unknown word. Both are None
            without known words.
    """

    precision: float
    recall: float
    f1: float
    f1_interval: tuple[float, float]
    n_texts: int
    n_gold: int
    n_predicted: int
    unknown_rate: float | None = None
    unknown_recall: float | None = None

    def __str__(self) -> str:
        low, high = self.f1_interval
        lines = [
            f"{self.n_texts} lines, {self.n_gold} gold words, {self.n_predicted} predicted",
            f"F1 from {low:.4f} to {high:.4f} with 95 % confidence",
        ]
        if self.unknown_rate is not None:
            lines.append(
                f"unknown words {self.unknown_rate:.4f} of all, recall {self.unknown_recall:.4f}"
            )
        return "\n".join([*lines, f"P {self.precision:.4f} R {self.recall:.4f} F1 {self.f1:.4f}"])

    def to_dict(self) -> dict[str, object]:
        """The scores as plain values by name."""
        return asdict(self)


def score_words(
    gold: Sequence[Sequence[str]],
    predicted: Sequence[Sequence[str]],
    *,
    known: Container[str] | None = None,
    n_samples: int = 1000,
    seed: int = 0,
) -> WordScores:
    """The scores of `predicted` words against `gold` ones.

    Args:
        gold: The right words of each text.
        predicted: Words of the same texts, in the same order.
        known: Words of the training data; the others are also scored separately.
        n_samples: Number of bootstrap samples for the interval, at least 1.
        seed: Seed of the samples.

    Raises:
        AlignmentError: The texts are not the same.

    >>> scores = score_words([["我", "爱", "北京"]], [["我", "爱", "北", "京"]])
    >>> scores.precision, round(scores.recall, 2)
    (0.5, 0.67)
    """
    check_known(known)
    check_numbers(gold, predicted)
    counts = [
        _count(number, right, guess, known)
        for number, (right, guess) in enumerate(zip(gold, predicted, strict=True))
    ]
    sums = [sum(column) for column in zip((0, 0, 0, 0, 0), *counts, strict=True)]
    n_right, n_gold, n_predicted, n_unknown, n_unknown_right = sums
    return WordScores(
        precision=ratio(n_right, n_predicted),
        recall=ratio(n_right, n_gold),
        f1=f1(n_right, n_predicted, n_gold),
        f1_interval=interval(
            f1, [row[:3] for row in counts if row[1]], n_samples=n_samples, seed=seed
        ),
        n_texts=len(counts),
        n_gold=n_gold,
        n_predicted=n_predicted,
        unknown_rate=None if known is None else ratio(n_unknown, n_gold),
        unknown_recall=None if known is None else ratio(n_unknown_right, n_unknown),
    )


def _count(
    number: int, gold: Sequence[str], predicted: Sequence[str], known: Container[str] | None
) -> tuple[int, int, int, int, int]:
    """The numbers of right, gold, predicted, unknown, and right unknown words of a text."""
    gold, predicted = need_strings(gold, "gold words"), need_strings(predicted, "predicted words")
    check_text(number, "".join(gold), "".join(predicted))
    predicted_spans = set(_spans(predicted))
    hits = [span in predicted_spans for span in _spans(gold)]
    unknown: list[bool] = []
    if known is not None:
        unknown = [hit for word, hit in zip(gold, hits, strict=True) if word not in known]
    return sum(hits), len(gold), len(predicted), len(unknown), sum(unknown)


def _spans(words: Iterable[str]) -> list[tuple[int, int]]:
    ends = list(accumulate(map(len, words)))
    return list(zip([0, *ends], ends, strict=False))
