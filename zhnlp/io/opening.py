"""Opening: a file to read, unpacked where its name ends in ``.gz``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from zhnlp.errors import FileError

Path = str | os.PathLike[str]


def is_packed(path: Path) -> bool:
    """Whether the name of the file says that it is packed with gzip."""
    return os.fsdecode(path).endswith(".gz")


@contextmanager
def opened(path: Path, *, what: str = "", buffering: int = -1) -> Iterator[IO[bytes]]:
    """The file at `path`, open for reading bytes, unpacked where its name ends in ``.gz``.

    Args:
        path: The file.
        what: What it is, for messages.
        buffering: As of `open`, where the file is not packed.

    Raises:
        FileError: It cannot be opened, or fails while it is read: the damage of a
            packed file shows only there.
    """
    faults: tuple[type[Exception], ...] = (OSError,)
    try:
        if is_packed(path):
            import gzip  # most programs read no packed file
            import zlib

            faults = (OSError, EOFError, zlib.error)
            with gzip.open(path) as unpacked:
                yield unpacked  # type: ignore[misc]  # GzipFile reads as any binary file does
        else:
            with open(path, "rb", buffering=buffering) as file:
                yield file
    except FileError:
        raise
    except faults as error:
        name = f"{what} {os.fsdecode(path)!r}" if what else repr(os.fsdecode(path))
        raise FileError(f"cannot read {name}: {_reason(error)}.") from error


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, EOFError):
        return "it ends too early. Pack it with gzip again"
    if isinstance(error, OSError):  # what gzip says of a wrong header or checksum
        return f"it is not a whole file of gzip ({str(error).rstrip('.')}). Pack it again"
    return f"its packed data are damaged ({error}). Pack it with gzip again"
