"""Traditional characters in sentences of simplified ones: which are corrected, and which stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import speller_of

SIMPLE = "今天我们喜欢音乐会比赛。"  # 们 欢 乐 会 赛 have traditional forms
CASES = [
    # text                    corrections          what it shows
    ("今天我們喜欢音乐会比赛。", [(3, 4, "们")], "one among four"),
    ("今天我們喜欢音乐会。", [], "one among three"),
    ("今天我們喜歡音乐会比赛。", [], "two among four"),
    ("今天“我們”喜欢音乐会比赛。", [], "in quotes"),
    (SIMPLE, [], "no traditional one"),
    ("今天我们喜欢音乐会比赛。我們喜歡。", [], "in a sentence of their own"),
    ("今天我们喜欢音乐会比赛们們己。", [], "beside characters that it never follows"),
    (
        "今天我們喜欢音乐会比赛。\n今天我們喜欢音乐会比赛。",
        [(3, 4, "们"), (16, 17, "们")],
        "in two",
    ),
]


@pytest.fixture(scope="module")
def correct(settings, weights):
    speller = speller_of(**settings, **weights)

    def call(text, kept=(), threshold=5.0):
        found = speller.correct(text, kept, threshold)
        return [each[:3] for each in found if each[4] == "script"]

    return call


@pytest.mark.parametrize("text, expected, shows", CASES, ids=[case[2] for case in CASES])
def test_strays(correct, text, expected, shows):
    assert correct(text) == expected


def test_a_stray_in_a_kept_span_stays(correct):
    assert correct("今天我們喜欢音乐会比赛。", [(2, 4)]) == []


def test_a_higher_threshold_leaves_it(correct):
    assert correct("今天我們喜欢音乐会比赛。", threshold=5.1) == []


@given(st.text("今天我们們喜欢歡音乐樂会會比赛賽。\n己", max_size=30))
def test_what_is_written_is_the_simplified_form_of_the_same_character(correct, text):
    forms = dict(zip("們歡樂會賽", "们欢乐会赛", strict=True))
    for start, end, right in correct(text):
        assert (end - start, forms[text[start]]) == (1, right)
