"""Open a file for reading; unpack it if its name ends in ``.gz``, ``.zst``, ``.bz2`` or ``.xz``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import IO, NamedTuple, cast

from zhnlp.arguments import need_path
from zhnlp.errors import ExtraError, FileError

Path = str | os.PathLike[str]
Faults = tuple[type[Exception], ...]


class Packer(NamedTuple):
    """A way to compress files.

    Attributes:
        name: What the program and its files are called.
        start: The first bytes of every such file.
        open: Opens a file of the path for reading, unpacked, and names the errors of damage.
    """

    name: str
    start: bytes
    open: Callable[[Path], tuple[IO[bytes], Faults]]


def packer_of(path: Path) -> Packer | None:
    """How the file is compressed, by the end of its name; None if it is not."""
    return PACKERS.get(os.path.splitext(os.fsdecode(path))[1].lower())


def is_packed(path: Path) -> bool:
    """Whether the file is compressed, by the end of its name."""
    return packer_of(path) is not None


def unpacked_name(path: Path) -> str:
    """The path without the end that says how the file is compressed.

    >>> unpacked_name("news.jsonl.gz"), unpacked_name("news.jsonl")
    ('news.jsonl', 'news.jsonl')
    """
    name = os.fsdecode(need_path(path))
    return os.path.splitext(name)[0] if is_packed(name) else name


@contextmanager
def opened(path: Path, *, what: str = "", buffering: int = -1) -> Iterator[IO[bytes]]:
    """Open the file at `path` for reading bytes.

    Args:
        path: The file; it is unpacked if its name ends in ``.gz``, ``.zst``, ``.bz2`` or ``.xz``.
        what: The kind of file, for messages.
        buffering: As in `open`, for files that are not compressed.

    Raises:
        FileError: The file cannot be opened, or reading fails; a damaged compressed
            file is only noticed then.
        ExtraError: The package that unpacks ``.zst`` is not installed.
    """
    need_path(path, f"the path of the {what}" if what else "path")
    faults: Faults = (OSError,)
    packer = packer_of(path)
    try:
        if packer is None:
            with open(path, "rb", buffering=buffering) as file:
                yield file
        else:
            unpacked, faults = packer.open(path)
            with unpacked:
                yield unpacked
    except FileError:
        raise
    except faults as error:
        name = f"{what} {os.fsdecode(path)!r}" if what else repr(os.fsdecode(path))
        raise FileError(f"cannot read {name}: {_reason(error, packer)}.") from error


def _reason(error: Exception, packer: Packer | None) -> str:
    if isinstance(error, OSError) and (error.strerror or packer is None):
        return error.strerror or str(error)
    assert packer is not None, "only unpacking has other errors"
    if isinstance(error, EOFError):
        return f"it ends too early. Compress it with {packer.name} again"
    detail = str(error).rstrip(".")
    if isinstance(error, OSError):  # for a wrong header or checksum
        return f"it is not a valid {packer.name} file ({detail}). Compress it again"
    return f"its compressed data are damaged ({detail}). Compress it with {packer.name} again"


def _open_gzip(path: Path) -> tuple[IO[bytes], Faults]:
    import gzip  # most programs read no compressed file
    import zlib

    return cast("IO[bytes]", gzip.open(path)), (OSError, EOFError, zlib.error)


def _open_bz2(path: Path) -> tuple[IO[bytes], Faults]:
    import bz2

    return cast("IO[bytes]", bz2.open(path)), (OSError, EOFError)


def _open_xz(path: Path) -> tuple[IO[bytes], Faults]:
    import lzma

    return cast("IO[bytes]", lzma.open(path)), (OSError, EOFError, lzma.LZMAError)


def _open_zstd(path: Path) -> tuple[IO[bytes], Faults]:
    zstd = zstd_module(os.fsdecode(path))
    return cast("IO[bytes]", zstd.open(path)), (OSError, EOFError, zstd.ZstdError)


def zstd_module(path: str) -> ModuleType:
    """The module that packs with zstd; ExtraError, which names the file, if there is none."""
    try:
        if sys.version_info >= (3, 14):
            return import_module("compression.zstd")
        return import_module("backports.zstd")
    except ImportError:
        message = f"{path!r} is compressed with zstd, which needs: pip install 'zhnlp[batch]'"
        raise ExtraError(message) from None


PACKERS = {
    ".gz": Packer("gzip", b"\x1f\x8b", _open_gzip),
    ".zst": Packer("zstd", b"\x28\xb5\x2f\xfd", _open_zstd),
    ".bz2": Packer("bzip2", b"BZh", _open_bz2),
    ".xz": Packer("xz", b"\xfd7zXZ\x00", _open_xz),
}
