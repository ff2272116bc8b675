"""Compare a cut with gold words that mark where standards differ (see corpus/marks.py).

White space is ignored: a word ends on both sides of it, whatever the words say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from zhnlp.words import Words


class CutCounts(NamedTuple):
    """Counts of the places between two characters, in one text or in several.

    Attributes:
        wanted: Places where every standard wants a boundary.
        found: Those of them that were cut.
        cuts: Places that were cut.
        wrong: Those of them that are neither wanted nor optional.
        split: Those of `wrong` that are inside a person's name.
        in_names: Places inside persons' names.
    """

    wanted: int = 0
    found: int = 0
    cuts: int = 0
    wrong: int = 0
    split: int = 0
    in_names: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether there is no fault."""
        return self.found == self.wanted and not self.wrong

    @property
    def recall(self) -> float:
        """The share of wanted boundaries that were cut; 0 if there are none."""
        return self.found / self.wanted if self.wanted else 0.0

    @property
    def precision(self) -> float:
        """The share of cuts that are wanted or optional; 1 if there are none."""
        return 1 - self.wrong / self.cuts if self.cuts else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def apart_from_names(self) -> CutCounts:
        """These counts without the cuts inside names."""
        split = self.split
        return self._replace(cuts=self.cuts - split, wrong=self.wrong - split, split=0)


def is_marked(words: Words) -> bool:
    """Whether gold words say where standards differ."""
    return bool(words.optional or words.in_names)


def count_cuts(gold: Words, words: Iterable[str]) -> CutCounts:
    """The counts of a text cut into `words`.

    >>> gold = Words.of("金世佳对手戏", ["金世佳", "对手", "戏"])
    >>> gold = Words(gold.text, bytes(gold.ends), optional=[5], in_names=[1])
    >>> counts = count_cuts(gold, ["金", "世佳", "对手戏"])
    >>> counts.wrong, counts.split, counts.recall, counts.is_whole
    (1, 1, 1.0, False)
    """
    n_before = _places(gold.text)
    last = n_before[-1]
    ends, optional, in_names = (
        {n_before[place] for place in places} - {0, last}
        for places in (gold.ends, gold.optional, gold.in_names)
    )
    cuts = set(accumulate(len(part) for word in words for part in word.split())) - {last}
    wanted = ends - optional - in_names
    wrong = cuts - wanted - optional
    return CutCounts(
        wanted=len(wanted),
        found=len(wanted & cuts),
        cuts=len(cuts),
        wrong=len(wrong),
        split=len(wrong & in_names),
        in_names=len(in_names),
    )


def total(counts: Iterable[CutCounts]) -> CutCounts:
    """The sums of `counts`."""
    return CutCounts(*map(sum, zip(CutCounts(), *counts, strict=True)))


def _places(text: str) -> Sequence[int]:
    """How many characters other than white space are before each position of `text`."""
    if text.split() == [text]:
        return range(len(text) + 1)
    return [0, *accumulate(not char.isspace() for char in text)]
