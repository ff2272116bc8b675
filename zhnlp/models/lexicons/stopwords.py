"""Stopword lists: read one from a file, name those that ship.

A list is UTF-8 text, one word a line; lines that start with ``#`` are comments.
Which words are dropped from a text is decided in ``stages/filter.py``.
"""

from __future__ import annotations

import os

from zhnlp.errors import FileError, FormatError
from zhnlp.resources import dicts


def read_stopwords(path: str | os.PathLike[str]) -> frozenset[str]:
    """The words of the list in `path`, without the white space around them.

    Args:
        path: A UTF-8 file, one word a line, with or without a byte order mark.
            Comments and empty lines do not count.

    Raises:
        FileError: The file cannot be read.
        FormatError: A line that is not UTF-8; the message gives ``path:line``.
    """
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise FileError(
            f"cannot read the stopword list {os.fspath(path)!r}: {error.strerror or error}."
        ) from error
    lines = content.removeprefix(b"\xef\xbb\xbf").splitlines()
    words = (_decoded(line, path, number).strip() for number, line in enumerate(lines, start=1))
    return frozenset(word for word in words if word and not word.startswith("#"))


def stopword_lists() -> tuple[str, ...]:
    """The names of the lists that ship, sorted."""
    return tuple(sorted(path.stem for path in (dicts() / "stopwords").glob("*.txt")))


def _decoded(line: bytes, path: str | os.PathLike[str], number: int) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(
            path, number, f"byte {line[error.start]:#04x} is not UTF-8. Save the list as UTF-8."
        ) from error
