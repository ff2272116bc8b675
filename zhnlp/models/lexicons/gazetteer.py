"""Gazetteer: names with their labels, from a file or from Python.

A file looks like this; table.py has what holds for all tables::

    北大方正<TAB>ORG
    中关村<TAB>LOC

stages/recognizer.py describes how a recognizer uses the names.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import ClassVar, NamedTuple

from zhnlp.models.lexicons.limits import broken, too_long
from zhnlp.models.lexicons.table import PairTable


class Name(NamedTuple):
    """A name and its label."""

    name: str
    label: str


class Gazetteer(PairTable[Name]):
    """A set of names, each once and with one label, in the order given.

    A name may hold spaces, and is not empty; a label is one word without spaces. In a file,
    which is UTF-8, each line has a name, a tab and its label; blank lines and lines that begin
    with ``# `` are skipped.

    Args:
        entries: Names, tuples ``(name, label)``, or a mapping of names to labels.

    Raises:
        UsageError: A name or a label is empty, a label has spaces, or a name has two labels.

    >>> Gazetteer({"北大方正": "ORG", "中关村": "LOC"}).entries[1]
    Name(name='中关村', label='LOC')
    """

    _what: ClassVar[str] = "gazetteer"
    _entry: ClassVar[str] = "gazetteer entry"
    _columns: ClassVar[tuple[str, str]] = ("name", "label")
    _second: ClassVar[str] = "label"

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the names, each once, sorted."""
        return tuple(sorted({each.label for each in self.entries}))

    @classmethod
    def _pair(cls, first: str, second: str) -> Name:
        return Name(first, second)

    @classmethod
    def _problem(cls, pair: Name) -> str:
        if not pair.name.strip():
            return "the name is empty. Remove the line or write a name before the tab."
        if problem := broken(pair.name, "name") or too_long(pair.name, "name"):
            return problem
        if not pair.label:
            return f"{pair.name!r} has no label. Write one after the tab: PER, LOC, ORG …"
        if pair.label.split() != [pair.label]:
            return f"label {pair.label!r} has white space in it. Write one word."
        return ""


GazetteerLike = Gazetteer | str | os.PathLike[str] | Mapping[str, str] | Iterable[tuple[str, str]]
"""What `Gazetteer.of` takes."""
