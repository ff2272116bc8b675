"""Dictionaries that displaCy draws."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Doc, Linked, Span
from zhnlp.errors import InputError, MissingLayerError
from zhnlp.interop.displacy import displacy_ents, displacy_spans

DOC = Doc(
    "王小明在北京大学",
    words=["王小明", "在", "北京", "大学"],
    entities=[Span(0, 3, "PER"), Span(4, 6, "LOC"), Span(4, 8, "ORG")],
    links=[Linked("王小明", "PER", (Span(0, 3, "PER"),))],
)


def render(picture, style):
    """What spaCy draws, without marks of HTML and white space."""
    displacy = pytest.importorskip("spacy", reason="it comes with zhnlp[spacy]").displacy
    drawn = displacy.render(picture, style=style, manual=True, jupyter=False)
    return re.sub(r"<[^>]*>|\s", "", drawn)


def test_entities_are_places_in_the_text():
    assert displacy_ents(DOC, title="新闻") == {
        "text": "王小明在北京大学",
        "ents": [
            {"start": 0, "end": 3, "label": "PER", "kb_id": DOC.links[0].id},
            {"start": 4, "end": 8, "label": "ORG"},
        ],
        "title": "新闻",
    }


def test_spacy_draws_the_entities():
    assert render(displacy_ents(DOC), "ent") == f"王小明PER{DOC.links[0].id}在北京大学ORG"


def test_spacy_draws_entities_that_overlap_as_spans():
    drawn = render(displacy_spans(DOC), "span")

    assert drawn.startswith("王小明PER")
    assert drawn.index("ORG") < drawn.index("大学") > drawn.index("LOC")


def test_spans_have_the_numbers_of_their_first_token_and_of_the_one_after_the_last():
    spans = displacy_spans(DOC)["spans"]

    assert [(span["start_token"], span["end_token"]) for span in spans] == [(0, 1), (2, 3), (2, 4)]


def test_a_span_inside_words_covers_all_of_them():
    doc = Doc("外交部长来了", words=["外交部长", "来", "了"], entities=[Span(2, 5, "X")])
    [span] = displacy_spans(doc)["spans"]

    assert (span["start_token"], span["end_token"]) == (0, 2)


places = st.tuples(st.integers(0, 12), st.integers(1, 6))


@given(st.lists(places, max_size=8))
def test_what_is_drawn_as_entities_never_overlaps(found):
    spans = sorted(Span(start, start + size, "X") for start, size in found)
    drawn = displacy_ents(Doc("北" * 18, entities=spans))["ents"]
    drawn = [(each["start"], each["end"]) for each in drawn]

    assert all(first[1] <= second[0] for first, second in pairwise(drawn))
    for span in spans:  # what is left out overlaps one that is at least as long
        assert span[:2] in drawn or any(
            start < span.end and span.start < end and end - start >= span.end - span.start
            for start, end in drawn
        )


ERRORS = [
    (lambda: displacy_ents(Doc("我")), MissingLayerError, "entities has not been filled"),
    (lambda: displacy_spans(Doc("我", entities=[])), MissingLayerError, "words has not been"),
    (lambda: displacy_ents(3), InputError, "Give a str or a Doc"),
    (lambda: displacy_ents(DOC, title=3), InputError, "title is 3, of type int. Give a str"),
]


@pytest.mark.parametrize("call, error, message", ERRORS, ids=[each[2] for each in ERRORS])
def test_what_does_not_fit_is_an_error(call, error, message):
    with pytest.raises(error, match=message):
        call()
