"""Open a file or standard input for reading; unpack it if its first bytes or its name say so."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from io import BufferedReader, RawIOBase
from types import ModuleType
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from zhnlp.arguments import need_path
from zhnlp.errors import ExtraError, FileError
from zhnlp.io.starts import HEAD, may_be_packed, no_text, packed_as

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Path = str | os.PathLike[str]
Faults = tuple[type[Exception], ...]


class StandardInput(str):
    """Standard input in place of a path; the name for messages is ``<stdin>``."""

    def __new__(cls) -> StandardInput:
        return super().__new__(cls, "<stdin>")


class Packer(NamedTuple):
    """A way to compress files.

    Attributes:
        name: What the program and its files are called.
        open: Unpacks an open file, whose name is for messages, and names the errors of damage.
    """

    name: str
    open: Callable[[IO[bytes], str], tuple[IO[bytes], Faults]]


def packer_of(path: Path) -> Packer | None:
    """How the file is compressed, by the end of its name; None if it is not."""
    return PACKERS.get(os.path.splitext(os.fsdecode(path))[1].lower())


def is_packed(path: Path) -> bool:
    """Whether the file is compressed, by the end of its name or its first bytes."""
    if packer_of(path) is not None:
        return True
    try:
        if isinstance(path, StandardInput) or not os.path.isfile(path):
            return False  # a pipe cannot be read twice
        with open(path, "rb", buffering=0) as file:
            return packed_as(file.read(HEAD)) is not None
    except OSError:
        return False


def unpacked_name(path: Path) -> str:
    """The path without the end that says how the file is compressed.

    >>> unpacked_name("news.jsonl.gz"), unpacked_name("news.jsonl")
    ('news.jsonl', 'news.jsonl')
    """
    name = os.fsdecode(need_path(path))
    return os.path.splitext(name)[0] if packer_of(name) else name


@contextmanager
def opened(
    path: Path, *, what: str = "", buffering: int = -1, text: bool = False
) -> Iterator[IO[bytes]]:
    """Open the file at `path` for reading bytes.

    Args:
        path: The file, or `StandardInput`; it is unpacked if its first bytes are those of a
            file of gzip, zstd, bzip2 or xz, or its name ends like one of theirs.
        what: The kind of file, for messages.
        buffering: As in `open`, for files that are not compressed.
        text: It must not be a picture, an archive or the like.

    Raises:
        FileError: The file cannot be opened, or reading fails; a damaged compressed
            file is only noticed then.
        ExtraError: The package that unpacks zstd is not installed.
    """
    need_path(path, f"the path of the {what}" if what else "path")
    faults: Faults = (OSError,)
    packer = packer_of(path)
    name = _name(path, what)
    try:
        with _open(path, buffering) as file:
            head, file = _looked_at(file)
            packer = PACKERS.get(packed_as(head) or "") or packer
            if packer is None:
                _check(head, name, text)
                yield file
                return
            unpacked, faults = packer.open(file, os.fsdecode(path))
            with unpacked:
                if text:
                    _check(cast("BufferedReader", unpacked).peek(HEAD)[:HEAD], name, text)
                yield unpacked
    except FileError:
        raise
    except faults as error:
        raise FileError(f"cannot read {name}: {_reason(error, packer)}.") from error


def _open(path: Path, buffering: int) -> IO[bytes]:
    if not isinstance(path, StandardInput):
        return cast("IO[bytes]", open(path, "rb", buffering=buffering))
    if sys.stdin is None:
        raise FileError("cannot read standard input: it is closed. Name a file.")
    return BufferedReader(_Rest(b"", sys.stdin.buffer))


def _name(path: Path, what: str) -> str:
    if isinstance(path, StandardInput):
        return "standard input"
    return f"{what} {os.fsdecode(path)!r}" if what else repr(os.fsdecode(path))


def _check(head: bytes, name: str, text: bool) -> None:
    if text and (problem := no_text(head)):
        raise FileError(f"cannot read {name}: {problem}.")


def _looked_at(file: IO[bytes]) -> tuple[bytes, IO[bytes]]:
    """How the file begins, and the file, to be read from its start. Waits for no more than that."""
    fetch: Callable[[int], bytes | None] = getattr(file, "read1", file.read)
    head = fetch(HEAD) or b""
    while head and may_be_packed(head) and (more := fetch(HEAD - len(head))):
        head += more
    if file.seekable():
        file.seek(-len(head), os.SEEK_CUR)
        return head, file
    return head, BufferedReader(_Rest(head, file))


class _Rest(RawIOBase):
    """A file that cannot go back, from its start; it gives what a pipe has so far.

    Args:
        head: What has been read already.
        file: The file.
    """

    def __init__(self, head: bytes, file: IO[bytes]) -> None:
        self.head = head
        self.fetch: Callable[[int], bytes | None] = getattr(file, "read1", file.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        if not self.head:
            self.head = self.fetch(len(view)) or b""
        data, self.head = self.head[: len(view)], self.head[len(view) :]
        view[: len(data)] = data
        return len(data)


def _reason(error: Exception, packer: Packer | None) -> str:
    if isinstance(error, IsADirectoryError):
        return "it is a folder. Give the files in it"
    if isinstance(error, OSError) and (error.strerror or packer is None):
        return error.strerror or str(error)
    assert packer is not None, "only unpacking has other errors"
    if isinstance(error, EOFError):
        return f"it ends too early. Compress it with {packer.name} again"
    detail = str(error).rstrip(".")
    if isinstance(error, OSError):  # for a wrong header or checksum
        return f"it is not a valid {packer.name} file ({detail}). Compress it again"
    return f"its compressed data are damaged ({detail}). Compress it with {packer.name} again"


def _open_gzip(file: IO[bytes], path: str) -> tuple[IO[bytes], Faults]:
    import gzip  # most programs read no compressed file
    import zlib

    return cast("IO[bytes]", gzip.open(file)), (OSError, EOFError, zlib.error)


def _open_bz2(file: IO[bytes], path: str) -> tuple[IO[bytes], Faults]:
    import bz2

    return cast("IO[bytes]", bz2.open(file)), (OSError, EOFError)


def _open_xz(file: IO[bytes], path: str) -> tuple[IO[bytes], Faults]:
    import lzma

    return cast("IO[bytes]", lzma.open(file)), (OSError, EOFError, lzma.LZMAError)


def _open_zstd(file: IO[bytes], path: str) -> tuple[IO[bytes], Faults]:
    zstd = zstd_module(path)
    return cast("IO[bytes]", zstd.open(file)), (OSError, EOFError, zstd.ZstdError)


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
    ".gz": Packer("gzip", _open_gzip),
    ".zst": Packer("zstd", _open_zstd),
    ".bz2": Packer("bzip2", _open_bz2),
    ".xz": Packer("xz", _open_xz),
}
