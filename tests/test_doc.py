"""Doc, Span and Words: a text, its layers and the way back to what the user gave."""

from __future__ import annotations

import json
import pickle
from array import array
from dataclasses import FrozenInstanceError, replace
from math import inf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import edited, smallest_cover, source_of_each_character
from zhnlp.alignment import Edit
from zhnlp.answer import Answer
from zhnlp.categories import Categories
from zhnlp.correction import Correction
from zhnlp.doc import LAYERS, Doc, Span, Words, need
from zhnlp.errors import AlignmentError, InputError, MissingLayerError
from zhnlp.keyword import Keyword
from zhnlp.vector import Vector

ANY_TEXT = st.text(st.characters(), max_size=20)  # lone surrogates included
CUTS = st.lists(st.text(st.characters(), min_size=1, max_size=4), max_size=8)


@st.composite
def rewrites(draw: st.DrawFn) -> tuple[str, list[list[Edit]]]:
    """A text, and edits to make one set after the other."""
    source = text = draw(ANY_TEXT)
    rounds = []
    for _ in range(draw(st.integers(1, 3))):
        places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
        spans = zip(places[::2], places[1::2], strict=False)
        rounds.append([(a, b, draw(st.text(st.characters(), max_size=3))) for a, b in spans])
        text = edited(text, rounds[-1])
    return source, rounds


@given(CUTS)
def test_words_tile_the_text(cut: list[str]) -> None:
    doc = Doc("".join(cut), words=cut)
    words = need(doc.words, "words")
    assert isinstance(words, Words)
    assert "".join(words) == doc.text
    assert [doc.text_of(span) for span in words.spans()] == cut
    assert [0, *words.ends][:-1] == [span.start for span in words.spans()]


@given(CUTS, st.slices(8))
def test_words_behave_like_a_tuple(cut: list[str], part: slice) -> None:
    words, twin = Words.of("".join(cut), cut), tuple(cut)
    assert words == twin
    assert words == cut
    assert twin == words
    assert (len(words), list(words), bool(words)) == (len(cut), cut, bool(cut))
    assert words[part] == twin[part]
    assert [words[i] for i in range(-len(cut), len(cut))] == cut + cut
    assert list(reversed(words)) == cut[::-1]
    assert hash(words) == hash(twin)
    assert repr(words) == repr(twin)
    assert words != (*twin, "了")
    assert words != "".join(cut)


def test_words_end_where_a_tuple_ends() -> None:
    with pytest.raises(IndexError):
        Words.of("我爱", ["我", "爱"])[2]


@given(CUTS, CUTS)
def test_words_are_equal_when_text_and_cut_are(one: list[str], other: list[str]) -> None:
    words = Words.of("".join(one), one)
    assert (words == Words.of("".join(other), other)) == (one == other)
    assert pickle.loads(pickle.dumps(words)) == words


BAD_WORDS = [
    (["我"], "words do not spell the text: '我' against '我们'"),
    (["我", "门"], "words do not spell the text: '我门' against '我们'"),
    (["我", "", "们"], "word 1 of '我们' is empty"),
    (Words.of("他们", ["他们"]), "words do not spell the text: '他们' against '我们'"),
]


@pytest.mark.parametrize("words, message", BAD_WORDS, ids=[m for _, m in BAD_WORDS])
def test_words_that_do_not_spell_the_text_are_an_error(words: list[str], message: str) -> None:
    with pytest.raises(AlignmentError, match=message):
        Doc("我们", words=words)


def test_words_are_taken_as_ends_from_stages() -> None:
    assert Doc("我爱北京", words=Words("我爱北京", array("i", [1, 2, 4]).tobytes())).words == (
        "我",
        "爱",
        "北京",
    )


@given(ANY_TEXT)
def test_a_new_doc_is_its_own_source(text: str) -> None:
    doc = Doc(text)
    assert (doc.source, doc.alignment) == (text, None)
    assert all(getattr(doc, layer) is None for layer in LAYERS)
    assert doc.in_source(Span(0, len(text), "ns")) == Span(0, len(text), "ns")


def test_a_doc_is_never_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Doc("我").text = "你"  # type: ignore[misc]


def test_a_source_without_the_way_to_it_is_an_error() -> None:
    for make in (lambda: Doc("你", source="我"), lambda: replace(Doc("我"), text="你")):
        with pytest.raises(AlignmentError, match=r"source '我' is given without an alignment"):
            make()
    assert Doc("我", source="我") == Doc("我")


@pytest.mark.parametrize("text", [None, b"a", 1, ["a"], Doc("a")], ids=repr)
def test_a_text_that_is_no_string_is_an_error(text: object) -> None:
    with pytest.raises(InputError, match="the text of a Doc is"):
        Doc(text)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"one of words is .* Give a str; decode"):
        Doc("a", words=(text,))  # type: ignore[arg-type]


