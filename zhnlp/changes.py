"""Changes: the stretches of a text that were rewritten, and what each replaces.

A tuple holds few of them. Of a text of which millions of characters changed, such as one in
letters of full width, that would take 250 bytes a change; as columns of numbers it is 16.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import overload

Change = tuple[int, int, int, int]
"""``(start, end, source_start, source_end)``: a stretch of the new text and what it replaces."""

Columns = list["array[int]"]

START, END, SOURCE_START, SOURCE_END = range(4)
_COLUMNS = tuple(map(itemgetter, range(4)))
_FEW = 4096  # changes that a tuple holds
_BLOCK = 1 << 14  # characters whose changes are united at once
_NARROW = 1 << 32  # positions below are kept in four bytes


class Changes(Sequence[Change]):
    """Many changes in columns; reads and compares as a sequence of them."""

    __slots__ = ("columns",)

    def __init__(self, columns: Sequence[array[int]]) -> None:
        self.columns = tuple(columns)

    def __len__(self) -> int:
        return len(self.columns[START])

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Change]: ...
    def __getitem__(self, index: int | slice) -> Change | Sequence[Change]:
        if isinstance(index, slice):
            return collected(zip(*(column[index] for column in self.columns), strict=True))
        start, end, source_start, source_end = (column[index] for column in self.columns)
        return start, end, source_start, source_end

    def __iter__(self) -> Iterator[Change]:
        return zip(*self.columns, strict=True)

    def __reversed__(self) -> Iterator[Change]:
        return zip(*map(reversed, self.columns), strict=True)

    def __eq__(self, other: object) -> bool:
        return self.columns == other.columns if isinstance(other, Changes) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.columns[START].tobytes())

    def __repr__(self) -> str:
        return repr(tuple(self))


def extended(columns: Columns | None, changes: Sequence[Change]) -> Columns:
    """`columns`, or new ones for None, with the changes added, which come after theirs."""
    if columns is None:
        columns = [array("I") for _ in _COLUMNS]
    if changes and max(changes[-1]) >= _NARROW and columns[START].typecode == "I":
        columns = [array("Q", column) for column in columns]
    for column, part in zip(columns, _COLUMNS, strict=True):
        column.extend(map(part, changes))
    return columns


def ended(columns: Columns | None, changes: Sequence[Change]) -> Sequence[Change]:
    """All changes, the last of which are not in the columns: a tuple of few, else `Changes`."""
    if columns is None and len(changes) < _FEW:
        return tuple(changes)
    found = Changes(extended(columns, changes))
    return found if len(found) >= _FEW else tuple(found)


def collected(changes: Iterable[Change]) -> Sequence[Change]:
    """The changes, which are in order: a tuple of few, else `Changes`."""
    rest = iter(changes)
    columns = None
    while len(chunk := list(islice(rest, _FEW))) == _FEW:
        columns = extended(columns, chunk)
    return ended(columns, chunk)


def columns_of(changes: Sequence[Change]) -> Sequence[Sequence[int]]:
    """The four columns of the changes, of which there must be one."""
    if isinstance(changes, Changes):
        return changes.columns
    return list(zip(*changes, strict=True))


def n_before(changes: Sequence[Change], column: int, position: int, *, at_too: bool) -> int:
    """The number of changes with less than `position` in the column; with `at_too`, or just it."""
    bisect = bisect_right if at_too else bisect_left
    if isinstance(changes, Changes):
        return bisect(changes.columns[column], position)
    return bisect(changes, position, key=_COLUMNS[column])


def source_start_of(edits: Sequence[Change], before: int, position: int) -> int:
    """Start in the source of the character at `position`.

    `before` is the number of edits that start at it or earlier.
    """
    if not before:
        return position
    _, end, source_start, source_end = edits[before - 1]
    return source_start if position < end else source_end + position - end


def source_end_of(edits: Sequence[Change], before: int, position: int) -> int:
    """End in the source of the character before `position`.

    `before` is the number of edits that start earlier than `position`.
    """
    if not before:
        return position
    _, end, _, source_end = edits[before - 1]
    return source_end + max(0, position - end)


def composed(edits: Sequence[Change], later: Sequence[Change], length: int) -> Sequence[Change]:
    """What `edits` and then `later` change, there being some of both, in linear time.

    `length` is the length of the first source. See `Alignment.then`.
    """
    if _are_of_characters(edits) and _are_of_characters(later):
        places = _united(columns_of(edits)[START], columns_of(later)[START])
        return collected((place, place + 1, place, place + 1) for place in places)
    remaining, traced = _remaining(edits, later), _traced(edits, later)
    if len(edits) + len(later) < _FEW:
        changes = sorted([*remaining, *traced])  # fast: two sorted runs
        return ended(None, list(_trimmed(changes, length)))
    by_start = groupby(_merged(remaining, traced), _COLUMNS[START])
    return collected(_trimmed(collected(each for _, at in by_start for each in sorted(at)), length))


def _are_of_characters(changes: Sequence[Change]) -> bool:
    """Whether each change puts one character in the place of one, and none has moved.

    So it is where characters have other widths or scripts; to compose these is ten times as fast.
    """
    starts, ends, source_starts, source_ends = columns_of(changes)
    is_in_place = starts == source_starts and ends == source_ends
    return is_in_place and sum(ends) - sum(starts) == len(starts)


def _united(one: Sequence[int], other: Sequence[int]) -> Iterator[int]:
    """The numbers in any of two increasing columns, in order; in blocks, which take few bytes."""
    for begin in range(0, max(one[-1], other[-1]) + 1, _BLOCK):
        both: set[int] = set()
        for column in (one, other):
            first, last = (bisect_left(column, place) for place in (begin, begin + _BLOCK))
            both.update(column[first:last])
        yield from sorted(both)


def _traced(edits: Sequence[Change], later: Sequence[Change]) -> Iterator[Change]:
    """The `later` changes, each with the span that it replaces in the first source."""
    starts, ends, source_starts, source_ends = columns_of(edits)
    n_edits = len(edits)
    started = passed = 0
    source_start = source_end = 0
    for new_start, new_end, start, end in later:
        while started < n_edits and starts[started] <= start:
            started += 1
        while passed < n_edits and starts[passed] < end:
            passed += 1
        # As source_start_of and source_end_of; to call them took a fourth of the time of all.
        source_start, source_end = start, end
        if started:
            at = started - 1
            source_start = source_starts[at]
            if start >= ends[at]:
                source_start = source_ends[at] + start - ends[at]
        if passed:
            at = passed - 1
            source_end = source_ends[at]
            if end > ends[at]:
                source_end += end - ends[at]
        # For an insertion (start == end), the next character starts later or, inside a
        # replacement, earlier: there the inserted text maps to everything replaced.
        yield new_start, new_end, min(source_start, source_end), source_end


def _remaining(edits: Sequence[Change], later: Sequence[Change]) -> Iterator[Change]:
    """The parts of `edits` that no `later` change covers, at their new positions, in order."""
    _, new_ends, cut_starts, cut_ends = columns_of(later)
    n_later = len(later)
    at = shift = 0
    for start, end, source_start, source_end in edits:
        while at < n_later and cut_ends[at] <= start:
            shift = new_ends[at] - cut_ends[at]
            at += 1
        if start == end and not (at < n_later and cut_starts[at] < start):
            yield start + shift, end + shift, source_start, source_end
        while at < n_later and cut_starts[at] < end:
            if start < cut_starts[at]:
                yield start + shift, cut_starts[at] + shift, source_start, source_end
            start = cut_ends[at]
            if start > end:
                break
            shift = new_ends[at] - start
            at += 1
        if start < end:
            yield start + shift, end + shift, source_start, source_end


def _merged(one: Iterator[Change], other: Iterator[Change]) -> Iterator[Change]:
    """The changes of both, by their starts, in which each of them is in order."""
    first, second = next(one, None), next(other, None)
    while first is not None and second is not None:
        if second[START] < first[START]:
            yield second
            second = next(other, None)
        else:
            yield first
            first = next(one, None)
    if first is not None:
        yield first
        yield from one
    elif second is not None:
        yield second
        yield from other


def _trimmed(changes: Sequence[Change], length: int) -> Iterator[Change]:
    """`changes` in order, with deletions cut back to what no neighbour replaces.

    `length` is the length of the source.
    """
    limits = array("q")
    limit = length
    for start, end, source_start, _ in reversed(changes):
        limits.append(limit)
        if start < end:
            limit = source_start
    done = 0
    for start, end, source_start, source_end in changes:
        limit = limits.pop()
        if start == end:
            source_start, source_end = max(source_start, done), min(source_end, limit)
            if source_start >= source_end:
                continue
        yield start, end, source_start, source_end
        done = source_end
