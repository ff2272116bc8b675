"""Blocks: files and standard input as blocks of UTF-8 lines, with path and line number.

    file    ……\n……\n……\n……………………………………………………………………\n……\n
    blocks  └ whole lines ┘└ fragment ┘└ fragment ┘└ last ┘└ whole lines

A line longer than FRAGMENT comes in fragments, so memory is bounded; their lengths do
not depend on how the line arrives. A slow pipe gives a block for every line. Lines end
at LF. A byte order mark is dropped, and compressed files are unpacked.
"""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Literal, NamedTuple

from zhnlp.core import count_lines
from zhnlp.errors import FormatError
from zhnlp.io.encodings import SAMPLE, byte_order, lacks_order, no_order
from zhnlp.io.lines import BOM
from zhnlp.io.opening import StandardInput, is_packed, opened

SIZE = 1 << 16  # bytes to read at once: small, so that several threads end at about the same time
FRAGMENT = 4 << 20
_UNIT = 4  # bytes of a character of UTF-32, or of its byte order mark
_OTHER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKED = "byte 0xff or 0xfe begins a file in UTF-16. Name its encoding: --encoding utf-16."
STDIN, GIVEN = "<stdin>", "<text>"
Errors = Literal["strict", "replace"]


class Text(str):
    """Lines given as such, in place of the path of a file."""


class Block(NamedTuple):
    """Some UTF-8 text and where it comes from.

    Attributes:
        data: Whole lines; with `is_fragment`, part of a long line.
        path: The name of the file, for messages.
        line: The number of the first line.
        is_fragment: Whether it is part of a long line.
        is_last: Whether the long line ends here, with or without a line end.
    """

    data: bytes
    path: str
    line: int
    is_fragment: bool = False
    is_last: bool = False


def read_blocks(
    paths: Sequence[str],
    *,
    encoding: str = "utf-8",
    errors: Errors = "strict",
    progress: Callable[[int], None] = lambda n_bytes: None,
    exact: bool = False,
) -> Iterator[Block]:
    """Yield the blocks of all inputs in order; a line never continues in the next file.

    Args:
        paths: Files; ``-`` for standard input. A `Text` stands for itself.
        encoding: The encoding of all inputs, in Python's name.
        errors: What to do with bytes that are not in a foreign `encoding`. UTF-8 is
            not checked here.
        progress: Called with the number of bytes read so far, counted after unpacking.
        exact: Keep a byte order mark, and give no file the line end that its last line lacks.

    Raises:
        FileError: An input cannot be read or unpacked.
        FormatError: Bytes are not in `encoding`; the message gives ``path:line``.
    """
    n_read = 0
    for number, path in enumerate(paths, 1):
        name = GIVEN if isinstance(path, Text) else STDIN if path == "-" else path
        with _reading(path) as file:
            utf8 = isinstance(path, Text) or is_utf8(encoding)
            source = _Source(file) if utf8 else _Foreign(file, encoding, errors, name)
            source.refused = _OTHER_MARKS if utf8 and errors == "strict" else ()
            source.path = name
            source.is_started = exact
            complete = number < len(paths) and not exact
            for block in _split(source.read, name, complete=complete):
                progress(n_read + source.n_read)
                yield block
        n_read += source.n_read


def is_utf8(encoding: str) -> bool:
    """Whether the encoding of this name is UTF-8."""
    return codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")


