"""Entities found by rule in raw text: times, numbers, amounts and measures.

======== ========================================================================
TIME     dates, times of day, years, durations: ``2026年11月20日``,
         ``一九九八年``, ``去年底``, ``下午3点半``, ``10:30``, ``20世纪90年代``,
         ``三个月``, ``3天后``; festivals from a short list
PERCENT  ``30%``, ``百分之三十``, ``两个百分点``, ``七成``
MONEY    an amount with its currency: ``5000万元``, ``$3.5 billion``, ``人民币5亿``,
         ``50块``; or one that is meant as money: 罚款``17万``
QUANTITY a number with its unit or measure word: ``3公斤``, ``35岁``, ``72人``, ``三家``
ORDINAL  ``第三``, with its measure word: ``第21届``
NUMBER   other numbers: ``1,234.5``, ``三百二十``, ``1/3``, ``3000多万``, ``3比1``
======== ========================================================================

The labels are those of OntoNotes, except that it has DATE and TIME for TIME, and
CARDINAL for NUMBER. Full-width digits and traditional characters are read as the
plain ones. What depends on the words around it is not found: a single Chinese
numeral is not a NUMBER (一起, 三亚), 一个 is an article, and vague words (目前, 近日)
are not a TIME. Nor are digits that belong to a name (iPhone15, MH-370, 1.2.3).

The patterns are in times.py, numbers.py and units.py; amount_finder.py puts numbers and
units together. PHONE, EMAIL, URL, ID and PLATE are in identifiers.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache

from zhnlp.chars import LINE_BREAKS
from zhnlp.core import merged
from zhnlp.errors import UsageError, did_you_mean
from zhnlp.models.entities.amount_finder import NOTHING, AmountFinder, Found
from zhnlp.models.entities.identifiers import IDENTIFIER_LABELS, find_identifiers
from zhnlp.models.entities.numbers import BIG, NUMERAL
from zhnlp.models.entities.plain import plain_characters
from zhnlp.models.entities.times import FIRST, NEXT_IN_TIME, RARE, SECOND, TIME
from zhnlp.models.entities.units import (
    CODE_FIRST,
    CODE_SECOND,
    CURRENCY_SIGNS,
    NEXT,
    read_measure_words,
)
from zhnlp.span import Span

NUMBER_LABELS: tuple[str, ...] = ("TIME", "PERCENT", "MONEY", "ORDINAL", "QUANTITY", "NUMBER")
RULE_LABELS: tuple[str, ...] = (*NUMBER_LABELS, *IDENTIFIER_LABELS)

_APART = r"(?<![0-9A-Za-z_.][0-9])(?<![0-9A-Za-z][-/+·•][0-9])(?<![0-9][:：][0-9])"
# 王五元旦回来: the numeral of such a name is none.
_NAMES = ("李四", "王五", "赵六", "孙七", "周八", "吴九", "郑十")
_NO_NAME = "".join(f"(?<!{name})" for name in _NAMES) + "(?<!^张三)(?<![^开一两几每这那该纸]张三)"

# How an entity can begin, in groups: the first characters of a group and what is before
# them; then, for each way, first characters, what follows, and what is tried there: `time`,
# or a method of an AmountFinder. Of what is found the longest counts, and of those the
# first. The groups only save time, because most characters fail their first check.
_Ways = tuple[tuple[str, str, tuple[str, ...]], ...]
_DIGITS: _Ways = (
    ("0-9", f"{_APART}(?=[0-9]{{0,3}}[年月])", ("time",)),
    (
        "0-9",
        # Two small numbers with a joint behind each, as in 3-2-1, begin no time.
        rf"{_APART}(?=[0-9.,]{{0,24}} {{0,2}}[十百千万亿几上下春国五第{NEXT_IN_TIME}])"
        "(?![0-9]{0,2}[-~至到—–][0-9]{1,3}[-~至到—–])",
        ("time", "amount"),
    ),
    ("0-9", _APART, ("amount",)),
    ("0-9", r"(?<!\.[0-9])(?=[0-9]{3} ?年)", ("time",)),  # NBA2023年
)
_TIMES: _Ways = ((FIRST, f"(?=[{SECOND}])", ("time",)),)
_NUMERALS: _Ways = (
    ("百千万", "(?=分之)", ("share",)),
    ("零", f"(?=下 ?[0-9{NUMERAL}])", ("amount",)),
    (
        NUMERAL,
        rf"{_NO_NAME}"
        rf"(?=[{NEXT_IN_TIME}{NEXT}](?<!一个)|(?<=一)个[{NEXT_IN_TIME}半亿百]|(?<!一)[MEASURES])",
        ("time", "amount"),
    ),
)
_RARE: _Ways = (
    *((first, f"(?=[{second}])(?={rest})", ("time",)) for first, second, rest in RARE),
    ("第", f"(?= ?[0-9{NUMERAL}])", ("time", "ordinal")),
    ("上", "(?=[百千万亿])", ("time", "amount")),
    (r"+\-", "(?=[0-9])", ("amount",)),
    ("负", f"(?=[0-9{NUMERAL}])", ("amount",)),
    (CURRENCY_SIGNS, f"(?![{CURRENCY_SIGNS}])", ("money",)),  # no number begins with one
    ("人美港澳日欧英新台加韩", "(?=民?[币金元镑]|台币)", ("money",)),
    (CODE_FIRST, f"(?<![0-9A-Za-z].)(?=[{CODE_SECOND}])", ("money",)),
    (f"{BIG}拾", f"(?=[{BIG}拾佰仟万亿元圆])(?<![收捡]拾)", ("amount",)),
)
_BEGINNINGS: tuple[tuple[str, _Ways], ...] = (
    ("(?<![0-9][0-9])", _DIGITS),
    ("", _TIMES),
    (
        f"(?:(?<![0-9{NUMERAL}][{NUMERAL}])|{'|'.join(f'(?<={name}.)' for name in _NAMES)})",
        _NUMERALS,
    ),
    ("", _RARE),
)


def _start(measures: str) -> str:
    """The pattern of a first character and what is around it, with a group for each way.

    Args:
        measures: The first characters of measure words.
    """
    groups, all_firsts = [], ""
    for before, ways in _BEGINNINGS:
        firsts = "".join(dict.fromkeys(first for first, _, _ in ways))
        each = (
            f"{f'(?<=[{first}])' if first != firsts else ''}{around}()" for first, around, _ in ways
        )
        groups.append(f"(?<=[{firsts}]){before}(?:{'|'.join(each)})")
        all_firsts += firsts
    rare = "".join(second for _, second, _ in RARE)
    second = f"{SECOND}{NEXT}{NEXT_IN_TIME}{CODE_SECOND}MEASURES{BIG}拾佰仟分下民币金镑{rare}"
    # Where the second character cannot be, which is quick to see, no way is tried.
    start = f"[{all_firsts}](?:(?<=[{CURRENCY_SIGNS}0-9])|(?=[{second}]))(?:{'|'.join(groups)})"
    return start.replace("MEASURES", measures)


class _Finder:
    """All patterns, compiled, because that takes longer than the import."""

    def __init__(self) -> None:
        words = read_measure_words()
        amounts = AmountFinder(words)
        self._time = re.compile(TIME)
        measures = "".join(sorted({word[0] for word in words}))
        self.start = re.compile(_start(measures))
        # What is tried, by the group of `start` that matched.
        self.tried: list[tuple[Callable[[str, int], Found], ...]] = [()]
        for _, group in _BEGINNINGS:
            for _, _, names in group:
                ways = (self.time if name == "time" else getattr(amounts, name) for name in names)
                self.tried.append(tuple(ways))

    def time(self, plain: str, start: int) -> Found:
        """A time that begins at `start`."""
        match = self._time.match(plain, start)
        return (match.end(), "TIME") if match else NOTHING


_finder = cache(_Finder)


def rules_for(labels: Collection[str], kinds: Collection[str]) -> tuple[str, ...]:
    """Those of `labels` that rules must find, as they are not among `kinds`, which others find.

    UsageError for one that nothing finds.
    """
    for label in labels:
        if label not in kinds and label not in RULE_LABELS:
            known = [*sorted(kinds), *RULE_LABELS]
            alike = [each for each in known if each == label.upper()]  # PLATE is not PLACE
            hint = did_you_mean(label, alike) if alike else f"There are: {', '.join(known)}."
            raise UsageError(f"nothing finds entities with the label {label!r}. {hint}")
    rules = tuple(label for label in labels if label not in kinds)
    if rules:
        find_by_rule("", rules)  # compile the patterns here, not at the first text
    return rules


def find_by_rule(text: str, labels: Collection[str] = RULE_LABELS) -> list[Span]:
    """The times, numbers and identifiers in `text`, sorted and not overlapping.

    Identifiers win; of the others the leftmost match, and the longest of those with the
    same start. `labels` are applied after that, so a year is not a NUMBER even without
    TIME among them. Each line is a text by itself. Time is linear in the text.

    Args:
        text: Any string.
        labels: The labels to return, from `RULE_LABELS`.

    Raises:
        UsageError: A label is not in `RULE_LABELS`.

    >>> [text[a:b] for text in ["去年底有三百二十人"] for a, b, _ in find_by_rule(text)]
    ['去年底', '三百二十人']
    """
    _check(labels)
    _finder()  # which is made here, even if there is no line
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        own = _in_line(line.rstrip(LINE_BREAKS))
        found += [Span(at + a, at + b, label) for a, b, label in own if label in labels]
        at += len(line)
    return found


def _in_line(text: str) -> list[tuple[int, int, str]]:
    """What `find_by_rule` finds in a line, with all labels."""
    finder = _finder()
    plain = plain_characters(text)
    spans: list[tuple[int, int, str]] = []
    at = 0
    tried = finder.tried
    for beginning in finder.start.finditer(plain):
        start = beginning.start()
        if start < at:
            continue
        end = 0
        for find in tried[beginning.lastindex or 0]:
            found = find(plain, start)
            if found[0] > end:
                end, label = found
        if end:
            at = end
            spans.append((start, end, label))
    return merged(find_identifiers(text), spans)


def _check(labels: Collection[str]) -> None:
    if isinstance(labels, str):
        raise UsageError(f"labels is {labels!r}; give several, as in ({labels!r},).")
    for label in labels:
        if label not in RULE_LABELS:
            hint = did_you_mean(label, RULE_LABELS)
            raise UsageError(f"no rule finds entities with the label {label!r}. {hint}")
