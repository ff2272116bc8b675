"""Slow, obvious twins of what zhnlp computes fast. Tests hold the two against each other."""

from __future__ import annotations

from collections.abc import Sequence

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
