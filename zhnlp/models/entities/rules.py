"""Entities found by rule in raw text: times, numbers, amounts and measures.

======== ========================================================================
TIME     dates, times of day, years, durations: ``2026年11月20日``,
         ``一九九八年``, ``去年底``, ``下午3点半``, ``10:30``, ``20世纪90年代``,
         ``三个月``; holidays from a short list
PERCENT  ``30%``, ``百分之三十``, ``两个百分点``
MONEY    an amount with its currency: ``5000万元``, ``$3.5 billion``, ``人民币5亿``
QUANTITY a measure with its unit, and an age: ``3公斤``, ``50公里``, ``35岁``
ORDINAL  ``第三``, ``第21``
NUMBER   other numbers: ``1,234.5``, ``三百二十``, ``1/3``, ``3000多万``
======== ========================================================================

The labels are those of OntoNotes, except that it has DATE and TIME for TIME, and
CARDINAL for NUMBER. Full-width digits and traditional characters are read as the
plain ones. What depends on the words around it is not found: a single Chinese
numeral is not a NUMBER (一起, 三亚), and vague words (目前, 近日) are not a TIME.
Nor are digits that belong to a name (iPhone15, MH-370, 1.2.3).

The patterns are in times.py and numbers.py; PHONE, EMAIL, URL, ID and PLATE are in
identifiers.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from zhnlp.errors import UsageError, did_you_mean
from zhnlp.models.entities.identifiers import (
    IDENTIFIER_LABELS,
    find_identifiers,
)
from zhnlp.models.entities.numbers import (
    AMOUNT,
    BIG,
    CURRENCY_SIGNS,
    MONEY,
    NEXT,
    NUMBER,
    NUMERAL,
    ORDINAL,
    PERCENT,
)
from zhnlp.models.entities.times import FIRST, NEXT_IN_TIME, SECOND, TIME
from zhnlp.span import Span, merged

NUMBER_LABELS: tuple[str, ...] = ("TIME", "PERCENT", "MONEY", "ORDINAL", "QUANTITY", "NUMBER")
RULE_LABELS: tuple[str, ...] = (*NUMBER_LABELS, *IDENTIFIER_LABELS)

# Characters that are read as another one, one by one, so that positions stay.
_PLAIN = str.maketrans(
    "０１２３４５６７８９．／－％＄￥○萬億兩點時鐘個週禮紀節後來當過農曆臘歲幾數餘號級噸釐"
    "頃畝鎊圓銖盧幣歐聖誕國慶勞動陽間攝氏華塊錢貳參陸～−兒師龍馬雞豬",
    "0123456789./-%$¥〇万亿两点时钟个周礼纪节后来当过农历腊岁几数余号级吨厘"
    "顷亩镑圆铢卢币欧圣诞国庆劳动阳间摄氏华块钱贰叁陆~-儿师龙马鸡猪",
)
_SOME_PLAIN = f"[{re.escape(''.join(map(chr, _PLAIN)))}]"

# Where an entity can begin (a lookbehind at its first character and a lookahead), and the
# patterns to try there. The first that matches decides.
_NEXT = f"[{NEXT}{NEXT_IN_TIME}]"
_BEGINNINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (rf"(?<=[0-9])(?<![0-9][0-9])(?=[0-9.,]{{0,24}} ?{_NEXT})", (TIME, AMOUNT, NUMBER)),
    (r"(?<=[0-9])(?<![0-9][0-9])", (NUMBER,)),
    (r"(?<=[百千万])(?=分之)", (PERCENT,)),
    (rf"(?<=[{NUMERAL}])(?<![{NUMERAL}][{NUMERAL}])(?={_NEXT})", (TIME, AMOUNT, NUMBER)),
    (rf"(?<=[{FIRST}])(?=[{SECOND}])", (TIME,)),
    (rf"(?<=[第上])(?=[0-9{NUMERAL}])", (TIME, ORDINAL, AMOUNT, NUMBER)),
    (r"(?<=[+-])(?=[0-9])", (AMOUNT, NUMBER)),
    (rf"(?<=[{CURRENCY_SIGNS}])|(?<=人)(?=民币)|(?<=[UHNACREGJ])(?=[SKTUADMBPN])", (MONEY,)),
    (rf"(?<=[{BIG}])(?=[拾佰仟万亿元圆])", (MONEY,)),
)
_START = (
    rf"[0-9{NUMERAL}{FIRST}{BIG}{CURRENCY_SIGNS}第人UHNACREGJ+-]"
    f"(?:{'|'.join(f'(?:{begins})()' for begins, _ in _BEGINNINGS)})"
)


class _Compiled(NamedTuple):
    some_plain: re.Pattern[str]
    start: re.Pattern[str]
    patterns: tuple[tuple[re.Pattern[str], ...], ...]  # those to try by the group of `start`


@cache
def _compiled() -> _Compiled:
    """The patterns, compiled on the first call, because that takes longer than the import."""
    by_beginning = [tuple(map(re.compile, patterns)) for _, patterns in _BEGINNINGS]
    return _Compiled(re.compile(_SOME_PLAIN), re.compile(_START), ((), *by_beginning))


def find_by_rule(text: str, labels: Collection[str] = RULE_LABELS) -> list[Span]:
    """The times, numbers and identifiers in `text`, sorted and not overlapping.

    Identifiers win; of the others the leftmost match, and the longest of those with the
    same start. `labels` are applied after that, so a year is not a NUMBER even without
    TIME among them.
    Time is linear in the text.

    Args:
        text: Any string.
        labels: The labels to return, from `RULE_LABELS`.

    Raises:
        UsageError: A label is not in `RULE_LABELS`.

    >>> [text[a:b] for text in ["去年底有三百二十人"] for a, b, _ in find_by_rule(text)]
    ['去年底', '三百二十']
    """
    _check(labels)
    _, starts, patterns = _compiled()
    plain = plain_characters(text)
    spans = []
    at = 0
    for beginning in starts.finditer(plain):
        start = beginning.start()
        if start < at:
            continue
        end, label = start, ""
        for pattern in patterns[beginning.lastindex or 0]:
            match = pattern.match(plain, start)
            if match is not None and match.end() > end:
                end, label = match.end(), match.lastgroup or ""
        if end > start:
            at = end
            spans.append(Span(start, end, label))
    return [span for span in merged(find_identifiers(text), spans) if span.label in labels]


def plain_characters(text: str) -> str:
    """`text` in the characters that the patterns know, at the same positions.

    >>> plain_characters("１９９８年兩個")
    '1998年两个'
    """
    return text.translate(_PLAIN) if _compiled().some_plain.search(text) else text


def _check(labels: Collection[str]) -> None:
    if isinstance(labels, str):
        raise UsageError(f"labels is {labels!r}; give several, as in ({labels!r},).")
    for label in labels:
        if label not in RULE_LABELS:
            hint = did_you_mean(label, RULE_LABELS)
            raise UsageError(f"no rule finds entities with the label {label!r}. {hint}")
