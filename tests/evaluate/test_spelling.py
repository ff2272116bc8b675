"""Scores of spelling: strict sentences, characters, and false alarms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import AlignmentError, UsageError
from zhnlp.evaluate import score_spelling

TEXT = st.text("在再的得", max_size=4)
TRIPLES = st.lists(
    st.tuples(TEXT, TEXT, TEXT)
    | st.integers(0, 4).flatmap(
        lambda size: st.tuples(*[st.text("在再", min_size=size, max_size=size)] * 3)
    ),
    max_size=8,
)


def prf(hit, predicted, gold):
    p = hit / predicted if predicted else 0
    r = hit / gold if gold else 0
    return p, r, 2 * p * r / (p + r) if p + r else 0


def twin(triples):
    """The definition, one question at a time."""
    wrong = [t for t in triples if t[0] != t[1]]
    right = [t for t in triples if t[0] == t[1]]
    changed = [t for t in triples if t[2] != t[0]]
    corrected = [t for t in wrong if t[2] == t[1]]
    detected = []
    for source, target, guess in wrong:
        if len(source) == len(target) == len(guess):
            places = range(len(source))
            errors = {i for i in places if source[i] != target[i]}
            changes = {i for i in places if source[i] != guess[i]}
            detected += [1] if errors == changes else []
        else:
            detected += [1] if guess == target else []
    chars = [
        char
        for triple in triples
        if len({len(text) for text in triple}) == 1
        for char in zip(*triple, strict=True)
    ]
    return {
        "detection": prf(len(detected), len(changed), len(wrong)),
        "correction": prf(len(corrected), len(changed), len(wrong)),
        "characters": prf(
            sum(s != t and t == q for s, t, q in chars),
            sum(s != q for s, _, q in chars),
            sum(s != t for s, t, _ in chars),
        ),
        "false_alarms": sum(q != s for s, _, q in right) / len(right) if right else 0,
        "exact": sum(q == t for _, t, q in triples) / len(triples) if triples else 0,
    }


@given(TRIPLES)
def test_scores_are_those_of_the_definition(triples):
    scores = score_spelling([t[:2] for t in triples], [t[2] for t in triples], n_samples=2)
    expected = twin(triples)

    for name in ("detection", "correction", "characters"):
        found = getattr(scores, name)
        assert (found.precision, found.recall, found.f1) == pytest.approx(expected[name])
    assert (scores.false_alarms, scores.exact) == (expected["false_alarms"], expected["exact"])
    assert scores.n_texts == len(triples)


CASES = [
    # source     target      guess        detected, corrected, characters right, false alarm
    ("我在来", "我再来", "我再来", 1, 1, 1, 0, "corrected"),
    ("我在来", "我再来", "我载来", 1, 0, 0, 0, "found, but something else put there"),
    ("我在来", "我再来", "我在莱", 0, 0, 0, 0, "elsewhere"),
    ("我在来", "我再来", "我再莱", 0, 0, 1, 0, "one change too many"),
    ("我在来", "我再来", "我在来", 0, 0, 0, 0, "missed"),
    ("我再来", "我再来", "我在来", 0, 0, 0, 1, "a right one spoiled"),
    ("少字", "少了字", "少了字", 1, 1, 0, 0, "of another length, corrected"),
    ("少字", "少了字", "多了字", 0, 0, 0, 0, "of another length, not corrected"),
]


@pytest.mark.parametrize("case", CASES, ids=[case[-1] for case in CASES])
def test_what_counts(case):
    source, target, guess, detected, corrected, n_right, false_alarm, _ = case
    scores = score_spelling([(source, target)], [guess])

    assert (scores.detection.recall, scores.correction.recall) == (detected, corrected)
    assert (scores.characters.recall, scores.false_alarms) == (n_right, false_alarm)


def test_no_sentences_score_nothing():
    scores = score_spelling([], [])

    assert (scores.correction.f1, scores.exact, scores.f1_interval) == (0, 0, (0, 0))


def test_the_interval_is_around_the_score_and_the_same_for_a_seed():
    pairs = [("在", "再")] * 50 + [("得", "的")] * 50
    scores = score_spelling(pairs, ["再"] * 50 + ["得"] * 50, seed=1)
    low, high = scores.f1_interval

    assert low < scores.correction.f1 < high
    assert scores == score_spelling(pairs, ["再"] * 50 + ["得"] * 50, seed=1)
    assert scores != score_spelling(pairs, ["再"] * 50 + ["得"] * 50, seed=2)


def test_how_scores_are_printed():
    pairs = [("我在来", "我再来"), ("你在来", "你再来"), ("他来", "他来"), ("她来", "她来")]
    text = str(score_spelling(pairs, ["我再来", "你在来", "他莱", "她来"]))

    assert text.splitlines()[0] == "4 sentences, 2 with errors, 2 changed"
    assert text.splitlines()[2:] == [
        "sentence detection   P 0.5000 R 0.5000 F1 0.5000",
        "sentence correction  P 0.5000 R 0.5000 F1 0.5000",
        "character correction P 0.5000 R 0.5000 F1 0.5000",
        "exact sentences 0.5000",
        "false alarms 0.5000 of 2 right sentences",
    ]


def test_every_pair_needs_a_sentence():
    with pytest.raises(AlignmentError, match="1 pairs and 0 predicted sentences"):
        score_spelling([("在", "再")], [])


def test_no_samples_are_too_few():
    with pytest.raises(UsageError, match="n_samples is 0"):
        score_spelling([], [], n_samples=0)
