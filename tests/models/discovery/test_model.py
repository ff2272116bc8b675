"""discover_words: what behaves like a word and is not known."""

from random import Random

import pytest

from zhnlp.errors import InputError, UsageError
from zhnlp.models.discovery.model import NewWord, discover_words
from zhnlp.models.lexicons.lexicon import Lexicon

LEFT, RIGHT = "我你他她谁爱看听说写读学买卖", "来去好坏大小多少高低红白上下"
TEXTS = [f"{a}绯鹮{b}，{a}学习{b}，{a}{b}，瓅鹮的" for a in LEFT for b in RIGHT]
SETTINGS = {"min_frequency": 10, "min_cohesion": 1.0, "min_freedom": 1.0}


def found(texts=TEXTS, **settings):
    return [word.text for word in discover_words(texts, **{**SETTINGS, **settings})]


def test_a_string_that_is_joined_and_free_is_found():
    words = discover_words(TEXTS, **SETTINGS)

    assert words[0].text == "绯鹮"
    assert words[0].frequency == len(TEXTS)
    assert words[0].freedom > 2
    assert isinstance(words[0], NewWord)


def test_known_words_are_not_new():
    assert "学习" not in found()  # jieba has it
    assert "绯鹮" not in found(lexicon=Lexicon(["绯鹮"]))
    assert "绯鹮" not in found(cut=lambda text: [text])
    assert "绯鹮" in found(cut=list)


def test_what_is_bound_to_its_neighbours_is_no_word():
    assert "瓅鹮" not in found()  # always before 的


def test_function_words_do_not_begin_or_end_new_words():
    assert not [word for word in found(min_freedom=0.0) if word[-1] == "的"]


def test_a_part_of_a_longer_word_is_left_out():
    texts = [f"{a}绯鹮鸂{b}" for a in LEFT for b in RIGHT]

    assert "绯鹮鸂" in found(texts)
    assert not {"绯鹮", "鹮鸂"} & {*found(texts, min_freedom=0.0)}


@pytest.mark.parametrize(
    "texts", [[], [""], ["\ud800\0 😀"], ["a1，"]], ids=["no", "0", "odd", "a"]
)
def test_nothing_is_found_in_nothing(texts):
    assert discover_words(texts) == []


def test_the_order_of_texts_and_blocks_does_not_matter():
    assert found(TEXTS[::-1]) == found()
    assert "绯鹮" in found(Random(1).sample(TEXTS, len(TEXTS)), block=1000)


@pytest.mark.parametrize(
    "setting",
    [{"min_frequency": 1}, {"max_length": 16}, {"max_length": 1}, {"block": 0}],
    ids=str,
)
def test_settings_are_checked(setting):
    with pytest.raises(UsageError):
        discover_words(TEXTS, **setting)


@pytest.mark.parametrize("given", [{"texts": "绯"}, {"texts": [3]}, {"texts": TEXTS, "cut": 3}])
def test_what_is_given_is_checked(given):
    with pytest.raises(InputError):
        discover_words(**given)
