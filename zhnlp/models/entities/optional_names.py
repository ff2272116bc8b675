"""Compare names with gold ones, some of which may be found but need not be (``PER?``)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

Name = tuple[int, int, str]  # start, end and label


class NameCounts(NamedTuple):
    """Counts of names in one text or in several.

    Attributes:
        exact: Demanded names that were found, with the same start, end and label.
        found: Names that were found, but for those that overlap an optional one and are not
            demanded.
        demanded: Gold names without a question mark.
        touching: Those of `found` that overlap a demanded name with the same label.
        touched: Those of `demanded` that overlap a name with the same label that was found.
    """

    exact: int = 0
    found: int = 0
    demanded: int = 0
    touching: int = 0
    touched: int = 0

    @property
    def f1(self) -> float:
        """F1 of exact names; 0 if there are none."""
        both = self.found + self.demanded
        return 2 * self.exact / both if both else 0.0


def is_optional(label: str) -> bool:
    """Whether a gold name with this label may be found but need not be."""
    return label.endswith("?")


def count_names(gold: Iterable[Name], predicted: Iterable[Name]) -> NameCounts:
    """The counts of the names that were found in a text. Repeated names count once.

    >>> count_names([(0, 2, "PER"), (3, 4, "LOC?")], [(0, 1, "PER"), (3, 4, "LOC")])
    NameCounts(exact=0, found=1, demanded=1, touching=1, touched=1)
    """
    return compared(gold, predicted).counts


class Compared(NamedTuple):
    """The names of a text that count, and their numbers."""

    demanded: frozenset[Name]
    found: frozenset[Name]
    counts: NameCounts


def compared(gold: Iterable[Name], predicted: Iterable[Name]) -> Compared:
    """The demanded names, and those that were found and count; see `NameCounts`."""
    names = {(start, end, label) for start, end, label in gold}
    demanded = frozenset(name for name in names if not is_optional(name[2]))
    every = frozenset((start, end, label) for start, end, label in predicted)
    optional = Covered((start, end, "") for start, end, _ in names - demanded)
    found = frozenset(
        name for name in every if name in demanded or not optional.meets((*name[:2], ""))
    )
    around, own = Covered(demanded), Covered(every)
    counts = NameCounts(
        exact=len(demanded & every),
        found=len(found),
        demanded=len(demanded),
        touching=sum(map(around.meets, found)),
        touched=sum(map(own.meets, demanded)),
    )
    return Compared(demanded, found, counts)


class Covered:
    """The places that names of each label cover."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._pieces: dict[str, tuple[list[int], list[int]]] = {}  # starts and ends, in order
        for start, end, label in sorted(names):
            starts, ends = self._pieces.setdefault(label, ([], []))
            if ends and start < ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)

    def meets(self, name: Name) -> bool:
        """Whether `name` overlaps a name with the same label."""
        start, end, label = name
        starts, ends = self._pieces.get(label, ([], []))
        after = bisect_right(ends, start)  # the first piece that ends behind the start
        return after < len(ends) and starts[after] < end


def total(counts: Iterable[NameCounts]) -> NameCounts:
    """The sums of `counts`."""
    return NameCounts(*map(sum, zip(NameCounts(), *counts, strict=True)))
