"""Sentences with marks: `|` a boundary, `^` an optional one, `~` none, inside a name."""

import json
import pickle
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference.marks import marked_spans, text_of
from zhnlp.corpus.marks import LABELS, marked_words
from zhnlp.doc import Span
from zhnlp.errors import FormatError

CASES = [
    # marked            words                            ^ at   ~ at  what it shows
    ("金~世佳|对手^戏", ("金世佳", "对手", "戏"), {5}, {1}, "the three marks"),
    ("人工智能", ("人工智能",), set(), set(), "no mark is no boundary"),
    ("我 爱AI", ("我", " ", "爱AI"), set(), set(), "white space is a word without marks, too"),
    ("我| ^爱| |AI", ("我", " ", "爱", " ", "AI"), {2}, set(), "the mark after white space counts"),
    ("我^  爱", ("我", " ", " ", "爱"), set(), set(), "before white space a word ends for all"),
    (
        "金~ 世~佳 ~来",
        ("金", " ", "世佳", " ", "来"),
        set(),
        {3, 5},
        "nor does a name go across it",
    ),
    (" 我|𠮷\n", (" ", "我", "𠮷", "\n"), set(), set(), "white space at the ends"),
    ("", (), set(), set(), "an empty text"),
]


@pytest.mark.parametrize(
    "marked, words, optional, in_names, shows", CASES, ids=[c[4] for c in CASES]
)
def test_marks_become_words(marked, words, optional, in_names, shows):
    found = marked_words(marked)

    assert (found, found.optional, found.in_names) == (words, optional, in_names)
    found.check()


@st.composite
def marked_texts(draw):
    """A text with marks between some of its characters."""
    chars = draw(st.text("我爱北京 A𠮷", min_size=1, max_size=8))
    marks = st.lists(st.sampled_from(["", "|", "^", "~"]), min_size=len(chars), max_size=len(chars))
    return chars[0] + "".join(map("".join, zip(draw(marks), chars[1:], strict=False)))


@given(marked_texts())
def test_every_place_has_its_mark(marked):
    words = marked_words(marked)
    ends = set(words.ends[:-1])

    assert words.text == text_of(marked)
    assert words.optional <= ends
    at = 0
    for mark, char in pairwise(marked):
        at += mark not in "|^~"
        if mark in "|^~" and not char.isspace() and not words.text[at - 1].isspace():
            assert (at in ends, at in words.optional, at in words.in_names) == (
                mark != "~",
                mark == "^",
                mark == "~",
            )


@given(marked_texts())
def test_a_copy_for_another_process_has_the_marks(marked):
    words = marked_words(marked)
    copy = pickle.loads(pickle.dumps(words))

    assert copy == words
    assert (copy.optional, copy.in_names) == (words.optional, words.in_names)


@given(st.data())
def test_names_are_those_of_looking_at_every_place(read, data):
    text = data.draw(st.text("我爱北京", min_size=1, max_size=8))
    entities = []
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(text) - 1))
        name = text[start : data.draw(st.integers(start + 1, len(text)))]
        label = data.draw(st.sampled_from(LABELS)) + data.draw(st.sampled_from(["", "?"]))
        entities.append([name, label, *data.draw(st.sampled_from([[], [start]]))])
    (doc,) = read(json.dumps({"words": text, "entities": entities}))
    sure, maybe = marked_spans(text, entities)

    assert sorted(doc.entities) == sorted(
        [*sure, *((start, end, f"{label}?") for start, end, label in maybe)]
    )
    assert list(doc.entities) == sorted(doc.entities, key=lambda span: (span[0], -span[1], span[2]))


def test_a_name_inside_a_longer_one_is_demanded_where_it_stands_alone(read):
    (doc,) = read(
        '{"words": "北京|在|北京大学", "entities": [["北京", "LOC"], ["北京大学", "ORG"]]}'
    )

    assert doc.entities == (Span(0, 2, "LOC"), Span(3, 7, "ORG"), Span(3, 5, "LOC?"))


def test_occurrences_of_a_name_may_overlap(read):
    (doc,) = read('{"words": "哈哈哈", "entities": [["哈哈", "PER?"]]}')

    assert doc.entities == (Span(0, 2, "PER?"), Span(1, 3, "PER?"))


def test_other_names_of_an_object_are_skipped_and_entities_may_be_missing(read):
    line = '{"id": 1, "text": "我爱", "words": "我|爱", "source": "a"}'
    (doc,) = read(line)

    assert (doc.words, doc.entities, doc.tags) == (("我", "爱"), None, None)


BAD = [
    line.split("\t")
    for line in Path(__file__)
    .parent.parent.joinpath("cases", "bad_marks.tsv")
    .read_text("utf-8")
    .splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("line, message", BAD, ids=[line for line, _ in BAD])
def test_a_bad_line_is_an_error_with_its_place(read, folder, line, message):
    with pytest.raises(FormatError) as error:
        read(f'{{"words": "我"}}\n\n{line}\n', format="marks")

    assert str(error.value).startswith(f"{folder / 'corpus.txt'}:3: {message}")
