"""Blocks: files and standard input as blocks of UTF-8 lines, each with its place.

    file    ……\n……\n……\n……………………………………………………………………\n……\n
    blocks  └ whole lines ┘└ piece ┘└ piece ┘└ last ┘└ whole lines

A line longer than PIECE comes in pieces, so memory is bounded; they are the
same however the line arrives. A slow pipe gives a block for every line. Lines
end at LF. A byte order mark is dropped, and a file whose name ends in ``.gz`` is
unpacked.
"""

from __future__ import annotations

import codecs
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Literal, NamedTuple

from zhnlp.errors import FileError, FormatError
from zhnlp.io.lines import BOM
from zhnlp.io.opening import is_packed, opened

SIZE = 1 << 20  # bytes that are read at once
PIECE = 4 << 20
STDIN = "<stdin>"
Errors = Literal["strict", "replace"]


class Block(NamedTuple):
    """Some UTF-8 text and where it comes from.

    Attributes:
        data: Whole lines; with `is_piece` a part of one that is too long.
        path: The name of its file, for messages.
        line: The number of its first line.
        is_piece: Whether it is such a part.
        is_last: Whether the long line ends here, with or without a line end.
    """

    data: bytes
    path: str
    line: int
    is_piece: bool = False
    is_last: bool = False


def read_blocks(
    paths: Sequence[str],
    *,
    encoding: str = "utf-8",
    errors: Errors = "strict",
    seen: Callable[[int], None] = lambda n_bytes: None,
) -> Iterator[Block]:
    """The blocks of all inputs in order; a line never goes on in the next file.

    Args:
        paths: Files, ``-`` for standard input.
        encoding: Of all inputs, as Python names it.
        errors: What happens to bytes that are not in a foreign `encoding`.
            UTF-8 is handed on as it is, and judged where it is used.
        seen: Called with the number of bytes read so far, as they are when unpacked.

    Raises:
        FileError: An input cannot be read or unpacked.
        FormatError: Bytes that are not in `encoding`, as ``path:line``.
    """
    n_read = 0
    for number, path in enumerate(paths, 1):
        name = STDIN if path == "-" else path
        with _reading(path) as file:
            utf8 = codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")
            source = _Source(file) if utf8 else _Foreign(file, encoding, errors, name)
            for block in _split(source.read, name, complete=number < len(paths)):
                seen(n_read + source.n_read)
                yield block
        n_read += source.n_read


def whole_lines(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks with the pieces of each long line put together."""
    pieces: list[bytes] = []
    for block in blocks:
        if not block.is_piece:
            yield block
            continue
        pieces.append(block.data)
        if block.is_last:
            yield Block(b"".join(pieces), block.path, block.line)
            pieces.clear()


def total_size(paths: Sequence[str]) -> int | None:
    """Bytes in all inputs, None where that is not known: for pipes and for packed files."""
    total = 0
    for path in paths:
        if is_packed(path):
            return None
        try:
            found = os.stat(path)
        except OSError:
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        total += found.st_size
    return total


def decoded(block: Block, errors: Errors) -> str:
    """The text of a block; FormatError for bytes that are not UTF-8."""
    try:
        return block.data.decode("utf-8", errors)
    except UnicodeDecodeError as error:
        line = block.line + block.data.count(b"\n", 0, error.start)
        raise FormatError(block.path, line, _not_in("UTF-8", block.data[error.start])) from error


@contextmanager
def _reading(path: str) -> Iterator[IO[bytes]]:
    if path != "-":
        with opened(path, buffering=0) as file:
            yield file
        return
    if sys.stdin is None:
        raise FileError("cannot read standard input: it is closed. Name a file.")
    try:
        yield sys.stdin.buffer
    except FileError:
        raise
    except OSError as error:
        reason = error.strerror or error
        raise FileError(f"cannot read standard input: {reason}.") from error


class _Source:
    """UTF-8 from a file, without its byte order mark."""

    def __init__(self, file: IO[bytes]) -> None:
        # read1 gives what a pipe has by now; unbuffered files have only read, which does so too
        self.fetch: Callable[[int], bytes] = getattr(file, "read1", file.read)
        self.n_read = 0
        self.is_started = False

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, which is 3 or more; empty only at the end of the file."""
        data = self.some(size)
        while not self.is_started and data:
            if len(data) < len(BOM) and BOM.startswith(data) and (more := self.some(1)):
                data += more
                continue
            self.is_started = True
            data = data.removeprefix(BOM) or self.some(size)
        return data

    def some(self, size: int) -> bytes:
        data = self.fetch(size) or b""
        self.n_read += len(data)
        return data


class _Foreign(_Source):
    """UTF-8 made of a file in another encoding."""

    def __init__(self, file: IO[bytes], encoding: str, errors: Errors, path: str) -> None:
        super().__init__(file)
        self.encoding, self.path, self.line = encoding, path, 1
        self.decoder = codecs.getincrementaldecoder(encoding)(errors)
        self.left = b""  # made, but not yet given
        self.fault: FormatError | None = None
        self.is_done = False

    def some(self, size: int) -> bytes:
        while not self.left and not self.is_done:
            if self.fault is not None:
                raise self.fault
            raw = super().some(size)
            self.is_done = not raw
            text = self.decode(raw)
            self.line += text.count("\n")
            self.left = text.encode("utf-8", "replace")
        data, self.left = self.left[:size], self.left[size:]
        return data

    def decode(self, raw: bytes) -> str:
        """The text of the next bytes; what stands before a fault is given, then the fault."""
        state = self.decoder.getstate()
        try:
            return self.decoder.decode(raw, not raw)
        except UnicodeDecodeError as error:
            waiting = len(error.object) - len(raw)  # from the bytes before these
            self.decoder.setstate(state)
            text = self.decoder.decode(raw[: max(0, error.start - waiting)])
            problem = _not_in(self.encoding, error.object[error.start])
            self.fault = FormatError(self.path, self.line + text.count("\n"), problem)
            self.is_done = False
            return text


def _split(read: Callable[[int], bytes], path: str, *, complete: bool) -> Iterator[Block]:
    """Blocks of what `read` gives; with `complete` the last line gets a line end if it has none."""
    buffer, line, inside = b"", 1, False
    while chunk := read(min(SIZE, PIECE - len(buffer))):
        buffer += chunk
        full = len(buffer) >= PIECE
        if inside and ((end := buffer.find(b"\n") + 1) or full):
            yield Block(buffer[: end or PIECE], path, line, is_piece=True, is_last=end > 0)
            buffer, line, inside = buffer[end or PIECE :], line + (end > 0), not end
        if inside:
            continue
        if end := buffer.rfind(b"\n") + 1:
            yield Block(buffer[:end], path, line)
            line += buffer.count(b"\n")
            buffer = buffer[end:]
        elif full:
            yield Block(buffer, path, line, is_piece=True)
            buffer, inside = b"", True
    if buffer or inside:
        data = buffer + b"\n" if complete else buffer
        yield Block(data, path, line, is_piece=inside, is_last=inside)


def _not_in(encoding: str, byte: int) -> str:
    return (
        f"byte {byte:#04x} is not {encoding}. Name the file's encoding with --encoding, "
        "or replace what cannot be read with --errors replace."
    )
