"""Read numbers as they are written in Chinese text: ``1,234.5``, ``三万五``, ``十五点六亿``.

Arabic digits, Chinese numerals, those of cheques (伍仟) and mixtures of them (3千5百万) are
read; so are short forms (三万五 for 35,000), decimals and numbers read digit by digit
(二〇二六). Vague ones are ranges: 三四百 is 300 to 400, 几 and 数 are 2 to 9 (1 to 9 after
another numeral: 十几). What is not well formed (十二五, 千百) is not a number.

Text is expected in plain characters (see `rules.plain`). Patterns that find numbers in
running text are in numbers.py.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import NamedTuple

from zhnlp.models.entities.numbers import DIGIT

_EXACT = Context(prec=200)  # more digits than a number of 64 characters can have
_EXPONENTS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12}
_ONE_WAY = str.maketrans(
    "壹贰貳弍叁參叄肆伍陆陸柒捌玖拾佰仟萬億两兩俩〇○幾",
    "一二二二三三三四五六六七八九十百千万亿二二二零零几",
)
_TWENTY = {"廿": "二十", "卅": "三十", "卌": "四十"}
_HAN_DIGIT = "零一二三四五六七八九"
_TOKEN = re.compile(
    r"(?P<arabic>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)"
    f"|(?P<han>[{_HAN_DIGIT}]+)|(?P<scale>[十百千万亿兆])"
)
_POINT = re.compile(f"(?P<whole>[^点]+)点(?P<part>[{_HAN_DIGIT}]+)(?P<scales>[百千万亿兆]*)")
_NEAR = re.compile(  # 三四 in 三四百 or 十三四; 三五 in 三五个
    f"(?<![{_HAN_DIGIT}点])(?:一二|二三|三四|四五|五六|六七|七八|八九|三五)(?![{_HAN_DIGIT}点])"
)

_CHARS = f"0-9{DIGIT}壹贰叁叄肆伍陆柒捌玖拾佰仟十百千万亿兆两俩廿卅几数半"
_NO_UNIT = "(?!千[克米瓦伏安赫卡帕]|兆[瓦赫字]|百帕|百分点)"  # 千克 is a unit, not a thousand
# What may be a number, for patterns of whole entities; `read_number` decides.
COUNT = (
    f"(?:{_NO_UNIT}[{_CHARS}]|[.,](?=[0-9])|点(?=[{_CHARS}])"
    "|(?<=[0-9十百千万亿])[多余来](?![0-9])|个多?(?=[百千万亿])(?!百分点))+"
)


class Number(NamedTuple):
    """What a number can be: `low` and `high` (included), and whether it is only about that."""

    low: Decimal
    high: Decimal
    approximate: bool = False

    def plus(self, more: Decimal) -> Number:
        """The exact sum."""
        return self._replace(low=plus(self.low, more), high=plus(self.high, more))

    def times(self, factor: Decimal) -> Number:
        """The exact product with a factor of at least 0."""
        return self._replace(low=times(self.low, factor), high=times(self.high, factor))

    def negative(self) -> Number:
        """The number with the other sign."""
        return self._replace(low=simplest(-self.high), high=simplest(-self.low))

    def about(self, is_about: object = True) -> Number:
        """The number, approximate if it was or if `is_about` is true."""
        return self._replace(approximate=self.approximate or bool(is_about))


def read_number(text: str) -> Number | None:
    """The number that `text` is; None if it is not one.

    Args:
        text: A number of at most 64 characters without its sign and its unit, in plain
            characters (see values.py).

    >>> read_number("三万五")
    Number(low=Decimal('35000'), high=Decimal('35000'), approximate=False)
    >>> read_number("三四百")
    Number(low=Decimal('300'), high=Decimal('400'), approximate=True)
    """
    text = text.translate(_ONE_WAY)
    for short, full in _TWENTY.items():
        text = text.replace(short, full)
    counted = re.sub("个(?=多?[百千万亿])", "", text)
    exact = re.sub("(?<=[0-9十百千万亿兆])[多余来](?![0-9])|多(?=[百千万亿])", "", counted)
    low, high = _vague(exact)
    first = _decimal(low)
    last = first if high == low else _decimal(high)
    if first is None or last is None:
        return None
    return Number(simplest(first), simplest(last), exact != counted or low != high)


def digit(char: str) -> Decimal:
    """The value of a digit, Arabic or Chinese; 0 for any other character."""
    number = read_number(char)
    return number.low if number else Decimal(0)


def simplest(value: Decimal) -> Decimal:
    """`value` without zeros at its end, and without an exponent.

    >>> simplest(Decimal("1.50")), simplest(Decimal("1E+3"))
    (Decimal('1.5'), Decimal('1000'))
    """
    return Decimal(format(value.normalize(_EXACT), "f"))


def times(value: Decimal, factor: Decimal) -> Decimal:
    """The exact product, in its simplest form."""
    return simplest(_EXACT.multiply(value, factor))


def plus(value: Decimal, other: Decimal) -> Decimal:
    """The exact sum, in its simplest form."""
    return simplest(_EXACT.add(value, other))


def _vague(text: str) -> tuple[str, str]:
    """The least and the largest that `text` can mean; twice `text` if it is exact."""
    if near := _NEAR.search(text):
        before, after = text[: near.start()], text[near.end() :]
        return before + near[0][0] + after, before + near[0][1] + after
    if len(some := re.findall("[几数]", text)) == 1:
        before, after = text.split(some[0])
        if before[-1:] in ("", "十", "百", "千", "万"):
            return f"{before}{'一' if before else '二'}{after}", f"{before}九{after}"
    return text, text


def _decimal(text: str) -> Decimal | None:
    """The value of an exact number."""
    text = re.sub("^半", "0.5", text)
    if point := _POINT.fullmatch(text):
        whole = _whole(point["whole"])
        if whole is None or whole != whole.to_integral_value():
            return None
        digits = "".join(str(_HAN_DIGIT.index(digit)) for digit in point["part"])
        exponent = sum(_EXPONENTS[scale] for scale in point["scales"])
        return _scaled(_EXACT.add(whole, Decimal(f"0.{digits}")), exponent)
    return _whole(text)


def _scaled(value: Decimal, exponent: int) -> Decimal:
    return value.scaleb(exponent, _EXACT)


def _whole(text: str) -> Decimal | None:
    """The value of a number without 点."""
    if set(text) <= set(_HAN_DIGIT):
        return Decimal("".join(str(_HAN_DIGIT.index(digit)) for digit in text)) if text else None
    reading = _Reading()
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or not reading.take(token):
            return None
        at = token.end()
    return reading.value()


class _Reading:
    """A number read from left to right.

    text      三 亿 五 千 零 二 十 万 六       groups    section     digit
    at 千     3 × 10^8, then 5 × 10^3          [3e8]     5000        –
    at 万     what is smaller joins the group  [3e8, 5020e4]  0      –
    the end   6 right after 万 is 6 × 10^3
    """

    def __init__(self) -> None:
        self.groups: list[tuple[Decimal, int]] = []  # values with 万, 亿 or 兆, and its exponent
        self.section = Decimal(0)  # of the numerals since then
        self.digit: Decimal | None = None
        self.last = 99  # exponent of the last 十, 百 or 千 of the section
        self.before: int | None = None  # exponent of the scale just before `digit`
        self.is_empty = True  # whether the section is

    def take(self, token: re.Match[str]) -> bool:
        """Read the next token; False if it cannot follow."""
        if token["scale"]:
            exponent = _EXPONENTS[token["scale"]]
            return self._small(exponent) if exponent < 4 else self._big(exponent)
        if self.digit is not None:
            return False
        written = token[0].replace(",", "")
        if token["han"]:
            digits = written.lstrip("零")
            if len(digits) > 1:
                return False
            if len(digits) < len(written):
                self.before = None  # after a zero, nothing is left out
            if not digits:
                return bool(self.groups) or not self.is_empty
            written = str(_HAN_DIGIT.index(digits))
        elif written != "0" and len(written) > 1:
            self.before = None
        self.digit = Decimal(written)
        self.is_empty = False
        return True

    def _small(self, exponent: int) -> bool:
        if self.digit is None and exponent > 1 and not self.is_empty:
            return False
        value = _scaled(Decimal(1) if self.digit is None else self.digit, exponent)
        if exponent >= self.last or (self.last < 99 and value >= _scaled(Decimal(1), self.last)):
            return False
        self.section = _EXACT.add(self.section, value)
        self.digit, self.last, self.before, self.is_empty = None, exponent, exponent, False
        return True

    def _big(self, exponent: int) -> bool:
        value = self._section()
        has_value = not self.is_empty
        while self.groups and self.groups[-1][1] < exponent:
            value = _EXACT.add(value, self.groups.pop()[0])
            has_value = True
        if not has_value:
            if self.groups:
                return False
            value = Decimal(1)
        if self.groups and value >= _scaled(Decimal(1), self.groups[-1][1] - exponent):
            return False
        if self.groups and self.groups[-1][1] == exponent:
            return False
        self.groups.append((_scaled(value, exponent), exponent))
        self.section, self.digit, self.last, self.is_empty = Decimal(0), None, 99, True
        self.before = exponent
        return True

    def _section(self) -> Decimal:
        """The section with its last digit: 五 in 三百五 is fifty."""
        digit = Decimal(0) if self.digit is None else self.digit
        if self.before is not None and self.before > 1:
            digit = _scaled(digit, self.before - 1)
        return _EXACT.add(self.section, digit)

    def value(self) -> Decimal:
        value = self._section()
        for group, _ in self.groups:
            value = _EXACT.add(value, group)
        return value
