"""LatinSpelling: which Latin words are corrected into which, and which are left alone."""

from math import inf, log

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from growth import steps
from zhnlp.core import units
from zhnlp.models.spelling.latin import LatinSpelling

WORDS = {"python": 500, "windows": 400, "package": 300, "java": 900, "plants": 90, "plates": 21}
OWN = ["PyTorch", "深度学习", "iPhone", "zhnlp", "C++", "x86"]
LEAST = -99.0
CASES = [
    # text               right          what it shows
    ("用pytohn写", "python", "two letters swapped"),
    ("用pythn写", "python", "a letter missing"),
    ("用pythoon写", "python", "a letter too many"),
    ("用pythom写", "python", "a wrong letter"),
    ("用Pytohn写", "Python", "capitals stay"),
    ("用PYTOHN写", "PYTHON", "all of them, too"),
    ("用pytorhc写", "PyTorch", "the user's words are written as they are to be"),
    ("用znnlp写", "zhnlp", "they may be short"),
    ("pytohn", "python", "a word alone"),
    ("Pytohn.", "Python", "before a full stop"),
    ("（pytohn）", "python", "in brackets"),
    ("pytohn, 很好", "python", "before a comma"),
]
LEFT_ALONE = [
    ("用python写", "a word of the list"),
    ("用PYTHON写", "in any capitals"),
    ("用pytorch写", "a word of the user's in other capitals"),
    ("用jawa写", "a short word near one of the list"),
    ("用pyhtno写", "two edits away"),
    ("用tython写", "another first letter"),
    ("用packages写", "a word that goes on from another"),
    ("用packag写", "a word that another goes on from"),
    ("用pyth0n写", "a digit inside"),
    ("用pytohn3写", "a digit at its end"),
    ("用pytohn_写", "a sign at its end"),
    ("www.pytohn.org", "an address"),
    ("pytohn.org", "an address without www"),
    ("见pytohn.py", "the name of a file"),
    ("me@pytohn.org", "a mail address"),
    ("https://pytohn/x", "a path"),
    ("#pytohn", "a tag"),
    ("pytohn-windows", "a word with a hyphen"),
    ("pytohn++", "a word with signs that belong to it"),
    ("pytohn's", "a word with an apostrophe"),
    ("pytohné", "a word with an accent"),
    ("épytohn", "and before it"),
    ("pytohn\u0301", "a letter with a mark"),
    ("", "nothing"),
    ("没有拉丁字母", "no Latin letter"),
]
texts = st.lists(
    st.sampled_from(
        ["pytohn", "windwos", "pytorhc", "用", "。", ".", "-", "é", "1", " ", "\ud800", "😀"]
    )
    | st.text(max_size=3)
).map("".join)


@pytest.fixture(scope="module")
def spelling():
    return LatinSpelling(WORDS, OWN)


@pytest.mark.parametrize("text, right, shows", CASES, ids=[case[2] for case in CASES])
def test_corrected(spelling, text, right, shows):
    (found,) = spelling.find(text, (), LEAST)

    assert found.right == right
    assert found.wrong == text[found.start : found.end]
    assert found.reason == "edit"


@pytest.mark.parametrize("text, shows", LEFT_ALONE, ids=[case[1] for case in LEFT_ALONE])
def test_left_alone(spelling, text, shows):
    assert spelling.find(text, (), LEAST) == []


@given(texts)
@example("用pytohn.org和pytohn")
@example("pytohn\u0301")
def test_corrections_are_of_whole_units_in_order(spelling, text):
    found = spelling.find(text, (), LEAST)
    ends = {0, *units(text)}

    assert sorted(found) == found
    assert len({each.start for each in found}) == len(found)
    for each in found:
        assert each.wrong == text[each.start : each.end] != each.right
        assert each.start in ends
        assert each.end in ends


@given(texts, st.lists(st.integers(0, 30), max_size=6).map(sorted))
def test_kept_spans_are_not_touched(spelling, text, places):
    kept = [span for span in zip(places[::2], places[1::2], strict=False) if span[0] < span[1]]
    found = spelling.find(text, kept, LEAST)

    assert all(each.end <= start or end <= each.start for each in found for start, end in kept)
    assert found == [each for each in spelling.find(text, (), LEAST) if each in found]
    assert spelling.find(text, [(0, len(text))], LEAST) == []


def test_a_frequent_word_is_more_likely_and_one_of_the_users_certain(spelling):
    log_odds = {text: spelling.find(text, (), LEAST)[0].log_odds for text in ("pytohn", "platas")}

    assert log_odds["pytohn"] - log_odds["platas"] == pytest.approx(log(500 / 21))
    assert spelling.find("pytorhc", (), LEAST)[0].log_odds == inf


@given(st.floats(-5, 9))
def test_none_is_less_likely_than_the_threshold(spelling, threshold):
    found = spelling.find("pytohn platas windwos", (), threshold)

    assert all(each.log_odds >= threshold for each in found)


def test_others_that_may_be_meant_are_named(spelling):
    (found,) = spelling.find("plantes", (), LEAST)
    ((other, log_odds),) = found.alternatives

    assert (found.right, other) == ("plants", "plates")
    assert log_odds < found.log_odds


def test_without_words_nothing_is_found():
    assert LatinSpelling({}).find("pytohn", (), LEAST) == []
    assert LatinSpelling({}, ["深度学习"]).find("pytohn", (), LEAST) == []


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "pytohn " * 15_000, "a" * 99_999 + "1", "a." * 50_000]
)
def test_long_texts_are_read_to_their_end(spelling, text):
    found = spelling.find(text, [(i, i + 1) for i in range(0, 100_000, 20)], LEAST)

    assert all(each.wrong == "pytohn" for each in found)


OVERLAPPED = "用pytohn写A股，A股windwos，C++pytohn windwos长A"


PARTS = ["A股", "C++", "C++py", "写A", "长A", "n写", "，A股w"]


@given(st.lists(st.sampled_from(PARTS), max_size=4))
def test_a_word_that_overlaps_one_of_the_users_is_left_alone(own):
    found = LatinSpelling(WORDS, own).find(OVERLAPPED, (), LEAST)
    free = [
        each
        for each in LatinSpelling(WORDS).find(OVERLAPPED, (), LEAST)
        if not any(
            OVERLAPPED.startswith(word, at) and at < each.end and each.start < at + len(word)
            for word in own
            for at in range(len(OVERLAPPED))
        )
    ]

    assert found == free


def test_the_work_of_a_correction_does_not_grow_with_the_number_of_the_users_words():
    def work(n_words):
        spelling = LatinSpelling(WORDS, [f"A词{i:05}" for i in range(n_words)])
        return steps(lambda: spelling.find("用pytohn写。" * 20, (), LEAST))

    assert work(4000) == work(40)
