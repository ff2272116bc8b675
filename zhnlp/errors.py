"""Every exception and warning of zhnlp, and the hint for a mistyped name.

Each is also the builtin kind a Python user expects (``ValueError``,
``OSError`` …). A message says what is wrong, shows the value, and says what to
do; it cites a line of a file as ``path:line``.
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike


class ZhnlpError(Exception):
    """Base of every exception that zhnlp raises on purpose."""


class UsageError(ZhnlpError, ValueError):
    """A setting or an argument that cannot be right."""


class InputError(ZhnlpError, TypeError):
    """A value of the wrong type, such as bytes or None in place of a string."""


class PipelineError(ZhnlpError, ValueError):
    """Stages in an order that cannot work."""


class MissingLayerError(ZhnlpError, ValueError):
    """A layer was read that no stage has filled."""


class UnknownNameError(ZhnlpError, AttributeError):
    """A name of another library, such as ``lcut``; the message says what it is called here."""


class AlignmentError(ZhnlpError, ValueError):
    """Words, tags, spans or edits that do not fit their text."""


class ZhnlpWarning(UserWarning):
    """Something that zhnlp leaves out or replaces, such as a bad line, before it goes on."""


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


class ExtraError(ZhnlpError, ImportError):
    """An optional package is not installed."""


class RunError(ZhnlpError, RuntimeError):
    """A run over a corpus that cannot begin, go on or end well."""


class ServiceError(ZhnlpError, OSError):
    """A service that cannot begin, such as one whose port is taken."""


class TrainingError(ZhnlpError, ArithmeticError):
    """A training that cannot go on, such as one whose loss is not a number."""


def did_you_mean(given: object, known: Iterable[str], *, listed: bool = True) -> str:
    """A hint for a mistyped name: the closest of `known`, or all of them if none is close.

    Args:
        given: The mistyped name.
        known: The valid names.
        listed: List all names if none is close; otherwise the hint is empty then.

    >>> did_you_mean("unigam", ["unigram", "bigram"])
    "Did you mean 'unigram'?"
    >>> did_you_mean("per", ["LOC", "PER"])
    "Did you mean 'PER'?"
    >>> did_you_mean("x", ["unigram", "bigram"])
    'There are: unigram, bigram.'
    """
    from difflib import get_close_matches  # only mistakes need it

    names = tuple(known)
    own = given if isinstance(given, str) else ""
    alike = [name for name in names if own and name.casefold() == own.casefold()]
    if near := alike or get_close_matches(own, names, n=1):
        return f"Did you mean {near[0]!r}?"
    if not listed:
        return ""
    return f"There are: {', '.join(names)}." if names else "There are none."


def shortened(text: str) -> str:
    """`text` in quotes, cut to 40 characters for a message."""
    return repr(text if len(text) <= 40 else text[:39] + "…")
