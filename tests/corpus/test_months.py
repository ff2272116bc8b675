"""The month of a date."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.corpus.months import month_of

CASES = [
    # value                        month      what it shows
    ("2024-05-01",                 "2024-05", "ISO 8601"),
    ("2024-05-01T08:00:00+08:00",  "2024-05", "with a time"),
    ("2024-05-01 08:00",           "2024-05", "with a time behind a blank"),
    (" 2024/5/1 ",                 "2024-05", "slashes, no zeros, blanks around it"),
    ("2024.5.1",                   "2024-05", "points"),
    ("2024年5月1日",               "2024-05", "Chinese"),
    ("2024 年 5 月",               "2024-05", "a month alone, with blanks"),
    ("２０２４年５月１日",         "2024-05", "full-width digits"),
    ("2024-05",                    "2024-05", "a month alone"),
    ("20240501",                   "2024-05", "no signs between"),
    ("20240501T080000",            "2024-05", "no signs between, with a time"),
    ("20240501080000",             "2024-05", "fourteen digits"),
    ("202405",                     "2024-05", "six digits"),
    (20240501,                     "2024-05", "a date as a number"),
    (20240501.0,                   "2024-05", "as a float, as columns with gaps have it"),
    (1714521600,                   "2024-05", "seconds since 1970"),
    ("1714521600",                 "2024-05", "as a string"),
    ("1601010000",                 "2020-09", "ten digits are seconds, not a date"),
    (1714521600000,                "2024-05", "milliseconds"),
    (1714521600.5,                 "2024-05", "a fraction of a second"),
    (-500_000_000,                 "1954-02", "before 1970"),
    (date(2024, 5, 1),             "2024-05", "a date"),
    (datetime(2024, 5, 1, tzinfo=UTC), "2024-05", "a datetime"),
    ("2024-13-01",                 None,      "no such month"),
    ("2024-02-31",                 None,      "no such day"),
    ("5/1/2024",                   None,      "month and day cannot be told apart"),
    ("2024",                       None,      "a year alone"),
    ("yesterday",                  None,      "a word"),
    ("",                           None,      "nothing"),
    (None,                         None,      "null"),
    (True,                         None,      "a truth value"),
    (["2024-05-01"],               None,      "a list"),
    (12,                           None,      "a small number"),
    (10**30,                       None,      "a huge number"),
    (float("nan"),                 None,      "not a number"),
    ("1" * 5000,                   None,      "thousands of digits"),
    (date(1, 1, 1),                None,      "a date that stands for none"),
]  # fmt: skip


@pytest.mark.parametrize("value, month, shows", CASES, ids=[case[2] for case in CASES])
def test_month_of(value, month, shows):
    assert month_of(value) == month


@given(
    st.dates(date(1800, 1, 1), date(2199, 12, 31)), st.sampled_from(["%F", "%Y%m%d", "%Y/%m/%d"])
)
def test_every_date_has_its_month_in_every_form(day, form):
    assert month_of(day.strftime(form)) == f"{day.year}-{day.month:02}" == month_of(day)


@given(st.one_of(st.text(), st.integers(), st.floats()))
def test_any_value_has_a_month_or_none(value):
    month = month_of(value)

    assert month is None or (len(month) == 7 and 1 <= int(month[5:]) <= 12)
