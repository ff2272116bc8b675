"""The month of a date, in any of the forms that corpora have."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

_YEARS = range(1800, 2200)
# 2024-05-01T08:00, 2024/5/1, 2024.5.1, 2024年5月1日, 2024年5月, 2024-05
_SEPARATED = re.compile(
    r"(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})(?:\s*(?:[-/.]|月)\s*(?:(\d{1,2})(?!\d))?|\b)"
)
# 20240501, 20240501T0800, 20240501080000, 202405; ten digits are seconds
_TOGETHER = re.compile(r"(\d{4})(\d\d)(?:(\d\d)(?:[T\s]\d+|\d{4}|\d{6})?)?(?![\d.])")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = (1, 10**3, 10**6, 10**9)  # of epochs: seconds, milli-, micro-, nanoseconds
_LEAST, _MOST = 10**8, 7 * 10**9  # seconds since 1970, either way: to 2191


def month_of(value: object) -> str | None:
    """The month of a date as ``2024-05``; None for what is not a date, or not a possible one.

    Args:
        value: ISO 8601 and the like (``2024-05-01``, ``2024/5/1``, ``2024年5月1日``,
            ``20240501``, ``2024-05``), with a time behind it or not; a number of seconds or
            milliseconds since 1970, as a number or a string; a date or datetime. Numbers are
            taken as UTC, other times as they stand.

    >>> month_of("2024年5月1日"), month_of(20240501), month_of(1714521600), month_of("5/1/24")
    ('2024-05', '2024-05', '2024-05', None)
    """
    if isinstance(value, date):  # datetime, too
        return _month(value.year, value.month, 1)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    if not isinstance(value, str):
        if not abs(value) < 1e20:  # nor is it, if it is not a number
            return None
        value = str(int(value))
    text = value[:64].strip()
    found = _SEPARATED.match(text) or _TOGETHER.match(text)
    if found and (month := _month(*(int(part or 1) for part in found.groups()))):
        return month
    return _of_epoch(float(text)) if _NUMBER.fullmatch(text) else None


def _month(year: int, month: int, day: int) -> str | None:
    if year not in _YEARS:
        return None
    try:
        date(year, month, day)
    except ValueError:
        return None
    return f"{year:04}-{month:02}"


def _of_epoch(number: float) -> str | None:
    for unit in _UNITS:
        if _LEAST <= abs(number) / unit < _MOST:
            found = _EPOCH + timedelta(seconds=number / unit)
            return _month(found.year, found.month, 1)
    return None
