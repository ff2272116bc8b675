"""Scores of entities."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Doc, Span
from zhnlp.corpus import entities_line, read_corpus
from zhnlp.errors import AlignmentError, MissingLayerError, UsageError
from zhnlp.evaluate import score_entities

TEXT = "王小明在北京"
SPANS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(1, 6), st.sampled_from("xyz"))
    .filter(lambda three: three[0] < three[1])
    .map(lambda three: Span(*three)),
    max_size=5,
).map(sorted)
PAIRS = st.lists(st.tuples(SPANS, SPANS), max_size=5)


def docs(spans):
    return [Doc(TEXT, entities=tuple(each)) for each in spans]


def figures(right, predicted, gold):
    p = right / predicted if predicted else 0
    r = right / gold if gold else 0
    return p, r, pytest.approx(2 * p * r / (p + r) if p + r else 0)


@given(PAIRS)
def test_scores_are_those_of_counting_one_by_one(pairs):
    """Those given twice count once."""
    scores = score_entities(docs(a for a, _ in pairs), docs(b for _, b in pairs), n_samples=1)
    gold = {(i, span) for i, (spans, _) in enumerate(pairs) for span in spans}
    predicted = {(i, span) for i, (_, spans) in enumerate(pairs) for span in spans}
    labels = {span.label for _, span in gold | predicted}

    assert (scores.n_texts, scores.n_gold, scores.n_predicted) == (
        len(pairs),
        len(gold),
        len(predicted),
    )
    assert (scores.precision, scores.recall, scores.f1) == figures(
        len(gold & predicted), len(predicted), len(gold)
    )
    assert set(scores.labels) == labels
    for label in labels:
        a, b = ({each for each in of if each[1].label == label} for of in (gold, predicted))
        found = scores.labels[label]
        assert (found.precision, found.recall, found.f1) == figures(len(a & b), len(b), len(a))


@given(PAIRS)
def test_scores_of_lines_written_and_read_are_those_of_the_docs(tmp_path_factory, pairs):
    gold, predicted = docs(a for a, _ in pairs), docs(b for _, b in pairs)
    folder = tmp_path_factory.getbasetemp()
    for name, lines in (("gold", gold), ("mine", predicted)):
        (folder / name).write_text("\n".join(map(entities_line, lines)), "utf-8")
    read = [list(read_corpus(folder / name)) for name in ("gold", "mine")]

    assert score_entities(*read) == score_entities(gold, predicted)


def test_the_headline_comes_last():
    gold = docs([[Span(0, 3, "PER"), Span(4, 6, "LOC")]])
    text = str(score_entities(gold, docs([[Span(0, 3, "PER"), Span(3, 6, "LOC")]])))

    assert text.splitlines() == [
        "1 texts, 2 gold entities, 2 predicted",
        "F1 from 0.5000 to 0.5000 with 95 % confidence",
        "LOC              P 0.0000 R 0.0000 F1 0.0000  gold 1",
        "PER              P 1.0000 R 1.0000 F1 1.0000  gold 1",
        "micro P 0.5000 R 0.5000 F1 0.5000",
    ]


def test_the_interval_is_around_the_score_and_the_same_for_a_seed():
    gold = docs([[Span(0, 3, "PER")]] * 100)
    predicted = docs([[Span(0, 3, "PER")], []] * 50)
    scores = score_entities(gold, predicted, seed=1)
    low, high = scores.f1_interval

    assert low < scores.f1 < high
    assert scores == score_entities(gold, predicted, seed=1)
    assert len({score_entities(gold, predicted, seed=i).f1_interval for i in range(5)}) > 1
    assert json.loads(json.dumps(scores.to_dict()))["labels"]["PER"]["n_gold"] == 100


def test_no_texts_score_nothing():
    assert score_entities([], []).f1 == 0


@pytest.mark.parametrize(
    "predicted, error, message",
    [
        ([Doc(TEXT, entities=()), Doc("我", entities=())], AlignmentError, "text 1: the text"),
        ([Doc(TEXT, entities=())], AlignmentError, "2 gold texts and 1 predicted"),
        ([Doc(TEXT), Doc(TEXT)], MissingLayerError, r"doc\.entities"),
    ],
)
def test_other_texts_and_texts_without_entities_cannot_be_scored(predicted, error, message):
    with pytest.raises(error, match=message):
        score_entities(docs([[], []]), predicted)


def test_no_samples_are_too_few():
    with pytest.raises(UsageError, match="n_samples is 0"):
        score_entities([], [], n_samples=0)
