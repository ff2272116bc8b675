"""Entities by rule: cases from a table, and what holds for every text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import RATIO, assert_linear_time
from zhnlp.chars import is_han
from zhnlp.errors import UsageError
from zhnlp.models.entities import rules as entity_rules
from zhnlp.models.entities.numbers import NUMBER
from zhnlp.models.entities.plain import PLAIN
from zhnlp.models.entities.rules import RULE_LABELS, find_by_rule
from zhnlp.models.entities.times import TIME
from zhnlp.models.entities.units import after_a_number, read_measure_words
from zhnlp.models.sequence.alphabet import traditional_characters
from zhnlp.span import Span

TABLE = Path(__file__).parents[2] / "cases" / "entity_rules.tsv"
CASES = [
    line.split("\t")
    for line in TABLE.read_text("utf-8").split("\n")
    if line and not line.startswith("# ")
]
WIDE = str.maketrans("0123456789./%$-+ab", "０１２３４５６７８９．／％＄－＋ａｂ")
PIECES = [
    "1", "一", "1,", "1,234", "年", "今年", "上", "2026-", "1.", "十", "至", "1-", "第", "百分之",
    "人民币", "$1", "三点", "3点", "1年至", "一千零", "今天 ", "壹", "0:", "10:30", "１，２", "亿",
    "个", "人", "第3", "3到", "-5", "块", "RMB", "元至", "点五", "家", "号", "后", "多", "负",
    "零下", "半", "几", "a1",
    "-1", "正月十", "1/", "1年1", "US$", "上百万", "周一", "公元前", "·1", "兩個",
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
    """But for a comma of full width, which only such digits have inside."""
    text = text.replace("，", "。")

    assert find_by_rule(text.translate(WIDE)) == find_by_rule(text)


@given(texts)
def test_of_what_begins_together_the_longest_counts(text):
    finder = entity_rules._finder()
    plain = text.translate(PLAIN)
    found = {start: end for start, end, _ in find_by_rule(text)}
    inside = {place for start, end in found.items() for place in range(start + 1, end)}
    for begin in finder.start.finditer(plain):
        start = begin.start()
        if start not in inside:
            ways = finder.tried[begin.lastindex]
            assert found.get(start, 0) == max(find(plain, start)[0] for find in ways)


@given(texts)
def test_an_entity_begins_and_ends_with_characters_that_are_no_blanks(text):
    assert all(text[start:end].strip() == text[start:end] for start, end, _ in find_by_rule(text))


def test_traditional_characters_of_the_patterns_are_read_as_simplified():
    """Those in use, which Big5 has; 乾 is left out, because it is in 乾隆."""
    words = read_measure_words()
    patterns = TIME + NUMBER + after_a_number(words) + "".join(w.not_before for w in words.values())
    known = {simplified for simplified in patterns if is_han(simplified)}
    missing = [
        traditional
        for traditional, simplified in traditional_characters()
        if simplified in known and ord(traditional) not in PLAIN and _is_in_use(traditional)
    ]

    assert missing == ["乾"]


def _is_in_use(char):
    try:
        return bool(char.encode("big5"))
    except UnicodeEncodeError:
        return False


def test_plain_characters_stay_plain():
    assert not set(PLAIN) & set(PLAIN.values())


@pytest.mark.parametrize("word", read_measure_words())
def test_a_number_with_a_measure_word_is_a_quantity(word):
    numbers = read_measure_words()[word].numbers
    text = f"25{word}玻璃" if numbers != "ordinal" else f"第25{word}玻璃"

    assert [span.label for span in find_by_rule(text)] == [
        "ORDINAL" if numbers == "ordinal" else "QUANTITY"
    ]


@given(texts, texts)
def test_a_line_break_keeps_texts_apart(first, second):
    shift = len(first) + 1
    spans = [(start + shift, end + shift, label) for start, end, label in find_by_rule(second)]

    assert find_by_rule(f"{first}\n{second}") == [*find_by_rule(first), *spans]


@pytest.mark.parametrize(
    "piece", [*PIECES, "1a", "1 ", "个1", "一点一", "几十几百", "1·", "第1至", "1元至", "$1-"]
)
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
