"""What times of day look like, and the stretch of time that each is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta

from zhnlp.models.entities.date_parts import After, Context, Level, Rule, Stretch, about, whole
from zhnlp.models.entities.numerals import read_number

_NUM = "(?:[0-9]{1,4}|[零〇一二两三四五六七八九十廿卅百千]{1,7})"
_TWO_HOURS = "一[二两]|[二两]三|三四|四五|五六|六七|七八|八九|九十|十一二"
_MINUTES = f"(?P<minute>{_NUM})分?(?:(?P<second>{_NUM})秒)?"
_IN_DAY: After = (None, Level.DAY, Level.PART)
# Hours that a part of the day begins and ends at; more than 24 is the next day.
HOURS = {
    "凌晨": (0, 6), "黎明": (5, 7), "拂晓": (5, 7), "清晨": (6, 9), "清早": (6, 9),
    "早晨": (6, 9), "早上": (6, 9), "早间": (6, 9), "上午": (6, 12), "午前": (6, 12),
    "中午": (11, 13), "正午": (12, 12), "午间": (11, 13), "下午": (12, 18), "午后": (12, 18),
    "白天": (6, 18), "傍晚": (17, 19), "黄昏": (17, 19), "晚上": (18, 24), "晚间": (18, 24),
    "夜晚": (18, 24), "夜间": (18, 24), "夜里": (18, 24), "深夜": (22, 26), "半夜": (22, 26),
    "午夜": (22, 26), "早": (6, 9), "晨": (6, 9), "晚": (18, 24), "夜": (18, 24),
}  # fmt: skip


def clock(context: Context, hour: int, minute: int, second: int) -> Stretch:
    """The instant; 晚上10点 is 22:00, 晚上12点 is midnight, 晚上1点 is an hour after it."""
    if hour > 24 or minute > 59 or second > 59:
        raise ValueError("no such time")
    last = context.now or context.before
    part = last.part if last else ""
    begin = HOURS[part][0] if part else 0
    if begin >= 18:
        hour += 24 if hour < 5 else 12 if hour <= 12 else 0
    elif (begin >= 12 and 0 < hour < 12) or (begin == 11 and 0 < hour < 4):
        hour += 12
    elif part == "凌晨" and hour == 12:
        hour = 0
    at = datetime.combine(context.base(), time()) + timedelta(
        hours=hour, minutes=minute, seconds=second
    )
    return Stretch(at, at, Level.INSTANT, part)


def _part(match: re.Match[str], context: Context) -> Stretch:
    part = match["part"]
    midnight = datetime.combine(context.base(), time())
    start, end = (midnight + timedelta(hours=hour) for hour in HOURS[part])
    return Stretch(start, end, Level.PART, part, approximate=True)


def _digital(match: re.Match[str], context: Context) -> Stretch:
    return clock(context, *(int(match[name] or 0) for name in ("hour", "minute", "second")))


def _clock(match: re.Match[str], context: Context) -> Stretch:
    minute = whole(match["minute"] or "0")
    if match["more"] == "半":
        minute = 30
    elif match["quarter"]:
        minute = 15 * whole(match["quarter"])
    at = clock(context, whole(match["hour"]), minute, whole(match["second"] or "0"))
    return about(at) if match["more"] in ("多", "许") else at


def _about_hour(match: re.Match[str], context: Context) -> Stretch:
    """早上四五点钟: from the one to the other."""
    hours = read_number(match["hour"])
    if hours is None:
        raise ValueError("no hours")
    low, high = (9, 10) if match["hour"] == "九十" else (int(hours.low), int(hours.high))
    first = clock(context, low, 0, 0)
    return replace(first, end=clock(context, high, 0, 0).end, approximate=True)


CLOCK_RULES: tuple[Rule, ...] = (
    (f"(?P<part>{'|'.join(HOURS)})", (None, Level.DAY), _part),
    (f"(?P<hour>{_TWO_HOURS})[点时][钟多]?", _IN_DAY, _about_hour),
    (r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?", _IN_DAY, _digital),
    (
        f"(?P<hour>{_NUM})[点时](?:(?P<quarter>[一三])刻|{_MINUTES}|(?P<more>[半多许])|[钟整])?",
        _IN_DAY,
        _clock,
    ),
)
