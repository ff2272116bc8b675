"""Stray errors and closed streams: what no command expects, told in one sentence."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import zhnlp.resources as resources
from zhnlp.errors import FileError


def occupy_closed_streams() -> None:
    """Let nothing else get the number of a standard stream that is closed, least of all a file.

    Messages to a closed standard error go nowhere. The others stay closed, so reading and writing
    them is an error.
    """
    for number in range(3):
        with suppress(OSError):
            _occupy(number)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (until the end)


def _occupy(number: int) -> None:
    try:
        os.fstat(number)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free
        if nowhere != number:
            os.dup2(nowhere, number)
            os.close(nowhere)


def read_error(error: OSError) -> FileError | None:
    """The error of a file that could not be read; None if `error` is not of reading.

    Files of zhnlp itself are only read, and there is something to do about them.
    """
    path = error.filename
    if not isinstance(path, (str, os.PathLike)):
        return None
    name = os.path.realpath(path)
    package = os.path.dirname(os.path.realpath(resources.__file__))
    own = (os.path.realpath(resources.dicts()), package)
    if not any(name.startswith(f"{folder}{os.sep}") for folder in own):
        return None
    reason = error.strerror or error
    return FileError(f"cannot read {os.fsdecode(path)!r}: {reason}. Install zhnlp again.")
