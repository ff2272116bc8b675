"""PairTable: a table of pairs of strings, the base of gazetteers and misspellings.

A file is UTF-8; each line has the two sides of a pair, separated by a tab. Blank
lines and lines that begin with ``# `` are skipped. A repeated first side is an
error; subclasses add rules.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Generic, Self, TypeVar

from zhnlp.arguments import shown
from zhnlp.errors import FormatError, UsageError
from zhnlp.io.tables import read_rows

Pair = TypeVar("Pair", bound=tuple[str, str])


@dataclass(frozen=True, init=False)
class PairTable(Generic[Pair]):
    """Pairs of strings, each first side once, in the order given.

    Args:
        entries: Pairs, or a mapping of first to second sides.

    Raises:
        UsageError: An entry breaks a rule.
    """

    entries: tuple[Pair, ...] = ()

    _what: ClassVar[str]  # the file, for messages
    _entry: ClassVar[str]  # one of its entries
    _columns: ClassVar[tuple[str, str]]
    _second: ClassVar[str]  # name of the second column

    def __init__(self, entries: Iterable[tuple[str, str]] | Mapping[str, str] = ()) -> None:
        if isinstance(entries, (str, bytes, os.PathLike)) or not isinstance(entries, Iterable):
            raise UsageError(
                f"the entries of {type(self).__name__} are {shown(entries)}. Give pairs of "
                f"{' and '.join(self._columns)}, or read a file with "
                f"{type(self).__name__}.read(path)."
            )
        seconds: dict[str, str] = {}
        made = []
        for given in entries.items() if isinstance(entries, Mapping) else entries:
            pair = self._as_pair(given)
            if problem := self._problem(pair) or self._repeated(pair, seconds):
                raise UsageError(f"{self._entry} {tuple(pair)!r}: {problem}")
            seconds[pair[0]] = pair[1]
            made.append(pair)
        object.__setattr__(self, "entries", tuple(made))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Self:
        """The pairs in the file at `path`, which may be compressed (``.gz``).

        Raises:
            FileError: The file cannot be read.
            FormatError: A line is not UTF-8 or breaks a rule.
        """
        return cls(cls._read(path))

    @classmethod
    def _read(cls, path: str | os.PathLike[str]) -> Iterator[Pair]:
        seconds: dict[str, str] = {}
        lines: dict[str, int] = {}
        for number, row in read_rows(path, what=cls._what):
            fields = [field.strip() for field in cls._split(row)]
            if len(fields) != 2:
                has = "has one column" if len(fields) == 1 else f"has {len(fields)} columns"
                problem = f"{row.strip()!r} {has}. Write {'<TAB>'.join(cls._columns)}."
                raise FormatError(path, number, problem)
            pair = cls._pair(*fields)
            line = f" in line {lines.get(pair[0])}"
            if problem := cls._problem(pair) or cls._repeated(pair, seconds, line):
                raise FormatError(path, number, problem)
            seconds[pair[0]], lines[pair[0]] = pair[1], number
            yield pair

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        shown = ", ".join(map(":".join, self.entries[:3]))
        more = ", …" if len(self) > 3 else ""
        return f"<{type(self).__name__} of {len(self)}: {shown}{more}>"

    @classmethod
    def _pair(cls, first: str, second: str) -> Pair:
        """The entry of these two sides."""
        raise NotImplementedError

    @classmethod
    def _problem(cls, pair: Pair) -> str:
        """What is wrong with an entry, as a sentence; empty if nothing is."""
        raise NotImplementedError

    @staticmethod
    def _split(row: str) -> list[str]:
        """The fields of a row."""
        return row.split("\t")

    @classmethod
    def _as_pair(cls, given: object) -> Pair:
        match given:
            case [str(first), str(second)]:
                return cls._pair(first, second)
        raise UsageError(f"{cls._entry} {shown(given)} is not a pair ({', '.join(cls._columns)}).")

    @classmethod
    def _repeated(cls, pair: Pair, seconds: Mapping[str, str], line: str = "") -> str:
        """As `_problem`, if the first side is already among `seconds`."""
        first, second = pair
        if first not in seconds:
            return ""
        before = seconds[first]
        same = f"with the same {cls._second}"
        other = f"with the {cls._second} {before!r}, not {second!r}"
        how = same if before == second else other
        return f"{first!r} is already{line or ' given'}, {how}. Remove one of the two."
