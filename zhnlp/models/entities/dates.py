"""Read dates and times of day as intervals.

Lunar dates and the festivals that depend on them (春节, 中秋), years before our era, and what
only the text around tells (当天, 同期) have no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from zhnlp.models.entities.date_parts import Context, Level, Stretch, days, months_later
from zhnlp.models.entities.date_rules import RULES
from zhnlp.models.entities.relative_times import read_relative

_TO = re.compile("[~至到]|[—–]{1,2}|--?")
_UNIT = re.compile("[0-9零〇一二三四五六七八九十廿]+(年代|[年月日号点时])")
_BETWEEN = re.compile("[T的,， ]?")
_PLACE = re.compile("^[\u4e00-\u9fff]{2,6}时间(?=.)")  # 当地时间, 北京时间: local time
_SINCE = re.compile("(?:至今|到现在|以来)$")
_ABOUT = re.compile("^大?约|(?:左右|前后|许|[早晚]些时候)$")
_IDLE = re.compile("(?:期间|当天|之间|假期|黄金周|长假)$")


@dataclass(frozen=True)
class Interval:
    """A stretch of time on the calendar, or an instant.

    Args:
        start: Its first instant, local time.
        end: The instant just past it; equal to `start` for an instant such as 下午3点.
        approximate: The text does not say the bounds exactly (年底, 上午, 左右).
    """

    start: datetime
    end: datetime
    approximate: bool = False

    def isoformat(self) -> str:
        """The interval, or the instant, in ISO 8601.

        >>> read_interval("2026年11月", None).isoformat()
        '2026-11-01T00:00/2026-12-01T00:00'
        """
        precision = "seconds" if self.start.second or self.end.second else "minutes"
        start, end = (at.isoformat(timespec=precision) for at in (self.start, self.end))
        return start if start == end else f"{start}/{end}"

    def __str__(self) -> str:
        return self.isoformat()


def read_interval(text: str, today: date | None) -> Interval | None:
    """The interval that `text` is; None if it has no value.

    Args:
        text: An entity in plain characters, without blanks (see values.py).
        today: The day that relative times are seen from; if it is None, they have no value.

    >>> read_interval("上周五下午3点", date(2026, 11, 26)).isoformat()
    '2026-11-20T15:00'
    """
    since = _SINCE.sub("", _PLACE.sub("", text))
    exact = _IDLE.sub("", _ABOUT.sub("", since))
    try:
        found = _read(exact, today)
        if _SINCE.search(text):
            found = _joined(found, days(Context(None, None, today).day()))
    except (ValueError, OverflowError):
        return None
    return Interval(found.start, found.end, found.approximate or bool(_ABOUT.search(text)))


def _read(text: str, today: date | None) -> Stretch:
    """What `text` says, with or without a range; ValueError if that is nothing."""
    for read in (_one, _range, read_relative):
        try:
            return read(text, today)
        except (ValueError, OverflowError):
            continue
    raise ValueError(f"{text} is no date")


def _one(text: str, today: date | None, before: Stretch | None = None) -> Stretch:
    """The stretch that is written in parts, from left to right."""
    now: Stretch | None = None
    at = 0
    while at < len(text) or now is None:
        now, at = _next(text, at, Context(now, before, today))
    return now


def _next(text: str, at: int, context: Context) -> tuple[Stretch, int]:
    """The stretch with the part at `at`, and where that part ends."""
    level = context.now.level if context.now else None
    for start in {at, _end(text, at)} if context.now else {at}:
        for pattern, after, read in RULES:
            if level in after and (match := pattern.match(text, start)):
                try:
                    return read(match, context), match.end()
                except ValueError:
                    continue
    raise ValueError(f"{text[at:]} is no part of a date")


def _end(text: str, at: int) -> int:
    between = _BETWEEN.match(text, at)
    return between.end() if between else at


def _range(text: str, today: date | None) -> Stretch:
    """From one time to another: what one side leaves out is taken from the other."""
    for to in _TO.finditer(text):
        low, high = text[: to.start()], text[to.end() :]
        for left in _with_unit(low, high):
            try:
                first = _one(left, today)
                return _joined(first, _second(high, today, first))
            except (ValueError, OverflowError):
                continue
    raise ValueError("no range")


def _with_unit(low: str, high: str) -> Iterator[str]:
    """The first half as written, and with the unit of the second: 3至5月."""
    yield low
    if unit := _UNIT.match(high):
        yield low + unit[1]


def _second(text: str, today: date | None, first: Stretch) -> Stretch:
    """The second half of a range, which does not end before the first."""
    last = _one(text, today, first)
    day = first.start.date()
    if last.end < first.start:  # 11月至3月, 22:00-6:00
        later = {
            Level.MONTH: months_later(day, 12),
            Level.SEASON: months_later(day, 12),
            Level.DAY: day + timedelta(7)
            if re.match("周|星期|礼拜", text)
            else months_later(day, 1),
            Level.PART: day + timedelta(1),
            Level.INSTANT: day + timedelta(1),
        }.get(last.level)
        if later is None:
            raise ValueError("a range that ends before it begins")
        moved = datetime.combine(later, first.start.time())
        last = _one(text, today, replace(first, start=moved))
    return last


def _joined(first: Stretch, last: Stretch) -> Stretch:
    if last.end < first.start:
        raise ValueError("a range that ends before it begins")
    return replace(first, end=last.end, approximate=first.approximate or last.approximate)
