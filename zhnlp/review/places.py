"""Places: what stands at the place of a correction, and what a decision makes of it."""

from __future__ import annotations

from collections.abc import Iterable

from zhnlp.correction import Correction
from zhnlp.review.context import Range

Key = tuple[int, int, str]
"""What tells a correction of a line from others: start, end, right."""


def sides_of(text: str, found: Correction, span: Range, right: str | None = "") -> tuple[str, str]:
    """A stretch of `text` as it was typed and with `right`, or what was found, in its place."""
    start, end = span
    wrong = text[start:end]
    if right is None:
        return wrong, wrong
    return wrong, text[start : found.start] + (right or found.right) + text[found.end : end]


def is_settled(
    text: str, found: Correction, right: str | None, corrections: Iterable[Correction]
) -> bool:
    """Whether `corrections` have `right` in place of what was found, or nothing for None."""
    there = [each for each in corrections if each.start < found.end and found.start < each.end]
    if right is None:
        return not any(each.reason == "user" or key_of(each) == key_of(found) for each in there)
    return any(
        each.reason == "user"
        and each.start <= found.start
        and found.end <= each.end
        and each.right == sides_of(text, found, (each.start, each.end), right)[1]
        for each in there
    )


def joined(first: Correction, second: Correction) -> Correction:
    """Two corrections that touch as one, which is as certain as the less certain of them."""
    less = min(first, second, key=lambda each: each.log_odds)
    return Correction(
        first.start,
        second.end,
        first.wrong + second.wrong,
        first.right + second.right,
        less.log_odds,
        less.reason,
    )


def half_way(found: Correction, other: Correction) -> Range:
    """The span of another correction, with its part of what is between the two."""
    if other.start >= found.end:
        return found.end + (other.start - found.end + 1) // 2, other.end
    return other.start, other.end + (found.start - other.end + 1) // 2


def is_users(reading: Iterable[Correction], found: Correction) -> bool:
    """Whether a correction of the user is at the place of another one."""
    return any(
        each.reason == "user" and each.start < found.end and found.start < each.end
        for each in reading
    )


def stands_at(text: str, words: Iterable[str], found: Correction) -> bool:
    """Whether one of the words stands at the place of a correction."""
    for word in words:
        at = text.find(word, max(0, found.start - len(word) + 1))
        if 0 <= at < found.end:
            return True
    return False


def key_of(found: Correction) -> Key:
    return found.start, found.end, found.right
