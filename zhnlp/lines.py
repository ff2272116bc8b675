"""Lines: the lines of a UTF-8 file, one at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator

from zhnlp.errors import FileError, FormatError


def read_lines(path: str | os.PathLike[str], *, what: str = "corpus") -> Iterator[str]:
    """The lines of a UTF-8 file with their ends, unpacked where its name ends in ``.gz``.

    A byte order mark is dropped.

    Args:
        path: The file.
        what: What it is, for messages.

    Raises:
        FileError: It cannot be read or unpacked.
        FormatError: A line that is not UTF-8.
    """
    import gzip  # here, as it takes longer to import than most files to read
    import zlib

    try:
        with gzip.open(path) if os.fspath(path).endswith(".gz") else open(path, "rb") as file:
            for number, raw in enumerate(file, 1):
                try:
                    yield raw.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError as error:
                    byte = error.object[error.start]
                    raise FormatError(
                        path, number, f"byte {byte:#04x} is not UTF-8. Convert the file."
                    ) from error
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise FileError(
            f"cannot read {what} {os.fspath(path)!r}: {reason}. "
            "Give a text file in UTF-8, or one packed as .gz."
        ) from error
