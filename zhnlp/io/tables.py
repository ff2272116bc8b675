"""Tables: the rows of a small UTF-8 file, without its blank lines and comments.

Word lists, gazetteers and the files of ``dicts/`` have one row per line, and comments on
lines of their own. Each reader splits the columns itself. The content of a row may begin
with ``#``, so a comment is ``#`` alone or ``# `` and text, unless a reader sets another
rule. The whole file is read at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhnlp.errors import FormatError
from zhnlp.io.lines import BOM, decoded_line
from zhnlp.io.opening import Path, opened


def read_rows(path: Path, *, what: str, comment: str = "# ") -> Iterator[tuple[int, str]]:
    """Yield number and content of each line that is neither blank nor a comment.

    Args:
        path: A UTF-8 file, which may be compressed.
        what: The kind of file, for messages.
        comment: The beginning of comments; a line with nothing else is one, too.

    Yields:
        Rows without their line ends, but with other white space.

    Raises:
        FileError: The file cannot be read or unpacked.
        FormatError: A line is not UTF-8.
    """
    for number, row in check_rows(path, what=what, comment=comment):
        if not isinstance(row, str):
            raise row
        yield number, row


def check_rows(
    path: Path, *, what: str, comment: str = "# "
) -> Iterator[tuple[int, str | FormatError]]:
    """As `read_rows`, but yield the error of a line that is not UTF-8, and go on."""
    alone = comment.rstrip()
    return (
        (number, row)
        for number, row in enumerate(_lines(path, what), 1)
        if not isinstance(row, str)
        or not (row.startswith(comment) or row == alone or not row or row.isspace())
    )


def _lines(path: Path, what: str) -> list[str] | list[str | FormatError]:
    """The lines without their ends, LF or CRLF."""
    with opened(path, what=what, text=True) as file:
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
