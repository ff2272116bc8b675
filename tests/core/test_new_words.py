"""NewWordCounter: frequency, cohesion and freedom of strings, against a slow twin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import new_words
from zhnlp.core import NewWordCounter
from zhnlp.errors import UsageError

corpora = st.lists(st.text("甲乙丙丁，1", max_size=30), max_size=5)


def counted(texts, **settings):
    counter = NewWordCounter(**settings)
    for text in texts:
        counter.add(text)
    chars, lengths, counts, scores = counter.results()
    found, start = {}, 0
    for i, (length, count) in enumerate(zip(lengths, counts, strict=True)):
        found[chars[start : start + length]] = (count, scores[2 * i], scores[2 * i + 1])
        start += length
    return found


@given(corpora, st.integers(2, 6), st.integers(2, 4))
def test_scores_are_those_of_looking_at_every_place(texts, max_length, min_count):
    found = counted(texts, max_length=max_length, min_count=min_count)
    expected = new_words(texts, max_length, min_count)

    assert found.keys() == expected.keys()
    for string, scores in expected.items():
        assert found[string] == pytest.approx(scores, abs=1e-9)


def test_blocks_add_up():
    texts = ["葡萄好吃", "吃葡萄，葡萄"] * 3
    whole = counted(texts, min_count=2)
    parts = counted(texts, min_count=2, block=10)

    assert parts["葡萄"][0] == whole["葡萄"][0] == 9


def test_strings_do_not_reach_over_borders():
    assert counted(["甲", "乙", "甲", "乙", "甲a乙", "甲a乙"], min_count=2) == {}


def test_digits_are_one_neighbour():
    found = counted(["1日上午", "25日上午", "3日上午", "，上午"], min_count=2)

    assert found["日上午"][2] == 0


@pytest.mark.parametrize("setting", [{"max_length": 1}, {"min_count": 1}, {"block": 0}], ids=str)
def test_settings_are_checked(setting):
    with pytest.raises(UsageError):
        NewWordCounter(**setting)


def test_a_text_is_a_string():
    with pytest.raises(TypeError, match="text"):
        NewWordCounter().add(b"x")
