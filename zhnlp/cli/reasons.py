"""Reasons: why a correction is made and how sure it is, in a few words."""

from __future__ import annotations

from math import exp, inf, log

from zhnlp.correction import Correction

_MANY = 1_000_000  # odds above are not told apart


def reason(correction: Correction) -> str:
    """The reason, and the odds, rounded to two digits.

    >>> reason(Correction(0, 1, "在", "再", 2.5, "sound"))
    'sound, odds 12'
    """
    if correction.log_odds == inf:
        return correction.reason
    if correction.log_odds > log(_MANY):
        return f"{correction.reason}, odds over {_MANY}"
    odds = float(f"{exp(correction.log_odds):.2g}")
    return f"{correction.reason}, odds {odds:g}"
