"""SentenceSplitter: cases from a table, and what holds for every text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference
from growth import RATIO, assert_linear_time
from zhnlp.doc import Doc
from zhnlp.errors import UsageError
from zhnlp.stages.splitter import SentenceSplitter

TABLE = Path(__file__).parent.parent / "cases" / "sentences.tsv"
CASES = [
    line.replace(r"\n", "\n").replace(r"\r", "\r").replace(r"\u2028", "\u2028").split("\t")
    for line in TABLE.read_text("utf-8").split("\n")
    if line and not line.startswith("#")
]
MARKED = st.text("甲乙aB1一 \n。！？!?….“”‘’「」（）()《》\"';；：、①") | st.text()
PAIRS = {"“": "”", "「": "」", "（": "）", "《": "》"}
HOSTILE = ["(", "“", '"', "'", ")", "(]", "“（‘", "“。", "“。”", "(a.)", ".", "a.", "。", "? "]
HOSTILE += ["；1、", "；        ", " ", "1. ", " ①", "“甲。乙”", "'\n", '。"', "((((]]]]", "…“"]
balanced = st.recursive(
    st.text("甲乙。！，", max_size=4),
    lambda inner: st.tuples(inner, st.sampled_from(sorted(PAIRS)), inner, inner).map(
        lambda parts: parts[0] + parts[1] + parts[2] + PAIRS[parts[1]] + parts[3]
    ),
    max_leaves=12,
)


def sentences(text, **settings):
    doc = SentenceSplitter(**settings)(Doc(text))
    return [doc.text_of(span) for span in doc.sentences]


def is_balanced(text):
    stack = []
    for char in text:
        if char in PAIRS:
            stack.append(PAIRS[char])
        elif char in PAIRS.values() and (not stack or stack.pop() != char):
            return False
    return not stack


@pytest.mark.parametrize("text, expected, shows", CASES, ids=[case[2] for case in CASES])
def test_splitter(text, expected, shows):
    assert " | ".join(sentences(text)) == expected


MARKS = (
    "。！？!?…｡‼.．；;：:“”‘’「」『』（）()【】[]［］〔〕{}｛｝《》〈〉\"'，,、—的确①⑳❶㈠１②"
    "\n\r\u2028 \t\u3000\x1c"
)
WORDS = (
    "甲 乙丙丁 张三 一 十二、 1 12 3.14 Mr U.S a B iv no …… ... 。。 1. （一） (2) 说：“ 。” 我 "
    "我……我 了"
)
PARTS = st.lists(st.sampled_from([*MARKS, *WORDS.split()]), max_size=40).map("".join)


@given(text=PARTS | MARKED, semicolons=st.booleans(), max_quote=st.sampled_from([0, 1, 3, 9, 200]))
def test_sentences_are_those_of_the_twin(text, semicolons, max_quote):
    doc = SentenceSplitter(semicolons, max_quote)(text)
    found = [place for span in doc.sentences for place in span[:2]]

    assert found == reference.sentence_places(text, semicolons=semicolons, max_quote=max_quote)


def test_semicolons_end_sentences_where_asked():
    assert sentences("甲；乙。“丙；丁”", semicolons=True) == ["甲；", "乙。", "“丙；丁”"]


def test_quotations_are_kept_whole_up_to_max_quote():
    assert sentences("“甲。乙。”丙", max_quote=4) == ["“甲。乙。”", "丙"]
    assert sentences("“甲。乙。”丙", max_quote=3) == ["“甲。", "乙。”", "丙"]


def test_without_max_quote_sentences_end_inside_quotations():
    text = "他说：“你好。我走了。”，然后走了。"

    assert sentences(text, max_quote=0) == ["他说：“你好。", "我走了。”，然后走了。"]


def test_a_negative_max_quote_is_an_error():
    with pytest.raises(UsageError, match="max_quote is -1; it must be a whole number"):
        SentenceSplitter(max_quote=-1)


@given(MARKED, st.booleans(), st.sampled_from([0, 3, 200]))
def test_sentences_hold_every_character_that_is_no_space_once(text, semicolons, max_quote):
    spans = SentenceSplitter(semicolons, max_quote)(Doc(text)).sentences
    places = [place for start, end, _ in spans for place in range(start, end)]

    assert places == sorted(set(places))
    assert set(range(len(text))) - set(places) <= {i for i, c in enumerate(text) if c.isspace()}


@given(MARKED)
def test_sentences_have_no_white_space_around_them(text):
    assert all(sentence and sentence == sentence.strip() for sentence in sentences(text))


@given(st.lists(MARKED))
def test_lines_are_split_one_by_one(texts):
    lines = [line for text in texts for line in re.split(r"[\r\n]", text)]

    assert sentences("\n".join(lines)) == [s for line in lines for s in sentences(line)]


@given(balanced)
def test_quotations_and_brackets_that_are_closed_stay_closed(text):
    assert all(map(is_balanced, sentences(text, max_quote=len(text))))


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear_on_hostile_texts(piece):
    text = piece * (10_000 // len(piece))

    assert_linear_time(SentenceSplitter(), Doc(text), Doc(text * RATIO))
