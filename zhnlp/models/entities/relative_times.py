"""Read times that are a length away from now: 三天前, 近三年, 未来24小时."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from zhnlp.models.entities.date_parts import Level, Stretch, days, months, months_later, years
from zhnlp.models.entities.durations import read_duration

_AGO = re.compile("(?P<length>.+?)[以之]?(?P<side>前|后)")
_AROUND = re.compile("(?P<side>过去|最近|近|未来|今后|接下来)的?(?P<length>.+)")
_LATER = ("后", "未来", "今后", "接下来")
_LENGTH = re.compile(
    r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?"
    r"(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?)?"
)
_SIZES = (Level.YEAR, Level.MONTH, Level.WEEK, Level.DAY)  # and instants


def read_relative(text: str, today: date | None) -> Stretch:
    """The stretch that is meant; ValueError if `text` is no such time.

    三天前 is a day, 三年前 a year: as exact as its unit. 近三年 ends today, 未来三年 begins so.

    Args:
        text: A time in plain characters, without blanks.
        today: Where to count from. Hours can only be counted from a ``datetime``.
    """
    found = _AGO.fullmatch(text) or _AROUND.fullmatch(text)
    if found is None or today is None:
        raise ValueError("not a length from now")
    length = read_duration(re.sub("日$", "天", found["length"]))
    if length is None:
        raise ValueError("no length")
    sign = 1 if found["side"] in _LATER else -1
    is_around = found.re is _AROUND
    near, far = (_from(today, iso, sign, is_around) for iso in (length.low, length.high))
    return replace(
        near,
        start=min(near.start, far.start),
        end=max(near.end, far.end),
        approximate=is_around or length.approximate,
    )


def _from(today: date, length: str, sign: int, is_around: bool) -> Stretch:
    """The time `length` before or after today, or from now until then."""
    written = _LENGTH.fullmatch(length)
    if written is None:
        raise ValueError("a length with a fraction, or too long")
    n_years, n_months, n_weeks, n_days, *clock = (sign * int(n or 0) for n in written.groups())
    hours, minutes, seconds = clock
    now = today if isinstance(today, datetime) else datetime.combine(today, time())
    now = now.replace(tzinfo=None)
    if any(clock) and not isinstance(today, datetime):
        raise ValueError("hours from a day")
    if not any(clock):
        now = datetime.combine(now, time())
    day = months_later(now.date(), 12 * n_years + n_months) + timedelta(7 * n_weeks + n_days)
    moved = datetime.combine(day, now.time()) + timedelta(
        hours=hours, minutes=minutes, seconds=seconds
    )
    if is_around:
        return Stretch(min(now, moved), max(now, moved), Level.DAY)
    if any(clock):
        return Stretch(moved, moved, Level.INSTANT)
    return _unit(day, written.groups())


def _unit(day: date, written: tuple[str | None, ...]) -> Stretch:
    """The year, month, week or day of `day`: the smallest unit of the length."""
    level = [size for size, n in zip(_SIZES, written, strict=False) if n][-1]
    if level == Level.YEAR:
        return years(day.year)
    if level == Level.MONTH:
        return months(day.year, day.month, 1)
    if level == Level.WEEK:
        return days(day - timedelta(day.weekday()), 7, Level.WEEK)
    return days(day)
