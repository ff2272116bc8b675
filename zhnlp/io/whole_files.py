"""Whole files: output that appears whole or not at all.

An unfinished file is in the same folder under a random name, opened exclusively, so no
two runs share it. No other file is ever removed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import IO

from zhnlp.arguments import need_path
from zhnlp.io.opening import Path

Write = Callable[[bytes | memoryview], None]
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
UNFINISHED = ".zhnlp.*.part"  # pattern of the names of unfinished files


@contextmanager
def whole_file(path: Path) -> Iterator[Write]:
    """A function that writes to `path`; the file appears when the block ends without error.

    Links are followed, and a replaced file keeps its permissions. Pipes and devices
    are written to directly, because they cannot be replaced.

    Raises:
        OSError: The file cannot be written.
    """
    name = os.fsdecode(need_path(path))
    if name.endswith(("/", os.sep)):
        raise IsADirectoryError("it is a folder")
    target = os.path.realpath(name)
    mode = os.stat(target).st_mode if os.path.exists(target) else None
    if mode is None or stat.S_ISREG(mode):
        with _replacing(target, mode) as file:
            yield writer(file)
    else:
        with open(target, "wb", buffering=0) as file:
            yield writer(file)


def write_whole(path: Path, content: bytes | memoryview) -> None:
    """Write a file so that it appears whole or not at all; errors as in `whole_file`."""
    with whole_file(path) as write:
        write(content)


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Let nobody else who asks for it into `folder`; for files that belong together.

    The lock ends with the block or the process and leaves no file. It does nothing on
    Windows, and in folders that cannot be locked.
    """
    with ExitStack() as held:
        with suppress(ImportError, OSError):
            from fcntl import LOCK_EX, flock

            number = os.open(folder, os.O_RDONLY)
            held.callback(os.close, number)
            flock(number, LOCK_EX)
        yield


def writer(file: IO[bytes]) -> Write:
    """A function that writes all of its argument to `file`, without buffering."""

    def write(data: bytes | memoryview) -> None:
        view = memoryview(data)
        while view:  # an unbuffered file may write only part of it
            view = view[file.write(view) :]
        file.flush()

    return write


@contextmanager
def _replacing(target: str, mode: int | None) -> Iterator[IO[bytes]]:
    part, number = _new_file(os.path.dirname(target))
    with open(number, "wb", buffering=0) as file:
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


def _new_file(folder: str) -> tuple[str, int]:
    """The name and file descriptor of a new file.

    As tempfile.mkstemp, but with the default permissions of files.
    """
    while True:
        part = os.path.join(folder, UNFINISHED.replace("*", os.urandom(8).hex()))
        try:
            return part, os.open(part, _FLAGS, 0o666)
        except FileExistsError:
            continue
