"""Scores of labels: worked cases, and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import AlignmentError, InputError, UsageError
from zhnlp.evaluate import score_labels

PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abcd")), max_size=12)


def test_a_worked_case():
    scores = score_labels(list("aabbbc"), list("abbbcd"))

    assert scores.accuracy == 0.5
    assert (scores.labels["a"].precision, scores.labels["a"].recall) == (1.0, 0.5)
    assert scores.labels["b"].f1 == pytest.approx(2 / 3)
    assert (scores.labels["c"].f1, scores.labels["d"].n_gold) == (0, 0)
    assert scores.macro_f1 == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert str(scores).splitlines()[-1] == "accuracy 0.5000 macro-F1 0.4444"
    assert "a                P 1.0000 R 0.5000 F1 0.6667  gold 2" in str(scores)
    assert scores.to_dict()["labels"]["c"]["n_gold"] == 1


@given(PAIRS)
def test_scores_equal_counting_label_by_label(pairs):
    gold, predicted = [a for a, _ in pairs], [b for _, b in pairs]
    scores = score_labels(gold, predicted, n_samples=20)

    f1s = []
    for label in set(gold):
        hits = sum(a == b == label for a, b in pairs)
        f1s.append(2 * hits / (gold.count(label) + predicted.count(label)))
    assert scores.macro_f1 == pytest.approx(sum(f1s) / len(f1s) if f1s else 0)
    assert scores.accuracy == (sum(a == b for a, b in pairs) / len(pairs) if pairs else 0)
    low, high = scores.accuracy_interval
    assert 0 <= low <= high <= 1


def test_the_same_labels_are_all_right():
    scores = score_labels(["a", "b"], ["a", "b"])
    assert (scores.accuracy, scores.macro_f1, scores.accuracy_interval) == (1, 1, (1, 1))


def test_what_cannot_be_scored_is_an_error():
    with pytest.raises(AlignmentError, match="there are 1 gold texts and 2 predicted ones"):
        score_labels(["a"], ["a", "b"])
    with pytest.raises(InputError, match="a label to score is None"):
        score_labels(["a"], [None])
    with pytest.raises(UsageError, match="n_samples is 0"):
        score_labels(["a"], ["a"], n_samples=0)
