"""Score spelling: sentences, characters, and false alarms.

A sentence is detected if exactly its wrong characters were changed, and corrected if it
equals its target. If source, target and result differ in length, positions cannot be
compared: the sentence is then detected only if it is corrected, and does not count for
the scores of characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

from zhnlp.arguments import need_items, need_strings, wrong_type
from zhnlp.errors import AlignmentError
from zhnlp.evaluate.ratios import LabelScores, f1, interval, label_scores, ratio


@dataclass(frozen=True)
class SpellingScores:
    """How well misspelled sentences were corrected, and correct ones left alone.

    Attributes:
        detection: Detected sentences (see above), per changed sentence and per sentence
            with errors.
        correction: Sentences with errors that became their target, per the same.
        characters: Changed characters that equal the target, per changed character and
            per wrong one.
        f1_interval: Lower and upper end of the 95 % bootstrap interval of the F1 of
            `correction` over sentences.
        false_alarms: Changed sentences without errors, per sentence without errors.
        exact: Results that equal their target, per sentence.
        n_texts, n_wrong, n_changed: Numbers of sentences, of those with errors, and of
            those that were changed.
    """

    detection: LabelScores
    correction: LabelScores
    characters: LabelScores
    f1_interval: tuple[float, float]
    false_alarms: float
    exact: float
    n_texts: int
    n_wrong: int
    n_changed: int

    def __str__(self) -> str:
        low, high = self.f1_interval
        n_right = self.n_texts - self.n_wrong
        return "\n".join(
            [
                f"{self.n_texts} sentences, {self.n_wrong} with errors, {self.n_changed} changed",
                f"correction F1 from {low:.4f} to {high:.4f} with 95 % confidence",
                f"sentence detection   {self.detection}",
                f"sentence correction  {self.correction}",
                f"character correction {self.characters}",
                f"exact sentences {self.exact:.4f}",
                f"false alarms {self.false_alarms:.4f} of {n_right} right sentences",
            ]
        )

    def to_dict(self) -> dict[str, object]:
        """The scores as plain values by name."""
        return asdict(self)


class _Counts(NamedTuple):
    """The counts of a sentence that the scores are computed from."""

    is_corrected: int
    is_changed: int
    is_wrong: int
    is_detected: int
    is_exact: int
    n_right_chars: int
    n_changed_chars: int
    n_wrong_chars: int


def score_spelling(
    pairs: Sequence[tuple[str, str]],
    predicted: Iterable[str],
    *,
    n_samples: int = 1000,
    seed: int = 0,
) -> SpellingScores:
    """The scores of `predicted` sentences against the targets of `pairs`.

    Args:
        pairs: Sentences as they were typed and as they should be: ``(source, target)``.
        predicted: The result for each source.
        n_samples: Number of bootstrap samples for the interval, at least 1.
        seed: Seed of the samples.

    Raises:
        AlignmentError: There are more or fewer results than pairs.

    >>> pairs = [("我在来一次", "我再来一次"), ("他在家", "他在家")]
    >>> scores = score_spelling(pairs, ["我再来一次", "他再家"])
    >>> scores.correction.recall, scores.correction.precision, scores.false_alarms
    (1.0, 0.5, 1.0)
    """
    pairs = [_pair(pair) for pair in need_items(pairs, "pairs", "Give pairs")]
    predicted = need_strings(predicted, "predicted")
    if len(pairs) != len(predicted):
        raise AlignmentError(
            f"there are {len(pairs)} pairs and {len(predicted)} predicted sentences. "
            "Give one for each."
        )
    counts = [_count(*pair, guess) for pair, guess in zip(pairs, predicted, strict=True)]
    sums = _Counts(*map(sum, zip(_Counts(*[0] * 8), *counts, strict=True)))
    n_right = len(counts) - sums.is_wrong
    return SpellingScores(
        detection=label_scores(sums.is_detected, sums.is_changed, sums.is_wrong),
        correction=label_scores(sums.is_corrected, sums.is_changed, sums.is_wrong),
        characters=label_scores(sums.n_right_chars, sums.n_changed_chars, sums.n_wrong_chars),
        f1_interval=interval(f1, [row[:3] for row in counts], n_samples=n_samples, seed=seed),
        false_alarms=ratio(n_right - (sums.is_exact - sums.is_corrected), n_right),
        exact=ratio(sums.is_exact, len(counts)),
        n_texts=len(counts),
        n_wrong=sums.is_wrong,
        n_changed=sums.is_changed,
    )


def _pair(pair: tuple[str, str]) -> tuple[str, str]:
    strings = need_strings(pair, "a pair")
    if len(strings) != 2:
        raise wrong_type(pair, "a pair", "Give source and target")
    return strings[0], strings[1]


def _count(source: str, target: str, guess: str) -> _Counts:
    is_exact = guess == target
    is_wrong = source != target
    is_detected = is_exact
    changed = wrong = right = 0
    if len(source) == len(target) == len(guess):
        chars = list(zip(source, target, guess, strict=True))
        is_detected = all((a != b) == (a != c) for a, b, c in chars)
        changed = sum(a != c for a, _, c in chars)
        wrong = sum(a != b for a, b, _ in chars)
        right = sum(a != b == c for a, b, c in chars)
    return _Counts(
        is_corrected=is_wrong and is_exact,
        is_changed=guess != source,
        is_wrong=is_wrong,
        is_detected=is_wrong and is_detected,
        is_exact=is_exact,
        n_right_chars=right,
        n_changed_chars=changed,
        n_wrong_chars=wrong,
    )
