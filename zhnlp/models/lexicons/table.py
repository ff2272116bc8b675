"""EntryTable: entries that each begin with a word; the base of lexicons and gazetteers.

A file has an entry on each line; blank lines and lines that begin with ``# `` are skipped.
In all tables:

- A bad line is an error with ``path:line``. With ``skip_bad_lines`` it is left out, with a
  warning.
- A word that comes again is a warning, and its last entry holds; if the entries contradict
  each other, it is an error.
- ``for`` gives the entries, ``in`` tests a word (or an entry), and ``a | b`` has the
  entries of both; of a word that both have, that of `b`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Generic, Self, TypeVar
from warnings import warn

from zhnlp.arguments import need_text, shown, wrong_type
from zhnlp.chars import is_han
from zhnlp.errors import FileError, FormatError, UsageError, ZhnlpWarning
from zhnlp.io.tables import check_rows

Item = TypeVar("Item", bound=tuple[object, ...])
_MOST_WARNINGS = 10  # of one file
_MOST_SHOWN = 120  # characters of an entry


@dataclass
class Checked(Generic[Item]):
    """What a file holds: entries with their lines, errors, and words that came before."""

    path: str | os.PathLike[str]
    entries: dict[str, tuple[int, Item]] = field(default_factory=dict)
    errors: list[FormatError] = field(default_factory=list)
    repeated: list[FormatError] = field(default_factory=list)

    def error(self) -> FormatError:
        """The first error, which names the lines of the others."""
        first, *others = self.errors
        if not others:
            return first
        lines = ", ".join(str(error.place[1]) for error in others[:_MOST_WARNINGS])
        more = f" … ({len(others)} lines)" if len(others) > _MOST_WARNINGS else ""
        also = f"{first.problem} Bad, too: line {lines}{more}."
        return FormatError(self.path, first.place[1], also)


@dataclass(frozen=True, init=False, repr=False)
class EntryTable(Generic[Item]):
    """Entries that each begin with a word, each word once, in the order given."""

    entries: tuple[Item, ...] = ()

    _what: ClassVar[str]  # the file, for messages
    _entry: ClassVar[str]  # one of its entries
    _columns: ClassVar[tuple[str, ...]]

    def __init__(self, entries: Iterable[object] = ()) -> None:
        if isinstance(entries, (str, bytes, os.PathLike)) or not isinstance(entries, Iterable):
            name = type(self).__name__
            raise UsageError(
                f"the entries of {name} are {shown(entries)}. Give a list or a mapping, or read a "
                f"file with {name}.read(path)."
            )
        made: dict[str, Item] = {}
        repeated = []
        for number, given in enumerate(self._listed(entries), 1):
            entry = self._as_entry(given)
            if problem := self._problem(entry):
                whole = repr(tuple(entry))
                which = whole if len(whole) <= _MOST_SHOWN else f"{number}, {shown(entry[0])}"
                raise UsageError(f"{self._entry} {which}: {problem}")
            word = _word(entry)
            if word in made:
                if problem := self._contradiction(made[word], entry):
                    raise UsageError(
                        f"{self._entry} {shown(word)} is given twice, {problem}. Leave one out."
                    )
                repeated.append(word)
            made[word] = entry
        if repeated:
            more = f" So are {len(repeated) - 1} more." if repeated[1:] else ""
            problem = (
                f"{self._entry} {shown(repeated[0])} is given twice; the last one holds.{more}"
            )
            warn(problem, ZhnlpWarning, stacklevel=3)
        object.__setattr__(self, "entries", tuple(made.values()))

    @classmethod
    def of(cls, given: object, name: str | None = None) -> Self:
        """`given` itself, the table in the file that it names, or that of the entries given.

        Raises:
            InputError: `given` is none of these; the message calls it `name`.
        """
        name = cls._what if name is None else need_text(name, "name")
        if isinstance(given, cls):
            return given
        if isinstance(given, str) and any(map(is_han, given)) and not os.path.exists(given):
            raise FileError(
                f"cannot read {name} {shown(given)}: No such file or directory. If these are not "
                "the names of a file but words, give them in a list or mapping."
            )
        if isinstance(given, (str, os.PathLike)):
            return cls.read(given)
        if isinstance(given, Iterable) and not isinstance(given, bytes):
            return cls(given)
        advice = f"Give a {cls.__name__}, a list, a mapping, or the path of a file"
        raise wrong_type(given, name, advice)

    @classmethod
    def read(cls, path: str | os.PathLike[str], *, skip_bad_lines: bool = False) -> Self:
        """The entries in the file at `path`, which may be compressed.

        Args:
            path: A UTF-8 file with an entry on each line. Blank lines and lines that begin with
                ``# `` are skipped.
            skip_bad_lines: Leave bad lines out, with a warning.

        Raises:
            FileError: The file cannot be read.
            FormatError: A line is not UTF-8 or breaks a rule.
        """
        found = cls.check(path)
        if found.errors and not skip_bad_lines:
            raise found.error()
        notes = sorted([*found.errors, *found.repeated], key=lambda note: note.place[1])
        for note in notes[:_MOST_WARNINGS]:
            left_out = " The line is left out." if note in found.errors else ""
            warn(f"{note}{left_out}", ZhnlpWarning, stacklevel=2)
        if more := notes[_MOST_WARNINGS:]:
            warn(f"{path}: {len(more)} more lines like these.", ZhnlpWarning, stacklevel=2)
        table = object.__new__(cls)  # the entries are checked
        object.__setattr__(table, "entries", tuple(entry for _, entry in found.entries.values()))
        return table

    @classmethod
    def check(cls, path: str | os.PathLike[str]) -> Checked[Item]:
        """Everything in the file at `path`, right and wrong.

        Raises:
            FileError: The file cannot be read.
        """
        found: Checked[Item] = Checked(path)
        for number, row in check_rows(path, what=cls._what):
            if isinstance(row, FormatError):
                found.errors.append(row)
                continue
            try:
                entry = cls._parse(row)
                if problem := cls._problem(entry):
                    raise UsageError(problem)
                cls._note(found, number, entry)
            except UsageError as error:
                found.errors.append(FormatError(path, number, str(error)))
        return found

    @classmethod
    def _note(cls, found: Checked[Item], number: int, entry: Item) -> None:
        """Add an entry to those found; UsageError if it contradicts one."""
        word = _word(entry)
        if word in found.entries:
            line, before = found.entries[word]
            if problem := cls._contradiction(before, entry):
                raise UsageError(
                    f"{shown(word)} is already in line {line}, {problem}. Remove one of the two."
                )
            problem = f"{shown(word)} is already in line {line}; the last one holds."
            found.repeated.append(FormatError(found.path, number, problem))
        found.entries[word] = number, entry

    def __iter__(self) -> Iterator[Item]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, item: object) -> bool:
        if isinstance(item, tuple):
            return bool(item) and self._by_word.get(item[0]) == item
        return item in self._by_word

    def __or__(self, other: Self) -> Self:
        if not isinstance(other, type(self)):
            return NotImplemented
        return type(self)({_word(each): each for each in (*self, *other)}.values())

    def __getstate__(self) -> dict[str, object]:
        """The entries only: each process builds for itself what is made of them."""
        return {"entries": self.entries}

    @cached_property
    def _by_word(self) -> dict[object, Item]:
        return {each[0]: each for each in self.entries}

    def __repr__(self) -> str:
        shown = ", ".join(f"{each[0]}:{each[1]}" for each in self.entries[:3])
        more = ", …" if len(self) > 3 else ""
        return f"<{type(self).__name__} of {len(self)}: {shown}{more}>"

    @classmethod
    def _listed(cls, entries: Iterable[object]) -> Iterable[object]:
        """The entries in order: the items of a mapping, the sorted words of a set."""
        if isinstance(entries, Mapping):
            return entries.items()
        return sorted(entries, key=str) if isinstance(entries, AbstractSet) else entries

    @classmethod
    def _as_entry(cls, given: object) -> Item:
        """The entry that a caller means; UsageError if it has another shape."""
        raise NotImplementedError

    @classmethod
    def _parse(cls, row: str) -> Item:
        """The entry on a line; UsageError if it has another shape."""
        raise NotImplementedError

    @classmethod
    def _problem(cls, entry: Item) -> str:
        """What is wrong with an entry, as a sentence; empty if nothing is."""
        raise NotImplementedError

    @classmethod
    def _contradiction(cls, before: Item, entry: Item) -> str:
        """How an entry contradicts an earlier one of its word; empty if it does not."""
        raise NotImplementedError


def _word(entry: tuple[object, ...]) -> str:
    return str(entry[0])


@dataclass(frozen=True, init=False, repr=False)
class PairTable(EntryTable[Item]):
    """A table of pairs of strings, in a file separated by a tab."""

    _second: ClassVar[str]  # name of the second column

    def __init__(self, entries: Iterable[tuple[str, str]] | Mapping[str, str] = ()) -> None:
        super().__init__(entries)

    @classmethod
    def _pair(cls, first: str, second: str) -> Item:
        """The entry of these two sides."""
        raise NotImplementedError

    @staticmethod
    def _split(row: str) -> list[str]:
        """The fields of a row."""
        return row.split("\t")

    @classmethod
    def _parse(cls, row: str) -> Item:
        fields = [field.strip() for field in cls._split(row)]
        if len(fields) == 2:
            return cls._pair(*fields)
        has = "has one column" if len(fields) == 1 else f"has {len(fields)} columns"
        raise UsageError(f"{row.strip()!r} {has}. Write {'<TAB>'.join(cls._columns)}.")

    @classmethod
    def _as_entry(cls, given: object) -> Item:
        match given:
            case [str(first), str(second)]:
                return cls._pair(first, second)
        raise UsageError(
            f"{cls._entry} {shown(given)} is not a pair ({', '.join(cls._columns)}). "
            "Give pairs, or a mapping."
        )

    @classmethod
    def _contradiction(cls, before: Item, entry: Item) -> str:
        if before == entry:
            return ""
        return f"with the {cls._second} {before[1]!r}, not {entry[1]!r}"
