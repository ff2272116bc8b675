"""Stopword lists: read one from a file, and list those that ship.

A list is UTF-8 text, one word per line; lines that start with ``#`` are comments.
stages/filter.py decides which words of a text are dropped.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from zhnlp.arguments import need_strings
from zhnlp.io.tables import read_rows
from zhnlp.resources import dicts


@dataclass(frozen=True, repr=False)
class Stopwords:
    """The words of a list of the user's; a stage that is saved holds them.

    Args:
        words: Each once, sorted.
    """

    words: Collection[str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", tuple(sorted({*need_strings(self.words, "words")})))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Self:
        """The words in the file at `path`; errors as of `read_stopwords`."""
        return cls(read_stopwords(path))

    def __repr__(self) -> str:
        return f"<Stopwords: {len(self.words):,}>"


def read_stopwords(path: str | os.PathLike[str]) -> frozenset[str]:
    """The words in the file at `path`, stripped of white space.

    Args:
        path: A UTF-8 file, one word per line, which may be compressed.
            Comments and empty lines are skipped.

    Raises:
        FileError: The file cannot be read.
        FormatError: A line is not UTF-8; the message gives ``path:line``.
    """
    rows = read_rows(path, what="stopword list", comment="#")
    words = (row.strip() for _, row in rows)
    return frozenset(word for word in words if not word.startswith("#"))


def stopword_lists() -> tuple[str, ...]:
    """The names of the lists that ship, sorted."""
    return tuple(sorted(path.stem for path in (dicts() / "stopwords").glob("*.txt")))
