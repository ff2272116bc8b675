"""Whole files: output that appears whole or not at all.

An unfinished file is in the same folder under a random name, opened exclusively, so no
two runs share it. No other file is ever removed. Only a process that is killed leaves an
unfinished file behind; see `remove_unfinished` for other early ends.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import IO

from zhnlp.arguments import need_path
from zhnlp.io.opening import Path
from zhnlp.io.targets import Target, target_of

Write = Callable[[bytes | memoryview], None]
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
UNFINISHED = ".zhnlp.*.part"  # pattern of the names of unfinished files
_ACL = "system.posix_acl_access"

# The paths of the unfinished files of this process, from before they are made until after they
# are gone: a signal between two steps of `_replacing` would leave them behind.
_BEGUN = set[str]()


@contextmanager
def whole_file(path: Path) -> Iterator[Write]:
    """A function that writes to `path`; the file appears when the block ends without error.

    Links are followed. A replaced file keeps its permissions, and its owner where that is
    allowed; what it is also called (a hard link) keeps the old content. Pipes, devices and
    open files such as ``/dev/stdout`` are written to directly, because they cannot be replaced.

    Raises:
        OSError: The file cannot be written.
    """
    target = target_of(os.fsdecode(need_path(path)))
    with _direct(target) if target.is_direct else _replacing(target) as file:
        yield writer(file)


def write_whole(path: Path, content: bytes | memoryview) -> None:
    """Write a file so that it appears whole or not at all; errors as in `whole_file`."""
    with whole_file(path) as write:
        write(content)


@contextmanager
def lock(folder: Path, *, alone: bool = True) -> Iterator[None]:
    """Let nobody else who asks for it into `folder`; for files that belong together.

    The lock ends with the block or the process and leaves no file. It does nothing on
    Windows, and in folders that cannot be locked.

    Args:
        folder: The folder.
        alone: To write. False to read: others may read, too.
    """
    with ExitStack() as held:
        with suppress(ImportError, OSError):
            from fcntl import LOCK_EX, LOCK_SH, LOCK_UN, flock

            number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            held.callback(os.close, number)
            flock(number, LOCK_EX if alone else LOCK_SH)
            held.callback(flock, number, LOCK_UN)  # a process that was forked has it open, too
        yield


def writer(file: IO[bytes]) -> Write:
    """A function that writes all of its argument to `file`, without buffering."""

    def write(data: bytes | memoryview) -> None:
        view = memoryview(data)
        while view:  # an unbuffered file may write only part of it
            view = view[file.write(view) :]
        file.flush()

    return write


def remove_unfinished() -> None:
    """Remove the unfinished files of this process, which is about to end."""
    for part in tuple(_BEGUN):
        _remove(part)


@contextmanager
def _direct(target: Target) -> Iterator[IO[bytes]]:
    if target.descriptor is not None:
        number = os.dup(target.descriptor)
    else:
        number = os.open(target.path, os.O_WRONLY | os.O_TRUNC)
    with open(number, "wb", buffering=0) as file:
        yield file


@contextmanager
def _replacing(target: Target) -> Iterator[IO[bytes]]:
    with unfinished_file(os.path.dirname(target.path)) as (part, file):
        if target.status is not None:
            _keep_access(target, target.status, part)
        yield file
        file.close()
        put(part, target.path)


@contextmanager
def unfinished_file(folder: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The path of a new file in `folder`, and the file, open for writing without a buffer.

    It is removed when the block ends, unless `put` has given it its place.
    """
    part, number = _new_file(os.fspath(folder))
    try:
        with open(number, "wb", buffering=0) as file:
            yield part, file
    finally:
        if part in _BEGUN:
            _remove(part)


def put(part: str, path: Path) -> None:
    """Rename an unfinished file that is complete to `path`, and replace what is there."""
    os.replace(part, path)
    _BEGUN.discard(part)


def _new_file(folder: str) -> tuple[str, int]:
    """The name and file descriptor of a new file.

    As tempfile.mkstemp, but with the default permissions of files.
    """
    while True:
        part = os.path.join(folder, UNFINISHED.replace("*", os.urandom(8).hex()))
        _BEGUN.add(part)
        try:
            return part, os.open(part, _FLAGS, 0o666)
        except FileExistsError:
            _BEGUN.discard(part)
        except OSError:
            _BEGUN.discard(part)
            raise


def _remove(part: str) -> None:
    with suppress(OSError):  # it is gone, or nobody may remove it
        os.unlink(part)
    _BEGUN.discard(part)


def _keep_access(target: Target, status: os.stat_result, part: str) -> None:
    """Let the same users read and write the new file, and nobody else.

    Rights to run as its owner (setuid, setgid) were given to the old content, and end.
    """
    mode = stat.S_IMODE(status.st_mode) & 0o777
    if hasattr(os, "chown") and not _keep_owner(status, part):
        mode = _without_group(mode)  # its group may be another one
    os.chmod(part, mode)
    if sys.platform == "linux" and not _keep_acl(target.path, part):
        os.chmod(part, _without_group(mode))  # its bits were those of the list


def _without_group(mode: int) -> int:
    """Permissions in which the group has no more rights than everybody."""
    return mode & (0o707 | (mode & 0o007) << 3)


def _keep_owner(status: os.stat_result, part: str) -> bool:
    """Give `part` the owner and the group of a file, where allowed; whether it has the group."""
    own = os.stat(part)
    if own.st_uid != status.st_uid:
        with suppress(OSError):
            os.chown(part, status.st_uid, -1)
    if own.st_gid != status.st_gid:
        with suppress(OSError):
            os.chown(part, -1, status.st_gid)
    return os.stat(part).st_gid == status.st_gid


def _keep_acl(path: str, part: str) -> bool:
    """Give `part` the access control list of `path`, or none; whether that was possible."""
    try:
        if _ACL in os.listxattr(path):
            os.setxattr(part, _ACL, os.getxattr(path, _ACL))
        elif _ACL in os.listxattr(part):
            os.removexattr(part, _ACL)
    except OSError as error:
        return error.errno == errno.EOPNOTSUPP
    return True