BAD_LAYERS = [
    ({"words": ("我", "爱"), "tags": ("r",)}, r"2 words have 1 tags\. Give one for each word"),
    ({"entities": (Span(0, 3),)}, r"entities has Span\(start=0, end=3, label=''\), which is out"),
    ({"sentences": (Span(1, 2), Span(0, 1))}, "sentences has .* out of order"),
    ({"terms": (Span(2, 1),)}, "terms has"),
    ({"terms": (Span(-1, 1),)}, "terms has"),
    ({"corrections": (Correction(0, 3, "我爱你", "", 1.0, "edit"),)}, "corrections has"),
    ({"answers": (Answer(1, 3, "谁？"),)}, "answers has Answer.* which is outside the text of 2"),
    ({"summary": (Span(1, 3),)}, "summary has Span.* which is outside the text of 2|out of order"),
    ({"pinyin": ("wǒ",)}, "2 characters have 1 readings"),
    ({"answers": (Answer(-1, 1, "谁？"),)}, "answers has"),
]


@pytest.mark.parametrize("layers, message", BAD_LAYERS)
def test_layers_that_do_not_fit_the_text_are_an_error(layers: dict[str, Any], message: str) -> None:
    with pytest.raises(AlignmentError, match=message):
        Doc("我爱", **layers)


def test_layers_are_tuples_whatever_was_given() -> None:
    doc = Doc("我爱", words=["我", "爱"], tags=iter("rv"), entities=[Span(0, 1, "PER")])
    assert (doc.tags, doc.entities) == (("r", "v"), (Span(0, 1, "PER"),))
    assert isinstance(doc.words, Words)


def test_the_repr_of_a_doc_is_short() -> None:
    long = Doc("我" * 10_000, words="我" * 10_000, tags="r" * 10_000)
    assert len(repr(long)) < 300
    assert "… 9994 more" in repr(long)
    assert repr(Doc("我爱", words=("我", "爱"))) == "Doc('我爱', words=('我', '爱'))"


def test_categories_answers_and_a_headline_are_layers() -> None:
    """Answers stand in the order of their questions, not of their places."""
    answers = [Answer(1, 2, "做什么？", 0.5), Answer(0, 1, "谁？")]
    doc = Doc("我爱", categories={"事": 0.25, "情": 0.75}, answers=answers, headline="爱")

    assert isinstance(doc.categories, Categories)
    assert (doc.categories.best, doc.answers, doc.headline) == ("情", tuple(answers), "爱")
    assert json.loads(json.dumps(doc.to_dict())) == {
        "text": "我爱",
        "categories": {"情": 0.75, "事": 0.25},
        "answers": [
            {"start": 1, "end": 2, "question": "做什么？", "probability": 0.5},
            {"start": 0, "end": 1, "question": "谁？", "probability": 1.0},
        ],
        "headline": "爱",
    }
    assert repr(doc).startswith("Doc('我爱', categories={'情': 0.75, '事': 0.25}, answers=(Answer(")
    assert repr(doc).endswith(", headline='爱')")
    assert pickle.loads(pickle.dumps(doc)) == doc
    assert hash(doc) == hash(replace(doc))
    assert doc.rewrite([(0, 1, "你")]) == Doc("我爱").rewrite([(0, 1, "你")])


def test_layers_may_be_empty() -> None:
    doc = Doc("", categories={}, answers=(), headline="")
    assert doc.to_dict() == {"text": "", "categories": {}, "answers": [], "headline": ""}
    assert need(doc.categories, "categories").best is None


def test_readings_keywords_a_summary_a_vector_and_topics_are_layers() -> None:
    doc = Doc(
        "我爱",
        pinyin=["wǒ", "ài"],
        keywords=[("爱", 2)],
        summary=[Span(0, 2)],
        vector=[0.5, 0.25],
        topics={"情": 1},
    )

    assert doc.keywords == (Keyword("爱", 2.0),)
    assert doc.vector == Vector([0.5, 0.25])
    assert doc.to_dict() == {
        "text": "我爱",
        "pinyin": ["wǒ", "ài"],
        "keywords": [["爱", 2.0]],
        "summary": [[0, 2]],
        "vector": [0.5, 0.25],
        "topics": {"情": 1.0},
    }


@pytest.mark.parametrize("weight", [None, "1", 1j, [1]], ids=repr)
def test_the_weight_of_a_keyword_is_a_number(weight: object) -> None:
    with pytest.raises(InputError, match=r"the weight of a keyword is .* Give a number"):
        Doc("我", keywords=[("我", weight)])  # type: ignore[list-item]


