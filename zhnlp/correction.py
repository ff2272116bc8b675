"""Correction: a misspelling in a text, and what should be there instead.

It is not in doc.py because models find corrections, too, and never see a Doc.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

CheckName = Literal["de", "zai", "zuo", "ta", "zhang", "xiang", "punctuation"]
CHECKS: tuple[CheckName, ...] = get_args(CheckName)
"""What a corrector looks at only if asked."""
Reason = Literal["sound", "shape", "edit", "word", "user", "known", "script", CheckName]


class Correction(NamedTuple):
    """A misspelled stretch of a text, and what is meant.

    In a text that is not corrected yet, ``text[start:end]`` is `wrong`; in a
    corrected one it is `right`.

    Attributes:
        start, end: Its position: characters of the text, half-open.
        wrong: What was typed. If a character is missing, the one that follows it.
        right: What is meant.
        log_odds: The natural logarithm of the odds that `right` is meant rather
            than anything else. 0 is even; infinite for a pair from the user's list, 12 for
            a well-known misspelling, and 5 for a character of the other script.
        reason: Why `wrong` may have been typed for `right`: ``"sound"``, they sound
            the same or similar (在 for 再); ``"shape"``, they look alike (末 for 未);
            ``"edit"``, characters or Latin letters are missing, extra or swapped;
            ``"word"``, a word of several characters was typed for another that
            sounds like it; ``"user"``, it is in the user's list; ``"known"``, it is a
            sounds like it; ``"user"``, it is in the user's list; ``"known"``, it is a
            well-known misspelling (必竟 for 毕竟); ``"script"``, it is a traditional
            character in a sentence of simplified ones (於 for 于); or the name of the check
            that found it, such as ``"de"``.
        alternatives: Other candidates with their log odds, the likeliest first.
    """

    start: int
    end: int
    wrong: str
    right: str
    log_odds: float
    reason: Reason
    alternatives: tuple[tuple[str, float], ...] = ()
