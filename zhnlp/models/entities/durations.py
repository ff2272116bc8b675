"""Read lengths of time, as durations of ISO 8601: 三个月 is ``P3M``, 两年半 ``P2Y6M``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from zhnlp.models.entities.numerals import COUNT, Number, plus, read_number, simplest, times

# Letters of ISO 8601 from long to short (m: minutes), and how many of the next make one.
# A month has no fixed number of days; half of one is taken as 15.
_PARTS = "YMWDHmS"
_NEXT = {
    "Y": (12, "M"),
    "M": (30, "D"),
    "W": (7, "D"),
    "D": (24, "H"),
    "H": (60, "m"),
    "m": (60, "S"),
}
_UNITS: dict[str, tuple[int | str, str]] = {
    "世纪": (100, "Y"), "周年": (1, "Y"), "年": (1, "Y"), "季度": (3, "M"), "月": (1, "M"),
    "星期": (1, "W"), "礼拜": (1, "W"), "周": (1, "W"), "昼夜": (1, "D"), "天": (1, "D"),
    "日": (1, "D"), "夜": (1, "D"), "晚": (1, "D"), "小时": (1, "H"), "钟头": (1, "H"),
    "刻钟": (15, "m"), "分钟": (1, "m"), "分": (1, "m"), "秒钟": (1, "S"), "秒": (1, "S"),
    "毫秒": ("0.001", "S"),
}  # fmt: skip
_NEED_COUNTER = ("月", "季度")  # 三个月 is a duration, 三月 a month
_PART = re.compile(
    f"(?P<count>{COUNT})(?P<counter>个)?(?P<more>[多余])?(?P<half>半)?"
    f"(?P<unit>{'|'.join(_UNITS)})(?P<after>半|[多余])?"
)
_FRAME = re.compile(
    "^(?:大约|大概|约|将近|接近|近|超过|超|逾|不到|不足|至少|最多)|(?:左右|上下|以上|许)$"
)
_IDLE = re.compile("^(?:长达|整整?)|(?:之久|的?时间|[之以]?内|间)$")  # 三天时间 is 三天
_RANGE = re.compile("(?P<low>.+?)(?:[~至到—–]|--?)(?P<high>.+)")
_COUNT = re.compile(COUNT)
_HUNDREDTHS = re.compile("(?<=[0-9])秒(?P<part>[0-9]{1,2})$")  # 9秒97


@dataclass(frozen=True)
class Duration:
    """A length of time, or a range of lengths, as durations of ISO 8601.

    Args:
        low: The length, such as ``P3M``; of a range the shortest.
        high: The longest of a range; otherwise `low`.
        approximate: The text says that the length is not exact (约, 多, 左右, 几).
    """

    low: str
    high: str
    approximate: bool = False

    @property
    def duration(self) -> str | None:
        """The length, or None for a range."""
        return self.low if self.low == self.high else None


def read_duration(text: str) -> Duration | None:
    """The length of time that `text` is; None if it is not one.

    Args:
        text: An entity in plain characters, without blanks (see values.py).

    >>> read_duration("两年半")
    Duration(low='P2Y6M', high='P2Y6M', approximate=False)
    >>> read_duration("三五天")
    Duration(low='P3D', high='P5D', approximate=True)
    """
    text = _IDLE.sub("", text)
    exact = _FRAME.sub("", text)
    is_about, text = len(exact) < len(text), exact
    text = _HUNDREDTHS.sub(r".\g<part>秒", text)
    low = high = _length(text)
    if between := _RANGE.fullmatch(text):
        low, high = _length(between["low"]), _length(between["high"])
        low = low or _length(between["low"] + _COUNT.sub("", between["high"], count=1))  # 三到五年
    if low is None or high is None:
        return None
    return Duration(low.low, high.high, is_about or low.approximate or high.approximate)


def _length(text: str) -> Duration | None:
    """A length of time that is no range, or one without a sign: 三五天."""
    lows: dict[str, Decimal] = {}
    highs: dict[str, Decimal] = {}
    is_about = False
    at = 0
    while at < len(text):
        part = _PART.match(text, at)
        number = read_number(part["count"]) if part else None
        if part is None or number is None or not _add(part, number, lows, highs):
            return None
        is_about = is_about or number.approximate or bool(part["more"])
        is_about = is_about or part["after"] in ("多", "余")
        at = part.end()
    low, high = _written(lows), _written(highs)
    return Duration(low, high, is_about) if low and high else None


def _add(
    part: re.Match[str], number: Number, lows: dict[str, Decimal], highs: dict[str, Decimal]
) -> bool:
    """Add 两个半小时 to the parts read so far; False if it cannot be one."""
    factor, letter = _UNITS[part["unit"]]
    is_half = part["count"] == "半"
    is_counted = part["counter"] or is_half or set(part["count"]) & set("两几数")
    if part["unit"] in _NEED_COUNTER and not is_counted:
        return False
    if part["unit"] == "年" and re.fullmatch("[12][0-9]{3}", part["count"]):
        return False  # a year
    if part["unit"] == "日" and not (set(part["count"]) & set("两几数半") or number.low > 31):
        return False  # 20日 is a day of the month
    if part["unit"] in "夜晚" and lows.get("D") in (number.low, number.low + 1):
        return True  # 三天三夜, 三天两夜
    if any(_PARTS.index(letter) <= _PARTS.index(before) for before in lows):
        return False
    half = Decimal("0.5") if part["half"] or part["after"] == "半" else Decimal(0)
    lows[letter] = times(plus(number.low, half), Decimal(factor))
    highs[letter] = times(plus(number.high, half), Decimal(factor))
    return True


def _written(parts: dict[str, Decimal]) -> str:
    """The duration of ISO 8601; empty if it cannot have such a part."""
    parts = dict(parts)
    for letter, (factor, smaller) in _NEXT.items():
        value = parts.get(letter, Decimal(0))
        rest = value % 1
        more = times(rest, Decimal(factor))
        if rest and (more == more.to_integral_value() or len(parts) > 1):
            parts[letter] = simplest(value - rest)
            parts[smaller] = plus(parts.get(smaller, Decimal(0)), more)
    if parts.get("W") and len([value for value in parts.values() if value]) > 1:
        parts["D"] = plus(parts.get("D", Decimal(0)), times(parts.pop("W"), Decimal(7)))
    given = [(letter, parts[letter]) for letter in _PARTS if parts.get(letter)]
    if not given and parts:
        given = list(parts.items())
    if any(value % 1 for _, value in given[:-1]):
        return ""
    days = "".join(f"{value}{letter}" for letter, value in given if letter in "YMWD")
    hours = "".join(f"{value}{letter.upper()}" for letter, value in given if letter in "HmS")
    return f"P{days}{'T' if hours else ''}{hours}" if given else ""
