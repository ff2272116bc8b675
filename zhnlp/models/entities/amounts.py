"""Read the amounts that rules find: money, measures, percentages, ordinals and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from zhnlp.models.entities.numerals import (
    COUNT,
    Number,
    plus,
    read_number,
    simplest,
    times,
)

# Signs, codes and names of currencies, with their code in ISO 4217. Those that several
# countries have (比索, 克朗) have none; they keep their name.
_CURRENCIES = {
    **dict.fromkeys(("CNY", "RMB", "CN¥", "¥", "人民币"), "CNY"),
    **dict.fromkeys(("USD", "US$", "$", "美元", "美金"), "USD"),
    **dict.fromkeys(("HKD", "HK$", "港元", "港币", "港纸"), "HKD"),
    **dict.fromkeys(("TWD", "NTD", "NT$", "新台币", "台币"), "TWD"),
    **dict.fromkeys(("MOP", "MOP$", "澳门元", "澳门币"), "MOP"),
    **dict.fromkeys(("EUR", "€", "欧元"), "EUR"),
    **dict.fromkeys(("GBP", "£", "英镑"), "GBP"),
    **dict.fromkeys(("JPY", "JP¥", "日元", "日圆", "日币"), "JPY"),
    **dict.fromkeys(("KRW", "₩", "韩元", "韩币", "韩圆"), "KRW"),
    **dict.fromkeys(("CAD", "CA$", "C$", "加元", "加币"), "CAD"),
    **dict.fromkeys(("AUD", "AU$", "A$", "澳元", "澳币"), "AUD"),
    **dict.fromkeys(("SGD", "S$", "SG$", "新元", "新币", "新加坡元"), "SGD"),
    **dict.fromkeys(("CHF", "瑞士法郎", "瑞郎"), "CHF"),
    **dict.fromkeys(("RUB", "卢布"), "RUB"),
    **dict.fromkeys(("INR", "₹", "卢比", "印度卢比"), "INR"),
    **dict.fromkeys(("THB", "฿", "泰铢", "铢"), "THB"),
    **dict.fromkeys(("NZD", "NZ$", "纽元", "新西兰元"), "NZD"),
    **dict.fromkeys(("VND", "₫", "越南盾"), "VND"),
    **dict.fromkeys(("BRL", "雷亚尔"), "BRL"),
    **{name: name for name in ("法郎", "马克", "比索", "里拉", "里亚尔", "先令", "第纳尔", "克朗")},
}
_PARTS = {
    **dict.fromkeys("元块圆", Decimal(1)),
    **dict.fromkeys("角毛", Decimal("0.1")),
    "分": Decimal("0.01"),
}
_WORDS = {
    "thousand": 3,
    "k": 3,
    "million": 6,
    "m": 6,
    "billion": 9,
    "bn": 9,
    "b": 9,
    "trillion": 12,
}
_SHARES = {"百": "%", "千": "‰", "万": "‱"}

_ABOUT = "大约|大概|约莫|约|将近|接近|近|超过|超|逾|不到|不足|至少|最多|上(?=[百千万亿])"
_SOME = "左右|上下|以上|以下|以内|之多|[多余许来]"
_CURRENCY = "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True))
_FRACTION = re.compile(f"(?:(?P<whole>{COUNT})又)?(?P<below>{COUNT})分之(?P<above>{COUNT})")
_SIDE = re.compile(
    f"(?P<about>{_ABOUT})?(?P<sign>[+-]|负|零下)?(?:第|(?P<code>{_CURRENCY}))?"
    f"(?P<about_too>{_ABOUT})?(?:(?P<share>[百千万])分之)?"
    f"(?P<count>(?:(?:{COUNT}又)?{COUNT}分之)?{COUNT})(?P<rest>.*?)(?P<some>(?:{_SOME})*)"
)
_TENTHS = re.compile("个?(?P<more>[多余])?成(?P<ones>[一二三四五六七八九半])?")
_POINTS = re.compile("个?(?P<more>[多余])?(?P<unit>百分点|%|‰|‱|)")
_MONEY = re.compile(
    "(?P<word>thousand|million|billion|trillion|bn|[kKmMbB](?![a-zA-Z]))?"
    "(?P<part>[元块圆角毛分])?(?P<small>(?:零?[0-9一二三四五六七八九][角毛分])*)"
    f"(?P<last>[0-9一二两三四五六七八九])?钱?[整正]?(?P<name>{_CURRENCY})?(?P<per>(?:/|每).+)?"
)
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

    amount: Amount
    number: str
    rest: str


def read_amount(text: str, label: str) -> Amount | None:
    """The amount that `text` is; None if it has no value.

    Args:
        text: An entity in plain characters, without blanks (see values.py).
        label: Its label: MONEY, PERCENT, QUANTITY, ORDINAL or NUMBER.

    >>> read_amount("人民币3.5亿元", "MONEY")
    Amount(low=Decimal('350000000'), high=Decimal('350000000'), unit='CNY', approximate=False)
    """
    sides = _RANGE.fullmatch(text)
    if sides and (both := _range(sides["low"], sides["high"], label)):
        return both
    side = _side(text, label)
    return side.amount if side else None


def _range(low: str, high: str, label: str) -> Amount | None:
    """What `low` to `high` means. The first takes its unit and scale from the second: 3至5万元."""
    left, right = _side(low, label), _side(high, label)
    if left and right and not left.rest:
        left = _side(low + right.rest, label) or left
    if left is None or right is None:
        return None
    first, last = left.amount, right.amount
    if first.unit and last.unit and first.unit != last.unit:
        return None
    factor = _lent_scale(left, right)
    bounds = [times(first.low, factor), times(first.high, factor), last.low, last.high]
    is_about = first.approximate or last.approximate
    return Amount(min(bounds), max(bounds), last.unit or first.unit, is_about)


def _lent_scale(left: _Side, right: _Side) -> Decimal:
    """What the first number of a range is multiplied by to have the scale of the second."""
    scale = re.search("[百千万亿]+$", right.number)
    if scale is None or re.search("[百千万亿]", left.number):
        return Decimal(1)
    mantissa, factor = read_number(right.number[: scale.start()]), read_number(scale[0])
    if mantissa is None or factor is None or left.amount.low > mantissa.low:
        return Decimal(1)
    return factor.low


def _side(text: str, label: str) -> _Side | None:
    """An amount that is no range, or one without a sign: 三四百."""
    text = re.sub("^([0-9]+)[/⁄]([0-9]+)$", r"\2分之\1", text)
    side = _SIDE.fullmatch(re.sub("^首", "第1", text))
    number = _number(side["count"]) if side else None
    if side is None or number is None:
        return None
    is_about = number.approximate or any(side.group("about", "about_too", "some"))
    low, high = number.low, number.high
    if side["sign"] and side["sign"] != "+":
        low, high = simplest(-high), simplest(-low)
    amount = Amount(low, high, side["rest"], is_about)
    if side["share"]:
        amount = replace(amount, unit=_SHARES[side["share"]] + side["rest"])
    elif label == "MONEY":
        return _checked(_money(amount, side["code"] or ""), side)
    elif label == "PERCENT":
        return _checked(_percent(amount, is_fraction="分之" in side["count"]), side)
    elif label == "NUMBER" and side["rest"] not in ("", "个"):
        return None
    return _checked(_and_a_half(amount), side)


def _checked(amount: Amount | None, side: re.Match[str]) -> _Side | None:
    return None if amount is None else _Side(amount, side["count"], side["rest"])


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


def _and_a_half(amount: Amount) -> Amount:
    """三斤半 is 3.5 斤; what is more than a unit says so behind it: 三斤多, 三个多."""
    unit = re.sub("^(?:多|余)|(?:多|余)$", "", amount.unit)
    amount = replace(amount, unit=unit, approximate=amount.approximate or unit != amount.unit)
    if not unit.endswith("半"):
        return amount
    return replace(_plus(amount, Decimal("0.5")), unit=unit.removesuffix("半"))


def _percent(amount: Amount, *, is_fraction: bool) -> Amount | None:
    if is_fraction:
        low, high = times(amount.low, Decimal(100)), times(amount.high, Decimal(100))
        return Amount(low, high, "%", amount.approximate) if not amount.unit else None
    if tenths := _TENTHS.fullmatch(amount.unit):
        is_about = amount.approximate or bool(tenths["more"])
        low, high = times(amount.low, Decimal(10)), times(amount.high, Decimal(10))
        ones = Decimal(5) if tenths["ones"] == "半" else _digit(tenths["ones"] or "0")
        return _plus(Amount(low, high, "%", is_about), ones)
    unit = _POINTS.fullmatch(amount.unit)
    if unit is None:
        return None
    is_about = amount.approximate or bool(unit["more"])
    return replace(amount, unit=unit["unit"], approximate=is_about)


def _money(amount: Amount, code: str) -> Amount | None:
    """元 and its parts, or another currency before or after the number."""
    money = _MONEY.fullmatch(amount.unit)
    if money is None:
        return None
    part = money["part"]
    factor = Decimal(10) ** _WORDS.get((money["word"] or "").lower(), 0) * _PARTS.get(part, 1)
    unit = _CURRENCIES.get(money["name"] or code, "CNY" if part else "")
    unit += (money["per"] or "").replace("每", "/")
    low, high = times(amount.low, factor), times(amount.high, factor)
    amount = Amount(low, high, unit, amount.approximate)
    for digit, name in re.findall("(.)([角毛分])", money["small"]):
        amount, part = _plus(amount, times(_digit(digit), _PARTS[name])), name
    if not money["last"]:
        return amount
    if not part:
        return None
    return _plus(amount, times(_digit(money["last"]), _PARTS[part] / 10))


def _plus(amount: Amount, more: Decimal) -> Amount:
    return replace(amount, low=plus(amount.low, more), high=plus(amount.high, more))


def _digit(char: str) -> Decimal:
    number = read_number(char)
    return number.low if number else Decimal(0)
