"""Brackets and quotes of a line that do not pair, and the one repair if there is just one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import cycle

from zhnlp.chars import HAN

Repair = tuple[int, int, str]  # start, end, and the character that is meant

_PAIRS = ("()", "（）", "[]", "［］", "{}", "｛｝", "【】", "〔〕", "《》", "〈〉", "「」", "『』")
_CLOSING = {pair[0]: pair[1] for pair in _PAIRS}
_OPENING = {pair[1]: pair[0] for pair in _PAIRS}
_WIDE = {"(": "（", ")": "）", "[": "［", "]": "］", "{": "｛", "}": "｝"}
_BRACKET = re.compile(f"[{re.escape(''.join(_PAIRS))}]")
_HAN = re.compile(f"[{HAN}]")
_CHINESE = re.compile(f"[{HAN}，。、；：？！…—“”‘’《》（）【】「」『』]")
_CODE = re.compile(r"[{}\\=<>]|[\"']:|[0-9A-Za-z][\"'][0-9A-Za-z]")
_QUOTE = re.compile("[“”]")
_BEFORE_OPENING = "：，、（"
_AFTER_CLOSING = "，。！？、；：）》"


def brackets(line: str) -> Iterator[Repair]:
    """Repairs of the brackets of a line.

    >>> list(brackets("他看过《红楼梦〉（清代)。"))
    [(11, 12, '）'), (7, 8, '》')]
    """
    pairs, crossed, openings, closings = _matched(line)
    for start, end in pairs:
        yield from _of_two_widths(line, start, end)
        if line[start] == "(" and line[end] == ")" and _is_in_chinese(line, start, end):
            yield start, start + 1, "（"
            yield end, end + 1, "）"
    if len(crossed) == 1 and not openings and not closings:
        [(start, end)] = crossed
        yield end, end + 1, _CLOSING[line[start]]
    if not crossed and len(openings) + len(closings) == 1:
        [at] = openings + closings
        if line[at] in _WIDE:  # half-width: a list has 1), a face has :)
            return
        first = at if line[at + 1 : at + 2] == line[at] else at - 1
        if first >= 0 and line[first : first + 2] == line[at] * 2:
            yield first, first + 2, line[at]


def _matched(
    line: str,
) -> tuple[list[tuple[int, int]], list[tuple[int, int]], list[int], list[int]]:
    """The pairs of a line, those of two kinds, and the brackets without a partner.

    Brackets of two widths are of one kind.
    """
    pairs: list[tuple[int, int]] = []
    crossed: list[tuple[int, int]] = []
    openings: list[int] = []
    closings: list[int] = []
    stack: list[int] = []
    waiting: dict[str, int] = {}  # of each kind, how many the stack has
    for match in _BRACKET.finditer(line):
        at = match.start()
        char = _WIDE.get(match[0], match[0])
        if char in _CLOSING:
            stack.append(at)
            waiting[char] = waiting.get(char, 0) + 1
            continue
        if not stack:
            closings.append(at)
            continue
        is_known = waiting.get(_OPENING[char], 0) > 0
        while True:
            start = stack.pop()
            own = _WIDE.get(line[start], line[start])
            waiting[own] -= 1
            if not is_known or own == _OPENING[char]:
                break
            openings.append(start)
        (pairs if is_known else crossed).append((start, at))
    return pairs, crossed, openings + stack, closings


def _of_two_widths(line: str, start: int, end: int) -> Iterator[Repair]:
    if (line[start] in _WIDE) != (line[end] in _WIDE):
        at = start if line[start] in _WIDE else end
        yield at, at + 1, _WIDE[line[at]]


def _is_in_chinese(line: str, start: int, end: int) -> bool:
    """Whether what the brackets at these places have around is Chinese, and what is in them."""
    outside = line[max(start - 1, 0) : start] + line[end + 1 : end + 2]
    is_outside = _CHINESE.search(outside) or not outside
    return bool(is_outside and _HAN.search(line, start, end))


def quotes(line: str) -> Iterator[Repair]:
    """Repairs of the quotes of a line.

    >>> list(quotes("他说：”你好“。"))
    [(3, 4, '“'), (6, 7, '”')]
    """
    found = [match.start() for match in _QUOTE.finditer(line)]
    straight = [at for at, char in enumerate(line) if char == '"'] if '"' in line else []
    if len(found) == 1 and len(straight) == 1:
        yield from _half_curled(line, found[0], straight[0])
    elif found:
        yield from _turned(line, found)
    else:
        for mark, pair in (('"', "“”"), ("'", "‘’")):
            yield from _straight(line, mark, pair)


def _half_curled(line: str, curled: int, straight: int) -> Iterator[Repair]:
    """A pair of a curled and a straight quote."""
    if line[curled] == "“" and curled < straight:
        yield straight, straight + 1, "”"
    elif line[curled] == "”" and straight < curled:
        yield straight, straight + 1, "“"


def _turned(line: str, found: Sequence[int]) -> Iterator[Repair]:
    """Quotes that open where they should close, or close where they should open."""
    if len(found) % 2:
        return
    wrong = [(at, own) for at, own in zip(found, cycle("“”"), strict=False) if line[at] != own]
    if len(wrong) != 1 and not (len(found) == len(wrong) == 2):
        return
    for at, own in wrong:
        before, after = line[max(at - 1, 0) : at], line[at + 1 : at + 2]
        if own == "“" and before and before not in _BEFORE_OPENING:
            return
        if own == "”" and after and after not in _AFTER_CLOSING:
            return
    yield from ((at, at + 1, own) for at, own in wrong)


def _straight(line: str, mark: str, pair: str) -> Iterator[Repair]:
    """Straight quotes around Chinese, if all of the line pair."""
    found = [at for at, char in enumerate(line) if char == mark] if mark in line else []
    if not found or len(found) % 2 or _CODE.search(line):
        return
    for start, end in zip(found[::2], found[1::2], strict=True):
        if not _is_in_chinese(line, start, end):
            return
    yield from ((at, at + 1, own) for at, own in zip(found, cycle(pair), strict=False))
