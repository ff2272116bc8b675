"""Source: the bytes of an input, unpacked, without byte order mark, in an encoding with lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from zhnlp.corpus.records.boundaries import Read
from zhnlp.corpus.records.encodings import (
    HEAD,
    UTF8,
    as_utf8,
    encoding_of,
    keeps_lines,
    order_fault,
)
from zhnlp.corpus.records.record import STDIN
from zhnlp.io.opening import StandardInput, is_packed, opened

_UNIT = 1 << 16  # bytes to unpack at once: how much of a damaged file is read depends on it


class Source:
    """The bytes of a file from its start.

    Attributes:
        head: The first bytes of the file as they are, at most HEAD.
        encoding: The encoding of what `read` returns.
        fault: Why the file cannot be read in the encoding that was given; empty if it can.
        n_mark: The length of the byte order mark, which is left out.
        is_converted: Whether `read` returns other bytes than the file has.
    """

    def __init__(self, read: Read, encoding: str | None) -> None:
        self.head = read(HEAD)
        found, self.n_mark = encoding_of(self.head, encoding, is_whole=len(self.head) < HEAD)
        self.fault = order_fault(self.head, encoding)
        self.is_converted = not keeps_lines(found)
        self.encoding = UTF8 if self.is_converted else found
        self.left = self.head[self.n_mark :]
        self.rest = read
        self.read = as_utf8(self.raw, found) if self.is_converted else self.raw

    def raw(self, size: int) -> bytes:
        """Up to `size` bytes of the file; empty only at its end."""
        if not self.left:
            return self.rest(size)
        data, self.left = self.left[:size], self.left[size:]
        return data


@contextmanager
def input_file(path: str) -> Iterator[Read]:
    """A function that reads the input at `path`, unpacked: as many bytes as asked for.

    Raises:
        FileError: The input cannot be read; what comes before the fault was returned.
    """
    unit = _UNIT if path == STDIN or is_packed(path) else HEAD
    with opened(StandardInput() if path == STDIN else path, buffering=0) as file:
        yield _steady(file, unit)


def read_up_to(read: Read, size: int) -> bytes:
    """The first `size` bytes of what is read, or all; a fault before them is raised."""
    parts, n_bytes = [], 0
    while n_bytes < size and (part := read(size - n_bytes)):
        parts.append(part)
        n_bytes += len(part)
    return b"".join(parts)


def _steady(file: IO[bytes], unit: int) -> Read:
    """Reads as many bytes as asked for, `unit` at once; raises a fault after what precedes it."""
    fetch: Read = getattr(file, "read1", file.read)
    left = b""
    fault: Exception | None = None

    def read(size: int) -> bytes:
        nonlocal left, fault
        parts, n_bytes = [left], len(left)
        while n_bytes < size and fault is None:
            try:
                part = fetch(unit)
            except Exception as error:  # any: each way of packing has its own
                fault = error
                break
            if not part:
                break
            parts.append(part)
            n_bytes += len(part)
        data = b"".join(parts)
        data, left = data[:size], data[size:]
        if not data and fault is not None:
            raise fault
        return data

    return read
