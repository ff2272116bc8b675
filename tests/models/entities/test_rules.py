"""Entities by rule: cases from a table, and what holds for every text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import RATIO, assert_linear_time
from zhnlp.errors import UsageError
from zhnlp.models.entities import rules as entity_rules
from zhnlp.models.entities.rules import RULE_LABELS, find_by_rule
from zhnlp.span import Span

TABLE = Path(__file__).parents[2] / "cases" / "entity_rules.tsv"
CASES = [
    line.split("\t")
    for line in TABLE.read_text("utf-8").split("\n")
    if line and not line.startswith("# ")
]
WIDE = str.maketrans("0123456789./%$", "０１２３４５６７８９．／％＄")
PIECES = [
    "1", "一", "1,", "1,234", "年", "今年", "上", "2026-", "1.", "十", "至", "1-", "第", "百分之",
    "人民币", "$1", "三点", "3点", "1年至", "一千零", "今天 ", "壹", "0:", "10:30", "１，２", "亿",
    "半", "几", "a1", "-1", "正月十", "1/", "1年1", "US$", "上百万", "周一", "公元前", "·1", "兩個",
]  # fmt: skip
texts = (
    st.text()
    | st.text("0123456789０１一二十百千万亿两半第上年月日点时分秒元岁%.,:-/至$今去周三a 的")
    | st.lists(st.sampled_from(PIECES)).map("".join)
)


def written(text, spans):
    """The entities of `text` as the table has them."""
    return " | ".join(f"{text[start:end]} {label}" for start, end, label in spans) or "-"


@pytest.mark.parametrize("text, expected, shows", CASES, ids=[case[2] for case in CASES])
def test_what_is_found(text, expected, shows):
    assert written(text, find_by_rule(text)) == expected


@given(texts)
def test_spans_lie_in_the_text_in_order_without_overlap(text):
    spans = find_by_rule(text)
    places = [place for span in spans for place in span[:2]]

    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end, _ in spans)
    assert all(isinstance(span, Span) and span.label in RULE_LABELS for span in spans)


@given(texts, st.sets(st.sampled_from(RULE_LABELS)))
def test_asking_for_fewer_labels_gives_the_same_entities_of_them(text, labels):
    assert find_by_rule(text, labels) == [s for s in find_by_rule(text) if s.label in labels]


@given(texts)
def test_digits_of_full_width_are_those_of_half_width(text):
    assert find_by_rule(text.translate(WIDE)) == find_by_rule(text)


@given(texts)
def test_of_what_begins_together_the_longest_counts(text):
    """Where an entity begins, what trying every pattern would give."""
    patterns = {re.compile(p) for _, likely in entity_rules._BEGINNINGS for p in likely}
    plain = text.translate(entity_rules._PLAIN)
    found = {start: end for start, end, _ in find_by_rule(text)}
    inside = {place for start, end in found.items() for place in range(start + 1, end)}
    for begin in re.finditer(entity_rules._START, plain):
        start = begin.start()
        if start not in inside:
            ends = [match.end() for p in patterns if (match := p.match(plain, start))]

            assert found.get(start) == max(ends, default=None)


@given(texts, texts)
def test_a_line_break_keeps_texts_apart(first, second):
    shift = len(first) + 1
    spans = [(start + shift, end + shift, label) for start, end, label in find_by_rule(second)]

    assert find_by_rule(f"{first}\n{second}") == [*find_by_rule(first), *spans]


@pytest.mark.parametrize("piece", [*PIECES, "1a", "1 ", "个1", "一点一", "几十几百", "1·"])
def test_time_is_linear_on_hostile_texts(piece):
    text = piece * (10_000 // len(piece))

    assert_linear_time(find_by_rule, text, text * RATIO)


@pytest.mark.parametrize(
    "labels, problem",
    [
        (("TIMES",), "no rule finds entities with the label 'TIMES'. Did you mean 'TIME'?"),
        (("ORG",), "There are: TIME, PERCENT"),
        ("TIME", "give several, as in ('TIME',)."),
    ],
)
def test_a_label_that_no_rule_gives_is_an_error(labels, problem):
    with pytest.raises(UsageError, match=re.escape(problem)):
        find_by_rule("今天", labels)
