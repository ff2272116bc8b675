"""Punctuation: doubled marks, half-width marks in Chinese text, and pairs that do not pair.

| rule | from | to |
|---|---|---|
| two marks of which one can be meant | ``，，`` ``，。`` ``？。`` | ``，`` ``。`` ``？`` |
| a half-width mark, or one and a space, between Han characters | ``好,我`` | ``好，我`` |
| a full stop of Latin at the end of a line of Han | ``好了.`` | ``好了。`` |
| half-width brackets or quotes around Han | ``(见图)`` | ``（见图）`` |
| a pair of two widths or two kinds | ``（见图)`` ``《红楼梦〉`` | ``（见图）`` ``《红楼梦》`` |
| a doubled bracket of which one has no partner | ``（见图））`` | ``（见图）`` |
| quotes the wrong way | ``”你好“`` | ``“你好”`` |

Each line is looked at alone. Where more than one repair is possible nothing changes: three
marks or more (they stand for an ellipsis), repeated ``！`` and ``？``, ``……`` and ``——``, a
bracket or quote without a partner. The normalizer has other rules: those for widths of
letters and digits, and for signs in numbers, times and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zhnlp.chars import HAN
from zhnlp.correction import Correction
from zhnlp.models.spelling.pairs import brackets, quotes

Range = tuple[int, int]
DOUBLED, HALF, PAIRED = 6.0, 5.0, 4.0  # log odds, set by hand
_KEPT = "\ue000"  # stands for a character that has to stay
_ROUNDS = 4

_MARK = re.compile(r"[\"'“”(),.:;?!\[\]{}，。、；：（）［］【】〔〕｛｝《》〈〉「」『』]")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_TWICE = re.compile(r"([，。、；：])\1+|[，？！]。(?![，。？！])")
_OPEN, _CLOSE = "“‘《（【「『", "”’》）】」』"
_NARROW = re.compile(
    rf"(?<=[{HAN}{_CLOSE}])(?:(?P<mark>[,;:])(?P=mark)?|[?!]{{1,3}})"
    rf"(?:(?P<space> )(?=[{HAN}])|(?=[{HAN}{_OPEN}]|$))"
)
_STOP = re.compile(rf"(?<=[{HAN}])\.(?=[”」』]?$)")
_WIDE = {ord(char): chr(ord(char) + 0xFEE0) for char in ",;:?!"}


class _Edit(NamedTuple):
    start: int
    end: int
    right: str  # one character
    log_odds: float


def punctuation(text: str, keep: Sequence[Range] = ()) -> list[Correction]:
    """The marks of `text` that are wrong: corrections in order, not overlapping.

    Correcting a text twice changes nothing more; and time is linear in the text.

    Args:
        text: Any text.
        keep: Sorted spans that may not change, and that tell nothing about what is beside them.

    >>> [each[2:4] for each in punctuation("他来了，，(我)也来了!")]
    [('，，', '，'), ('(', '（'), (')', '）'), ('!', '！')]
    """
    if not _MARK.search(text):
        return []
    hidden = _hidden(text, keep)
    return [
        Correction(
            line.start() + edit.start,
            line.start() + edit.end,
            text[line.start() + edit.start : line.start() + edit.end],
            edit.right,
            edit.log_odds,
            "punctuation",
        )
        for line in _LINE.finditer(hidden)
        for edit in _settled(line[0])
    ]


def _hidden(text: str, keep: Sequence[Range]) -> str:
    """`text` with each character of the spans replaced."""
    out: list[str] = []
    at = 0
    for start, end in keep:
        if end > at:
            start = max(start, at)
            out += text[at:start], _KEPT * (min(end, len(text)) - start)
            at = end
    return "".join([*out, text[at:]]) if out else text


def _settled(line: str) -> list[_Edit]:
    """The edits of a line, found until there are no more; none if there are always more."""
    found = _edits(line)
    if not found:
        return []
    units = [_Edit(at, at + 1, char, 0.0) for at, char in enumerate(line)]
    for _ in range(_ROUNDS):
        for start, end, right, log_odds in reversed(found):
            first, last = units[start], units[end - 1]
            units[start:end] = [_Edit(first.start, last.end, right, log_odds)]
        found = _edits("".join(unit.right for unit in units))
        if not found:
            return [unit for unit in units if line[unit.start : unit.end] != unit.right]
    return []


def _edits(line: str) -> list[_Edit]:
    """The edits of all rules, in order, without those that overlap an earlier one."""
    out: list[_Edit] = []
    for edit in sorted([*_doubled(line), *_half(line), *_pairs(line)]):
        if not out or edit.start >= out[-1].end:
            out.append(edit)
    return out


def _doubled(line: str) -> Iterator[_Edit]:
    for match in _TWICE.finditer(line):
        if len(match[0]) == 2:
            right = "。" if match[0] == "，。" else match[0][0]
            yield _Edit(*match.span(), right, DOUBLED)


def _half(line: str) -> Iterator[_Edit]:
    for match in _NARROW.finditer(line):
        start, end = match.span()
        if match["mark"]:
            yield _Edit(start, end, match["mark"].translate(_WIDE), HALF)
            continue
        marks = end - (match["space"] is not None)
        for at in range(start, marks):
            last = end if at + 1 == marks else at + 1
            yield _Edit(at, last, line[at].translate(_WIDE), HALF)
    if stop := _STOP.search(line):
        yield _Edit(*stop.span(), "。", HALF)


def _pairs(line: str) -> Iterator[_Edit]:
    for start, end, right in (*brackets(line), *quotes(line)):
        yield _Edit(start, end, right, PAIRED)
