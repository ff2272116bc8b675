"""Diffs: the lines that a command changes as a unified diff, which patch and git apply take.

    --- draft.txt
    +++ draft.txt
    @@ -1,3 +1,3 @@
     没有错。
    -他们发现了问提。
    +他们发现了问题。
     也没有错。

A line becomes one line, and stands before it. What patch makes of a file are the bytes that the
command prints of it, with its line ends, and without a byte order mark. The head of a hunk has
the number of its lines, so a hunk is written when it has ended; a long one waits on disk.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, ClassVar, NamedTuple

import click

from zhnlp.cli.formats import split_end
from zhnlp.io.blocks import Block, Errors, decoded
from zhnlp.io.lines import BOM
from zhnlp.io.opening import unpacked_name

CONTEXT = 3  # unchanged lines before and after a change, as in diff -u
_IN_MEMORY = 4 << 20  # bytes of a hunk
_AT_ONCE = 1 << 20  # bytes of a hunk that are written at once
_SPECIAL = re.compile(rb'[\x00-\x1f"\\\x7f]')


class Change(NamedTuple):
    """A line that is changed.

    Attributes:
        new: The new line.
        shown: How the old and the new line are shown, if not as they are.
    """

    new: str
    shown: tuple[str, str] | None = None


class Line(NamedTuple):
    """A line of a file with its line end; if it changes, the new one, and how both are shown."""

    old: bytes
    new: bytes | None = None
    shown: tuple[bytes, bytes] = (b"", b"")


class Lines(NamedTuple):
    """Some lines of a file, and the number of the first."""

    path: str
    number: int
    lines: list[Line]


@dataclass(frozen=True)
class LineChanger:
    """Changes the lines of a block.

    Args:
        change: Gives the change of the text of a line; None if it stays.
        errors: What to do with bytes that are not UTF-8. To replace them is a change.
    """

    change: Callable[[str], Change | None]
    errors: Errors
    takes_fragments: ClassVar[bool] = False

    def __call__(self, block: Block) -> Lines:
        decoded(block, self.errors)  # its error has the number of the line
        raws = [line + b"\n" for line in block.data.split(b"\n")]
        raws[-1] = raws[-1].removesuffix(b"\n")
        lines = [self._line(raw, block.line + at) for at, raw in enumerate(raws) if raw]
        return Lines(block.path, block.line, lines)

    def _line(self, raw: bytes, number: int) -> Line:
        read = raw.removeprefix(BOM) if number == 1 else raw
        text, end = split_end(read.decode("utf-8", self.errors))
        change = self.change(text) or Change(text)
        new = (change.new + end).encode()
        if new == raw:
            return Line(raw)
        if change.shown is None:
            return Line(raw, new, (raw, new))
        before, after = ((each + end).encode() for each in change.shown)
        return Line(raw, new, (before, after))


def unified(pieces: Iterable[Lines], *, in_colour: bool) -> Iterator[bytes]:
    """Yield the diffs of the files whose lines are in `pieces`, in the form of ``diff -u``."""
    file: _File | None = None
    for piece in pieces:
        if file is None or piece.number == 1:
            if file is not None:
                yield from file.rest()
            file = _File(piece.path, in_colour=in_colour)
        for number, line in enumerate(piece.lines, piece.number):
            yield from file.add(number, line)
    if file is not None:
        yield from file.rest()


class _File:
    """The diff of a file, line by line.

    Args:
        path: The name of the file.
        in_colour: Mark heads and signs for a terminal.
    """

    def __init__(self, path: str, *, in_colour: bool) -> None:
        name = header_name(path)
        self.head = b"--- %b\n+++ %b\n" % (name, name)
        self.paint = _painted if in_colour else _plain
        self.before = deque[bytes](maxlen=CONTEXT)  # unchanged lines outside of hunks
        self.after = list[bytes]()  # unchanged lines since the last change of the hunk
        self.hunk: _Hunk | None = None

    def add(self, number: int, line: Line) -> Iterator[bytes]:
        """Yield what is complete before this line, which has a number from 1."""
        if line.new is None:
            if self.hunk is None:
                self.before.append(line.old)
                return
            self.after.append(line.old)
            if len(self.after) > 2 * CONTEXT:
                yield from self.rest()
            return
        if self.hunk is None:
            self.hunk = _Hunk(number - len(self.before), self.paint)
            self.after, self.before = [*self.before], deque(maxlen=CONTEXT)
        for context in self.after:
            self.hunk.keep(context)
        self.after = []
        self.hunk.change(line)

    def rest(self) -> Iterator[bytes]:
        """Yield the hunk that is not complete, if any, and end it."""
        if self.hunk is None:
            return
        for context in self.after[:CONTEXT]:
            self.hunk.keep(context)
        yield self.paint(self.head, "bold") if self.head else b""
        yield from self.hunk.written()
        self.before.extend(self.after[CONTEXT:])
        self.head, self.after, self.hunk = b"", [], None


class _Hunk:
    """A hunk that grows.

    Args:
        number: The number of its first line.
        paint: Gives bytes in a colour.
    """

    def __init__(self, number: int, paint: Callable[[bytes, str], bytes]) -> None:
        self.number, self.paint = number, paint
        self.n_old = self.n_new = 0
        self.body: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - `written` closes it

    def keep(self, line: bytes) -> None:
        self.n_old += 1
        self.n_new += 1
        self._write(b" ", line)

    def change(self, line: Line) -> None:
        before, after = line.shown
        self.n_old += 1
        self._write(self.paint(b"-", "red"), before)
        if line.new:  # the last line of a file may vanish with its byte order mark
            self.n_new += 1
            self._write(self.paint(b"+", "green"), after)

    def written(self) -> Iterator[bytes]:
        """Yield the hunk with its head, and forget it."""
        old, new = _range(self.number, self.n_old), _range(self.number, self.n_new)
        yield self.paint(b"@@ -%b +%b @@\n" % (old, new), "cyan")
        with self.body:
            self.body.seek(0)
            yield from iter(partial(self.body.read, _AT_ONCE), b"")

    def _write(self, sign: bytes, line: bytes) -> None:
        end = b"" if line.endswith(b"\n") else b"\n\\ No newline at end of file\n"
        self.body.write(sign + line + end)


def header_name(path: str) -> bytes:
    """The name of a file as it stands in the head of a diff, unpacked if it is packed.

    >>> header_name("草稿.txt.gz").decode(), header_name("my draft.txt"), header_name('a"b')
    ('草稿.txt', b'my draft.txt\\t', b'"a\\\\"b"')
    """
    name = os.fsencode(unpacked_name(path))
    if _SPECIAL.search(name):
        return b'"%b"' % _SPECIAL.sub(_escaped, name)
    return name + b"\t" if b" " in name else name  # a tab ends a name with blanks


def _escaped(match: re.Match[bytes]) -> bytes:
    char = match[0]
    return b"\\" + char if char in b'"\\' else b"\\%03o" % ord(char)


def _range(number: int, n_lines: int) -> bytes:
    """A range of lines as in ``diff -u``; an empty one is after the line of its number."""
    if n_lines == 1:
        return b"%d" % number
    return b"%d,%d" % (number if n_lines else number - 1, n_lines)


def _plain(data: bytes, colour: str) -> bytes:
    return data


def _painted(data: bytes, colour: str) -> bytes:
    text, end = split_end(data.decode("utf-8", "surrogateescape"))
    styled = click.style(text, bold=True) if colour == "bold" else click.style(text, fg=colour)
    return (styled + end).encode("utf-8", "surrogateescape")