def whole_lines(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the blocks, with the fragments of each long line joined."""
    fragments: list[bytes] = []
    for block in blocks:
        if not block.is_fragment:
            yield block
            continue
        fragments.append(block.data)
        if block.is_last:
            yield Block(b"".join(fragments), block.path, block.line)
            fragments.clear()


def total_size(paths: Sequence[str]) -> int | None:
    """Bytes in all inputs; None if that is unknown: for pipes and compressed files."""
    total = 0
    for path in paths:
        if isinstance(path, Text) or is_packed(path):
            return None
        try:
            status = os.stat(path)
        except OSError:
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        total += status.st_size
    return total


def decoded(block: Block, errors: Errors) -> str:
    """The text of a block; FormatError if it is not UTF-8."""
    try:
        return block.data.decode("utf-8", errors)
    except UnicodeDecodeError as error:
        line = block.line + block.data.count(b"\n", 0, error.start)
        raise FormatError(block.path, line, _not_in("UTF-8", block.data[error.start])) from error


@contextmanager
def _reading(path: str) -> Iterator[IO[bytes]]:
    if isinstance(path, Text):
        yield BytesIO((path.removesuffix("\n") + "\n").encode())
        return
    with opened(StandardInput() if path == "-" else path, buffering=0, text=True) as file:
        yield file


class _Source:
    """UTF-8 from a file, without its byte order mark."""

    def __init__(self, file: IO[bytes]) -> None:
        # read1 returns what a pipe has so far; unbuffered files have only read, which does, too
        self.fetch: Callable[[int], bytes] = getattr(file, "read1", file.read)
        self.n_read = 0
        self.is_started = False
        self.path = ""
        self.refused: tuple[bytes, ...] = ()

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, which is 3 or more; empty only at the end of the file."""
        data = self.some(size)
        while not self.is_started and data:
            if len(data) < len(BOM) and BOM.startswith(data) and (next_byte := self.some(1)):
                data += next_byte
                continue
            self.is_started = True
            if self.refused and data.startswith(self.refused):
                raise FormatError(self.path, 1, _MARKED)
            data = data.removeprefix(BOM) or self.some(size)
        return data

    def some(self, size: int) -> bytes:
        data = self.fetch(size) or b""
        self.n_read += len(data)
        return data


class _Foreign(_Source):
    """UTF-8 converted from a file in another encoding."""

    def __init__(self, file: IO[bytes], encoding: str, errors: Errors, path: str) -> None:
        super().__init__(file)
        self.encoding, self.errors, self.path, self.line = encoding, errors, path, 1
        self.decoder: codecs.IncrementalDecoder | None = None  # made with the first bytes
        self.left = b""  # converted, but not yet returned
        self.fault: FormatError | None = None
        self.is_done = False

    def some(self, size: int) -> bytes:
        while not self.left and not self.is_done:
            if self.fault is not None:
                raise self.fault
            raw = super().some(size)
            if self.decoder is None:
                raw = self.started(raw, size)
            self.is_done = not raw
            text = self.decode(raw)
            self.line += text.count("\n")
            self.left = text.encode("utf-8", "replace")
        data, self.left = self.left[:size], self.left[size:]
        return data

    def started(self, raw: bytes, size: int) -> bytes:
        """The first bytes: as many as it takes to make the decoder."""
        while 0 < len(raw) < _UNIT and (more := super().some(size)):
            raw += more
        encoding: str | None = self.encoding
        if raw and lacks_order(self.encoding, raw):
            while (encoding := byte_order(self.encoding, raw)) is None and len(raw) < SAMPLE:
                if not (more := super().some(size)):
                    break
                raw += more
        if encoding is None:
            raise FormatError(self.path, 1, no_order(self.encoding, raw))
        self.decoder = codecs.getincrementaldecoder(encoding)(self.errors)
        return raw

    def decode(self, raw: bytes) -> str:
        """The text of the next bytes; up to a fault, which `some` raises after it."""
        assert self.decoder is not None, "`started` has made it"
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
    """Yield the blocks of the data from `read`; `complete` adds a missing last line end."""
    buffer, line, inside = b"", 1, False
    while data := read(min(max(SIZE, len(buffer)), FRAGMENT - len(buffer))):
        buffer += data
        full = len(buffer) >= FRAGMENT
        if inside and ((end := buffer.find(b"\n") + 1) or full):
            yield Block(buffer[: end or FRAGMENT], path, line, is_fragment=True, is_last=end > 0)
            buffer, line, inside = buffer[end or FRAGMENT :], line + (end > 0), not end
        if inside:
            continue
        if end := buffer.rfind(b"\n") + 1:
            yield Block(buffer[:end], path, line)
            line += count_lines(buffer)
            buffer = buffer[end:]
        elif full:
            yield Block(buffer, path, line, is_fragment=True)
            buffer, inside = b"", True
    if buffer or inside:
        data = buffer + b"\n" if complete else buffer
        yield Block(data, path, line, is_fragment=inside, is_last=inside)


def _not_in(encoding: str, byte: int) -> str:
    return (
        f"byte {byte:#04x} is not {encoding}. Name the file's encoding with --encoding, "
        "or replace what cannot be read with --errors replace."
    )
