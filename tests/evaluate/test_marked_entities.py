"""Entities against gold ones of which some are optional."""

import json
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import steps
from reference.marks import marked_spans, name_counts
from zhnlp.corpus.marks import read_marks
from zhnlp.doc import Doc, Span
from zhnlp.errors import AlignmentError, MissingLayerError
from zhnlp.evaluate import score_entities, score_marked_entities

LABELS = ["PER", "LOC", "ORG"]


@st.composite
def texts(draw):
    """A text, its marked names, and names that were found in it."""
    text = draw(st.text("我爱北京", min_size=1, max_size=10))
    spans = st.lists(st.sampled_from(list(combinations(range(len(text) + 1), 2))), max_size=6)
    entities = [
        [
            text[start:end],
            draw(st.sampled_from(LABELS)) + draw(st.sampled_from(["", "?"])),
            *draw(st.sampled_from([[], [start]])),
        ]
        for start, end in draw(spans)
    ]
    found = [
        Span(start, end, draw(st.sampled_from([*LABELS, "TIME"]))) for start, end in draw(spans)
    ]
    return text, entities, tuple(sorted(found))


@given(st.lists(texts(), max_size=4))
def test_scores_are_those_of_comparing_all_with_all(texts):
    lines = [json.dumps({"words": text, "entities": entities}) for text, entities, _ in texts]
    gold = [doc for _, doc in read_marks("gold", enumerate(lines, 1))]
    predicted = [Doc(text, entities=found) for text, _, found in texts]
    scores = score_marked_entities(gold, predicted, n_samples=2)
    counts = [
        name_counts(*marked_spans(text, entities), {span for span in found if span.label != "TIME"})
        for text, entities, found in texts
    ]
    exact, n_found, n_gold, touching, touched = map(sum, zip([0] * 5, *counts, strict=True))
    p, r = touching / max(n_found, 1), touched / max(n_gold, 1)

    assert (scores.n_predicted, scores.n_gold) == (n_found, n_gold)
    assert scores.exact.precision == exact / max(n_found, 1)
    assert scores.exact.recall == exact / max(n_gold, 1)
    assert scores.exact.f1 == 2 * exact / max(n_found + n_gold, 1)
    assert (scores.overlapping.precision, scores.overlapping.recall) == (p, r)
    assert scores.overlapping.f1 == pytest.approx(2 * p * r / (p + r) if p + r else 0)
    assert sum(of.n_gold for of in scores.labels.values()) == n_gold
    assert sum(of.n_predicted for of in scores.labels.values()) == n_found


@given(st.lists(texts(), max_size=4))
def test_without_optional_names_exact_scores_are_the_usual_ones(texts):
    gold = [Doc(text, entities=found) for text, _, found in texts]
    predicted = [Doc(text, entities=found[::2]) for text, _, found in texts]
    usual = score_entities(gold, predicted, n_samples=5)
    scores = score_marked_entities(gold, predicted, n_samples=5)

    assert (scores.exact.precision, scores.exact.recall) == (usual.precision, usual.recall)
    assert (scores.f1_interval, scores.labels) == (usual.f1_interval, usual.labels)


def doc(*entities):
    return Doc("他在北京大学校园", entities=tuple(Span(*entity) for entity in entities))


UNIVERSITY = (2, 6, "ORG")
CASES = [
    # gold, found, right, found that count, gold ones touched, what it shows
    ([UNIVERSITY], [UNIVERSITY], 1, 1, 1, "a name"),
    ([UNIVERSITY], [(2, 4, "ORG")], 0, 1, 1, "a part of it overlaps"),
    ([UNIVERSITY], [(2, 6, "LOC")], 0, 1, 0, "but not with another label"),
    ([UNIVERSITY], [(6, 8, "ORG")], 0, 1, 0, "beside it is not over it"),
    ([(2, 6, "ORG?")], [], 0, 0, 0, "an optional name need not be found"),
    ([(2, 6, "ORG?")], [(2, 4, "PER")], 0, 0, 0, "what overlaps it does not count"),
    ([(2, 6, "ORG?")], [(6, 8, "ORG")], 0, 1, 0, "what is beside it does"),
    ([(2, 6, "ORG?"), (3, 4, "LOC?")], [(4, 5, "PER")], 0, 0, 0, "nor what a longer one covers"),
    ([UNIVERSITY, (2, 4, "LOC?")], [UNIVERSITY], 1, 1, 1, "a demanded name counts all the same"),
    ([UNIVERSITY, (2, 4, "LOC?")], [(2, 4, "LOC")], 0, 0, 0, "the optional one in it does not"),
    ([UNIVERSITY], [UNIVERSITY, UNIVERSITY], 1, 1, 1, "a repeated name counts once"),
    ([], [(2, 6, "TIME")], 0, 0, 0, "labels that gold data never have are ignored"),
]


@pytest.mark.parametrize(
    "gold, found, n_right, n_found, touched, shows", CASES, ids=[c[5] for c in CASES]
)
def test_names_count(gold, found, n_right, n_found, touched, shows):
    scores = score_marked_entities([doc(*gold)], [doc(*found)])
    n_gold = max(scores.n_gold, 1)

    assert scores.n_predicted == n_found
    assert scores.exact.recall == n_right / n_gold
    assert scores.overlapping.recall == touched / n_gold


def test_the_last_lines_are_the_headlines():
    text = str(score_marked_entities([doc(UNIVERSITY)], [doc((2, 4, "ORG"))]))

    assert text.splitlines() == [
        "1 texts, 1 demanded entities, 1 predicted",
        "exact F1 from 0.0000 to 0.0000 with 95 % confidence",
        "ORG              P 0.0000 R 0.0000 F1 0.0000  gold 1",
        "overlapping P 1.0000 R 1.0000 F1 1.0000",
        "exact P 0.0000 R 0.0000 F1 0.0000",
    ]


def test_other_texts_and_missing_layers_are_errors():
    with pytest.raises(AlignmentError, match="text 0: the text differs"):
        score_marked_entities([doc()], [Doc("我", entities=())])
    with pytest.raises(MissingLayerError, match=r"doc\.entities"):
        score_marked_entities([doc()], [Doc("他在北京大学校园")])


def test_the_work_grows_with_the_number_of_names():
    def work(n):
        spans = [Span(i, i + 2, "PER" if i % 2 else "PER?") for i in range(n)]
        gold = [Doc("我" * (n + 1), entities=spans)]
        return steps(lambda: score_marked_entities(gold, gold, n_samples=1))

    assert work(800) < 5 * work(200)
