"""Rows: the words of a text as a table, and what of a layer begins in a stretch of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

from zhnlp.errors import AlignmentError
from zhnlp.layer_checks import bounds
from zhnlp.span import Span
from zhnlp.words import Words


class Row(NamedTuple):
    """A word of a text, its tag (empty without a Tagger), and where it starts and ends."""

    word: str
    tag: str
    start: int
    end: int


def rows_of(
    words: Words, tags: Sequence[str] | None, within: tuple[int, int] | Span | None
) -> list[Row]:
    """The words that begin in `within`, or all for None."""
    ends, text = words.ends, words.text
    first, last = 0, len(ends)
    if within is not None:
        check_stretch(text, within)
        # A word begins where the one before it ends.
        first, last = (bisect_left(ends, at) + 1 if at > 0 else 0 for at in bounds(within))
    start = ends[first - 1] if 0 < first <= len(ends) else 0
    rows = []
    own = repeat("") if tags is None else tags[first:last]
    for end, tag in zip(ends[first:last], own, strict=False):
        rows.append(Row(text[start:end], tag, start, end))
        start = end
    return rows


def check_stretch(text: str, within: tuple[int, int] | Span) -> None:
    """AlignmentError if `within` is not a stretch of `text`."""
    start, end = bounds(within)
    if not 0 <= start <= end <= len(text):
        raise AlignmentError(
            f"the stretch from {start} to {end} is not within the text of {len(text)} characters. "
            "Give its start and end, as those of a span of the same Doc."
        )


def beginning_in(
    text: str, spans: Sequence[Span], within: tuple[int, int] | Span
) -> tuple[Span, ...]:
    """Those of `spans` of `text`, sorted by start, that begin in `within`."""
    check_stretch(text, within)
    first, last = (bisect_left(spans, at, key=_start) for at in bounds(within))
    return tuple(spans[first:last])


def _start(span: Span) -> int:
    return span.start
