"""Docs as columns of Arrow: every layer comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Answer, Correction, Doc, Linked, Normalizer, Span
from zhnlp.arrow import doc_schema, docs_to_arrow
from zhnlp.arrow.plain import plain_column
from zhnlp.doc import LAYERS
from zhnlp.errors import InputError, UsageError

pa = pytest.importorskip("pyarrow", reason="it comes with zhnlp[batch]")

ALL = ("text", *LAYERS)
CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(CHARACTERS, max_size=12)
NUMBERS = st.floats(allow_nan=False)
NAMES = st.lists(TEXTS, max_size=2)
PROBABILITIES = st.floats(0, 1)


@st.composite
def words_of(draw, text):
    cuts = draw(st.sets(st.integers(1, max(len(text) - 1, 1)), max_size=5))
    ends = sorted({cut for cut in cuts if cut < len(text)} | {len(text)} - {0})
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


@st.composite
def docs(draw):
    """A Doc with any of its layers filled."""
    text = draw(TEXTS)
    place = st.tuples(*[st.integers(0, len(text))] * 2).map(sorted)
    places = st.lists(place, max_size=3).map(sorted)

    def some(strategy):
        return draw(st.none() | strategy)

    def spans(*fields):
        return some(
            places.flatmap(lambda found: st.tuples(*(fields_at(at, *fields) for at in found)))
        )

    def fields_at(at, *fields):
        return st.tuples(st.just(at[0]), st.just(at[1]), *fields)

    words = some(words_of(text))
    n_tags = len(words) if words is not None else 2
    tags = some(st.lists(TEXTS, min_size=n_tags, max_size=n_tags))
    layers = {
        "sentences": spans(),
        "entities": spans(TEXTS),
        "terms": spans(),
        "summary": spans(),
        "corrections": spans(
            TEXTS, TEXTS, NUMBERS, st.just("user"), st.lists(st.tuples(TEXTS, NUMBERS))
        ),
        "answers": spans(TEXTS, PROBABILITIES),
    }
    kinds = {"corrections": Correction, "answers": Answer}
    made = {
        name: None if found is None else [kinds.get(name, Span)(*each) for each in found]
        for name, found in layers.items()
    }
    groups = [Linked(name, "ALL", [Span(*at) for at in draw(places)]) for name in draw(NAMES)]
    categories = some(st.dictionaries(TEXTS, PROBABILITIES, max_size=3))
    return Doc(
        text,
        words=words,
        tags=tags,
        categories=categories,
        headline=some(TEXTS),
        pinyin=some(st.lists(TEXTS, min_size=len(text), max_size=len(text))),
        keywords=some(st.lists(st.tuples(TEXTS, PROBABILITIES), max_size=3)),
        vector=some(st.lists(st.floats(-1, 1, width=32), max_size=3)),
        topics=some(st.dictionaries(TEXTS, PROBABILITIES, max_size=3)),
        links=some(st.just(groups)),
        **made,
    )


@given(st.lists(docs(), max_size=4))
def test_columns_hold_what_plain_values_do(several):
    """Words and positions are cut out of bytes, plain values out of strings."""
    table = docs_to_arrow(several, ALL)
    table.validate(full=True)

    assert table.schema == doc_schema(ALL)
    assert table.to_pydict() == {name: plain_column(several, name) for name in ALL}


@given(st.lists(docs(), min_size=1, max_size=3))
def test_layers_come_back_from_the_table(several):
    for doc, row in zip(several, docs_to_arrow(several, ALL).to_pylist(), strict=True):
        spans = row["entities"]
        found = [Span(each["start"], each["end"], each["label"]) for each in spans or ()]
        assert (row["words"], row["tags"]) == tuple(
            None if layer is None else list(layer) for layer in (doc.words, doc.tags)
        )
        assert found == list(doc.entities or ())
        assert [each["text"] for each in spans or ()] == [doc.text_of(each) for each in found]


def test_a_table_has_the_layers_that_are_filled():
    found = docs_to_arrow([Doc("我爱"), Doc("我", words=["我"])])

    assert found.to_pylist() == [{"text": "我爱", "words": None}, {"text": "我", "words": ["我"]}]


def test_a_layer_that_found_nothing_is_an_empty_list_and_one_that_is_not_filled_is_null():
    found = docs_to_arrow([Doc("我", entities=()), Doc("我")])

    assert found.column("entities").to_pylist() == [[], None]


def test_a_rewritten_text_stands_beside_its_source():
    doc = Normalizer()(Doc("ＡＢ"))

    assert docs_to_arrow([doc]).to_pylist() == [{"text": "AB", "source": "ＡＢ"}]


def test_a_doc_is_a_table_of_one_row():
    doc = Doc("我爱", words=["我", "爱"])

    assert doc.to_arrow() == docs_to_arrow([doc])


def test_words_that_a_stage_gives_as_a_tuple_are_strings_as_well():
    docs = [Doc("我爱").filled(words=("我", "爱")), Doc("北京", words=["北京"])]

    assert docs_to_arrow(docs).column("words").to_pylist() == [["我", "爱"], ["北京"]]


def test_no_docs_are_a_table_without_rows():
    assert docs_to_arrow([], ["text", "words"]).schema == doc_schema(["text", "words"])


def test_a_large_table_is_made_of_chunks(monkeypatch):
    monkeypatch.setattr("zhnlp.arrow.columns._MOST", 5)
    docs = [Doc("我爱"), Doc("北"), Doc("我爱北京天安门"), Doc("京"), Doc("我爱北京")]

    found = docs_to_arrow(docs)

    assert [len(chunk) for chunk in found.column("text").chunks] == [2, 1, 2]
    assert found.column("text").to_pylist() == [doc.text for doc in docs]


@pytest.mark.parametrize(
    "doc",
    [Doc("我\ud800"), Doc("我\ud800", words=["我", "\ud800"]), Doc("我", headline="\ud800")],
    ids=["text", "words", "headline"],
)
def test_half_a_surrogate_pair_is_an_error_that_names_the_doc(doc):
    with pytest.raises(
        InputError, match=r"^Doc 1 has '\\ud800' in .*: half a surrogate pair, which"
    ):
        docs_to_arrow([Doc("我"), doc])


def test_an_unknown_layer_is_an_error():
    with pytest.raises(UsageError, match=r"there is no layer 'word'. Did you mean 'words'\?"):
        docs_to_arrow([], ["word"])


def test_every_layer_has_a_type():
    assert doc_schema(("text", "source", *LAYERS)).names == ["text", "source", *LAYERS]
