"""Rows: the words of a text as a table, and what begins in a stretch of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.doc import Doc, Span
from zhnlp.errors import AlignmentError, InputError, MissingLayerError
from zhnlp.rows import Row

WORDS = st.lists(st.text("我爱北京。", min_size=1, max_size=3), max_size=8)
PLACES = st.integers(-2, 30)


@given(WORDS, st.booleans(), st.none() | st.tuples(PLACES, PLACES))
def test_rows_are_the_words_that_begin_in_a_stretch(words, tagged, within):
    length = len("".join(words))
    within = within and tuple(sorted(min(max(place, 0), length) for place in within))
    tags = [f"t{number}" for number in range(len(words))]
    doc = Doc("".join(words), words=words, tags=tags if tagged else None)
    expected, start = [], 0
    for word, tag in zip(words, tags, strict=True):
        if within is None or within[0] <= start < within[1]:
            expected.append(Row(word, tag if tagged else "", start, start + len(word)))
        start += len(word)

    assert doc.rows(within) == expected
    if within is not None:
        assert doc.words_in(within) == tuple(row.word for row in expected)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), max_size=6), PLACES, PLACES)
def test_entities_in_a_stretch_are_those_that_begin_there(places, start, end):
    spans = [Span(a, a + size, "X") for a, size in sorted(places)]
    doc = Doc("我" * 12, entities=spans)

    if not 0 <= start <= end <= 12:
        with pytest.raises(AlignmentError, match="is not within the text"):
            doc.entities_in((start, end))
        return
    assert doc.entities_in((start, end)) == tuple(s for s in spans if start <= s.start < end)


def test_the_sentences_of_a_text_share_its_words_out():
    doc = Doc(
        "我走。你来。", words=["我", "走", "。", "你来", "。"], sentences=[Span(0, 3), Span(3, 6)]
    )

    assert [doc.words_in(each) for each in doc.sentences] == [("我", "走", "。"), ("你来", "。")]


def test_a_table_of_pandas_has_a_column_for_each():
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame(Doc("我爱", words=["我", "爱"], tags=["r", "v"]).rows())

    assert [*table.columns] == ["word", "tag", "start", "end"]
    assert [*table["tag"]] == ["r", "v"]


def test_what_is_not_filled_is_an_error():
    with pytest.raises(MissingLayerError, match=r"doc.words has not been filled. Run a Segmenter"):
        Doc("我").rows()
    with pytest.raises(MissingLayerError, match=r"doc.entities has not been filled. Run a Recogn"):
        Doc("我").entities_in((0, 1))
    with pytest.raises(InputError, match="Give a Span, or start and end"):
        Doc("我", words=["我"]).rows(3)


@pytest.mark.parametrize("stretch", [(-1, 1), (0, 3), (2, 1)])
@pytest.mark.parametrize("method", ["rows", "words_in", "entities_in"])
def test_a_stretch_outside_the_text_is_an_error(method, stretch):
    doc = Doc("我爱", words=["我", "爱"], entities=[])
    with pytest.raises(AlignmentError, match="is not within the text of 2 characters"):
        getattr(doc, method)(stretch)
