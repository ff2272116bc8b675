"""Plain files of a saved folder: read within bounds, never through a link, written together.

What is loaded from a folder may come from anywhere, so nothing outside of that folder is
opened: a link is refused, and so is what is not a plain file (a pipe, a device, a socket),
which could be read for ever.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path, PurePosixPath
from typing import IO

from zhnlp.errors import PackError
from zhnlp.io.whole_files import put, unfinished_file, writer

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_LONGEST = 255  # bytes of a name, as file systems have it


def is_name(name: object) -> bool:
    """Whether `name` names a file or folder directly inside another, on every system.

    >>> is_name("lexicon"), is_name(".."), is_name("a/b"), is_name("C:")
    (True, False, False, False)
    """
    if not isinstance(name, str) or name in ("", ".", "..") or set(name) & set("/\\:\0"):
        return False
    return len(name.encode("utf-8", "surrogatepass")) <= _LONGEST


def open_plain(folder: Path, name: str, *, most: int | None = None) -> IO[bytes]:
    """The file `name` of `folder`, open for reading without a buffer.

    Args:
        folder: May be a link itself, as its user gave it.
        name: A path with ``/``, relative to `folder`. No part of it may be a link.
        most: The most bytes that it may have.

    Raises:
        PackError: It is outside, a link, no plain file, or larger.
        OSError: It is not there, or cannot be read.
    """
    parts = PurePosixPath(name).parts
    if not parts or not all(map(is_name, parts)):
        raise PackError(f"{str(folder)!r} names a file outside of it: {name!r:.80}.")
    path = Path(folder)
    for part in parts:
        path = path / part
        _refuse_link(path)
    return _checked(path, os.open(path, _READ | _NO_LINK), most)


def open_given(path: Path, *, most: int | None = None) -> IO[bytes]:
    """The plain file at a `path` that the user gave, which may be a link; errors as above."""
    return _checked(path, os.open(path, _READ), most)


def read_plain(folder: Path, name: str, *, most: int) -> bytes:
    """The content of the file `name` of `folder`; arguments and errors as of `open_plain`."""
    with open_plain(folder, name, most=most) as file:
        return _read(file, Path(folder, name), most)


def read_given(path: Path, *, most: int) -> bytes:
    """The content of the file at `path`; arguments and errors as of `open_given`."""
    with open_given(path, most=most) as file:
        return _read(file, path, most)


def need_folder(folder: Path, name: str) -> Path:
    """The folder `name` of `folder`; PackError if it is a link or is not there."""
    path = folder / name
    if os.path.lexists(path):
        _refuse_link(path)
    if not path.is_dir():
        raise PackError(f"there is no folder {str(path)!r}. Save it again.")
    return path


def write_files(folder: Path, contents: Mapping[str, bytes | memoryview]) -> None:
    """Write files of `folder` that belong together.

    All are written beside their places first, and then renamed in the order given: where
    the disk is full, the old ones stay. A link in the place of one is replaced, and not
    followed; a replaced file keeps its permissions.

    Raises:
        OSError: One cannot be written.
    """
    with ExitStack() as left:
        parts = {}
        for name, content in contents.items():
            part, file = left.enter_context(unfinished_file(folder))
            writer(file)(content)
            file.close()
            parts[name] = part
        for name, part in parts.items():
            _keep_mode(folder / name, part)
            put(part, folder / name)


def _keep_mode(old: Path, new: str) -> None:
    """Give `new` the permissions of `old`, where that is a plain file."""
    with suppress(FileNotFoundError):
        mode = os.lstat(old).st_mode
        if stat.S_ISREG(mode):
            os.chmod(new, stat.S_IMODE(mode))


def _refuse_link(path: Path) -> None:
    if stat.S_ISLNK(os.lstat(path).st_mode):
        raise PackError(
            f"{str(path)!r} is a link. What is loaded holds plain files only: copy the file or "
            "folder itself to its place."
        )


def _checked(path: Path, number: int, most: int | None) -> IO[bytes]:
    """The open file of this number, which must be a plain one."""
    found = os.fstat(number)
    problem = "" if stat.S_ISREG(found.st_mode) else "is not a plain file"
    if not problem and most is not None and found.st_size > most:
        problem = f"has {found.st_size:,} bytes, more than the {most:,} that are read"
    if problem:
        os.close(number)
        raise PackError(f"{str(path)!r} {problem}. Save or make it again.")
    return os.fdopen(number, "rb", buffering=0)


def _read(file: IO[bytes], path: Path, most: int) -> bytes:
    """What is in `file`, which may grow meanwhile."""
    parts, left = [], most + 1
    while left and (block := file.read(left)):
        parts.append(block)
        left -= len(block)
    if not left:
        raise PackError(f"{str(path)!r} has more than the {most:,} bytes that are read.")
    return b"".join(parts)
