"""Tables: the rows of a small UTF-8 file, without its blank lines and comments.

Word lists, gazetteers and the files of ``dicts/`` have one row per line, and comments on
lines of their own. Each reader splits the columns itself. The content of a row may begin
with ``#``, so a comment is ``#`` alone or ``# `` and text, unless a reader sets another
rule. The whole file is read at once.

Lines end with LF or CRLF; in a file without any LF, with CR. Any other character that ends a
line for Python or Unicode is an error, because it is invisible and would be part of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhnlp.errors import FormatError
from zhnlp.io.lines import BOM, decoded_line
from zhnlp.io.opening import Path, opened

_BREAKS = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")


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
    lines = _lines(path, what)[::-1]
    for number in range(1, len(lines) + 1):
        row = lines.pop()  # so that a large file is not in memory twice, as lines and as entries
        if not isinstance(row, str) or not (
            row.startswith(comment) or row == alone or not row or row.isspace()
        ):
            yield number, row


def _lines(path: Path, what: str) -> list[str] | list[str | FormatError]:
    """The lines without their ends."""
    with opened(path, what=what, text=True) as file:
        content = file.read().removeprefix(BOM).replace(b"\r\n", b"\n").removesuffix(b"\r")
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return [_checked(raw, path, number) for number, raw in enumerate(content.split(b"\n"), 1)]
    lines = text.split("\n")
    if _BREAKS.search(text) is None:
        return lines
    return [_unbroken(line, path, number) for number, line in enumerate(lines, 1)]


def _checked(raw: bytes, path: Path, number: int) -> str | FormatError:
    try:
        return _unbroken(decoded_line(raw, path, number), path, number)
    except FormatError as error:
        return error


def _unbroken(line: str, path: Path, number: int) -> str | FormatError:
    """`line`, or the error that it has another line end in it."""
    found = _BREAKS.search(line)
    if found is None or line.startswith("# "):
        return line
    kind = f"the line contains U+{ord(found[0]):04X}, a line end of another kind."
    return FormatError(path, number, f"{kind} Remove it, or end lines with LF.")
