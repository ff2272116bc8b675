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

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from zhnlp.errors import FormatError, UsageError
from zhnlp.lines import read_lines


class Misspelling(NamedTuple):
    """What is wrong, and what is to stand in its place."""

    wrong: str
    right: str


@dataclass(frozen=True)
class Misspellings:
    """Pairs of wrong and right, each wrong side once, in the order given.

    Args:
        entries: Tuples ``(wrong, right)``, or a mapping of wrong to right.

    Raises:
        UsageError: An entry that breaks one of the rules above, or has a line end in it.

    >>> Misspellings({"帐号": "账号"}).entries
    (Misspelling(wrong='帐号', right='账号'),)
    """

    entries: tuple[Misspelling, ...] = ()

    def __post_init__(self) -> None:
        entries: object = self.entries
        if isinstance(entries, (str, os.PathLike)):
            raise UsageError(
                f"the entries of misspellings are {entries!r}. Give pairs of wrong and right, "
                "or read a file with Misspellings.read(path)."
            )
        rights: dict[str, str] = {}
        for given in entries.items() if isinstance(entries, Mapping) else self.entries:
            entry = _as_entry(given)
            if problem := _problem(entry) or _twice(entry, rights):
                raise UsageError(f"misspelling {tuple(entry)!r}: {problem}")
            rights[entry.wrong] = entry.right
        object.__setattr__(self, "entries", tuple(Misspelling(*pair) for pair in rights.items()))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Misspellings:
        """The misspellings in the file at `path`, unpacked where its name ends in ``.gz``.

        Raises:
            FileError: The file cannot be read.
            FormatError: A line that is not UTF-8 or breaks a rule, with its number.
        """
        return cls(tuple(_entries(path)))

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        shown = ", ".join(f"{each.wrong}:{each.right}" for each in self.entries[:3])
        return f"<Misspellings of {len(self)}: {shown}{', …' if len(self) > 3 else ''}>"


def _entries(path: str | os.PathLike[str]) -> Iterator[Misspelling]:
    rights: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(read_lines(path, what="misspellings"), 1):
        line = line.rstrip("\r\n")
        if not line.strip() or line == "#" or line.startswith("# "):
            continue
        fields = [field.strip() for field in line.split("\t")] if "\t" in line else line.split()
        if len(fields) != 2:
            problem = "has one column" if len(fields) == 1 else f"has {len(fields)} columns"
            raise FormatError(path, number, f"{line.strip()!r} {problem}. Write wrong<TAB>right.")
        entry = Misspelling(*fields)
        place = f" in line {lines.get(entry.wrong)}"
        if problem := _problem(entry) or _twice(entry, rights, place):
            raise FormatError(path, number, problem)
        rights[entry.wrong], lines[entry.wrong] = entry.right, number
        yield entry


def _as_entry(given: object) -> Misspelling:
    match given:
        case [str(wrong), str(right)]:
            return Misspelling(wrong, right)
    raise UsageError(f"misspelling {given!r} is no (wrong, right).")


def _problem(entry: Misspelling) -> str:
    """What is wrong with an entry, as a sentence; empty where nothing is."""
    for side, other in (("wrong", "right"), ("right", "wrong")):
        text: str = getattr(entry, side)
        if not text.strip():
            return f"the {side} side is empty. Write it, or remove the {other} one, too."
        if "\n" in text or "\r" in text:
            return f"the {side} side {text!r} has a line end in it. Write one line."
    if entry.wrong == entry.right:
        return f"{entry.wrong!r} is wrong and right. To keep it as it is, protect it."
    return ""


def _twice(entry: Misspelling, rights: Mapping[str, str], place: str = "") -> str:
    """As `_problem`, where the wrong side stands among those before."""
    if entry.wrong not in rights:
        return ""
    right = rights[entry.wrong]
    as_what = "for the same" if right == entry.right else f"for {right!r}, not {entry.right!r}"
    return f"{entry.wrong!r} stands already{place}, {as_what}. Remove one of the two."
