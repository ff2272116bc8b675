"""Tables: the rows of a small UTF-8 file, without its blank lines and comments.

What word lists, gazetteers and the files of ``dicts/`` have in common: a row a
line, comments on lines of their own. The columns are up to each reader. A row
may begin with ``#`` where that is content, so a comment is ``#`` alone or
``# `` and text; a reader with another rule says so. The file is read whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhnlp.errors import FormatError
from zhnlp.io.lines import BOM, decoded_line
from zhnlp.io.opening import Path, opened


def read_rows(path: Path, *, what: str, comment: str = "# ") -> Iterator[tuple[int, str]]:
    """Number and content of each line that is neither blank nor a comment.

    Args:
        path: A UTF-8 file, unpacked where its name ends in ``.gz``.
        what: What it is, for messages.
        comment: How comments begin; a line of nothing else is one, too.

    Returns:
        Rows without their line ends; white space is kept otherwise.

    Raises:
        FileError: It cannot be read or unpacked.
        FormatError: A line that is not UTF-8.
    """
    for number, row in check_rows(path, what=what, comment=comment):
        if not isinstance(row, str):
            raise row
        yield number, row


def check_rows(
    path: Path, *, what: str, comment: str = "# "
) -> Iterator[tuple[int, str | FormatError]]:
    """As `read_rows`, but a line that is not UTF-8 gives its error, and the next one follows."""
    alone = comment.rstrip()
    return (
        (number, row)
        for number, row in enumerate(_lines(path, what), 1)
        if not isinstance(row, str)
        or not (row.startswith(comment) or row == alone or not row or row.isspace())
    )


def _lines(path: Path, what: str) -> list[str] | list[str | FormatError]:
    """The lines without their ends, LF or CRLF."""
    with opened(path, what=what) as file:
        content = file.read().removeprefix(BOM).replace(b"\r\n", b"\n").removesuffix(b"\r")
    try:
        return content.decode().split("\n")
    except UnicodeDecodeError:
        return [_checked(raw, path, number) for number, raw in enumerate(content.split(b"\n"), 1)]


def _checked(raw: bytes, path: Path, number: int) -> str | FormatError:
    try:
        return decoded_line(raw, path, number)
    except FormatError as error:
        return error
