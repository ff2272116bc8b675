"""Read the amounts that rules find: money, measures, percentages, ordinals and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from zhnlp.models.entities.money import read_currencies, read_money
from zhnlp.models.entities.numerals import COUNT, Number, digit, read_number

_SHARES = {"百": "%", "千": "‰", "万": "‱"}

_ABOUT = "大约|大概|约莫|约|将近|接近|近|超过|超|逾|不到|不足|至少|最多|上(?=[百千万亿])"
_SOME = "左右|上下|以上|以下|以内|之多|[多余许来]"
_FRACTION = re.compile(f"(?:(?P<whole>{COUNT})又)?(?P<below>{COUNT})分之(?P<above>{COUNT})")
_SIDE = (
    f"(?P<about>{_ABOUT})?(?P<sign>[+-]|负|零下)?(?:第|(?P<code>CURRENCY))?"
    f"(?P<about_too>{_ABOUT})?(?:(?P<share>[百千万])分之)?"
    f"(?P<count>(?:(?:{COUNT}又)?{COUNT}分之)?{COUNT})(?P<rest>.*?)(?P<some>(?:{_SOME})*)"
)
_TENTHS = re.compile("个?(?P<more>[多余])?成(?P<ones>[一二三四五六七八九半])?")
_POINTS = re.compile("个?(?P<more>[多余])?(?P<unit>百分点|基点|bps?|pct|%|‰|‱|)", re.IGNORECASE)
_LATIN_POINTS = {"bp": "基点", "bps": "基点", "pct": "百分点"}
# The digits behind a unit are those after its point: 1米75, 三十八度五.
_TENTHS_BEHIND = re.compile("(?P<unit>米|度)(?P<part>[0-9一二三四五六七八九]{1,2})")
_RANGE = re.compile("(?P<low>.+?)(?:[~至到]|[—–]{1,2}|--?)(?P<high>.+)")


@dataclass(frozen=True)
class Amount:
    """An amount, or a range of amounts.

    Args:
        low: The amount; of a range the least.
        high: The largest of a range; otherwise `low`.
        unit: Of money the code of ISO 4217, where the currency has one; of percentages
            ``%``, ``‰``, ``‱`` or ``百分点``; of measures the unit as it is written. It is
            empty where there is none.
        approximate: The text says that the amount is not exact (约, 多, 左右, 几).
    """

    low: Decimal
    high: Decimal
    unit: str = ""
    approximate: bool = False

    @property
    def amount(self) -> Decimal | None:
        """The amount, or None for a range."""
        return self.low if self.low == self.high else None


class _Side(NamedTuple):
    """An amount on one side of a range, and the number and unit as written."""

    number: Number
    unit: str
    written: str
    rest: str


def read_amount(text: str, label: str) -> Amount | None:
    """The amount that `text` is; None if it has no value.

    Args:
        text: An entity in plain characters, without blanks (see values.py).
        label: Its label: MONEY, PERCENT, QUANTITY, ORDINAL or NUMBER.

    >>> read_amount("人民币3.5亿元", "MONEY")
    Amount(low=Decimal('350000000'), high=Decimal('350000000'), unit='CNY', approximate=False)
    """
    halves = _RANGE.fullmatch(text)
    side = (_range(halves["low"], halves["high"], label) if halves else None) or _side(text, label)
    if side is None:
        return None
    return Amount(side.number.low, side.number.high, side.unit, side.number.approximate)


def _range(low: str, high: str, label: str) -> _Side | None:
    """What `low` to `high` means. The first takes its unit and scale from the second: 3至5万元."""
    left, right = _side(low, label), _side(high, label)
    if left and right and not left.rest:
        left = _side(low + right.rest, label) or left
    if left is None or right is None or (left.unit and right.unit and left.unit != right.unit):
        return None
    first, last = left.number.times(_lent_scale(left, right)), right.number
    if label == "NUMBER" and first.low > last.high:
        return None  # 7-3 is a score
    number = Number(min(first.low, last.low), max(first.high, last.high), first.approximate)
    return right._replace(number=number.about(last.approximate), unit=right.unit or left.unit)


def _lent_scale(left: _Side, right: _Side) -> Decimal:
    """What the first number of a range is multiplied by to have the scale of the second."""
    scale = re.search("[百千万亿]+$", right.written)
    if scale is None or re.search("[百千万亿]", left.written):
        return Decimal(1)
    mantissa, factor = read_number(right.written[: scale.start()]), read_number(scale[0])
    if mantissa is None or factor is None or left.number.low > mantissa.low:
        return Decimal(1)
    return factor.low


def _side(text: str, label: str) -> _Side | None:
    """An amount that is no range, or one without a sign: 三四百."""
    text = re.sub("^([0-9]+)[/⁄]([0-9]+)$", r"\2分之\1", text)
    side = _sides().fullmatch(re.sub("^首", "第1", text))
    number = _number(side["count"]) if side else None
    if side is None or number is None:
        return None
    number = number.about(any(side.group("about", "about_too", "some")))
    if side["sign"] and side["sign"] != "+":
        number = number.negative()
    found = _with_unit(number, side, label)
    return None if found is None else _Side(*found, side["count"], side["rest"])


@cache
def _sides() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, read_currencies()), key=len, reverse=True))
    return re.compile(_SIDE.replace("CURRENCY", names), re.IGNORECASE)


def _number(count: str) -> Number | None:
    """A number, or a fraction, which is rounded to 28 digits."""
    fraction = _FRACTION.fullmatch(count)
    if fraction is None:
        return read_number(count)
    whole = read_number(fraction["whole"] or "0")
    above, below = read_number(fraction["above"]), read_number(fraction["below"])
    if whole is None or above is None or below is None or below.low == 0:
        return None
    value = whole.low + above.low / below.low
    return Number(value, value)


def _with_unit(number: Number, side: re.Match[str], label: str) -> tuple[Number, str] | None:
    """`number` as it is worth with the unit that follows it; None if that cannot follow."""
    rest = side["rest"]
    if side["share"]:
        return None if rest else (number, _SHARES[side["share"]])
    if label == "MONEY":
        return read_money(number, side["code"] or "", rest)
    if label == "PERCENT":
        return _percent(number, rest, is_fraction="分之" in side["count"])
    if label == "NUMBER" and rest not in ("", "个"):
        return None
    return _and_a_half(number, rest)


def _and_a_half(number: Number, rest: str) -> tuple[Number, str]:
    """三斤半 is 3.5 斤, 1米75 is 1.75 米; 三个多 is more than three."""
    if behind := _TENTHS_BEHIND.fullmatch(rest):
        part = "".join(str(digit(char)) for char in behind["part"])
        return number.plus(Decimal(f"0.{part}")), behind["unit"]
    unit = re.sub("^[多余]|[多余]$", "", rest)
    number = number.about(unit != rest)
    if unit.endswith("半"):
        return number.plus(Decimal("0.5")), unit[:-1]
    return number, unit


def _percent(number: Number, rest: str, *, is_fraction: bool) -> tuple[Number, str] | None:
    if is_fraction:
        return None if rest else (number.times(Decimal(100)), "%")
    if tenths := _TENTHS.fullmatch(rest):
        ones = Decimal(5) if tenths["ones"] == "半" else digit(tenths["ones"] or "0")
        return number.about(tenths["more"]).times(Decimal(10)).plus(ones), "%"
    unit = _POINTS.fullmatch(rest)
    if unit is None:
        return None
    name = unit["unit"].lower()
    return number.about(unit["more"]), _LATIN_POINTS.get(name, name)
