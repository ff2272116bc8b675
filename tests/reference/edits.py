"""Edits of a text: where its characters go, and how far two texts are apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

Range = tuple[int, int]


def edited(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    """`text` with `edits` made, from the last to the first."""
    for start, end, replacement in reversed(edits):
        text = text[:start] + replacement + text[end:]
    return text


def source_of_each_character(text: str, edits: Sequence[tuple[int, int, str]]) -> list[Range]:
    """For every character of the edited text, what it stands for in `text`."""
    ranges = []
    done = 0
    for start, end, replacement in [*edits, (len(text), len(text), "")]:
        ranges += [(i, i + 1) for i in range(done, start)]
        if replacement == text[start:end]:
            ranges += [(i, i + 1) for i in range(start, end)]
        else:
            ranges += [(start, end)] * len(replacement)
        done = end
    return ranges


def fate_of_each_character(text: str, edits: Sequence[tuple[int, int, str]]) -> list[Range]:
    """For every character of `text`, where it went in the edited text."""
    ranges = []
    done = at = 0
    for start, end, replacement in [*edits, (len(text), len(text), "")]:
        ranges += [(at + i, at + i + 1) for i in range(start - done)]
        at += start - done
        if replacement == text[start:end]:
            ranges += [(at + i, at + i + 1) for i in range(end - start)]
        else:
            ranges += [(at, at + len(replacement))] * (end - start)
        at += len(replacement)
        done = end
    return ranges


def smallest_cover(ranges: Sequence[Range], start: int, end: int) -> Range:
    """The smallest span covering all of ``ranges[start:end]``, which is not empty."""
    return min(a for a, _ in ranges[start:end]), max(b for _, b in ranges[start:end])


def edit_distance(
    a: str,
    b: str,
    *,
    substitution: float = 1.0,
    insertion: float = 1.0,
    deletion: float = 1.0,
    transposition: float = 1.0,
    costs: Mapping[tuple[str, str], float] | None = None,
) -> float:
    """The cheapest way to make `b` of `a`, by the definition, from their ends on."""

    @cache
    def distance(i: int, j: int) -> float:
        ways = [0.0] if i == j == 0 else []
        if i:
            ways.append(distance(i - 1, j) + deletion)
        if j:
            ways.append(distance(i, j - 1) + insertion)
        if i and j:
            one, other = a[i - 1], b[j - 1]
            cost = 0 if one == other else (costs or {}).get((one, other), substitution)
            ways.append(distance(i - 1, j - 1) + cost)
        if i > 1 and j > 1 and a[i - 2 : i] == b[j - 2 : j][::-1]:
            ways.append(distance(i - 2, j - 2) + transposition)
        return min(ways)

    return distance(len(a), len(b))
