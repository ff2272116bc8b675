"""ROUGE of summaries, on characters."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import AlignmentError, InputError
from zhnlp.evaluate import score_summaries

TEXT = st.text("甲乙丙 ", max_size=8)
CASES = [
    # gold, predicted, ROUGE-1, ROUGE-2, ROUGE-L
    ("央行降息", "央行降息", 1, 1, 1),
    ("央行降息", "央 行\n降息", 1, 1, 1),  # white space does not count
    ("央行降息", "央行今日降息", 8 / 10, 4 / 8, 8 / 10),
    ("央行降息", "降息央行", 1, 4 / 6, 4 / 8),
    ("甲甲乙", "甲丙丙", 2 / 6, 0, 2 / 6),  # as often as both have it
    ("甲甲甲", "甲甲", 4 / 5, 2 / 3, 4 / 5),
    ("甲乙", "丙丁", 0, 0, 0),
    ("甲", "甲", 1, 0, 1),  # no pairs of characters
    ("甲", "", 0, 0, 0),
    ("", "", 0, 0, 0),
]


@pytest.mark.parametrize("gold, predicted, rouge1, rouge2, rougel", CASES)
def test_rouge_of_one_text(gold, predicted, rouge1, rouge2, rougel):
    scores = score_summaries([gold], [predicted])

    assert (scores.rouge1, scores.rouge2, scores.rougel) == pytest.approx((rouge1, rouge2, rougel))


def test_rouge_of_several_texts_is_the_mean():
    scores = score_summaries(["甲乙", "甲乙"], ["甲乙", "丙丁"])

    assert (scores.rouge1, scores.rouge2, scores.rougel, scores.n_texts) == (0.5, 0.5, 0.5, 2)
    assert str(scores) == "ROUGE-1 0.5000 ROUGE-2 0.5000 ROUGE-L 0.5000 of 2 texts"
    assert score_summaries([], []).n_texts == 0


@given(TEXT, TEXT)
def test_the_common_subsequence_is_the_longest(gold, predicted):
    a, b = "".join(gold.split()), "".join(predicted.split())
    subsequences = {tuple(chosen) for n in range(len(a) + 1) for chosen in combinations(a, n)} & {
        tuple(chosen) for n in range(len(b) + 1) for chosen in combinations(b, n)
    }
    longest = max(map(len, subsequences))
    expected = 2 * longest / (len(a) + len(b)) if a or b else 0

    assert score_summaries([gold], [predicted]).rougel == pytest.approx(expected)


@given(TEXT, TEXT)
def test_rouge_is_the_same_both_ways(gold, predicted):
    assert score_summaries([gold], [predicted]) == score_summaries([predicted], [gold])


def test_there_is_one_summary_for_each_text():
    with pytest.raises(AlignmentError, match="2 gold texts and 1 predicted"):
        score_summaries(["甲", "乙"], ["甲"])
    with pytest.raises(InputError, match="Give a list"):
        score_summaries(["甲"], iter(["甲"]))
