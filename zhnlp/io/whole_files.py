"""Whole files: output that appears whole or not at all.

A file in the making lies beside its place under a random name that is opened
exclusively, so no two runs share one. Only that file is ever removed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from zhnlp.io.opening import Path

Write = Callable[[bytes | memoryview], None]
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
UNFINISHED = ".zhnlp.*.part"  # a pattern of the names of files in the making


@contextmanager
def whole_file(path: Path) -> Iterator[Write]:
    """What writes to the file `path`, which appears when the block ends without an error.

    Links are followed, and the permissions of a file that is replaced are kept.
    Pipes and devices cannot be replaced, and are written to directly.

    Raises:
        OSError: The file cannot be written.
    """
    name = os.fsdecode(path)
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
    """Write a file so that it appears whole or not at all; errors as of `whole_file`."""
    with whole_file(path) as write:
        write(content)


def writer(file: IO[bytes]) -> Write:
    """What writes all it is given to `file`, and keeps nothing back."""

    def write(data: bytes | memoryview) -> None:
        view = memoryview(data)
        while view:  # an unbuffered file may take less than it was given
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
    """The name and the number of a file that was not there before.

    As of tempfile.mkstemp, but with the permissions that files get by default.
    """
    while True:
        part = os.path.join(folder, UNFINISHED.replace("*", os.urandom(8).hex()))
        try:
            return part, os.open(part, _FLAGS, 0o666)
        except FileExistsError:
            continue
