"""Correction: what stands wrong in a text, and what should stand there.

Apart from doc.py because models find corrections, too, and know no Doc.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Reason = Literal["sound", "shape", "edit", "word", "user"]


class Correction(NamedTuple):
    """A stretch of a text, and what is right in its place.

    Where a text has not been corrected yet, ``text[start:end]`` is `wrong`;
    where it has been, it is `right`.

    Attributes:
        start, end: Where it stands: characters of the text, half-open.
        wrong: What was typed. Of a character that is missing, the one behind it.
        right: What is meant.
        log_odds: How sure that is: the natural logarithm of the odds that `right`
            is meant, against all else. 0 is even; infinite for a pair of the user's.
        reason: Why `right` may have become `wrong`: ``"sound"``, they sound the same
            or nearly (在 for 再); ``"shape"``, they look alike (末 for 未);
            ``"edit"``, characters are missing, too many or swapped, or Latin
            letters are; ``"word"``, a word of several characters was typed for
            another that sounds like it; ``"user"``, a list of the user's says so.
        alternatives: What else may be meant and its log odds, the likelier first.
    """

    start: int
    end: int
    wrong: str
    right: str
    log_odds: float
    reason: Reason
    alternatives: tuple[tuple[str, float], ...] = ()
