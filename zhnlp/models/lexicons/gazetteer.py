"""Gazetteer: names with their labels, from a file or from Python.

A file is UTF-8; each line has a name, a tab and its label::

    北大方正<TAB>ORG
    中关村<TAB>LOC

Blank lines and lines that begin with ``# `` are skipped. A name may contain
spaces, a label may not. A line without a label, an empty name, an extra field
and a repeated name are errors with ``path:line``.

stages/recognizer.py describes how a recognizer uses the names.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from zhnlp.models.lexicons.pairs import PairTable


class Name(NamedTuple):
    """A name and its label."""

    name: str
    label: str


class Gazetteer(PairTable[Name]):
    """A set of names, each once and with one label, in the order given.

    Args:
        entries: Names, tuples ``(name, label)``, or a mapping of names to labels.

    Raises:
        UsageError: An entry breaks one of the rules above.

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
        if not pair.label:
            return f"{pair.name!r} has no label. Write one after the tab: PER, LOC, ORG …"
        if pair.label.split() != [pair.label]:
            return f"label {pair.label!r} has white space in it. Write one word."
        return ""
