"""Amounts: values from a table, and numbers that read back as they were written."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Amount, value_of
from zhnlp.models.entities.money import read_currencies
from zhnlp.models.entities.numerals import read_number
from zhnlp.models.entities.plain import plain_characters
from zhnlp.resources import dicts

TABLE = Path(__file__).parents[2] / "cases" / "amount_values.tsv"
CASES = [
    line.split("\t")
    for line in TABLE.read_text("utf-8").split("\n")
    if line and not line.startswith("# ")
]
DIGITS = "零一二三四五六七八九"
CAPITALS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
TRADITIONAL = str.maketrans("万亿贰叁陆", "萬億貳參陸")
whole = st.integers(0, 10**16 - 1) | st.integers(0, 10**5)


def written(value):
    """A value as the table has it."""
    if value is None:
        return "-"
    number = str(value.low) if value.low == value.high else f"{value.low}..{value.high}"
    return f"{'~' if value.approximate else ''}{number} {value.unit}".strip()


@pytest.mark.parametrize("text, label, expected, shows", CASES, ids=[case[3] for case in CASES])
def test_what_an_amount_is_worth(text, label, expected, shows):
    assert written(value_of(text, label)) == expected


def in_words(n):
    """`n` in Chinese numerals, as school teaches it."""
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if n >= unit:
            rest = n % unit
            gap = "零" if 0 < rest < unit // 10 else ""
            return in_words(n // unit) + name + gap + (in_words(rest) if rest else "")
    for unit, name in ((1000, "千"), (100, "百"), (10, "十")):
        if n >= unit:
            rest = n % unit
            gap = "零" if 0 < rest < unit // 10 else ""
            return DIGITS[n // unit] + name + gap + (in_words(rest) if rest else "")
    return DIGITS[n]


@given(whole)
def test_a_whole_number_in_chinese_numerals_reads_back(n):
    simplified = in_words(n)
    capitals = simplified.translate(CAPITALS)

    for text in (simplified, capitals, capitals.translate(TRADITIONAL)):
        number = read_number(plain_characters(text))
        assert number == (n, n, False), text


@given(whole, st.integers(0, 999))
def test_decimals_read_back(n, part):
    digits = f"{part:03d}"
    text = f"{in_words(n)}点{''.join(DIGITS[int(digit)] for digit in digits)}"

    assert value_of(text, "NUMBER").amount == n + Decimal(part) / 1000


@given(whole)
def test_digits_read_back_in_every_width_and_with_commas(n):
    wide = str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    for text in (str(n), wide, f"{n:,}", f"{n:,}".translate(str.maketrans(",", "，"))):
        assert value_of(text, "NUMBER").amount == n


@given(whole, whole)
def test_a_range_has_both_its_bounds(low, high):
    low, high = sorted((low, high))

    assert value_of(f"{low}至{high}元", "MONEY") == Amount(Decimal(low), Decimal(high), "CNY")


def test_the_amount_of_a_range_is_none():
    assert value_of("3至5元", "MONEY").amount is None


def test_every_currency_has_its_own_signs_and_names():
    rows = (dicts() / "currencies.tsv").read_text("utf-8").splitlines()
    names = [name for row in rows if row[0] != "#" for name in row.split("\t")[1].split(" ")]

    assert len(set(names)) == len(names)
    for name, unit in read_currencies().items():
        assert value_of(f"5{name}", "MONEY") == Amount(Decimal(5), Decimal(5), unit)
        assert value_of(f"{name}5", "MONEY") == Amount(Decimal(5), Decimal(5), unit)
