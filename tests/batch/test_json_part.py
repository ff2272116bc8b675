"""One line of JSON for a record: its fields, and the layers of its Doc."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Answer, Correction, Doc, Linked, Span
from zhnlp.batch.json_part import record_bytes
from zhnlp.errors import InputError, UsageError

LAYER_OF = st.sampled_from(["", "ORG", 'a"b', "标签", "\\", "\n"])


def record_line(*given, **settings):
    return record_bytes(*given, **settings).decode()


@st.composite
def docs(draw):
    """A Doc of any text, with any layers, rewritten or not."""
    text = draw(st.text(st.characters(exclude_categories=()), max_size=12) | st.text('我爱\n"\\a'))
    if re.search("[\ud800-\udbff][\udc00-\udfff]", text):  # JSON makes one character of them
        text = ""
    doc = Doc(text)
    if draw(st.booleans()):
        doc = doc.rewrite([(0, 0, draw(st.text("改\t", max_size=3)))])
    places = sorted(draw(st.sets(st.integers(1, max(1, len(doc.text))))))
    ends = [place for place in places if place < len(doc.text)] + [len(doc.text)] * bool(doc.text)
    cuts = list(zip([0, *ends], ends, strict=False))
    layers = {
        "words": [doc.text[start:end] for start, end in cuts],
        "tags": [draw(st.sampled_from(["n", "nr", 'x"', "名", "\ud800"])) for _ in cuts],
        "sentences": [Span(0, len(doc.text))],
        "entities": [Span(*cut, draw(LAYER_OF)) for cut in cuts[::2]],
        "terms": [Span(*cut) for cut in cuts],
        "corrections": [Correction(0, 0, "a", "b", float("inf"), "user", (("\n", 0.5),))],
        "categories": {"好": 0.75, "": 0.25},
        "answers": [Answer(0, 0, "\udfff？")],
        "headline": text,
        "pinyin": list(doc.text),
        "keywords": [(text, 0.5)],
        "summary": [Span(0, len(doc.text))],
        "vector": [0.5, -1.0],
        "topics": {text: 1.0},
        "links": [Linked("\ud800", draw(LAYER_OF), [Span(*cut) for cut in cuts[:2]])],
    }
    names = draw(st.sets(st.sampled_from(sorted(layers))))
    return doc.filled(
        **{name: getattr(Doc(doc.text, **{name: layers[name]}), name) for name in names}
    )


def obvious(fields, doc, text_field, prefix):
    """What a line says, with nothing done for speed."""
    layers = doc.to_dict()
    text, own = layers.pop("text"), dict(fields)
    layers.pop("source", None)
    if text != fields[text_field]:
        if f"{prefix}text" == text_field:
            own |= {text_field: text, f"{prefix}source": fields[text_field]}
        else:
            own[f"{prefix}text"] = text
    return own | {f"{prefix}{name}": layer for name, layer in layers.items()}


PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    PLAIN | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(
    docs(),
    st.dictionaries(st.text(min_size=20), VALUES, max_size=3),
    st.sampled_from(["text", "正文"]),
    st.sampled_from(["", "nlp_", '"']),
)
def test_it_says_what_the_obvious_form_says(doc, fields, text_field, prefix):
    fields = {**fields, text_field: doc.source}
    line = record_line(fields, doc, text_field=text_field, prefix=prefix)
    expected = json.loads(json.dumps(obvious(fields, doc, text_field, prefix)))

    assert json.loads(line.encode("utf-8")) == expected
    assert list(json.loads(line)) == list(expected)
    assert line.count("\n") == 1


def test_lines_look_like_those_of_other_commands():
    doc = Doc('我爱“a"b”\n', words=["我", "爱", '“a"b”', "\n"], tags=["r", "v", "n", "w"])
    fields = {"id": 3, "text": doc.text, "近": [1.5, None, {}]}

    assert (
        record_line(fields, doc)
        == json.dumps({**fields, **doc.to_dict()}, ensure_ascii=False) + "\n"
    )


REWRITTEN = Doc("我爱 ").rewrite([(2, 3, "")]).filled(terms=())


@pytest.mark.parametrize(
    "text_field, prefix, expected",
    [
        ("text", "", {"text": "我爱", "source": "我爱 ", "terms": []}),
        ("body", "", {"body": "我爱 ", "text": "我爱", "terms": []}),
        ("text", "nlp_", {"text": "我爱 ", "nlp_text": "我爱", "nlp_terms": []}),
        ("nlp_text", "nlp_", {"nlp_text": "我爱", "nlp_source": "我爱 ", "nlp_terms": []}),
    ],
)
def test_a_rewritten_text_stands_beside_that_of_the_user(text_field, prefix, expected):
    line = record_line({text_field: "我爱 "}, REWRITTEN, text_field=text_field, prefix=prefix)

    assert json.loads(line) == expected


@pytest.mark.parametrize(
    "fields, doc, prefix, clash",
    [
        ({"text": "我", "tags": "x"}, Doc("我", tags=["r"]), "", "tags"),
        ({"text": "我", "a_tags": "x"}, Doc("我", tags=["r"]), "a_", "a_tags"),
        ({"text": "我爱 ", "source": "报"}, REWRITTEN, "", "source"),
    ],
)
def test_a_field_with_the_name_of_a_layer_is_an_error(fields, doc, prefix, clash):
    problem = f"field {clash!r} of the record has the name of a layer of the output. Give a prefix"
    with pytest.raises(UsageError, match=re.escape(problem)):
        record_line(fields, doc, prefix=prefix)


def test_a_field_with_the_name_of_a_layer_that_is_not_filled_is_kept():
    assert json.loads(record_line({"text": "我", "tags": 3, "source": 4}, Doc("我"))) == {
        "text": "我",
        "tags": 3,
        "source": 4,
    }


@pytest.mark.parametrize(
    "value, expected",
    [
        (float("nan"), None),
        ([1.5, float("-inf"), {"a": float("inf")}], [1.5, None, {"a": None}]),
        (date(2026, 11, 27), "2026-11-27"),
        (datetime(2026, 11, 27, 1, 2, tzinfo=UTC), "2026-11-27T01:02:00+00:00"),
        (time(1, 2, 3), "01:02:03"),
        (timedelta(days=1, milliseconds=1500), "PT86401.5S"),
        (timedelta(seconds=-100), "PT-100S"),
        (Decimal("1.50"), "1.50"),
        (Decimal("1E+3"), "1000"),
        (Decimal("NaN"), None),
        (b"\xff\x00", "/wA="),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ((1, ("a", 2.0)), [1, ["a", 2.0]]),
        ({3: {(1, 2): "x"}}, {"3": {"(1, 2)": "x"}}),
        ("\ud800", "\ud800"),
        ({"a": date(2026, 11, 27), "b": float("nan")}, {"a": "2026-11-27", "b": None}),
    ],
)  # fmt: skip
def test_values_that_json_does_not_have(value, expected):
    line = record_line({"text": "我", "value": value}, Doc("我"))

    assert json.loads(line.encode("utf-8"))["value"] == expected


def test_numbers_and_arrays_of_numpy_are_plain():
    numpy = pytest.importorskip("numpy")
    fields = {"text": "我", "n": numpy.int64(3), "v": numpy.array([1.0, numpy.nan])}

    assert json.loads(record_line(fields, Doc("我"))) == {"text": "我", "n": 3, "v": [1.0, None]}


def test_what_json_cannot_hold_is_an_error_that_names_the_field():
    deep = []
    for _ in range(20_000):
        deep = [deep]
    for value, problem in [
        (object, "field 'x' is <class 'object'>, which JSON cannot hold: it is of type type."),
        (deep, "the value of field 'x' is nested too deep. Write it flat."),
    ]:
        with pytest.raises(UsageError, match=re.escape(problem)):
            record_line({"text": "我", "x": value}, Doc("我"))
    with pytest.raises(InputError, match=r"the field 'text' of a record is None\. Give a str"):
        record_line({"id": 1}, Doc("我"))