def test_long_categories_and_headlines_are_short_in_the_repr() -> None:
    many = {f"{i:03}": i / 1000 for i in range(100)}
    doc = Doc("", categories=many, headline="长" * 1000)
    assert "'094': 0.094, … 94 more}" in repr(doc)
    assert len(repr(doc)) < 200


def test_a_headline_that_is_no_string_is_an_error() -> None:
    with pytest.raises(InputError, match="the headline of a Doc is 1"):
        Doc("我", headline=1)  # type: ignore[arg-type]


def test_an_unfilled_layer_is_an_error_that_names_it() -> None:
    assert need((), "tags") == ()
    with pytest.raises(MissingLayerError, match=r"doc\.tags has not been filled"):
        need(Doc("我").tags, "tags")


@given(rewrites())
def test_rewriting_makes_the_edits_and_keeps_the_source(
    case: tuple[str, list[list[Edit]]],
) -> None:
    source, rounds = case
    doc = Doc(source)
    for edits in rounds:
        text = edited(doc.text, edits)
        doc = doc.rewrite(edits)
        assert (doc.text, doc.source) == (text, source)


@given(rewrites())
def test_every_span_of_a_rewritten_text_lies_in_the_source(
    case: tuple[str, list[list[Edit]]],
) -> None:
    """And after one rewriting it is just what its characters stand for."""
    source, rounds = case
    doc = Doc(source)
    for edits in rounds:
        doc = doc.rewrite(edits)
    once = Doc(source).rewrite(rounds[0])
    ranges = source_of_each_character(source, rounds[0])
    for start in range(len(once.text)):
        span = smallest_cover(ranges, start, len(once.text))
        assert once.in_source((start, len(once.text))) == Span(*span)
    last = 0
    for i in range(len(doc.text)):
        start, end, label = doc.in_source(Span(i, i + 1, "n"))
        assert last <= start <= end <= len(source)
        assert label == "n"
        last = start


def test_rewriting_drops_layers_unless_nothing_changed() -> None:
    doc = Doc("我爱", words=["我", "爱"])
    assert doc.rewrite([(0, 1, "我")]) is doc
    assert doc.rewrite([(0, 1, "你")]).words is None


@given(rewrites())
def test_docs_are_values(case: tuple[str, list[list[Edit]]]) -> None:
    """Equal, hashed alike and pickled by what they hold."""
    source, rounds = case
    docs = [Doc(source, words=list(source)).rewrite(rounds[0]) for _ in range(2)]
    assert docs[0] == docs[1]
    assert hash(docs[0]) == hash(docs[1])
    assert pickle.loads(pickle.dumps(docs[0])) == docs[0]


@given(rewrites())
def test_to_dict_is_json(case: tuple[str, list[list[Edit]]]) -> None:
    source, rounds = case
    doc = Doc(source).rewrite(rounds[0])
    n = len(doc.text)
    doc = replace(
        doc, words=list(doc.text), sentences=(Span(0, 0), Span(n, n, "q")), tags=("n",) * n
    )
    found = json.loads(json.dumps(doc.to_dict()))
    assert found.pop("source", source) == source
    expected = {"words": list(doc.text), "sentences": [[0, 0], [n, n, "q"]], "tags": ["n"] * n}
    # Two lone surrogates side by side are read back from JSON as one character.
    if not any("\ud800" <= char <= "\udfff" for char in doc.text):
        assert found == {"text": doc.text, **expected}


def test_corrections_are_objects_in_json() -> None:
    """Odds without bound, of the user's own pairs, are null: JSON has no infinity."""
    sure = Correction(0, 1, "在", "再", inf, "user")
    other = Correction(1, 1, "", "了", 2.5, "edit", (("着", 0.5), ("过", -1.0)))
    text = json.dumps(Doc("再", corrections=(sure, other)).to_dict(), allow_nan=False)
    first, second = json.loads(text)["corrections"]

    assert (first["start"], first["end"], first["wrong"], first["right"]) == (0, 1, "在", "再")
    assert (first["log_odds"], first["reason"], first["alternatives"]) == (None, "user", [])
    assert (second["log_odds"], second["alternatives"]) == (2.5, [["着", 0.5], ["过", -1.0]])


class Place:
    """A whole number that is no int, as numpy's are."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __index__(self) -> int:
        return self.number


@pytest.mark.parametrize("kind", [Span, lambda *given: given])
def test_places_become_plain_numbers(kind: Any) -> None:
    doc = Doc("我爱", entities=[kind(Place(0), Place(1), "X")])

    assert json.loads(json.dumps(doc.to_dict()))["entities"] == [[0, 1, "X"]]
