"""JSON lines: entities half-open, and those of CLUENER alike."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Doc, Span
from zhnlp.corpus import entities_line
from zhnlp.errors import FormatError, MissingLayerError

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


@st.composite
def docs_with_entities(draw):
    text = draw(TEXTS)
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    spans = [
        Span(start, end, draw(st.sampled_from(["PER", "地"])))
        for start, end in draw(st.lists(places, max_size=5))
        if start < end
    ]
    return Doc(text, entities=tuple(sorted(spans, key=lambda span: (span.start, -span.end))))


@given(st.lists(docs_with_entities(), min_size=1, max_size=4))
def test_what_is_written_is_read(read, docs):
    assert read("\n".join(map(entities_line, docs))) == docs
    assert all(entities_line(doc).isprintable() or not doc.text.isprintable() for doc in docs)


@given(st.lists(docs_with_entities().filter(lambda doc: doc.entities), min_size=1, max_size=4))
def test_cluener_has_the_same_entities(read, docs):
    lines = []
    for doc in docs:
        label = {}
        for start, end, name in doc.entities:
            places = label.setdefault(name, {}).setdefault(doc.text[start:end], [])
            places.append([start, end - 1])
        lines.append(json.dumps({"text": doc.text, "label": label}, ensure_ascii=False))
    found = read("\n".join(lines))

    assert [doc.text for doc in found] == [doc.text for doc in docs]
    assert [sorted(doc.entities) for doc in found] == [sorted(doc.entities) for doc in docs]


def test_layers_are_those_that_the_object_has(read):
    doc = Doc("我 爱", words=["我", " ", "爱"], tags=("r", "x", "v"), entities=(Span(0, 1, "x"),))
    lines = [json.dumps(doc.to_dict()), '{"text": "我"}', '{"text": "我", "words": ["我"]}']

    assert read("\n".join(lines)) == [doc, Doc("我"), Doc("我", words=["我"])]


def test_a_doc_without_entities_cannot_be_written():
    with pytest.raises(MissingLayerError):
        entities_line(Doc("我"))


OBJECT = 'this is not an object with a text. Write {"text": "…", …}.'
WRONG = [
    ('{"text": "我"', "this is not JSON: Expecting ',' delimiter at character 12. Write"),
    ("[1]", OBJECT),
    ('{"text": 1}', OBJECT),
    ('{"entities": []}', OBJECT),
    ('{"text": "我", "entities": [[0, 2, "x"]]}', "'x' from 0 to 2 (not included) does not lie"),
    ('{"text": "我", "entities": [[-1, 1, "x"]]}', "'x' from -1 to 1 (not included) does not lie"),
    ('{"text": "我", "entities": [[0, 0, "x"]]}', "'x' from 0 to 0 (not included) does not lie"),
    ('{"text": "我", "entities": [[0, 1]]}', "[0, 1] is not an entity. Write [start, end, label]."),
    ('{"text": "我", "entities": [["0", 1, "x"]]}', "['0', 1, 'x'] is not an entity"),
    ('{"text": "我", "entities": [[false, true, "x"]]}', "[False, True, 'x'] is not an entity"),
    ('{"text": "我", "entities": {}}', "'entities' is not a list. Write [[start"),
    ('{"text": "我", "words": "我"}', "'words' is not a list of strings"),
    ('{"text": "我", "words": ["你"]}', "words do not spell the text: '你' against '我'"),
    ('{"text": "我", "words": ["我"], "tags": []}', "there are 0 tags for 1 words"),
    ('{"text": "我", "tags": ["r"]}', "there are 1 tags for 0 words"),
    ("[" * 100_000, "the JSON is nested too deep"),
]


@pytest.mark.parametrize("line, message", WRONG, ids=[w[1][:40] for w in WRONG])
def test_a_bad_line_is_an_error_with_its_place(read, folder, line, message):
    with pytest.raises(FormatError) as error:
        read(f'{{"text": "我"}}\n\n{line}\n', format="jsonl")

    assert str(error.value).startswith(f"{folder / 'corpus.txt'}:3: {message}")
