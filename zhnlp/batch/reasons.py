"""Reasons: why a record failed, as a sentence or two for its reject."""

from __future__ import annotations

from zhnlp.errors import ZhnlpError

_LONGEST = 1000  # characters: some errors quote the whole text


def reason_of(error: BaseException) -> str:
    """What a stage raised, or what a record could not be written for.

    >>> reason_of(KeyError("site"))
    "KeyError: 'site'"
    """
    if isinstance(error, MemoryError):
        return "there was not enough memory to process it."
    try:
        message = str(error)
    except Exception:  # of an error of the user's own
        message = "it has no message"
    reason = message if isinstance(error, ZhnlpError) else f"{type(error).__name__}: {message}"
    return reason if len(reason) <= _LONGEST else f"{reason[: _LONGEST - 1]}…"
