"""Evaluate: a predicted result against a gold one.

Words are scored as in the SIGHAN bakeoffs (Emerson, 2005, "The Second
International Chinese Word Segmentation Bakeoff"): a predicted word is right if
a gold word has its start and its end. Gold data are any sequences of words, as
``doc.words`` is; files of words come through `read_words`.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import Any

from zhnlp.errors import AlignmentError, FileError, FormatError, UsageError


@dataclass(frozen=True)
class WordScores:
    """How well words were found.

    Attributes:
        precision: Right words per predicted word, 0 to 1, as all scores are.
        recall: Right words per gold word.
        f1: Their harmonic mean.
        f1_interval: Lower and upper end of the 95 % bootstrap interval of `f1` over texts
            that have words.
        n_texts, n_gold, n_predicted: Texts and words counted.
        unknown_rate: Gold words that are not among the known ones, per gold word.
        unknown_recall: Of those, how many were found. Both None without known words.
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

    def to_dict(self) -> dict[str, Any]:
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
        known: Words the segmenter had seen; the others are scored apart, too.
        n_samples: How many times the texts are drawn again for the interval, at least 1.
        seed: Of that drawing.

    Raises:
        AlignmentError: The texts are not the same.

    >>> scores = score_words([["我", "爱", "北京"]], [["我", "爱", "北", "京"]])
    >>> scores.precision, round(scores.recall, 2)
    (0.5, 0.67)
    """
    if n_samples < 1:
        raise UsageError(f"n_samples is {n_samples}; it must be at least 1.")
    if len(gold) != len(predicted):
        raise AlignmentError(
            f"there are {len(gold)} gold texts and {len(predicted)} predicted ones. "
            "Give one for each."
        )
    counts = [
        _count(number, right, guess, known)
        for number, (right, guess) in enumerate(zip(gold, predicted, strict=True))
    ]
    sums = [sum(column) for column in zip((0, 0, 0, 0, 0), *counts, strict=True)]
    n_right, n_gold, n_predicted, n_unknown, n_unknown_right = sums
    return WordScores(
        precision=_ratio(n_right, n_predicted),
        recall=_ratio(n_right, n_gold),
        f1=_ratio(2 * n_right, n_gold + n_predicted),
        f1_interval=_interval([row[:3] for row in counts if row[1]], n_samples, seed),
        n_texts=len(counts),
        n_gold=n_gold,
        n_predicted=n_predicted,
        unknown_rate=None if known is None else _ratio(n_unknown, n_gold),
        unknown_recall=None if known is None else _ratio(n_unknown_right, n_unknown),
    )


def _count(
    number: int, gold: Sequence[str], predicted: Sequence[str], known: Container[str] | None
) -> tuple[int, int, int, int, int]:
    """Right, gold and predicted words of a text; unknown words and the right ones of them."""
    if "".join(gold) != "".join(predicted):
        raise AlignmentError(f"text {number}: {_difference(gold, predicted)}")
    found = set(_spans(predicted))
    hits = [span in found for span in _spans(gold)]
    unknown: list[bool] = []
    if known is not None:
        unknown = [hit for word, hit in zip(gold, hits, strict=True) if word not in known]
    return sum(hits), len(gold), len(predicted), len(unknown), sum(unknown)


def read_words(
    path: str | os.PathLike[str], *, like: Sequence[Sequence[str]] | None = None
) -> list[list[str]]:
    """The words of each line of a UTF-8 file, separated by white space.

    A byte order mark and blank lines at the end do not count.

    Args:
        path: The file.
        like: The words of the same lines in another file, whose text these must spell.

    Raises:
        FileError: The file cannot be read.
        FormatError: A line that is not UTF-8, or not the text of `like`.
    """
    try:
        with open(path, "rb") as file:
            content = file.read().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise FileError(f"cannot read words {os.fspath(path)!r}: {error.strerror}.") from error
    lines = []
    for number, raw in enumerate(content.split(b"\n"), 1):
        try:
            lines.append(raw.decode("utf-8").split())
        except UnicodeDecodeError as error:
            raise FormatError(
                path, number, f"byte {raw[error.start]:#04x} is not UTF-8. Convert the file."
            ) from error
    while lines and not lines[-1]:
        lines.pop()
    if like is not None:
        _check(path, lines, like)
    return lines


def _check(
    path: str | os.PathLike[str], lines: list[list[str]], like: Sequence[Sequence[str]]
) -> None:
    for number, (right, guess) in enumerate(zip(like, lines, strict=False), 1):
        if "".join(right) != "".join(guess):
            raise FormatError(path, number, _difference(right, guess))
    if len(lines) != len(like):
        raise FormatError(
            path,
            min(len(lines), len(like)) + 1,
            f"the file has {len(lines)} lines, the gold file has {len(like)}. "
            "Give the same lines in the same order.",
        )


def _difference(right: Sequence[str], guess: Sequence[str]) -> str:
    gold, predicted = "".join(right), "".join(guess)
    at = next((i for i, (a, b) in enumerate(zip(gold, predicted, strict=False)) if a != b), None)
    at = max(0, (min(len(gold), len(predicted)) if at is None else at) - 5)
    return (
        f"the text differs from the gold text at {predicted[at : at + 20]!r} "
        f"against {gold[at : at + 20]!r}. Words must spell the same text."
    )


def _spans(words: Iterable[str]) -> list[tuple[int, int]]:
    ends = list(accumulate(map(len, words)))
    return list(zip([0, *ends], ends, strict=False))


def _interval(
    counts: Sequence[tuple[int, int, int]], n_samples: int, seed: int
) -> tuple[float, float]:
    """The 2.5 and 97.5 % quantiles of F1 over texts drawn with replacement."""
    import numpy as np

    if not counts:
        return 0.0, 0.0
    columns = np.array(counts, dtype=np.int64)
    random = np.random.default_rng(seed)
    f1s = np.empty(n_samples)
    for i in range(n_samples):
        drawn = columns[random.integers(0, len(columns), len(columns))].sum(axis=0)
        f1s[i] = _ratio(2 * drawn[0], drawn[1] + drawn[2])
    low, high = np.quantile(f1s, [0.025, 0.975])
    return float(low), float(high)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
