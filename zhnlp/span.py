"""Span: a stretch of a text with a label.

It is not in doc.py because models find spans, too, and never see a Doc.
"""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text: characters `start` to `end` (not included), and its label."""

    start: int
    end: int
    label: str = ""
