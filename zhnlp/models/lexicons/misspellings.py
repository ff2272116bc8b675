"""Misspellings: the user's pairs of wrong and right, from a file or from Python.

A file looks like this; table.py has what holds for all tables::

    帐号<TAB>账号
    按装 安装

stages/corrector.py describes how a corrector uses them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import ClassVar, NamedTuple

from zhnlp.models.lexicons.limits import broken, too_long
from zhnlp.models.lexicons.table import PairTable


class Misspelling(NamedTuple):
    """What is wrong, and what is right."""

    wrong: str
    right: str


class Misspellings(PairTable[Misspelling]):
    """Pairs of wrong and right, each wrong side once, in the order given.

    No side is empty or has a line end, the two sides differ, and a wrong side has one right
    side. In a file, which is UTF-8, each line has the wrong and the right side, separated by a
    tab, or by spaces if neither side has any; blank lines and lines that begin with ``# `` are
    skipped.

    Args:
        entries: Tuples ``(wrong, right)``, or a mapping of wrong to right.

    Raises:
        UsageError: An entry breaks one of these rules.

    >>> Misspellings({"帐号": "账号"}).entries
    (Misspelling(wrong='帐号', right='账号'),)
    """

    _what: ClassVar[str] = "misspellings"
    _entry: ClassVar[str] = "misspelling"
    _columns: ClassVar[tuple[str, str]] = ("wrong", "right")
    _second: ClassVar[str] = "right side"

    @classmethod
    def _pair(cls, first: str, second: str) -> Misspelling:
        return Misspelling(first, second)

    @staticmethod
    def _split(row: str) -> list[str]:
        return row.split("\t") if "\t" in row else row.split()

    @classmethod
    def _problem(cls, pair: Misspelling) -> str:
        for side, other in (("wrong", "right"), ("right", "wrong")):
            text: str = getattr(pair, side)
            if not text.strip():
                return f"the {side} side is empty. Fill it in, or remove the {other} side, too."
            if problem := broken(text, f"{side} side") or too_long(text, f"{side} side"):
                return problem
        if pair.wrong == pair.right:
            return f"{pair.wrong!r} is on both sides. To keep it unchanged, protect it."
        return ""


MisspellingsLike = (
    Misspellings | str | os.PathLike[str] | Mapping[str, str] | Iterable[tuple[str, str]]
)
"""What `Misspellings.of` takes."""
