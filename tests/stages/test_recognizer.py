"""Recognizer: names where they are, and nothing that overlaps."""

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.doc import Doc, Span
from zhnlp.errors import FormatError, MissingLayerError, PackError, UsageError
from zhnlp.models.entities.rules import RULE_LABELS
from zhnlp.models.lexicons.gazetteer import Gazetteer
from zhnlp.models.sequence.training import Schedule
from zhnlp.pipeline import Pipeline
from zhnlp.saving import load
from zhnlp.stages.recognizer import METHODS, Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger

WORDS = [
    "王小明", "李雷", "北京", "南京", "市", "大学", "在", "来到", "的", "。", "2026年", "3.5%",
    "AI", "“", "”", "漢", " ", "三百", "元",
]  # fmt: skip
TAGS = ["nr", "ns", "nt", "v", "n", "w", "没有"]
tagged = st.lists(
    st.tuples(
        st.sampled_from(WORDS) | st.text(min_size=1, max_size=12), st.sampled_from(TAGS) | st.text()
    ),
    max_size=16,
)
KINDS = ["toy", "toy-hmm", "crf", "hmm", "dictionary", "cluener-entities"]


def make_one(kind, entity_model, hmm_model, **settings):
    if kind == "toy":
        return Recognizer(model=entity_model, **settings)
    if kind == "toy-hmm":
        return Recognizer("hmm", model=hmm_model, **settings)
    if kind == "cluener-entities":
        return Recognizer(model=kind, **settings)
    return Recognizer(kind, **settings)


@pytest.fixture(scope="session", params=KINDS)
def make(request, entity_model, hmm_model):
    return lambda **settings: make_one(request.param, entity_model, hmm_model, **settings)


@pytest.fixture(scope="session")
def recognizer(make):
    return make()


def doc_of(pairs):
    words, tags = tuple(word for word, _ in pairs), tuple(tag for _, tag in pairs)
    return Doc("".join(words), words=words, tags=tags)


def labels_of(recognizer):
    return set(recognizer.model.labels) if recognizer.model else {"PER", "LOC", "ORG"}


def check_spans(text, spans):
    places = [place for span in spans for place in span[:2]]
    assert places == sorted(places)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@given(pairs=tagged)
def test_names_lie_in_the_text_in_order_and_do_not_overlap(recognizer, pairs):
    doc = recognizer(doc_of(pairs))

    check_spans(doc.text, doc.entities)
    assert {span.label for span in doc.entities} <= labels_of(recognizer)


LISTED = {
    "王小明在": "DEITY",
    "京": "PER",
    "北京": "CITY",
    "北京大学": "ORG",
    "AI": "LOC",
}


@pytest.fixture(scope="session")
def listing(make):
    """A recognizer with a gazetteer."""
    return make(gazetteer=Gazetteer(LISTED))


@given(pairs=tagged)
def test_names_of_the_gazetteer_win_wherever_they_are_words(listing, recognizer, pairs):
    doc = doc_of(pairs)
    found = listing(doc).entities
    places = {0, *doc.words.ends} if doc.words else {0}
    listed, at = [], 0
    while at < len(doc.text):  # the longest at each place, from the left
        ends = [end for end in places if at in places and end > at and LISTED.get(doc.text[at:end])]
        if ends:
            listed.append(Span(at, max(ends), LISTED[doc.text[at : max(ends)]]))
        at = max(ends, default=at + 1)
    others = [
        span
        for span in recognizer(doc).entities
        if all(span.end <= own.start or own.end <= span.start for own in listed)
    ]

    assert list(found) == sorted([*listed, *others])


@given(pairs=tagged, label=st.sampled_from(["PER", "LOC", "ORG"]))
def test_labels_can_be_chosen(entity_model, pairs, label):
    doc = doc_of(pairs)
    every = Recognizer(model=entity_model)(doc).entities
    chosen = Recognizer(model=entity_model, labels=(label,))(doc).entities

    assert chosen == tuple(span for span in every if span.label == label)


@given(pairs=tagged)
def test_rules_find_only_what_is_asked_for_and_take_only_names_they_overlap(entity_model, pairs):
    doc = doc_of(pairs)
    names = Recognizer(model=entity_model)(doc).entities
    with_rules = Recognizer(model=entity_model, labels=(*entity_model.labels, *RULE_LABELS))(doc)

    check_spans(doc.text, with_rules.entities)
    by_rule = [span for span in with_rules.entities if span.label in RULE_LABELS]
    for name in set(names) - set(with_rules.entities):
        assert any(span.start < name.end and name.start < span.end for span in by_rule)
    assert {span.label for span in with_rules.entities} <= {*entity_model.labels, *RULE_LABELS}


def test_times_are_found_where_they_are_asked_for(entity_model):
    doc = doc_of([("于", "p"), ("2026年", "t"), ("来到", "v")])

    assert Span(1, 6, "TIME") in Recognizer("dictionary", labels=("TIME",))(doc).entities
    assert "TIME" not in {span.label for span in Recognizer(model=entity_model)(doc).entities}


