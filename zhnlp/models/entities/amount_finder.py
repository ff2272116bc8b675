"""Find the amount that begins at a place: a number, then what it counts.

    30 亿 - 60 亿     元           第 | 二十  | 届        罚款 | 17万
    number (digits)   MONEY        number     one         a bare number

`numbers.NUMBER` says what kind of number it is, the pattern of units.py what follows,
and `_COUNTS` whether the two go together. All places are in plain characters (see plain.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from zhnlp.models.entities.bare_numbers import CENTURIES, BareNumbers
from zhnlp.models.entities.numbers import DIGIT, NUMBER
from zhnlp.models.entities.units import CODE, WORD, MeasureWord, after_a_number

Found = tuple[int, str]  # where an entity ends, and its label
NOTHING: Found = (0, "")

_UNITS = {"PERCENT", "MONEY", "QUANTITY"}
_MANY = {*_UNITS, "one", "several", "degrees"}
# What each kind of number can count: groups of the pattern of units.py.
_COUNTS: Mapping[str, set[str]] = {
    "pair": _UNITS,
    "share": _UNITS,
    "digits": _MANY,
    "several": _MANY,
    "about": _MANY,
    "one": {*_UNITS, "one"},
    "vague": _UNITS,
    "scale": {"MONEY"},
    "cheque": {"MONEY"},
}
_TO = " ?[~至到—–-] ?(?=[-0-9负零百千万第$¥一二三四五六七八九十两])"
_BEHIND = f"0123456789{DIGIT}半多"  # in 1米75, 三成五
_CONGRESS = "全国|中央|人大|[一二三四五六七八九]中"  # 二十届三中全会
_EDITION = "(?:19|20)[0-9]{2} ?[届级款版批金]"  # 2023届: a year
_NO_ORDINAL = "方(?![面案])|时间|者|财经"  # 第三方, 第一时间


class AmountFinder:
    """The patterns of amounts, compiled; each method reads one that begins at `start`."""

    def __init__(self, measure_words: Mapping[str, MeasureWord]) -> None:
        self._bare = BareNumbers()
        self._number = re.compile(NUMBER)
        self._measure_words = measure_words
        self._after = re.compile(after_a_number(measure_words))
        self._currency = re.compile(CODE + " ?")
        self._word = re.compile(WORD)
        self._to = re.compile(_TO)
        self._congress = re.compile(_CONGRESS)
        self._edition = re.compile(_EDITION)
        self._no_ordinal = re.compile(_NO_ORDINAL)

    def amount(self, plain: str, start: int) -> Found:
        """A number with its unit, and a range of two such: 5元至10元."""
        end, label = self._amount(plain, start)
        if label in _UNITS and (to := self._to.match(plain, end)):
            last, other = self._amount(plain, to.end())
            units = (plain[start:end].rstrip(_BEHIND), plain[to.end() : last].rstrip(_BEHIND))
            if other == label and units[0][-1:] == units[1][-1:]:
                return last, label
        return end, label

    def _amount(self, plain: str, start: int) -> Found:
        number = self._number.match(plain, start)
        if number is None or (plain[start] == "0" and plain[start + 1 : start + 2].isdigit()):
            return NOTHING  # 007 is a code
        kind, end = number.lastgroup or "", number.end()
        after, unit = self._counted(plain, end)
        if plain.startswith(CENTURIES, start) and self._edition.match(plain, start):
            return start + 4, "TIME"
        if unit not in _COUNTS[kind]:
            label = self._bare.label(plain, start, end, kind)
            return (end, label) if label else NOTHING
        if plain[after - 1] == "届" and self._congress.match(plain, after):
            return after, "ORDINAL"
        return after, unit if unit in _UNITS else "QUANTITY"

    def _counted(self, plain: str, end: int) -> Found:
        """Where the unit of a number ends that ends at `end`, and its kind; see `_COUNTS`."""
        after = self._after.match(plain, end)
        if after is None:
            return NOTHING
        if after.lastgroup != "measure":
            return after.end(), after.lastgroup or ""
        measure = self._measure_words[after["measure"]]
        is_word = measure.stands(plain, after.start("measure"), after.end())
        return (after.end(), measure.numbers) if is_word else NOTHING

    def share(self, plain: str, start: int) -> Found:
        """百分之三十, and a range of two."""
        end, label = self._share(plain, start)
        if label and (to := self._to.match(plain, end)):
            end = max(end, self._share(plain, to.end())[0])
        return end, label

    def _share(self, plain: str, start: int) -> Found:
        if plain[start + 1 : start + 3] != "分之":
            return NOTHING
        number = self._number.match(plain, start + 3)
        return (number.end(), "PERCENT") if number else NOTHING

    def money(self, plain: str, start: int) -> Found:
        """An amount behind its currency, and a range of two: US$3.5 billion, 人民币五百元."""
        end, label = self._money(plain, start)
        if label and (to := self._to.match(plain, end)):
            end = max(end, self._money(plain, to.end())[0])
        return end, label

    def _money(self, plain: str, start: int) -> Found:
        currency = self._currency.match(plain, start)
        number = self._number.match(plain, currency.end()) if currency else None
        if number is None:
            return NOTHING
        if word := self._word.match(plain, number.end()):
            return word.end(), "MONEY"
        end, unit = self._counted(plain, number.end())
        if unit == "MONEY":
            return end, "MONEY"
        is_counted = number.lastgroup in ("digits", "several", "about", "cheque")
        return (number.end(), "MONEY") if is_counted else NOTHING

    def ordinal(self, plain: str, start: int) -> Found:
        """第 and a number, with its measure word where it has one: 第三, 第四轮, 第3至第5名."""
        end, label = self._ordinal(plain, start)
        if label and (to := self._to.match(plain, end)):
            end = max(end, self._ordinal(plain, to.end())[0])
        return end, label

    def _ordinal(self, plain: str, start: int) -> Found:
        if plain[start] != "第":
            return NOTHING
        number = self._number.match(plain, start + 1 + (plain[start + 1 : start + 2] == " "))
        if number is None or number.lastgroup not in ("digits", "several", "one", "vague"):
            return NOTHING
        end = number.end()
        if self._no_ordinal.match(plain, end):
            return NOTHING
        after, unit = self._counted(plain, end)
        return after if unit in ("one", "several", "ordinal") else end, "ORDINAL"
