"""Scores of answers: the cases of CMRC 2018's definition, and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.corpus import GoldAnswer, GoldQuestion
from zhnlp.errors import AlignmentError, InputError
from zhnlp.evaluate import score_answers
from zhnlp.evaluate.answers import longest_common_run

ITEMS = st.lists(st.sampled_from("abc"), max_size=8)


def asked(*answers):
    return GoldQuestion("…", "？", tuple(GoldAnswer(each, None) for each in answers), "1")


CASES = [
    # gold          predicted    exact  F1     what it shows
    (("北京大学",), "北京大学", 1, 1.0, "the same"),
    (("北京大学",), "《北京大学》。", 1, 1.0, "marks do not count"),
    (("NBA",), " nba ", 1, 1.0, "case and white space at the ends do not count"),
    (("北京大学",), "大学", 0, 2 / 3, "half of the characters"),
    (("北京大学",), "北大", 0, 2 / 6, "only a run counts: 北 or 大, not both"),
    (("北京", "北京大学"), "北京大学", 1, 1.0, "the nearest answer counts"),
    (("iPhone手机",), "iPhone", 0, 2 / 4, "a Latin word is one token: one of one and three"),
    (("3.14米",), "3米", 0, 2 / 4, "a number is one token, its fraction included"),
    (("北京",), "", 0, 0.0, "no answer"),
    (("北京",), "上海", 0, 0.0, "nothing in common"),
    ((), "", 1, 1.0, "nothing where there is nothing to find"),
    ((), "北京", 0, 0.0, "something where there is nothing to find"),
]


@pytest.mark.parametrize("gold, predicted, exact, f1, shows", CASES, ids=[c[4] for c in CASES])
def test_the_definition(gold, predicted, exact, f1, shows):
    scores = score_answers([asked(*gold)], [predicted], n_samples=1)

    assert scores.exact_match == exact
    assert scores.f1 == pytest.approx(f1, abs=1e-6)


def test_scores_are_means_over_questions():
    scores = score_answers([asked("北京"), asked("上海")], ["北京", ""])

    assert (scores.exact_match, scores.f1, scores.n_questions, scores.n_answered) == (
        0.5,
        0.5,
        2,
        1,
    )
    assert scores.f1_interval == scores.exact_match_interval == (0, 1)
    assert str(scores).splitlines() == [
        "2 questions, 1 answered",
        "exact match from 0.0000 to 1.0000 with 95 % confidence",
        "F1 from 0.0000 to 1.0000 with 95 % confidence",
        "exact match 0.5000 F1 0.5000",
    ]
    assert scores.to_dict()["f1"] == 0.5
    assert score_answers([], []).f1 == 0


@given(ITEMS, ITEMS)
def test_the_longest_common_run_is_that_of_trying_all(first, second):
    runs = {tuple(first[i:j]) for i in range(len(first)) for j in range(i, len(first) + 1)} & {
        tuple(second[i:j]) for i in range(len(second)) for j in range(i, len(second) + 1)
    }

    assert longest_common_run(first, second) == max(map(len, runs), default=0)


def test_what_cannot_be_scored_is_an_error():
    with pytest.raises(AlignmentError, match="there are 1 gold texts and 0 predicted"):
        score_answers([asked("北京")], [])
    with pytest.raises(InputError, match="an answer to score is None"):
        score_answers([asked("北京")], [None])
