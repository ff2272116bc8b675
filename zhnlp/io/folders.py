"""Folders: whether a folder can be written, and what is in it, before the work that fills it."""

from __future__ import annotations

import errno
import os
import pathlib
from collections.abc import Iterable
from fnmatch import fnmatchcase

from zhnlp.io.opening import Path
from zhnlp.io.whole_files import UNFINISHED


def obstacle(folder: Path) -> str:
    """Why `folder` cannot be made or written to, as the system says it; empty if it can."""
    path = os.path.abspath(folder)
    while not os.path.lexists(path) and os.path.dirname(path) != path:
        path = os.path.dirname(path)
    if not os.path.isdir(path):
        return os.strerror(errno.ENOTDIR)
    return "" if os.access(path, os.W_OK | os.X_OK) else os.strerror(errno.EACCES)


def state_folder(pack: Path) -> pathlib.Path:
    """The folder beside that of a pack for the state of its training.

    >>> state_folder("models/mine/").as_posix()
    'models/mine.part'
    """
    name = os.fspath(pack).rstrip("/" + os.sep)
    if os.path.basename(name) in ("", ".", ".."):
        name = os.path.abspath(pack)
    return pathlib.Path(f"{name}.part")


def foreign(folder: Path, own: Iterable[str]) -> str | None:
    """The first name in `folder` that is not among `own`, nor that of an unfinished file.

    Args:
        folder: None of its names is foreign if it does not exist.
        own: Names, or patterns of names.

    Raises:
        OSError: It is no folder, or cannot be read.
    """
    patterns = (*own, UNFINISHED)
    if not os.path.lexists(folder):
        return None
    others = (
        name for name in os.listdir(folder) if not any(fnmatchcase(name, each) for each in patterns)
    )
    return min(others, default=None)
