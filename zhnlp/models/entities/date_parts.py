"""The parts of a date, and what each means after the parts before it.

    text    去年        9月        21日         晚上         10点半
    level   YEAR        MONTH      DAY          PART         INSTANT
    start   2025-01-01  2025-09-01 2025-09-21   …T18:00      …T22:30
    end     2026-01-01  2025-10-01 2025-09-22   …-22T00:00   …T22:30

A part can follow only some levels. The first part counts from the day given, or, behind the
first half of a range, from there. Where there is neither, it has no meaning. dates.py puts
the parts together.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import IntEnum

from zhnlp.models.entities.numerals import read_number


class Level(IntEnum):
    """How long a stretch of time is."""

    CENTURY = 0
    DECADE = 1
    YEAR = 2
    SEASON = 3
    MONTH = 4
    WEEK = 5
    DAY = 6
    PART = 7  # of a day
    INSTANT = 8


@dataclass(frozen=True)
class Stretch:
    """A stretch of time: `start` to `end` (not included), or an instant."""

    start: datetime
    end: datetime
    level: Level
    part: str = ""  # of the day, as written
    approximate: bool = False


@dataclass(frozen=True)
class Context:
    """What a part of a date follows."""

    now: Stretch | None  # the parts before it
    before: Stretch | None  # the first half, in the second half of a range
    today: date | None

    def base(self) -> date:
        """The day that a part takes what is larger from; ValueError if there is none."""
        stretch = self.now or self.before
        return stretch.start.date() if stretch else self.day()

    def day(self) -> date:
        """Today; ValueError if it was not given."""
        if self.today is None:
            raise ValueError("a day is needed")
        return self.today


ERAS = {
    "洪武": 1368, "建文": 1399, "永乐": 1403, "洪熙": 1425, "宣德": 1426, "正统": 1436,
    "景泰": 1450, "天顺": 1457, "成化": 1465, "弘治": 1488, "正德": 1506, "嘉靖": 1522,
    "隆庆": 1567, "万历": 1573, "泰昌": 1620, "天启": 1621, "崇祯": 1628, "顺治": 1644,
    "康熙": 1662, "雍正": 1723, "乾隆": 1736, "嘉庆": 1796, "道光": 1821, "咸丰": 1851,
    "同治": 1862, "光绪": 1875, "宣统": 1909, "民国": 1912,
}  # fmt: skip
FESTIVALS = {
    "元旦": (1, 1), "情人节": (2, 14), "三八妇女节": (3, 8), "妇女节": (3, 8), "植树节": (3, 12),
    "愚人节": (4, 1), "五一劳动节": (5, 1), "五一": (5, 1), "劳动节": (5, 1),
    "五四青年节": (5, 4), "青年节": (5, 4), "护士节": (5, 12), "六一儿童节": (6, 1),
    "六一": (6, 1), "儿童节": (6, 1), "七一建党节": (7, 1), "建党节": (7, 1),
    "八一建军节": (8, 1), "建军节": (8, 1), "教师节": (9, 10), "国庆": (10, 1), "十一": (10, 1),
    "记者节": (11, 8), "双十一": (11, 11), "双11": (11, 11), "光棍节": (11, 11),
    "双十二": (12, 12), "双12": (12, 12), "平安夜": (12, 24), "圣诞": (12, 25),
}  # fmt: skip
# Month, weekday from Monday on, and which of them in the month.
MOVING_FESTIVALS = {"母亲节": (5, 6, 2), "父亲节": (6, 6, 3), "感恩节": (11, 3, 4)}


After = tuple[Level | None, ...]
Rule = tuple[str, After, Callable[[re.Match[str], Context], Stretch]]
"""The pattern of a part, the levels that it can follow (None: nothing), and its meaning."""


def whole(text: str) -> int:
    """The whole number that `text` is; ValueError if it is not one."""
    number = read_number(text)
    if number is None or number.approximate or number.low % 1:
        raise ValueError(f"{text} is not a whole number")
    return int(number.low)


def months_later(day: date, n: int) -> date:
    """The day `n` months after `day`; the last of its month if that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def stretch(first: date, end: date, level: Level, *, approximate: bool = False) -> Stretch:
    """The days from `first` to `end` (not included)."""
    midnight = time()
    bounds = datetime.combine(first, midnight), datetime.combine(end, midnight)
    return Stretch(*bounds, level, approximate=approximate)


def days(first: date, n: int = 1, level: Level = Level.DAY) -> Stretch:
    """`n` days from `first` on."""
    return stretch(first, first + timedelta(n), level)


def months(year: int, month: int, n: int, level: Level = Level.MONTH) -> Stretch:
    """`n` months from this on; `month` may be more than 12."""
    first = months_later(date(year, 1, 1), month - 1)
    return stretch(first, months_later(first, n), level)


def years(year: int, n: int = 1, level: Level = Level.YEAR) -> Stretch:
    """`n` years from this on."""
    return stretch(date(year, 1, 1), date(year + n, 1, 1), level)


def third(now: Stretch, name: str) -> Stretch:
    """The beginning, middle or end of `now`: 初, 中期, 底 and the like.

    Of a year that is a quarter, of a month ten days, of a decade three or four years, of a
    century twenty.
    """
    n = {"初": 0, "早": 0, "前": 0, "中": 1}.get(name[0], 2)
    first = now.start.date()
    if now.level == Level.CENTURY:
        part = years(first.year + (0, 40, 80)[n], 20, Level.DECADE)
    elif now.level == Level.DECADE:
        part = years(first.year + (0, 3, 7)[n], (3, 4, 3)[n], Level.SEASON)
    elif now.level in (Level.YEAR, Level.SEASON):
        size = (now.end.year - first.year) * 12 + now.end.month - first.month
        length = size // (4 if size == 12 else 3)
        at = (0, (size - length) // 2, size - length)[n]
        part = months(first.year, first.month + at, length, Level.SEASON)
    else:
        part = tenth(now, n)
    return replace(part, approximate=True)


def tenth(month: Stretch, n: int) -> Stretch:
    """The first, second or last ten days of `month`."""
    if month.level != Level.MONTH:
        raise ValueError("only months have tens of days")
    first = month.start.date() + timedelta(10 * n)
    end = month.end.date() if n == 2 else first + timedelta(10)
    return stretch(first, end, Level.WEEK)


def about(exact: Stretch) -> Stretch:
    """`exact`, but approximate."""
    return replace(exact, approximate=True)
