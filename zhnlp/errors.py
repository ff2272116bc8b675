"""Every exception of zhnlp.

Each is also the builtin kind a Python user expects (``ValueError``,
``OSError`` …). A message says what is wrong, shows the value, and says what to
do; a place in a file is cited as ``path:line``.
"""

from __future__ import annotations

from os import PathLike


class ZhnlpError(Exception):
    """Anything zhnlp raises on purpose."""


class UsageError(ZhnlpError, ValueError):
    """A setting or an argument that cannot be right."""


class InputError(ZhnlpError, TypeError):
    """A value of the wrong type, such as bytes or None in place of a string."""


class PipelineError(ZhnlpError, ValueError):
    """Stages in an order that cannot work."""


class MissingLayerError(ZhnlpError, ValueError):
    """A layer was read that no stage has filled."""


class AlignmentError(ZhnlpError, ValueError):
    """Words that do not spell their text, or edits that do not fit it."""


class FormatError(ZhnlpError, ValueError):
    """A file is not in the format its reader expects."""

    def __init__(self, path: str | PathLike[str], line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.place = (str(path), line)
        self.problem = problem

    def __reduce__(self) -> tuple[type, tuple[str, int, str]]:
        return type(self), (*self.place, self.problem)


class PackError(ZhnlpError, ValueError):
    """A pack (a folder of settings and arrays) is missing, damaged or of another kind."""


class FileError(ZhnlpError, OSError):
    """A file cannot be read or written."""
