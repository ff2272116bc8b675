"""Open a file for reading; unpack it if its name ends in ``.gz``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from zhnlp.arguments import need_path
from zhnlp.errors import FileError

Path = str | os.PathLike[str]


def is_packed(path: Path) -> bool:
    """Whether the file is compressed with gzip, by its name."""
    return os.fsdecode(path).endswith(".gz")


@contextmanager
def opened(path: Path, *, what: str = "", buffering: int = -1) -> Iterator[IO[bytes]]:
    """Open the file at `path` for reading bytes.

    Args:
        path: The file; it is unpacked if its name ends in ``.gz``.
        what: The kind of file, for messages.
        buffering: As in `open`, for files that are not compressed.

    Raises:
        FileError: The file cannot be opened, or reading fails; a damaged compressed
            file is only noticed then.
    """
    need_path(path, f"the path of the {what}" if what else "path")
    faults: tuple[type[Exception], ...] = (OSError,)
    try:
        if is_packed(path):
            import gzip  # most programs read no compressed file
            import zlib

            faults = (OSError, EOFError, zlib.error)
            with gzip.open(path) as unpacked:
                yield unpacked  # type: ignore[misc]  # GzipFile reads like any binary file
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
        return "it ends too early. Compress it with gzip again"
    if isinstance(error, OSError):  # gzip raises it for a wrong header or checksum
        return f"it is not a valid gzip file ({str(error).rstrip('.')}). Compress it again"
    return f"its compressed data are damaged ({error}). Compress it with gzip again"
