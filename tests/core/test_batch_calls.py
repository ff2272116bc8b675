"""Calls for many texts: each text's answer is that of a call for it alone."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Recognizer, Segmenter, Span, Tagger
from zhnlp.core import numbered
from zhnlp.errors import InputError, UsageError
from zhnlp.models.entities.model import NO_TAG

SEGMENTER, TAGGER, RECOGNIZER = Segmenter(), Tagger(), Recognizer()
CUTTER = SEGMENTER._cutter.core
TAGS, NAMES = TAGGER._tagger, RECOGNIZER._finder
PARTS = st.sampled_from(
    ["王小明在北京大学学习", "\n", "“", "。", "2024年", " ", "外交部长", "x", "\ud800"]
)
TEXTS = st.lists(st.lists(PARTS | st.text(max_size=3), max_size=9).map("".join), max_size=6)
LONG = [
    "",
    "我爱北京。" * 9000,
    "他在上海。",
    "王小明在北京。" * 12000,
    "天气好。",
] * 2  # a few groups


def ends_of(texts):
    return [memoryview(own).cast("i") for own in CUTTER.ends_batch(texts)]


@given(TEXTS)
def test_the_ends_of_words_are_those_of_single_calls(texts):
    assert CUTTER.ends_batch(texts) == [CUTTER.ends(text) for text in texts]


@given(TEXTS)
def test_tags_are_those_of_single_calls(texts):
    ends = ends_of(texts)

    assert TAGS.tags_batch(texts, ends) == [
        TAGS.tags(*each) for each in zip(texts, ends, strict=True)
    ]


@given(TEXTS, st.booleans(), st.data())
def test_names_are_those_of_single_calls(texts, split_words, data):
    ends = ends_of(texts)
    tags = TAGS.tags_batch(texts, ends)
    sentences = [data.draw(st.none() | sentences_of(text)) for text in texts]
    found = NAMES.find_batch(texts, ends, tags, sentences, split_words=split_words)

    cuts = [
        None if own is None else array("i", [p for s in own for p in s[:2]]) for own in sentences
    ]
    singly = [
        tuple(NAMES.find(*each, split_words=split_words))
        for each in zip(texts, ends, tags, cuts, strict=True)
    ]
    assert found == singly


def sentences_of(text):
    places = st.lists(st.integers(0, len(text)), max_size=4, unique=True).map(sorted)
    return places.map(lambda own: tuple(map(Span, own, own[1:])))


def test_long_texts_and_many_groups_of_texts_are_no_exception():
    texts = LONG
    ends = ends_of(texts)
    tags = TAGS.tags_batch(texts, ends)

    assert [bytes(own) for own in ends] == [CUTTER.ends(text) for text in texts]
    assert tags == [TAGS.tags(*each) for each in zip(texts, ends, strict=True)]
    assert NAMES.find_batch(texts, ends, tags) == [
        tuple(NAMES.find(*each)) for each in zip(texts, ends, tags, strict=True)
    ]


def test_tags_that_a_model_has_not_seen_are_all_alike():
    text, ends = "我爱北京", array("i", [1, 2, 4])
    tags = ("r", "".join(["no", "ne"]), "ns")  # and not the objects of the model
    numbers = numbered(NAMES._tags, tags, NO_TAG)
    (found,) = NAMES.find_batch([text], [ends], [tags])

    assert found == tuple(NAMES._core.find(text, ends, numbers, NAMES.labels, Span))


@pytest.mark.parametrize("ends, tags", [([], [("n",)]), ([array("i", [1])], [])], ids=repr)
def test_ends_and_tags_for_other_texts_are_refused(ends, tags):
    with pytest.raises(UsageError, match="there are 1 texts, but 0 "):
        NAMES.find_batch(["我"], ends, tags)


def test_other_numbers_of_tags_than_of_words_are_refused():
    with pytest.raises(UsageError, match="2 tags do not fit 1 words"):
        NAMES.find_batch(["我"], [array("i", [1])], [("n", "n")])


@pytest.mark.parametrize("ends", [[2], [1, 1], [-1]], ids=repr)
def test_ends_that_do_not_rise_in_the_text_are_refused(ends):
    with pytest.raises(UsageError, match="must rise and lie in the text"):
        TAGS.tags_batch(["我"], [array("i", ends)])


@pytest.mark.parametrize("text", [None, b"x", 1], ids=repr)
def test_what_is_no_string_is_refused(text):
    with pytest.raises(InputError, match=r"a text is .* give a string"):
        CUTTER.ends_batch(["我", text])
