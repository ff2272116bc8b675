"""Span: a stretch of a text, and what it is.

Apart from doc.py because models find spans, too, and know no Doc.
"""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text: characters `start` to `end` (not included), and what it is."""

    start: int
    end: int
    label: str = ""
