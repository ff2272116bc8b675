"""Context: the word and the phrase around a correction, by which it is known again.

    typed    我 想 在 次 感 谢 大 家 。        在 → 再
    cut      我|想|再 次|感 谢|大 家|。       as it is meant
    word           在 次
    phrase   我 想 在 次 感 谢

The word is what an answer for all texts is about. It has two characters or more, because a single
one is right in most other places. The phrase is what an answer for this place is about: the
word and the words around it, two characters or more on each side. Neither goes on over white space,
or over the sign at the end of a clause, or into another correction.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple
from unicodedata import category

from zhnlp.correction import Correction

Range = tuple[int, int]
Cut = Callable[[str], Sequence[str]]
"""The words of a text, which spell it."""
_AROUND = 40  # characters on each side that are looked at
_ENOUGH = 2  # characters


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
    before, after = text[low : found.start], text[found.end : high]
    ends = [0, *accumulate(map(len, cut(before + found.right + after)))]
    typed = [_typed(end, len(before), len(before) + len(found.right), low, found) for end in ends]
    borders = sorted({each for each in typed if each is not None} | {low, high})
    starts = [each for each in borders if each <= found.start]
    stops = [each for each in borders if each >= found.end]
    word = _word(text, starts, stops)
    left = next((each for each in starts[::-1] if word[0] - each >= _ENOUGH), low)
    right = next((each for each in stops if each - word[1] >= _ENOUGH), high)
    wide = ((left, right), (left, word[1]), (word[0], right), word)
    return Stretches(word, tuple(dict.fromkeys(wide)))


def _typed(end: int, start: int, stop: int, low: int, found: Correction) -> int | None:
    """Where the end of a word of the corrected text is in the typed one; None inside `right`."""
    if end <= start:
        return low + end
    return found.end + end - stop if end >= stop else None


def _word(text: str, starts: list[int], stops: list[int]) -> Range:
    """The word between the last start and the first stop, or with its neighbours if it is short."""
    start, stop = starts[-1], stops[0]
    for with_signs in (False, True):
        if stop - start >= _ENOUGH:
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
    for at in range(found.start - 1, low - 1, -1):
        if text[at].isspace() or _is_sign(text[at]):
            low = at + 1
            break
    for at in range(found.end, high):
        if text[at].isspace() or _is_sign(text[at]):
            high = at if text[at].isspace() else at + 1
            break
    return low, high


def _is_sign(char: str) -> bool:
    return category(char).startswith("P")
