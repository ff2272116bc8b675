"""Score words against gold ones that mark where standards differ.

Every place between two characters is one item: a cut is wrong where no standard wants one,
and missing where every standard does (see corpus/marks.py). So systems of any standard can be
compared. White space is ignored; a word ends on both sides of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from zhnlp.arguments import need_kind, need_strings
from zhnlp.doc import Words
from zhnlp.evaluate.ratios import LabelScores, check_numbers, check_text, interval, ratio
from zhnlp.models.words.marked_cuts import CutCounts, count_cuts, total


@dataclass(frozen=True)
class MarkedWordScores:
    """How well words were cut, whatever the standard.

    Attributes:
        whole: Texts without any fault, per text, 0 to 1, as all scores are.
        whole_interval: Lower and upper end of its 95 % bootstrap interval.
        names_split: Places inside persons' names that were cut, per such place.
        boundaries: Cuts that are wanted or optional, per cut; wanted boundaries that were cut, per
            wanted boundary; and their harmonic mean.
        apart_from_names: The same without the cuts inside names.
        n_texts, n_wrong, n_split: Numbers of texts, of cuts that are wrong, and of those of them
            that are inside names.
    """

    whole: float
    whole_interval: tuple[float, float]
    names_split: float
    boundaries: LabelScores
    apart_from_names: LabelScores
    n_texts: int
    n_wrong: int
    n_split: int

    def __str__(self) -> str:
        low, high = self.whole_interval
        return "\n".join(
            [
                f"{self.n_texts} texts, {self.boundaries.n_gold} boundaries wanted, "
                f"{self.boundaries.n_predicted} cuts, {self.n_wrong} wrong of which "
                f"{self.n_split} split names",
                f"whole texts from {low:.4f} to {high:.4f} with 95 % confidence",
                f"whole texts {self.whole:.4f}, names split {self.names_split:.4f}",
                f"apart from names {self.apart_from_names}",
                str(self.boundaries),
            ]
        )

    def to_dict(self) -> dict[str, object]:
        """The scores as plain values by name."""
        return asdict(self)


def score_marked_words(
    gold: Sequence[Words],
    predicted: Sequence[Sequence[str]],
    *,
    n_samples: int = 1000,
    seed: int = 0,
) -> MarkedWordScores:
    """The scores of `predicted` words against `gold` ones with marks.

    Args:
        gold: The ``doc.words`` of each text, as from a corpus of the format ``marks``.
        predicted: Words of the same texts, in the same order.
        n_samples: Number of bootstrap samples for the interval, at least 1.
        seed: Seed of the samples.

    Raises:
        AlignmentError: The texts are not the same.

    >>> from zhnlp.corpus.marks import marked_words
    >>> scores = score_marked_words([marked_words("金~世佳|对手^戏")], [["金", "世佳", "对手戏"]])
    >>> scores.whole, scores.names_split, scores.boundaries.precision
    (0.0, 1.0, 0.5)
    """
    check_numbers(gold, predicted)
    counts: list[CutCounts] = []
    for number, (words, guess) in enumerate(zip(gold, predicted, strict=True)):
        need_kind(words, "the gold words of a text", Words)
        guess = need_strings(guess, "predicted words")
        check_text(number, _without_space(words.text), _without_space("".join(guess)))
        counts.append(count_cuts(words, guess))
    sums = total(counts)
    whole = [(int(each.is_whole), 1) for each in counts]
    return MarkedWordScores(
        whole=ratio(sum(is_whole for is_whole, _ in whole), len(whole)),
        whole_interval=interval(ratio, whole, n_samples=n_samples, seed=seed),
        names_split=ratio(sums.split, sums.in_names),
        boundaries=_boundaries(sums),
        apart_from_names=_boundaries(sums.apart_from_names()),
        n_texts=len(counts),
        n_wrong=sums.wrong,
        n_split=sums.split,
    )


def _boundaries(sums: CutCounts) -> LabelScores:
    return LabelScores(sums.precision, sums.recall, sums.f1, sums.wanted, sums.cuts)


def _without_space(text: str) -> str:
    return "".join(text.split())
