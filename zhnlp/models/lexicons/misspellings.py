"""Misspellings: what the user wants written otherwise, from a file or from Python.

A file is UTF-8, what is wrong and what is right a line, with a tab between
them, or with spaces where neither side has any inside::

    帐号<TAB>账号
    按装 安装

Lines that are blank or begin with ``# `` are passed over. A line with one
column or more than two, an empty side, two sides that are equal and a wrong
side that stands twice are errors with ``path:line``.

What a corrector makes of them is told in stages/corrector.py.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from zhnlp.models.lexicons.pairs import PairTable


class Misspelling(NamedTuple):
    """What is wrong, and what is to stand in its place."""

    wrong: str
    right: str


class Misspellings(PairTable[Misspelling]):
    """Pairs of wrong and right, each wrong side once, in the order given.

    Args:
        entries: Tuples ``(wrong, right)``, or a mapping of wrong to right.

    Raises:
        UsageError: An entry that breaks one of the rules above, or has a line end in it.

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
                return f"the {side} side is empty. Write it, or remove the {other} one, too."
            if "\n" in text or "\r" in text:
                return f"the {side} side {text!r} has a line end in it. Write one line."
        if pair.wrong == pair.right:
            return f"{pair.wrong!r} is wrong and right. To keep it as it is, protect it."
        return ""
