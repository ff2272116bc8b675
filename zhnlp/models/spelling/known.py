"""Misspellings that are well known: ``dicts/misspellings.tsv``.

A row is ``wrong<TAB>right``, or ``wrong<TAB>right<TAB>exceptions``: phrases, with spaces between,
that contain the wrong side and are right::

    必竟<TAB>毕竟
    按装<TAB>安装<TAB>按装修 按装机
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from zhnlp.core import Trie, UserSpelling
from zhnlp.errors import FormatError
from zhnlp.io.tables import read_rows
from zhnlp.resources import dicts


class KnownMisspelling(NamedTuple):
    """What is wrong, what is right, and the phrases in which `wrong` is right."""

    wrong: str
    right: str
    exceptions: tuple[str, ...] = ()


def known_misspellings(path: str | os.PathLike[str] | None = None) -> Iterator[KnownMisspelling]:
    """Yield the rows of a table of misspellings, by default the one that ships.

    Raises:
        FormatError: A row has not two or three columns, a side is empty, both sides are equal,
            a wrong side is there twice, or an exception does not contain it.

    >>> next(known_misspellings())
    KnownMisspelling(wrong='必竟', right='毕竟', exceptions=())
    """
    path = dicts() / "misspellings.tsv" if path is None else path
    seen: set[str] = set()
    for number, row in read_rows(path, what="table of misspellings"):
        wrong, right, *others = [*row.split("\t"), "", ""]
        exceptions = tuple(others[0].split())
        if problem := _problem(row, wrong, right, exceptions, is_new=wrong not in seen):
            raise FormatError(path, number, problem)
        seen.add(wrong)
        yield KnownMisspelling(wrong, right, exceptions)


def _problem(row: str, wrong: str, right: str, exceptions: tuple[str, ...], *, is_new: bool) -> str:
    """What is wrong with a row; empty if it is sound."""
    if not 1 <= row.count("\t") <= 2:
        return f"{row!r} is not 'wrong<TAB>right', or this with exceptions as a third column."
    if not wrong or not right or any(map(str.isspace, wrong + right)):
        return f"{row!r} has a side that is empty or has a blank in it. Fill it in."
    if wrong == right:
        return f"{wrong!r} is on both sides. Remove the row."
    if not is_new:
        return f"{wrong!r} is there twice. Remove one of the rows."
    for phrase in exceptions:
        if wrong not in phrase or wrong == phrase:
            return f"the exception {phrase!r} does not contain {wrong!r} and more. Correct it."
    return ""


def known_spelling() -> UserSpelling:
    """The table that ships, as a `Speller` takes it.

    It is read quickly, without the checks of `known_misspellings`, for it is read whenever a
    corrector is made.
    """
    pairs: dict[str, str] = {}
    exceptions: dict[str, None] = {}
    for _, row in read_rows(dicts() / "misspellings.tsv", what="table of misspellings"):
        wrong, _, right = row.partition("\t")
        if "\t" in right:
            right, _, phrases = right.partition("\t")
            exceptions.update(dict.fromkeys(phrases.split()))
        pairs[wrong] = right
    return UserSpelling(
        Trie.build(exceptions) if exceptions else None, Trie.build(pairs), list(pairs.values())
    )
