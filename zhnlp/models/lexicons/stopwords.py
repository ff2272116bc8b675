"""Stopword lists: read one from a file, and list those that ship.

A list is UTF-8 text, one word per line; lines that start with ``#`` are comments.
stages/filter.py decides which words of a text are dropped.
"""

from __future__ import annotations

import os

from zhnlp.io.tables import read_rows
from zhnlp.resources import dicts


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
