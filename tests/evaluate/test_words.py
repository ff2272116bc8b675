"""SIGHAN scores of words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import AlignmentError, UsageError
from zhnlp.evaluate import score_words


def cut(text, breaks):
    ends = [*sorted({b for b in breaks if 0 < b < len(text)}), len(text)]
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)] if text else []


cuts = st.lists(st.integers(1, 11), max_size=8)
texts = st.lists(st.tuples(st.text("我爱北京", max_size=12), cuts, cuts), max_size=6)


def twin(gold, predicted):
    """Right words counted by their places, one by one."""
    right = 0
    for a, b in zip(gold, predicted, strict=True):
        places = [(len("".join(b[:i])), word) for i, word in enumerate(b)]
        right += sum((len("".join(a[:i])), word) in places for i, word in enumerate(a))
    return right


@given(texts)
def test_scores_are_those_of_counting_one_by_one(texts):
    gold = [cut(text, a) for text, a, _ in texts]
    predicted = [cut(text, b) for text, _, b in texts]
    scores = score_words(gold, predicted, n_samples=2)
    right, n_gold, n_predicted = (
        twin(gold, predicted),
        sum(map(len, gold)),
        sum(map(len, predicted)),
    )

    assert scores.precision == (right / n_predicted if n_predicted else 0)
    assert scores.recall == (right / n_gold if n_gold else 0)
    assert scores.f1 == (2 * right / (n_gold + n_predicted) if n_gold else 0)


def test_a_gold_answer_is_perfect():
    gold = [["我", "爱", "北京"], [], ["天安门"]]
    scores = score_words(gold, gold, known={"我"})

    assert (scores.precision, scores.recall, scores.f1) == (1, 1, 1)
    assert scores.f1_interval == (1, 1)
    assert (scores.unknown_rate, scores.unknown_recall) == (0.75, 1)


def test_unknown_words_are_scored_apart():
    scores = score_words([["我", "爱", "北京"]], [["我爱", "北京"]], known={"爱"})

    assert (scores.unknown_rate, scores.unknown_recall) == (2 / 3, 0.5)


def test_no_texts_score_nothing():
    assert score_words([], []).f1 == 0


def test_the_interval_is_around_the_score_and_the_same_for_a_seed():
    gold = [["我", "爱"]] * 50 + [["我爱"]] * 50
    predicted = [["我", "爱"]] * 100
    scores = score_words(gold, predicted, seed=1)
    low, high = scores.f1_interval

    assert low < scores.f1 < high
    assert scores == score_words(gold, predicted, seed=1)
    assert scores != score_words(gold, predicted, seed=2)


def test_the_last_line_is_the_headline():
    text = str(score_words([["我", "爱", "北京"]], [["我", "爱", "北", "京"]], known=set()))

    assert text.splitlines()[-2:] == [
        "unknown words 1.0000 of all, recall 0.6667",
        "P 0.5000 R 0.6667 F1 0.5714",
    ]


@pytest.mark.parametrize(
    "predicted, message",
    [
        ([["我"]], "text 0: the text differs from the gold text at '我' against '我爱'"),
        ([], "1 gold texts and 0 predicted ones"),
    ],
)
def test_other_texts_cannot_be_scored(predicted, message):
    with pytest.raises(AlignmentError, match=message):
        score_words([["我", "爱"]], predicted)


def test_no_samples_are_too_few():
    with pytest.raises(UsageError, match="n_samples is 0"):
        score_words([], [], n_samples=0)
