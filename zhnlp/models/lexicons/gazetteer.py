"""Gazetteer: names with their labels, from a file or from Python.

A file is UTF-8, a name, a tab and its label a line::

    北大方正<TAB>ORG
    中关村<TAB>LOC

Lines that are blank or begin with ``# `` are passed over. A name may have
spaces inside, a label may not. A line without a label, an empty name, a field
too many and a name that stands twice are errors with ``path:line``.

What a recognizer makes of the names is told in stages/recognizer.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from zhnlp.errors import FormatError, UsageError
from zhnlp.lines import read_lines


class Name(NamedTuple):
    """A name, and what it is the name of."""

    name: str
    label: str


@dataclass(frozen=True)
class Gazetteer:
    """A set of names, each once and with one label, in the order given.

    Args:
        entries: Names, tuples ``(name, label)``, or a mapping of names to labels.

    Raises:
        UsageError: An entry that breaks one of the rules above.

    >>> Gazetteer({"北大方正": "ORG", "中关村": "LOC"}).entries[1]
    Name(name='中关村', label='LOC')
    """

    entries: tuple[Name, ...] = ()

    def __post_init__(self) -> None:
        entries: object = self.entries
        if isinstance(entries, (str, os.PathLike)):
            raise UsageError(
                f"the entries of a gazetteer are {entries!r}. Give names with their labels, "
                "or read a file with Gazetteer.read(path)."
            )
        found = entries.items() if isinstance(entries, Mapping) else self.entries
        labels: dict[str, str] = {}
        for given in found:
            name = _as_name(given)
            if problem := _problem(name) or _twice(name, labels):
                raise UsageError(f"gazetteer entry {tuple(name)!r}: {problem}")
            labels[name.name] = name.label
        object.__setattr__(self, "entries", tuple(Name(*pair) for pair in labels.items()))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Gazetteer:
        """The gazetteer in the file at `path`, unpacked where its name ends in ``.gz``.

        Raises:
            FileError: The file cannot be read.
            FormatError: A line that is not UTF-8 or breaks a rule, with its number.
        """
        return cls(tuple(_names(path)))

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of its names, each once, sorted."""
        return tuple(sorted({each.label for each in self.entries}))

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        shown = ", ".join(f"{each.name}:{each.label}" for each in self.entries[:3])
        return f"<Gazetteer of {len(self)}: {shown}{', …' if len(self) > 3 else ''}>"


def _names(path: str | os.PathLike[str]) -> Iterator[Name]:
    labels: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(read_lines(path, what="gazetteer"), 1):
        line = line.rstrip("\r\n")
        if not line.strip() or line == "#" or line.startswith("# "):
            continue
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) != 2:
            problem = "has no label" if len(fields) == 1 else f"has {len(fields)} fields"
            raise FormatError(path, number, f"{line.strip()!r} {problem}. Write name<TAB>label.")
        name = Name(*fields)
        problem = _problem(name) or _twice(name, labels, f" in line {lines.get(name.name)}")
        if problem:
            raise FormatError(path, number, problem)
        labels[name.name], lines[name.name] = name.label, number
        yield name


def _as_name(given: object) -> Name:
    match given:
        case [str(name), str(label)]:
            return Name(name, label)
    raise UsageError(f"gazetteer entry {given!r} is no (name, label).")


def _problem(entry: Name) -> str:
    """What is wrong with an entry, as a sentence; empty where nothing is."""
    if not entry.name.strip():
        return "the name is empty. Remove the line or write a name before the tab."
    if not entry.label:
        return f"{entry.name!r} has no label. Write one behind the tab: PER, LOC, ORG …"
    if entry.label.split() != [entry.label]:
        return f"label {entry.label!r} has white space in it. Write one word."
    return ""


def _twice(entry: Name, labels: Mapping[str, str], place: str = "") -> str:
    """As `_problem`, where the name stands among those before."""
    if entry.name not in labels:
        return ""
    label = labels[entry.name]
    as_what = "with the same label" if label == entry.label else f"as {label}, not {entry.label}"
    return f"name {entry.name!r} stands already{place}, {as_what}. Remove one of the two."
