"""Context: the word and the phrase around a correction, by which it is known again.

    typed    我 想 在 次 感 谢 大 家 。        在 → 再
    cut      我|想|再 次|感 谢|大 家|。       as it is meant
    word           在 次
    phrase   我 想 在 次 感 谢

The word is what an answer for all texts is about. It has two characters or more, because a single
one is right in most other places. The phrase is what an answer for this place is about: the
word and the words around it, two characters or more on each side, if the line has them. A word ends
at white space and at the end of a clause, a phrase goes on. Neither goes into another correction,
or begins or ends inside a unit, as ``a.b`` and an emoji are: a corrector looks for whole units.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple
from unicodedata import category

from zhnlp.core import units
from zhnlp.correction import Correction

Range = tuple[int, int]
Cut = Callable[[str], Sequence[str]]
"""The words of a text, which spell it."""
SHORTEST = 2
"""The characters of a word, at least; nothing is decided about one of them alone."""
_AROUND = 40  # characters on each side that are looked at


class Stretches(NamedTuple):
    """Stretches of the text around a correction.

    Attributes:
        word: The word.
        phrases: Stretches that stand for this place alone, the best first; the word comes last.
    """

    word: Range
    phrases: tuple[Range, ...]


def stretches(text: str, found: Correction, others: Iterable[Range], cut: Cut) -> Stretches:
    """The word and the phrases around a correction of `text`.

    Args:
        text: The text as it was typed.
        found: The correction.
        others: Where other corrections are.
        cut: Cuts a text into words.

    >>> found = Correction(2, 3, "在", "再", 1.0, "sound")
    >>> cut = {"我想再次感谢大家。": ["我", "想", "再次", "感谢", "大家", "。"]}.__getitem__
    >>> stretches("我想在次感谢大家。", found, (), cut)[0]
    (2, 4)
    """
    low, high = _room(text, found, others)
    whole = _unit_ends(text, low, high)
    low, high = _aligned(low, high, found, whole)
    clause = _aligned(*_clause(text, found, low, high), found, whole)
    before, after = text[low : found.start], text[found.end : high]
    ends = [0, *accumulate(map(len, cut(before + found.right + after)))]
    typed = [_typed(end, len(before), len(before) + len(found.right), low, found) for end in ends]
    borders = sorted(({each for each in typed if each is not None} & whole) | {low, high, *clause})
    word = _word(text, [each for each in borders if clause[0] <= each <= clause[1]], found)
    left = next((at for at in borders[::-1] if _is_enough(text[at : word[0]])), low)
    right = next((at for at in borders if _is_enough(text[word[1] : at])), high)
    wide = _aligned(*_bare(text, left, right, found), found, whole)
    left, right = max(left, clause[0]), min(right, clause[1])
    phrases = (wide, (left, right), (left, word[1]), (word[0], right), word)
    return Stretches(word, tuple(dict.fromkeys(phrases)))


def _typed(end: int, start: int, stop: int, low: int, found: Correction) -> int | None:
    """Where the end of a word of the corrected text is in the typed one; None inside `right`."""
    if end <= start:
        return low + end
    return found.end + end - stop if end >= stop else None


def _word(text: str, borders: list[int], found: Correction) -> Range:
    """The word between two borders of a clause, or with its neighbours if it is short."""
    starts = [each for each in borders if each <= found.start]
    stops = [each for each in borders if each >= found.end]
    start, stop = starts[-1], stops[0]
    for with_signs in (False, True):
        if stop - start >= SHORTEST:
            break
        before = starts[bisect_left(starts, start) - 1] if start > starts[0] else start
        after = stops[bisect_right(stops, stop)] if stop < stops[-1] else stop
        if with_signs or not _is_sign(text[after - 1]):
            stop = after
        start = before
    return start, stop


def _room(text: str, found: Correction, others: Iterable[Range]) -> Range:
    """How far the context may go."""
    low, high = max(0, found.start - _AROUND), min(len(text), found.end + _AROUND)
    for start, end in others:
        if end <= found.start:
            low = max(low, end)
        elif start >= found.end:
            high = min(high, start)
    return low, high


def _clause(text: str, found: Correction, low: int, high: int) -> Range:
    """What is around a correction up to white space and signs; that on the right belongs to it."""
    for at in range(found.start - 1, low - 1, -1):
        if text[at].isspace() or _is_sign(text[at]):
            low = at + 1
            break
    for at in range(found.end, high):
        if text[at].isspace() or _is_sign(text[at]):
            high = at if text[at].isspace() else at + 1
            break
    return low, high


def _aligned(low: int, high: int, found: Correction, whole: set[int]) -> Range:
    """The largest stretch of whole units between two places around a correction."""
    return (
        min((each for each in whole if low <= each <= found.start), default=found.start),
        max((each for each in whole if found.end <= each <= high), default=found.end),
    )


def _is_enough(text: str) -> bool:
    return len(text) - sum(map(str.isspace, text)) >= SHORTEST


def _bare(text: str, low: int, high: int, found: Correction) -> Range:
    """A stretch without the white space around it, which a line of a project cannot hold."""
    before, after = text[low : found.start], text[found.end : high]
    return found.start - len(before.lstrip()), found.end + len(after.rstrip())


def _unit_ends(text: str, low: int, high: int) -> set[int]:
    """Where units end, or begin, between two places."""
    first = max(0, low - _AROUND)
    return {first, *(first + end for end in units(text[first : high + _AROUND]))}


def _is_sign(char: str) -> bool:
    return category(char).startswith("P")
