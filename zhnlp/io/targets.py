"""Targets: what the name of an output leads to, and so how it is written.

    new.txt, out.txt, a link to one of them     a file that is replaced
    /dev/null, a named pipe                     opened, and written to directly
    /dev/stdout, /dev/fd/63, /proc/self/fd/1    a file that this process has open already

The last are written to where they are open: a pipe of the shell has no other name, and a file
that the shell redirects to (``> out.txt``) is the shell's.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import NamedTuple

_DESCRIPTORS = ("/dev/fd", "/proc/self/fd", "/proc/thread-self/fd")
_MOST_LINKS = 40  # as in Linux


class Target(NamedTuple):
    """Where an output goes.

    Attributes:
        path: The file, after all links; or what is opened.
        status: Of the file that is replaced; None if there is none.
        is_direct: Whether it is written to directly.
        descriptor: The number of the open file that it names; None if it names none.
    """

    path: str
    status: os.stat_result | None = None
    is_direct: bool = False
    descriptor: int | None = None


def target_of(name: str) -> Target:
    """What `name` leads to, which can be written as far as one can see.

    Raises:
        OSError: It cannot be written: a folder, a link that leads to itself, a file that is
            write-protected.
    """
    if name.endswith(("/", os.sep)):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if (number := _descriptor(name)) is not None:
        os.fstat(number)  # raises if it is not open
        return Target(name, is_direct=True, descriptor=number)
    try:
        status = os.stat(name)
    except FileNotFoundError:
        return Target(os.path.realpath(name))
    path = os.path.realpath(name)
    if stat.S_ISSOCK(status.st_mode):
        raise OSError(errno.ENXIO, "it is a socket. Give a file or a pipe")
    if not stat.S_ISREG(status.st_mode) or not _is_at(path, status):
        return Target(name, is_direct=True)  # `open` says what is wrong with a folder
    _check_replaceable(path, status)
    return Target(path, status)


def _descriptor(name: str) -> int | None:
    """The number of the open file of this process that `name` leads to, if any."""
    if os.name != "posix":
        return None
    for _ in range(_MOST_LINKS):
        folder, last = os.path.split(name)
        if last.isascii() and last.isdecimal() and _has_descriptors(folder):
            return int(last)
        try:
            name = os.path.join(folder, os.readlink(name))
        except OSError:  # no link, or nothing there
            return None
    return None


def _has_descriptors(folder: str) -> bool:
    """Whether the names in `folder` are the open files of this process."""
    if folder in _DESCRIPTORS:  # before links are followed, which may not be possible
        return True
    own = {os.path.realpath(each) for each in _DESCRIPTORS if os.path.isdir(each)}
    return os.path.realpath(folder) in own


def _is_at(path: str, status: os.stat_result) -> bool:
    """Whether the file of this status is found at `path`: a removed open file is not."""
    try:
        return os.path.samestat(os.stat(path), status)
    except OSError:
        return False


def _check_replaceable(path: str, status: os.stat_result) -> None:
    """OSError if a file is write-protected, or may not be replaced by another's in its folder."""
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "it is write-protected")
    if os.name != "posix":
        return
    folder = os.stat(os.path.dirname(path))
    owners = (0, status.st_uid, folder.st_uid)
    if folder.st_mode & stat.S_ISVTX and os.geteuid() not in owners:
        raise PermissionError(
            errno.EPERM, "only its owner can replace it in this folder. Give another name"
        )
