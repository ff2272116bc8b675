"""Outputs: standard output or a file that appears whole or not at all; progress.

The output is bytes, UTF-8 on every platform. Every write is flushed, so that the reader
of a pipe sees it at once.
"""

from __future__ import annotations

import os
import stat
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, TextIO

import click

from zhnlp.cli.stray import read_error
from zhnlp.errors import FileError, UsageError, ZhnlpWarning
from zhnlp.io.folders import obstacle
from zhnlp.io.targets import target_of
from zhnlp.io.whole_files import Write, whole_file, writer
from zhnlp.resources import packs

SLOW = 2.0  # seconds of work after which progress is shown
_PATHS = ("FILE", "FILES", "CORPUS", "NEWS", "INPUT", "GOLD", "FOLDER", "PACK", "PATH", "PIPELINE")
STEP = 0.2  # seconds between two updates


@contextmanager
def output(path: str | None) -> Iterator[Write]:
    """A function that writes to the file `path`, or to standard output for None and ``-``.

    A file appears whole or not at all; see io/whole_files.py.

    Raises:
        FileError: The output cannot be written.
    """
    if path in (None, "-"):
        with _failures("standard output"), _silenced():
            yield _stdout()
        return
    with _failures(repr(path)), whole_file(str(path)) as write:
        yield write


def check_file(ctx: click.Context, param: click.Parameter, path: str | None) -> str | None:
    """`path`, a file that can be written as far as one can see; before long work.

    Raises:
        FileError: It cannot be written.
    """
    if path is not None and not ctx.resilient_parsing:
        with _failures(repr(path)):
            target = target_of(path)
            folder = os.path.dirname(target.path)
            if os.path.isdir(path):
                raise IsADirectoryError("it is a folder")
            if target.is_direct:
                return path
            if not os.path.isdir(folder):
                raise FileNotFoundError(f"there is no folder {folder!r}. Make it first")
            if problem := obstacle(folder):
                raise OSError(problem)
    return path


class OutputOption(click.Option):
    """The option ``-o``, or another that names an output: a usage error if it names an input.

    Inputs are the files and folders that other options and the arguments name, by their metavars.
    """

    def handle_parse_result(
        self, ctx: click.Context, opts: Mapping[str, Any], args: list[str]
    ) -> tuple[Any, list[str]]:
        if not ctx.resilient_parsing:  # first, as this is what is wrong about an input
            target = opts.get(self.name or "")
            given = target if isinstance(target, str) else None  # click has an own value for none
            refuse_inputs(given, _inputs_of(ctx.command, opts), option=self.opts[-1])
        return super().handle_parse_result(ctx, opts, args)


def _inputs_of(command: click.Command, given: Mapping[str, object]) -> Iterator[str]:
    for param in command.params:
        metavar = (param.metavar or param.name or "").strip("[].").upper()
        if isinstance(param, OutputOption) or metavar not in _PATHS:
            continue
        value = given.get(param.name or "")
        several = [value] if isinstance(value, str) else value
        if isinstance(several, (list, tuple)) and several:
            yield from (each for each in several if metavar != "PACK" or each not in packs())
        elif isinstance(param, click.Argument) and not param.required:
            yield "-"


def refuse_inputs(target: str | None, inputs: Iterable[str], *, option: str = "--output") -> None:
    """A usage error if the output is one of the inputs, under any name.

    Args:
        target: The file or folder to write; None and ``-`` for standard output.
        inputs: Files and folders that are read, ``-`` for standard input. Names of packs that
            ship, and files that are not there, do not count.
        option: The option that names the output.
    """
    written = _identity(target or "-", sys.stdout) if target or option == "--output" else None
    for path in inputs if written is not None else ():
        if _identity(path, sys.stdin) == written:
            read = "standard input" if path == "-" else repr(path)
            name = "standard output" if target in (None, "-") else repr(target)
            same = f" ({read})" if read != name else ""
            problem = f"{name} is both read and written{same}."
            raise UsageError(f"{problem} Give another name for {option}.")


def _identity(path: str, stream: TextIO | None) -> tuple[int, int] | None:
    """What tells a file or folder from others under any name, of `stream` for ``-``."""
    try:
        if path == "-":
            status = os.fstat(stream.fileno()) if stream is not None else None
        else:
            status = os.stat(path)
    except (OSError, ValueError):  # none is there, or it is no file of the system
        return None
    if status is None or not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        return None
    return status.st_dev, status.st_ino


def print_text(text: str) -> None:
    """Write `text` and a line end to standard output."""
    with output(None) as write:
        write(f"{text}\n".encode("utf-8", "backslashreplace"))


@contextmanager
def warnings_as_sentences() -> Iterator[None]:
    """Print the warnings of zhnlp as sentences on standard error, each that comes."""
    default = warnings.showwarning

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if issubclass(category, ZhnlpWarning):
            click.echo(f"Warning: {message}", err=True)
        else:
            default(message, category, filename, lineno, file, line)

    with warnings.catch_warnings():
        warnings.simplefilter("always", ZhnlpWarning)
        warnings.showwarning = show
        yield


def silence(stream: Any) -> None:
    """Redirect a stream that failed to nowhere; otherwise closing it fails again."""
    with suppress(OSError, ValueError, AttributeError):
        number = stream.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)


class Progress:
    """Shows the progress of long work on the terminal.

    Only if standard error is a terminal and the result goes elsewhere.

    Args:
        to_stdout: The result goes to standard output.
        total: Bytes of input; None if unknown.
    """

    def __init__(self, *, to_stdout: bool, total: int | None) -> None:
        self.total = total
        visible = bool(sys.stderr and sys.stderr.isatty())
        visible = visible and not (to_stdout and sys.stdout and sys.stdout.isatty())
        self.next = monotonic() + SLOW if visible else float("inf")
        self.is_shown = False

    def update(self, n_bytes: int) -> None:
        """Note that `n_bytes` have been read so far."""
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
    """Turn an OSError into a FileError, except for a broken pipe.

    The errors of inputs are FileErrors already, and pass.
    """
    try:
        yield
    except (FileError, BrokenPipeError):
        raise
    except OSError as error:
        if own := read_error(error):
            raise own from error
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
        raise FileError("cannot write standard output: it is closed. Give a file with -o.")
    return writer(sys.stdout.buffer)
