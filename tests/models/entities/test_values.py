"""Values: any text has one or none, and wrong arguments are told in a sentence."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Amount, Doc, Duration, Interval, Recognizer, Span, value_of
from zhnlp.errors import AlignmentError, InputError, UsageError
from zhnlp.models.entities.rules import RULE_LABELS, find_by_rule

TODAY = date(2026, 11, 26)
PIECES = [
    "1", "一", "两", "半", "几", "十", "万", "亿", ".", "点", ",", "-", "至", "年", "个", "月",
    "日", "天", "前", "后", "上", "下", "周", "末", "世纪", "年代", "季度", "晚上", "时", "分",
    "元", "美元", "$", "%", "百分之", "分之", "第", "民国", "9999", "24", "00", "约", "多", "左右",
    "至今", "负", "近", "/", ":", "毛", "成", "号", "旬", "秒", "大", "今", "0", "次日", "春",
    "初", "国庆", "公元", " ",
]  # fmt: skip
texts = st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
todays = st.none() | st.dates() | st.datetimes()


def is_right(value):
    """Whether a value is of a kind that is promised, with bounds in order."""
    if isinstance(value, Amount):
        return value.low <= value.high
    if isinstance(value, Interval):
        return value.start <= value.end
    return value is None or isinstance(value, (Duration, str))


@given(texts, st.sampled_from(RULE_LABELS), todays)
def test_any_text_has_a_value_or_none(text, label, today):
    assert is_right(value_of(text, label, today=today))


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), todays)
def test_what_rules_find_has_a_value_or_none(text, today):
    for start, end, label in find_by_rule(text):
        assert is_right(value_of(text[start:end], label, today=today))


@given(texts, st.sampled_from(RULE_LABELS))
def test_without_a_day_there_is_the_same_value_or_none(text, label):
    value = value_of(text, label)

    assert value is None or value == value_of(text, label, today=TODAY)


@given(texts, st.sampled_from(RULE_LABELS))
def test_blanks_around_units_do_not_matter(text, label):
    spaced = re.sub(r"(?<=\d)(?=[年月万亿元%])", " ", text)

    assert value_of(spaced, label, today=TODAY) == value_of(text, label, today=TODAY)


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join),
    st.sampled_from(RULE_LABELS),
)
def test_no_repetition_takes_long(piece, label):
    """The longest text that can have a value is read at once, however it is made."""
    assert is_right(value_of((piece * 64)[:64], label, today=TODAY))


def test_long_texts_have_no_value():
    assert value_of("1" * 10**6, "NUMBER") is None
    assert value_of("年" * 10**6, "TIME") is None


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer("dictionary", labels=("PER", "MONEY"))


DOC = Doc("王小明花5元", entities=(Span(0, 3, "PER"), Span(4, 6, "MONEY")))


def test_a_recognizer_gives_the_values_of_its_entities(recognizer):
    name, money = DOC.entities

    assert recognizer.value(DOC, money) == value_of("5元", "MONEY")
    assert recognizer.value(DOC, name) is None


@pytest.mark.parametrize(
    "args, error, problem",
    [
        ((DOC, Span(4, 9, "MONEY")), AlignmentError, "lies outside the text of 6 characters"),
        ((DOC, Span(5, 4, "MONEY")), AlignmentError, "lies outside the text of 6 characters"),
        ((DOC, Span(-2, 6, "MONEY")), UsageError, "a bound of the span is -2"),
        ((DOC, Span("4", 6, "MONEY")), InputError, "a bound of the span is '4', of type str"),
        ((DOC, (4, 6)), InputError, "span is (4, 6), of type tuple. Give a Span."),
        ((3, Span(0, 3, "PER")), InputError, "of type int"),
    ],
)
def test_a_span_that_is_not_of_the_doc_is_an_error(recognizer, args, error, problem):
    with pytest.raises(error, match=re.escape(problem)):
        recognizer.value(*args)


@pytest.mark.parametrize("today", ["2026-11-26", 20261126, True])
def test_a_day_that_is_not_a_date_is_an_error(recognizer, today):
    with pytest.raises(InputError, match=r"today is .* Give a datetime\.date\."):
        value_of("昨天", "TIME", today=today)
    with pytest.raises(InputError, match=r"today is .* Give a datetime\.date\."):
        recognizer.value(DOC, DOC.entities[0], today=today)


@pytest.mark.parametrize(
    "label, problem",
    [
        ("MONY", "Give one of TIME, PERCENT"),
        ("PER", "'PER' have no values"),
    ],
)
def test_a_label_without_values_is_an_error(label, problem):
    with pytest.raises(UsageError, match=re.escape(problem)):
        value_of("5元", label)


def test_a_text_or_a_label_that_is_not_a_str_is_an_error():
    with pytest.raises(InputError, match="text is b'5'"):
        value_of(b"5", "NUMBER")
    with pytest.raises(InputError, match="label is 3"):
        value_of("5元", 3)
