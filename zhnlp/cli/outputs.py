"""Outputs: standard output or a file that appears whole or not at all; progress.

What is written is bytes, UTF-8 on every platform. Nothing is kept back: each
piece is flushed, so that a reader at the other end of a pipe sees it at once.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import IO, Any

import click

from zhnlp.errors import FileError

Write = Callable[[bytes], None]
SLOW = 2.0  # seconds of work after which progress is shown
STEP = 0.2  # seconds between two showings


@contextmanager
def output(path: str | None) -> Iterator[Write]:
    """What writes to the file `path`, or to standard output for None and ``-``.

    A file is written beside its place and put there when all went well, with
    the permissions of the file it replaces. Pipes and devices are written to
    directly.

    Raises:
        FileError: The output cannot be written.
    """
    if path in (None, "-"):
        with _failures("standard output"), _silenced():
            yield _stdout()
        return
    with _failures(repr(path)):
        target = os.path.realpath(str(path))
        if str(path).endswith(("/", os.sep)):
            raise IsADirectoryError("it is a folder")
        mode = os.stat(target).st_mode if os.path.exists(target) else None
        if mode is None or stat.S_ISREG(mode):
            with _replacing(target, mode) as file:
                yield _writer(file)
        else:
            with open(target, "wb", buffering=0) as file:
                yield _writer(file)


def print_text(text: str) -> None:
    """Write `text` and a line end to standard output."""
    with output(None) as write:
        write(f"{text}\n".encode("utf-8", "backslashreplace"))


def silence(stream: Any) -> None:
    """Let what is left in a stream that failed go nowhere, or closing it fails once more."""
    with suppress(OSError, ValueError, AttributeError):
        number = stream.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)


class Progress:
    """Shows on the terminal how far long work has come.

    Only where standard error is a terminal and the result goes elsewhere.

    Args:
        to_stdout: The result goes to standard output.
        total: Bytes of input, None where that is not known.
    """

    def __init__(self, *, to_stdout: bool, total: int | None) -> None:
        self.total = total
        shown = bool(sys.stderr and sys.stderr.isatty())
        shown = shown and not (to_stdout and sys.stdout and sys.stdout.isatty())
        self.next = monotonic() + SLOW if shown else float("inf")
        self.is_shown = False

    def update(self, n_bytes: int) -> None:
        """Say that `n_bytes` have been read so far."""
        now = monotonic()
        if now < self.next:
            return
        self.next = now + STEP
        self.is_shown = True
        part = f" of {self.total / 1e6:,.0f}" if self.total else ""
        click.echo(f"\r{n_bytes / 1e6:,.0f}{part} MB read", err=True, nl=False)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *error: object) -> None:
        if self.is_shown:
            click.echo(f"\r{' ' * 40}\r", err=True, nl=False)


@contextmanager
def _failures(name: str) -> Iterator[None]:
    """Turn an OSError into a FileError; a broken pipe stays what it is.

    The errors of inputs are FileErrors already, and pass.
    """
    try:
        yield
    except (FileError, BrokenPipeError):
        raise
    except OSError as error:
        raise FileError(f"cannot write {name}: {error.strerror or error}.") from error


@contextmanager
def _silenced() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if not isinstance(error, FileError):
            silence(sys.stdout)
        raise


def _stdout() -> Write:
    if sys.stdout is None:
        raise FileError("cannot write standard output: it is closed.")
    return _writer(sys.stdout.buffer)


def _writer(file: IO[bytes]) -> Write:
    def write(data: bytes) -> None:
        view = memoryview(data)
        while view:  # an unbuffered file may take less than it was given
            view = view[file.write(view) :]
        file.flush()

    return write


@contextmanager
def _replacing(target: str, mode: int | None) -> Iterator[IO[bytes]]:
    part = os.path.join(os.path.dirname(target), f".zhnlp.{os.getpid()}.part")
    with suppress(FileNotFoundError):  # of a process that was killed
        os.unlink(part)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(part, flags, 0o666), "wb", buffering=0) as file:
        try:
            if mode is not None:
                os.chmod(part, stat.S_IMODE(mode))
            yield file
            file.close()
            os.replace(part, target)
        except BaseException:
            file.close()
            os.unlink(part)
            raise
