"""Dates and durations: values from a table, and dates that read back however they are written."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Interval, value_of

TABLE = Path(__file__).parents[2] / "cases" / "time_values.tsv"
CASES = [
    line.split("\t")
    for line in TABLE.read_text("utf-8").split("\n")
    if line and not line.startswith("# ")
]
TODAY = date(2026, 11, 26)
DIGITS = "〇一二三四五六七八九"
days = st.dates(date(1000, 1, 1), date(2999, 12, 31))


def written(value):
    """A value as the table has it."""
    if value is None:
        return "-"
    if isinstance(value, Interval):
        text = value.isoformat()
        text = text.replace("T00:00", "") if text.count("T00:00") == 2 else text
    else:
        text = value.low if value.low == value.high else f"{value.low}..{value.high}"
    return f"{'~' if value.approximate else ''}{text}"


@pytest.mark.parametrize("text, expected, needs, shows", CASES, ids=[case[3] for case in CASES])
def test_what_a_time_means(text, expected, needs, shows):
    assert written(value_of(text, "TIME", today=TODAY)) == expected


@pytest.mark.parametrize("text, expected, needs, shows", CASES, ids=[case[3] for case in CASES])
def test_without_a_day_a_time_means_the_same_or_nothing(text, expected, needs, shows):
    assert written(value_of(text, "TIME")) == (expected if needs == "always" else "-")


def in_words(n):
    """`n` below 100 in Chinese numerals."""
    tens, ones = divmod(n, 10)
    return f"{DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{DIGITS[ones] if ones else ''}"


def day_after(day):
    return datetime.combine(day, datetime.min.time()) + timedelta(1)


def ways_to_write(day):
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    plain = f"{day.year}年{day.month}月{day.day}日"
    return [
        plain,
        plain.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{day.year}年{day.month:02d}月{day.day:02d}号",
        f"{year}年{in_words(day.month)}月{in_words(day.day)}日",
        *(f"{day.year}{sign}{day.month}{sign}{day.day}" for sign in "-/."),
        day.isoformat(),
    ]


@given(days)
def test_a_date_reads_back_however_it_is_written(day):
    for text in ways_to_write(day):
        value = value_of(text, "TIME")
        assert (value.start.date(), value.end) == (day, day_after(day)), text


@given(days, days)
def test_a_range_of_dates_ends_with_its_last_day(first, last):
    first, last = sorted((first, last))
    for low, high in zip(ways_to_write(first), ways_to_write(last), strict=True):
        value = value_of(f"{low}至{high}", "TIME")
        assert (value.start.date(), value.end) == (first, day_after(last))


@given(st.datetimes(datetime(1000, 1, 1), datetime(2999, 12, 31)))
def test_a_time_of_day_reads_back_however_it_is_written(at):
    at = at.replace(microsecond=0)
    part, hour = ("上午", at.hour) if at.hour < 12 else ("下午", (at.hour - 12) or 12)
    day = f"{at.year}年{at.month}月{at.day}日"
    minutes = f"{at.minute}分{at.second}秒"

    for text in (
        f"{day}{at:%H:%M:%S}",
        at.isoformat(),
        f"{day}{at.hour}时{minutes}",
        f"{day}{part}{hour}点{minutes}",
    ):
        assert value_of(text, "TIME") == Interval(at, at), text


RELATIVE = {"大前天": -3, "前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2, "大后天": 3}


@given(days, st.sampled_from(sorted(RELATIVE)))
def test_relative_days_are_counted_from_today(today, word):
    day = today + timedelta(RELATIVE[word])

    assert value_of(word, "TIME", today=today).start.date() == day


@given(days, st.integers(-5, 5), st.integers(0, 6))
def test_weekdays_are_counted_in_weeks_from_monday(today, weeks, weekday):
    near = "上" * -weeks + "下" * weeks or "本"
    text = f"{near}周{'一二三四五六日'[weekday]}"
    day = today - timedelta(today.weekday()) + timedelta(7 * weeks + weekday)

    assert value_of(text, "TIME", today=today).start.date() == day


def test_of_a_datetime_the_day_counts():
    assert value_of("昨天", "TIME", today=datetime(2026, 11, 26, 23, 59)) == value_of(
        "昨天", "TIME", today=TODAY
    )


@pytest.mark.parametrize("text, hours", [("两小时前", -2), ("半小时后", 0.5), ("90分钟以后", 1.5)])
def test_hours_are_counted_from_a_datetime(text, hours):
    now = datetime(2026, 11, 26, 1, 30)
    then = now + timedelta(hours=hours)

    assert value_of(text, "TIME", today=now) == Interval(then, then)
    assert value_of(text, "TIME", today=now.astimezone()) == Interval(then, then)


def test_the_last_hours_end_now():
    now = datetime(2026, 11, 26, 1, 30)

    for today in (now, now.astimezone()):
        value = value_of("过去24小时", "TIME", today=today)
        assert value == Interval(now - timedelta(1), now, approximate=True)


UNITS = {"年": "P{}Y", "个月": "P{}M", "周": "P{}W", "天": "P{}D", "小时": "PT{}H", "分钟": "PT{}M"}


@given(st.integers(1, 9999), st.sampled_from(sorted(UNITS)))
def test_a_length_of_time_is_written_in_its_unit(n, unit):
    if unit != "年" or n < 60:  # 1998年 is a year
        assert value_of(f"{n}{unit}", "TIME").duration == UNITS[unit].format(n)
