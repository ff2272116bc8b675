"""Identifiers: cases from a table, checksums, and what holds for every text."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import RATIO, assert_linear_time
from zhnlp.models.entities.identifiers import (
    IDENTIFIER_LABELS,
    find_identifiers,
    read_identifier,
)
from zhnlp.models.entities.rules import RULE_LABELS, find_by_rule

TABLE = Path(__file__).parents[2] / "cases" / "identifiers.tsv"
CASES = [
    line.split("\t")
    for line in TABLE.read_text("utf-8").split("\n")
    if line and not line.startswith("# ")
]
FOUND = [text for text, expected, _ in CASES if expected.startswith(f"{text} ")]
WIDE = str.maketrans(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.:/@-_%&=#+",
    "０１２３４５６７８９ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ"
    "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ．：／＠－＿％＆＝＃＋",
)
PIECES = [
    "1", "13800138000", "010-", "(0", "+86", " ", "-", "400", "a@", "a", ".", "@a.cn", "http://",
    "www.", "/(", ")", "京A", "京", "A1", "11010519491231002X", "X", "，", "转1", "\n",
]  # fmt: skip
texts = st.text() | st.lists(st.sampled_from(PIECES)).map("".join)


def written(text):
    """The identifiers of `text` as the table has them."""
    found = [(text[start:end], label) for start, end, label in find_identifiers(text)]
    parts = [f"{own} {label} {read_identifier(own, label)}" for own, label in found]
    return " | ".join(parts) or "-"


@pytest.mark.parametrize("text, expected, shows", CASES, ids=[case[2] for case in CASES])
def test_what_is_found(text, expected, shows):
    assert written(text) == expected


@given(texts)
def test_spans_lie_in_the_text_in_order_without_overlap_and_have_values(text):
    spans = find_identifiers(text)
    places = [place for span in spans for place in span[:2]]

    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end, _ in spans)
    assert all(read_identifier(text[start:end], label) for start, end, label in spans)


@given(texts)
def test_letters_digits_and_signs_of_full_width_are_those_of_half_width(text):
    assert find_identifiers(text.translate(WIDE)) == find_identifiers(text)


@given(st.sampled_from(FOUND), st.text("的是，。“”（\n"), st.text("的是，。“”）\n"))
def test_chinese_text_around_an_identifier_does_not_matter(text, before, after):
    start, end = len(before), len(before) + len(text)

    assert [span[:2] for span in find_identifiers(before + text + after)] == [(start, end)]


@pytest.mark.parametrize("text", FOUND)
def test_no_number_or_time_is_found_in_an_identifier(text):
    assert find_by_rule(f"请用{text}") == find_by_rule(f"请用{text}", IDENTIFIER_LABELS)
    assert find_by_rule(f"请用{text}", sorted({*RULE_LABELS} - {*IDENTIFIER_LABELS})) == []


DIGITS = "0123456789X"
birthdays = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(birthdays, st.integers(0, 999), st.integers(0, 17), st.sampled_from(DIGITS))
def test_a_wrong_character_of_an_id_is_noticed(birthday, n, at, digit):
    body = f"110105{birthday:%Y%m%d}{n:03d}"
    ids = [body + check for check in DIGITS if find_identifiers(body + check)]
    (right,) = ids  # exactly one checksum is right
    wrong = right[:at] + digit + right[at + 1 :]

    assert (read_identifier(wrong, "ID") is not None) == (wrong == right)


@pytest.mark.parametrize("piece", PIECES)
def test_time_is_linear_on_hostile_texts(piece):
    text = piece * (20_000 // len(piece))

    assert_linear_time(find_identifiers, text, text * RATIO)
