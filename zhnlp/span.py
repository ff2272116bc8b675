"""Span: a stretch of a text with a label.

It is not in doc.py because models find spans, too, and never see a Doc.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text: characters `start` to `end` (not included), and its label."""

    start: int
    end: int
    label: str = ""


def merged(first: Sequence[Span], second: Iterable[Span]) -> list[Span]:
    """All of `first`, and the spans of `second` that overlap none of them, in order."""
    out: list[Span] = []
    left = list(first)[::-1]
    for span in second:
        while left and left[-1].end <= span.start:
            out.append(left.pop())
        if not left or left[-1].start >= span.end:
            out.append(span)
    return out + left[::-1]
