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
