"""Span and Answer: tuples that know their text when they belong to a Doc."""

import copy
import json
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.answer import Answer
from zhnlp.doc import Doc, Span
from zhnlp.errors import MissingLayerError
from zhnlp.linked import Linked

LAYERS = ("sentences", "entities", "terms", "summary")


@st.composite
def texts_and_spans(draw):
    text = draw(st.text(st.characters(), max_size=20))
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return text, [Span(a, b, "X") for a, b in zip(places[::2], places[1::2], strict=False)]


@given(texts_and_spans(), st.sampled_from(LAYERS), st.booleans())
def test_spans_of_a_doc_know_their_characters(given_, layer, is_filled):
    text, spans = given_
    doc = Doc(text).filled(**{layer: spans}) if is_filled else Doc(text, **{layer: spans})

    for made in (doc, copy.copy(doc), pickle.loads(pickle.dumps(doc)), replace(doc)):
        found = getattr(made, layer)
        assert found == tuple(spans)
        assert [span.text for span in found] == [text[a:b] for a, b, _ in spans]


@given(texts_and_spans(), st.text(max_size=20))
def test_the_same_spans_may_belong_to_several_texts(given_, other):
    text, spans = given_
    first = Doc(text, entities=spans)
    fitting = [span for span in first.entities if span.end <= len(other)]
    second = Doc(other, entities=fitting)

    assert [span.text for span in first.entities] == [text[a:b] for a, b, _ in spans]
    assert [span.text for span in second.entities] == [other[a:b] for a, b, _ in fitting]


def test_a_span_of_no_doc_has_no_text():
    with pytest.raises(MissingLayerError, match=r"belongs to no text. Take it from a Doc, or call"):
        _ = Span(0, 1).text


@pytest.mark.parametrize("copied", [lambda span: pickle.loads(pickle.dumps(span)), copy.copy])
@pytest.mark.parametrize("text", ["我爱", ""])
def test_a_copy_of_a_span_alone_knows_its_characters(copied, text):
    doc = Doc(text, entities=[Span(0, len(text), "PER")], answers=[Answer(0, len(text), "谁", 0.5)])
    for span in (doc.entities[0], doc.answers[0]):
        made = copied(span)

        assert (made, type(made), made.text) == (span, type(span), text)


def test_a_copy_of_a_span_of_no_doc_has_no_text():
    with pytest.raises(MissingLayerError):
        _ = pickle.loads(pickle.dumps(Span(0, 1))).text


def test_a_doc_is_pickled_with_its_text_once():
    text = "我爱北京" * 100
    doc = Doc(text, sentences=[Span(at, at + 4) for at in range(0, 400, 4)])

    assert len(pickle.dumps(doc)) < len(text.encode()) + 100 * 40


def test_a_span_is_a_tuple_of_start_end_and_label():
    span = Doc("我爱", entities=[(0, 1, "PER")]).entities[0]
    start, end, label = span

    assert (start, end, label) == (0, 1, "PER") == span
    assert span._replace(end=2) == Span(0, 2, "PER")
    assert repr(span) == "Span(start=0, end=1, label='PER')"
    assert json.dumps(span) == '[0, 1, "PER"]'
    with pytest.raises(AttributeError, match=r"does not change. Make another: span._replace"):
        span.start = 3


def test_plain_tuples_become_spans():
    (sentence,) = Doc("我爱。", sentences=[(0, 3)]).sentences

    assert (type(sentence), sentence.text) == (Span, "我爱。")


def test_answers_and_mentions_know_their_characters():
    answer, span = Answer(1, 2, "做什么", 0.5), Span(0, 1, "PER")
    doc = Doc("我爱", answers=[answer]).filled(links=(Linked("我", "PER", (span,)),))

    for made in (doc, pickle.loads(pickle.dumps(doc))):
        assert [each.text for each in made.answers] == ["爱"]
        assert [each.text for group in made.links for each in group.spans] == ["我"]
