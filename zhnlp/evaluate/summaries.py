"""Score summaries: ROUGE-1, ROUGE-2 and ROUGE-L, on characters.

Lin (2004), "ROUGE: A Package for Automatic Evaluation of Summaries". Chinese has no blanks between
words, so characters are counted, as published figures for Chinese do; white space is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zhnlp.evaluate.ratios import check_numbers, f1


@dataclass(frozen=True)
class SummaryScores:
    """Scores of summaries: means over the texts, 0 to 1.

    Attributes:
        rouge1: F1 of characters in common.
        rouge2: F1 of pairs of characters in common.
        rougel: F1 of the longest common subsequence.
        n_texts: Number of texts.
    """

    rouge1: float
    rouge2: float
    rougel: float
    n_texts: int

    def __str__(self) -> str:
        return (
            f"ROUGE-1 {self.rouge1:.4f} ROUGE-2 {self.rouge2:.4f} ROUGE-L {self.rougel:.4f} "
            f"of {self.n_texts:,} texts"
        )


def score_summaries(gold: Sequence[str], predicted: Sequence[str]) -> SummaryScores:
    """The scores of predicted summaries.

    Args:
        gold: A summary for each text.
        predicted: As many.

    >>> scores = score_summaries(["央行降息"], ["央行今日降息"])
    >>> round(scores.rouge1, 2), round(scores.rouge2, 2), round(scores.rougel, 2)
    (0.8, 0.5, 0.8)
    """
    check_numbers(gold, predicted)
    pairs = [("".join(a.split()), "".join(b.split())) for a, b in zip(gold, predicted, strict=True)]
    n = len(pairs)
    return SummaryScores(
        rouge1=sum(_overlap(a, b, 1) for a, b in pairs) / max(n, 1),
        rouge2=sum(_overlap(a, b, 2) for a, b in pairs) / max(n, 1),
        rougel=sum(f1(_subsequence(a, b), len(b), len(a)) for a, b in pairs) / max(n, 1),
        n_texts=n,
    )


def _overlap(gold: str, predicted: str, n: int) -> float:
    """F1 of the n-grams that two texts share."""
    counts = [
        Counter(text[i : i + n] for i in range(len(text) - n + 1)) for text in (gold, predicted)
    ]
    return f1((counts[0] & counts[1]).total(), counts[1].total(), counts[0].total())


def _subsequence(a: str, b: str) -> int:
    """The length of the longest common subsequence, by rows of bits (Hyyrö, 2004)."""
    places: dict[str, int] = {}
    for at, char in enumerate(a):
        places[char] = places.get(char, 0) | 1 << at
    full = (1 << len(a)) - 1
    row = full
    for char in b:
        matched = row & places.get(char, 0)
        row = ((row + matched) | (row - matched)) & full
    return len(a) - row.bit_count()
