"""Read what follows the number of an amount of money: its currency and smaller units."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from zhnlp.io.tables import read_rows
from zhnlp.models.entities.numerals import Number, digit, times
from zhnlp.resources import dicts

_WORDS = {
    **{"thousand": 3, "million": 6, "billion": 9, "trillion": 12},
    **{"k": 3, "m": 6, "mn": 6, "b": 9, "bn": 9},
}
_PARTS = {
    **dict.fromkeys("元块圆", Decimal(1)),
    **dict.fromkeys("角毛", Decimal("0.1")),
    "分": Decimal("0.01"),
}
_ONE = "[0-9一两二三四五六七八九壹贰叁肆伍陆柒捌玖]"
_MONEY = (
    "(?P<word>thousand|million|billion|trillion|bn|mn|[kmb](?![a-z]))?"
    f"(?P<part>[元块圆角毛分])?(?P<small>(?:零?{_ONE}[角毛分])*)"
    f"(?P<last>{_ONE}|两)?钱?[整正]?(?P<name>CURRENCY)?(?P<per>(?:/|每).+)?"
)


@cache
def read_currencies() -> dict[str, str]:
    """The signs, codes and names of currencies, with their code in ISO 4217.

    A currency without a code has its name in its place.
    """
    path = dicts() / "currencies.tsv"
    rows = (row.split("\t") for _, row in read_rows(path, what="table of currencies"))
    return {
        name: name if code == "-" else code for code, names in rows for name in names.split(" ")
    }


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, read_currencies()), key=len, reverse=True))
    return re.compile(_MONEY.replace("CURRENCY", names), re.IGNORECASE)


def read_money(number: Number, before: str, behind: str) -> tuple[Number, str] | None:
    """What `number` is worth, and the currency; None if that is no currency.

    Args:
        number: The number.
        before: The sign, code or name of a currency before it; empty for none.
        behind: All that follows it, in plain characters without blanks.

    >>> three = Number(Decimal(3), Decimal(3))
    >>> read_money(three, "", "块5毛")
    (Number(low=Decimal('3.5'), high=Decimal('3.5'), approximate=False), 'CNY')
    """
    money = _pattern().fullmatch(behind)
    if money is None:
        return None
    part = money["part"]
    factor = Decimal(10) ** _WORDS.get((money["word"] or "").lower(), 0)
    number = number.times(factor * _PARTS.get(part, Decimal(1)))
    for small, name in re.findall("(.)([角毛分])", money["small"]):
        number, part = number.plus(times(digit(small), _PARTS[name])), name
    if money["last"]:
        if not part:
            return None
        number = number.plus(times(digit(money["last"]), _PARTS[part] / 10))
    unit = read_currencies().get((money["name"] or before).upper(), "CNY" if part else "")
    return number, unit + (money["per"] or "").replace("每", "/")
