"""Schemes: labels of tokens for spans, and back: BIOES for names, BMES for words.

    text     王 小 明 在 北 京        spans   0-3 PER, 4-6 LOC
    labels   B  I  E  O  B  E         B-PER, I-PER, E-PER, O, B-LOC, E-LOC

What may follow what is a matrix, which decoding and the CRF share. Gold labels are sets: a row of
booleans for each token, all that are right there (one, unless standards differ).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Allowed = NDArray[np.bool_]
Name = tuple[int, int, str]


class Legal(NamedTuple):
    """What a legal sequence of labels is.

    Attributes:
        pairs: Whether the second label may follow the first, shape (labels, labels).
        first: Whether a sequence may begin with a label, shape (labels,).
        last: Whether it may end with it.
    """

    pairs: Allowed
    first: Allowed
    last: Allowed


@dataclass(frozen=True)
class NameScheme:
    """BIOES labels of named spans.

    Attributes:
        kinds: The labels of the spans.
    """

    kinds: tuple[str, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """``O``, then B, I, E and S of each kind."""
        return ("O", *(f"{part}-{kind}" for kind in self.kinds for part in "BIES"))

    def legal(self) -> Legal:
        """A name begins with B and ends with E, or is an S; its labels have one kind."""
        n = len(self.labels)
        opens = np.zeros((n, n), bool)  # inside a name between the two tokens
        for kind in range(len(self.kinds)):
            begin, inside, end = (1 + 4 * kind + part for part in range(3))
            for before in (begin, inside):
                opens[before, [inside, end]] = True
        starts = np.array([i == 0 or (i - 1) % 4 in (0, 3) for i in range(n)])
        ends = np.array([i == 0 or (i - 1) % 4 in (2, 3) for i in range(n)])
        return Legal(opens | (ends[:, None] & starts[None, :]), starts, ends)

    def allowed(self, starts: Sequence[int], length: int, names: Sequence[Name]) -> Allowed:
        """The right labels of each token, shape (tokens, labels).

        Args:
            starts: Where each token begins.
            length: Characters of the text.
            names: The gold names. Where one with a label such as ``PER?`` is, all labels of its
                kind and ``O`` are right; where one begins or ends inside a token, all are.
        """
        allowed = np.zeros((len(starts), len(self.labels)), bool)
        allowed[:, 0] = True
        places = {start: i for i, start in enumerate([*starts, length])}
        for start, end, label in names:
            first, last = places.get(start), places.get(end)
            kind = label.rstrip("?")
            if first is None or last is None or kind not in self.kinds:
                inside = (np.array([*starts[1:], length]) > start) & (np.array(starts) < end)
                if kind in self.kinds:
                    allowed[inside] = True
                continue
            b = 1 + 4 * self.kinds.index(kind)
            if label.endswith("?"):
                allowed[first:last, b : b + 4] = True
                continue
            allowed[first:last] = False
            if last - first == 1:
                allowed[first, b + 3] = True
            else:
                allowed[first, b] = allowed[last - 1, b + 2] = True
                allowed[first + 1 : last - 1, b + 1] = True
        return allowed

    def spans(self, path: Sequence[int], starts: Sequence[int], length: int) -> list[Name]:
        """The names that legal labels `path` stand for."""
        ends = [*starts[1:], length]
        found: list[Name] = []
        begin = 0
        for i, label in enumerate(path):
            part = (label - 1) % 4
            if label and part in (0, 3):
                begin = starts[i]
            if label and part in (2, 3):
                found.append((begin, ends[i], self.kinds[(label - 1) // 4]))
        return found


@dataclass(frozen=True)
class WordScheme:
    """BMES labels of words."""

    labels = ("B", "M", "E", "S")

    def legal(self) -> Legal:
        """A word begins with B and ends with E, or is an S."""
        starts, ends = np.array([1, 0, 0, 1], bool), np.array([0, 0, 1, 1], bool)
        inside = np.zeros((4, 4), bool)
        inside[np.ix_([0, 1], [1, 2])] = True
        return Legal(inside | (ends[:, None] & starts[None, :]), starts, ends)

    def allowed(
        self, starts: Sequence[int], length: int, ends: Sequence[int], optional: Collection[int]
    ) -> Allowed:
        """The right labels of each token, shape (tokens, 4).

        Args:
            starts: Where each token begins.
            length: Characters of the text.
            ends: Where words end.
            optional: Those of `ends` where a word may end but need not.
        """
        cuts, free = {0, length, *ends}, {*optional} - {0, length}
        left = np.array([_sides(start, cuts, free) for start in starts], bool).reshape(-1, 2)
        right = np.array([_sides(end, cuts, free) for end in [*starts[1:], length]], bool)
        right = right[: len(starts)]
        (cut_left, joined_left), (cut_right, joined_right) = left.T, right.T
        return np.stack(
            [
                cut_left & joined_right,
                joined_left & joined_right,
                joined_left & cut_right,
                cut_left & cut_right,
            ],
            axis=1,
        )


def _sides(place: int, cuts: set[int], free: set[int]) -> tuple[bool, bool]:
    """Whether there may be a cut at `place`, and whether there may be none."""
    return place in cuts, place not in cuts or place in free
