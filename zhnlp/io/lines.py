"""Lines: the lines of a UTF-8 file, one at a time."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from zhnlp.errors import FormatError
from zhnlp.io.opening import Path, opened

BOM = codecs.BOM_UTF8


def read_lines(path: Path, *, what: str = "corpus") -> Iterator[str]:
    """Yield the lines of a UTF-8 file with their line ends.

    A byte order mark is dropped. Lines end at LF.

    Args:
        path: The file, which may be compressed.
        what: The kind of file, for messages.

    Raises:
        FileError: The file cannot be read or unpacked.
        FormatError: A line is not UTF-8.
    """
    with opened(path, what=what, text=True) as file:
        for number, raw in enumerate(file, 1):
            yield decoded_line(raw.removeprefix(BOM) if number == 1 else raw, path, number)


def decoded_line(raw: bytes, path: Path, number: int) -> str:
    """The text of a line; FormatError if it is not UTF-8."""
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        problem = f"byte {byte:#04x} is not UTF-8. Convert the file."
        raise FormatError(path, number, problem) from error
