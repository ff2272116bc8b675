"""Find where records begin and end in bytes, without holding more than one long record.

    data     {"text": "我"}\n{"text": "你"}\n{"te…
    lines    └─ a record ─┘ └─ a record ─┘ └ waits for more data

Encodings in which a line end or a quotation mark may be part of another character (UTF-16)
are converted before; see encodings.py. A record ends just after its line end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

BLOCK = 1 << 20  # bytes to read at once
Read = Callable[[int], bytes]
"""Up to so many bytes; empty only at the end."""


class Ends(Protocol):
    """Where records of a format end; `start` is always the start of a record."""

    def last(self, data: bytes, start: int, stop: int) -> int:
        """Just after a whole record in ``data[start:stop]``, of many; `start` if none is whole."""

    def first(self, data: bytes, start: int, at_least: int) -> int:
        """Just after the record at `start`, which has more than `at_least` bytes; or `start`."""


class Stretch(NamedTuple):
    """Whole records in a row, or one that is too long.

    Attributes:
        data: The bytes of the records, with their line ends; None for the long one.
        n_bytes: How many bytes that are.
        line: The number of the first line.
        next_line: The number of the line after the last.
    """

    data: bytes | None
    n_bytes: int
    line: int
    next_line: int


class LineEnds:
    """A record is a line."""

    def last(self, data: bytes, start: int, stop: int) -> int:
        return data.rfind(b"\n", start, stop) + 1 or start

    def first(self, data: bytes, start: int, at_least: int) -> int:
        return data.find(b"\n", start + at_least) + 1 or start


class BlankLines:
    """A record is what stands before a blank line, with that line."""

    def __init__(self, encoding: str) -> None:
        try:
            wide_space = re.escape("\u3000".encode(encoding))
        except UnicodeEncodeError:
            wide_space = rb"\t"
        blank = rb"(?:[ \t\r\v\f]|%b)*+" % wide_space
        run = rb"(?:%b\n)++(?:%b\Z)?|%b\Z" % (blank, blank, blank)
        self.blank = re.compile(rb"^%b\n" % blank, re.MULTILINE)
        self.first_run = re.compile(run)
        self.run = re.compile(rb"\n(?:%b)" % run)

    def last(self, data: bytes, start: int, stop: int) -> int:
        at = max(data.rfind(b"\n\n", start, stop) + 2, data.rfind(b"\n\r\n", start, stop) + 3)
        if at > start + 1 and at > 2:
            return at
        end = start
        for match in self.blank.finditer(data, start, stop):
            end = match.end()
        return end

    def first(self, data: bytes, start: int, at_least: int) -> int:
        match = self.blank.search(data, start)
        return match.end() if match else start

    def parts(self, data: bytes, line: int) -> Iterator[tuple[int, bytes]]:
        """Yield number and bytes of the lines between blank lines."""
        first = self.first_run.match(data)
        start = first.end() if first else 0
        line += data.count(b"\n", 0, start)
        for match in self.run.finditer(data, start):
            yield line, data[start : match.start() + 1]
            line += data.count(b"\n", start, match.end())
            start = match.end()
        if start < len(data):
            yield line, data[start:]


class RowEnds:
    """A record is a row of CSV, whose fields may have line ends between quotation marks.

    The row of a mark that is not closed within the most bytes of a record ends at the first
    line end after them.
    """

    def __init__(self, delimiter: str) -> None:
        self.quoted = re.compile(rb'"(?<![^%b\n]")(?:[^"]++|"")*+"?' % delimiter.encode())

    def last(self, data: bytes, start: int, stop: int) -> int:
        end = start
        for first, after in self._outside_quotes(data, start, stop):
            end = data.rfind(b"\n", first, after) + 1 or end
        return end

    def first(self, data: bytes, start: int, at_least: int) -> int:
        return data.find(b"\n", start + at_least) + 1 or start

    def rows(self, data: bytes) -> Iterator[bytes]:
        """Yield the rows of `data` one by one."""
        start = 0
        for at, after in self._outside_quotes(data, 0, len(data)):
            while end := data.find(b"\n", at, after) + 1:
                yield data[start:end]
                start = at = end
        if start < len(data):
            yield data[start:]

    def _outside_quotes(self, data: bytes, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Yield start and end of what is outside quotes; a mark within a field is no quote."""
        for quoted in self.quoted.finditer(data, start, stop):
            yield start, quoted.start()
            start = quoted.end()
        yield start, stop


def whole_records(
    read: Read, ends: Ends, *, max_bytes: int, line: int = 1, block: int = BLOCK
) -> Iterator[Stretch]:
    """Yield the records of what `read` gives, many at once, as they come.

    Which records are too long does not depend on how the data arrive: a record begins where
    the stretch before ends, and no stretch has more than `max_bytes`.
    """
    data, at, is_over = b"", 0, False
    while True:
        stop = min(len(data), at + max_bytes)
        end = ends.last(data, at, stop)
        if end == at and is_over and stop == len(data):
            end = stop  # the last line has no end
        if end > at:
            next_line = line + data.count(b"\n", at, end)
            yield Stretch(data[at:end], end - at, line, next_line)
            line, at = next_line, end
        elif len(data) - at > max_bytes:
            if (end := ends.first(data, at, max_bytes)) > at:
                n_bytes, n_lines, at = end - at, data.count(b"\n", at, end), end
            else:
                n_bytes, n_lines, data = _skip(read, ends, data[at:])
                at = 0
            yield Stretch(None, n_bytes, line, line + n_lines)
            line += n_lines
        elif is_over:
            return
        else:
            rest = data[at:]
            more = read(max(block, min(len(rest), max_bytes + 1 - len(rest))))
            data, at, is_over = rest + more, 0, not more


def _skip(read: Read, ends: Ends, data: bytes) -> tuple[int, int, bytes]:
    """How many bytes and lines the record has that begins with `data`; what follows it."""
    n_bytes = n_lines = end = 0
    more = data
    while not end and more:
        n_lines += data.count(b"\n")
        line = data[data.rfind(b"\n") + 1 :]
        if len(line) > BLOCK:
            line = b"x"  # not blank
        n_bytes += len(data) - len(line)
        more = read(BLOCK)
        data = line + more
        end = ends.first(data, 0, 0)
    end = end or len(data)
    return n_bytes + end, n_lines + data.count(b"\n", 0, end), data[end:]
