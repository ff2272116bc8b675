"""Training of entities: labels of characters, weighed or only counted."""

import pytest

from zhnlp.doc import Doc, Span
from zhnlp.errors import UsageError
from zhnlp.models.entities.training import MAX_KINDS, train_entities
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.sequence.training import Run, Schedule
from zhnlp.resources import pack
from zhnlp.stages.learning import samples

RUN = Run(Schedule(passes=5, min_count=1))
LAYERS = ["words", "tags", "entities"]


@pytest.fixture(scope="module")
def dictionary():
    return Dictionary.load(pack("jieba"))


def test_the_names_of_the_texts_are_learned(toy_docs, dictionary):
    gold = samples(toy_docs, LAYERS)
    model = train_entities(gold, RUN, dictionary=dictionary)
    found = [model.find(each.text, each.ends, each.tags) for each in gold]

    assert model.labels == ("LOC", "ORG", "PER")
    assert [list(map(tuple, names)) for names in found] == [
        list(map(tuple, doc.entities)) for doc in toy_docs
    ]


def test_a_hidden_markov_model_is_counted_and_says_so(toy_docs, dictionary):
    lines = []
    run = Run(RUN.schedule, report=lines.append)
    model = train_entities(samples(toy_docs, LAYERS), run, dictionary=dictionary, method="hmm")

    assert model.about["method"] == "hmm"
    assert not any(line.startswith("pass") for line in lines)


def test_names_that_begin_or_end_inside_a_unit_are_counted(toy_docs, dictionary):
    lines = []
    inside = Doc("在2026年", words=["在", "2026年"], tags=["p", "t"], entities=[Span(2, 4, "LOC")])
    run = Run(RUN.schedule, report=lines.append)
    train_entities(samples([*toy_docs, inside], LAYERS), run, dictionary=dictionary)

    assert "; 1 names begin or end inside units" in lines[0]


@pytest.mark.parametrize("n_kinds", [0, MAX_KINDS + 1])
def test_the_number_of_kinds_has_limits(n_kinds, dictionary):
    text = "我" * n_kinds
    entities = [Span(at, at + 1, f"K{at}") for at in range(n_kinds)]
    doc = Doc(text, words=text, tags=["r"] * n_kinds, entities=entities)
    with pytest.raises(UsageError, match=f"have {n_kinds} kinds of names"):
        train_entities(samples([doc], LAYERS), RUN, dictionary=dictionary)


@pytest.mark.parametrize("label, found", [("LOC?", True), ("", False)])
def test_an_optional_name_is_neither_learned_as_one_nor_as_none(label, found, dictionary):
    layers = {"words": ["在", "北京"], "tags": ["p", "ns"]}
    name = Doc("在北京", **layers, entities=[Span(1, 3, "LOC")])
    other = Doc("在北京", **layers, entities=[Span(1, 3, label)] if label else [])
    gold = samples([name, *[other] * 9], LAYERS)
    model = train_entities(gold, RUN, dictionary=dictionary)

    assert model.labels == ("LOC",)
    assert bool(model.find(gold[0].text, gold[0].ends, gold[0].tags)) is found


def test_a_text_counts_by_its_weight(dictionary):
    layers = {"words": ["在", "北京"], "tags": ["p", "ns"]}
    name = samples([Doc("在北京", **layers, entities=[Span(1, 3, "LOC")])], LAYERS, weight=9)
    none = samples([Doc("在北京", **layers, entities=[])] * 3, LAYERS)
    model = train_entities([*name, *none], RUN, dictionary=dictionary)

    assert model.find(name[0].text, name[0].ends, name[0].tags)
