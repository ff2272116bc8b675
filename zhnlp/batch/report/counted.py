"""Counted: the most frequent strings of a shard, in arrays."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhnlp.core import Tally

if TYPE_CHECKING:
    import numpy.typing as npt

    from zhnlp.models.likeness.hashing import Places


class Counted(NamedTuple):
    """Strings with their marks, and how often each occurs.

    Attributes:
        text: The strings, one behind the other, in UTF-8; uint8.
        lengths: Of each, in characters; uint8.
        marks, counts: Of each; int64.
        missing: What a count is too low by, at most; int64, shape ().
    """

    text: npt.NDArray[np.uint8]
    lengths: npt.NDArray[np.uint8]
    marks: Places
    counts: Places
    missing: Places

    @classmethod
    def of(cls, tally: Tally, n: int) -> Counted:
        """The `n` most frequent; the tally forgets the others."""
        text, lengths, marks, counts = tally.most(n)
        encoded = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
        return cls(
            encoded,
            np.array(lengths, np.uint8),
            np.array(marks, np.int64),
            np.array(counts, np.int64),
            np.array(tally.missing),
        )

    def rows(self) -> Iterator[tuple[str, int, int]]:
        """Yield each string with its mark and count."""
        text = self.text.tobytes().decode("utf-8", "surrogatepass")
        ends = np.cumsum(self.lengths, dtype=np.int64).tolist()
        strings = [text[start:end] for start, end in pairwise([0, *ends])]
        return zip(strings, self.marks.tolist(), self.counts.tolist(), strict=True)
