"""Stopword lists: read one from a file, name those that ship.

A list is UTF-8 text, one word a line; lines that start with ``#`` are comments.
Which words are dropped from a text is decided in ``stages/filter.py``.
"""

from __future__ import annotations

import os

from zhnlp.io.tables import read_rows
from zhnlp.resources import dicts


def read_stopwords(path: str | os.PathLike[str]) -> frozenset[str]:
    """The words of the list in `path`, without the white space around them.

    Args:
        path: A UTF-8 file, one word a line, unpacked where its name ends in ``.gz``.
            Comments and empty lines do not count.

    Raises:
        FileError: The file cannot be read.
        FormatError: A line that is not UTF-8; the message gives ``path:line``.
    """
    rows = read_rows(path, what="stopword list", comment="#")
    words = (row.strip() for _, row in rows)
    return frozenset(word for word in words if not word.startswith("#"))


def stopword_lists() -> tuple[str, ...]:
    """The names of the lists that ship, sorted."""
    return tuple(sorted(path.stem for path in (dicts() / "stopwords").glob("*.txt")))
