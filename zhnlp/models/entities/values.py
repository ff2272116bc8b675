"""Values of the entities that rules find: what an amount, a time or an identifier stands for.

======================================== ========== =================================
label                                    value      example
======================================== ========== =================================
MONEY, PERCENT, QUANTITY, ORDINAL, NUMBER `Amount`   ``3.5亿元``: 350000000 ``CNY``
TIME, of the calendar                    `Interval` ``上周五``: a day, seen from today
TIME, a length                           `Duration` ``两年半``: ``P2Y6M``
PHONE, EMAIL, URL, ID, PLATE             ``str``    ``010-82345678``: ``+861082345678``
======================================== ========== =================================

Only the text of the entity is read, nothing around it, and never the clock of the machine.
"""

from __future__ import annotations

import re
from datetime import date

from zhnlp.arguments import need_count, need_kind, need_text, shown, wrong_type
from zhnlp.errors import AlignmentError, UsageError
from zhnlp.models.entities.amounts import Amount, read_amount
from zhnlp.models.entities.dates import Interval, read_interval
from zhnlp.models.entities.durations import Duration, read_duration
from zhnlp.models.entities.identifiers import IDENTIFIER_LABELS, read_identifier
from zhnlp.models.entities.plain import plain_characters
from zhnlp.models.entities.rules import RULE_LABELS
from zhnlp.span import Span

Value = Amount | Interval | Duration | str
_LONGEST = 64  # characters of an amount or a time; what is longer has no value
_ANY_DAY = date(2000, 1, 1)  # seen from it, whatever is a day on the calendar has a value
_SIGNS = str.maketrans("：，〜﹣−", ":,~--")
_BLANKS = re.compile(r"(?<!\d)\s+|\s+(?!\d)")


def value_of(text: str, label: str, *, today: date | None = None) -> Value | None:
    """The value of an entity; None if it has none that can be told.

    Args:
        text: The characters of the entity.
        label: Its label, from `RULE_LABELS`.
        today: The day that times such as 昨天 and 3月 are seen from; without it they have no
            value. Hours, as in 两小时前, can only be counted from a ``datetime``.

    Raises:
        UsageError: There is no rule for the label.
        InputError: The text is not a str, or `today` is not a date.

    >>> value_of("3.5亿元", "MONEY")
    Amount(low=Decimal('350000000'), high=Decimal('350000000'), unit='CNY', approximate=False)
    >>> value_of("三个月", "TIME").duration
    'P3M'
    >>> value_of("昨天下午3点", "TIME", today=date(2026, 11, 26)).isoformat()
    '2026-11-25T15:00'
    """
    need_text(text, "text")
    need_text(label, "label")
    if label not in RULE_LABELS:
        raise UsageError(
            f"entities with the label {shown(label)} have no values. Give one of "
            f"{', '.join(RULE_LABELS)}."
        )
    _need_day(today)
    if label in IDENTIFIER_LABELS:
        return read_identifier(text, label)
    if len(text) > _LONGEST:
        return None
    plain = _BLANKS.sub("", plain_characters(text).translate(_SIGNS))
    if label != "TIME":
        return read_amount(plain, label)
    if (interval := read_interval(plain, today or _ANY_DAY)) is None:
        return read_duration(plain)
    return interval if today is not None else read_interval(plain, None)


def value_in(text: str, span: Span, *, today: date | None = None) -> Value | None:
    """The value of the entity at `span` of `text`; None if it has none, as names do.

    Raises:
        AlignmentError: The span does not lie in the text.
        InputError: `today` is not a date.
    """
    need_kind(span, "span", Span)
    start, end = (need_count(place, "a bound of the span", least=0) for place in span[:2])
    if not start <= end <= len(text):
        raise AlignmentError(
            f"{span!r} lies outside the text of {len(text)} characters. Give an entity of it."
        )
    _need_day(today)
    if span.label not in RULE_LABELS:
        return None
    return value_of(text[start:end], span.label, today=today)


def _need_day(today: date | None) -> None:
    """InputError if `today` is neither a date nor None."""
    if today is not None and not isinstance(today, date):
        raise wrong_type(today, "today", "Give a datetime.date")