def test_names_of_jieba_s_dictionary_are_its_words():
    doc = doc_of([("李雷", "x"), ("在", "x"), ("北京", "x"), ("北", "x"), ("京", "x")])
    found = Recognizer("dictionary")(doc).entities

    assert Span(3, 5, "LOC") in found
    assert Span(5, 7, "LOC") in found  # across words, but whole ones
    assert all(span.label in ("PER", "LOC", "ORG") for span in found)


@pytest.mark.parametrize("kind", ["toy", "toy-hmm"])
@pytest.mark.parametrize("n", [1500])
def test_a_long_text_is_read_as_its_parts_are(make_toy, toy_docs, kind, n):
    """Texts of more words than the pieces that the recognizer works in."""
    recognizer = make_toy(kind)
    pairs = [pair for doc in toy_docs[:2] for pair in zip(doc.words, doc.tags, strict=True)]
    size = sum(len(word) for word, _ in pairs)

    def inside(n):
        spans = recognizer(doc_of(pairs * n)).entities
        return [span for span in spans if 9 * size <= span.start < (n - 9) * size]

    middle = [
        span._replace(start=span.start % size, end=(span.end - 1) % size) for span in inside(19)
    ]
    found = inside(n)
    assert [
        span._replace(start=span.start % size, end=(span.end - 1) % size) for span in found
    ] == middle * (n - 18)


@pytest.fixture(scope="session")
def make_toy(entity_model, hmm_model):
    return lambda kind: make_one(kind, entity_model, hmm_model)


def test_it_learns_the_names_of_texts(toy_docs):
    recognizer = Recognizer("dictionary", labels=None).fit(
        toy_docs, schedule=Schedule(passes=10, min_count=1)
    )

    assert recognizer.method == "crf"
    for doc in toy_docs:
        assert recognizer(Doc(doc.text, words=doc.words, tags=doc.tags)).entities == doc.entities


def test_a_hidden_markov_model_learns_them_too(toy_docs, hmm_model):
    recognizer = Recognizer().fit(toy_docs, method="hmm")
    found = [recognizer(Doc(d.text, words=d.words, tags=d.tags)).entities for d in toy_docs]
    right = sum(len(set(one) & set(doc.entities)) for one, doc in zip(found, toy_docs, strict=True))

    assert recognizer.method == "hmm"
    assert right >= 0.6 * sum(len(doc.entities) for doc in toy_docs)
    assert hmm_model.about["method"] == "hmm"


@pytest.mark.parametrize("carry", ["pickle", "save"])
def test_it_is_the_same_after_a_trip(make, carry, tmp_path):
    recognizer = make(gazetteer=Gazetteer({"北京大学": "ORG"}), labels=("ORG", "TIME"))
    if carry == "save":
        recognizer.save(tmp_path)
    back = load(tmp_path) if carry == "save" else pickle.loads(pickle.dumps(recognizer))
    doc = doc_of([(word, "n") for word in WORDS])

    assert back == recognizer
    assert back(doc) == recognizer(doc)


def test_a_pipeline_finds_names():
    nlp = Pipeline([Segmenter(), Tagger(), Recognizer()])

    assert nlp("王小明在北京大学学习。").entities == (Span(0, 3, "PER"), Span(4, 8, "ORG"))


def test_wrong_settings_are_errors(entity_model, tag_model, tmp_path):
    with pytest.raises(UsageError, match=r"there is no method 'rnn'\. There are: crf"):
        Recognizer("rnn")
    with pytest.raises(UsageError, match="method 'dictionary' uses no model"):
        Recognizer("dictionary", model=entity_model)
    with pytest.raises(UsageError, match="that is a NameFinder, not TagModel"):
        Recognizer(model=tag_model)
    with pytest.raises(PackError, match=re.escape("is a 'TagModel', not a 'NameFinder'")):
        Recognizer(model="pku-tags")
    with pytest.raises(UsageError, match=r"the label 'CITY'\. There are: LOC"):
        Recognizer(model=entity_model, labels=("CITY",))
    assert Recognizer(gazetteer=Gazetteer({"京": "CITY"}), labels=("CITY",)).labels == ("CITY",)
    with pytest.raises(MissingLayerError, match="tags"):
        Recognizer()(Doc("我", words=("我",)))
    (tmp_path / "names.tsv").write_text("北京\n", "utf-8")
    with pytest.raises(FormatError, match=re.escape("names.tsv:1: ")):
        Recognizer(gazetteer=tmp_path / "names.tsv")


def test_there_must_be_names_to_learn():
    doc = Doc("我我", words=("我", "我"), tags=("r", "r"), entities=())
    with pytest.raises(UsageError, match="have 0 kinds of names; there must be from 1 to 12"):
        Recognizer().fit([doc])
    many = [
        Doc("我我", words=("我我",), tags=("r",), entities=(Span(0, 2, f"L{n}"),))
        for n in range(13)
    ]
    with pytest.raises(UsageError, match="have 13 kinds of names"):
        Recognizer().fit(many)
    assert METHODS == ("crf", "hmm", "dictionary")
