"""How far apart two words sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import UsageError
from zhnlp.models.spelling.pinyin_distance import pinyin_distance

CASES = [
    # a             b             distance  what it shows
    ("zai4", "zai4", 0, "the same sound"),
    ("na4", "na3", 0.25, "another tone"),
    ("si4", "shi4", 0.25, "a near initial"),
    ("yin1", "ying1", 0.25, "a near final"),
    ("nan2 jing1", "lang2 jin1", 0.75, "near sounds add up"),
    ("bei3 jing1", "nan2 jing1", 2.25, "another initial and final, and another tone"),
    ("ma1", "ba1", 1, "another initial"),
    ("jing1", "bei3 jing1", 3, "a syllable more is three units more"),
    ("lü4", "lv4", 0, "ü is v"),
    ("ma", "ma5", 0, "no tone is the neutral one"),
    ("er2", "e2", 1, "a syllable without an initial"),
    ("", "", 0, "no sound"),
]
syllables = st.builds(
    lambda initial, final, tone: initial + final + tone,
    st.sampled_from(["n", "l", "z", "zh", "h", "f", ""]),
    st.sampled_from(["a", "an", "ang", "in", "ing", "ong"]),
    st.sampled_from(["", "1", "4"]),
)
words = st.lists(syllables, max_size=3).map(" ".join)


@pytest.mark.parametrize("a, b, distance, shows", CASES, ids=[case[-1] for case in CASES])
def test_pinyin_distance(a, b, distance, shows):
    assert pinyin_distance(a, b) == distance


@given(a=words, b=words)
def test_it_is_the_same_both_ways(a, b):
    assert pinyin_distance(a, b) == pinyin_distance(b, a)


@given(a=words, b=words)
def test_words_of_as_many_syllables_are_compared_one_by_one(a, b):
    one, other = a.split(), b.split()
    if len(one) == len(other):
        assert pinyin_distance(a, b) <= sum(map(pinyin_distance, one, other))


@pytest.mark.parametrize("pinyin", ["ZAI4", "zai6", "在", "zai4guo2", "4"])
def test_what_is_no_syllable_is_an_error(pinyin):
    with pytest.raises(UsageError, match="is not a syllable of pinyin"):
        pinyin_distance("ma1", pinyin)
