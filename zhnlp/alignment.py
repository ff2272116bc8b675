"""Alignment: the way between a text and its rewritten form."""

from __future__ import annotations

Edit = tuple[int, int, str]


class Alignment:
    """placeholder"""
