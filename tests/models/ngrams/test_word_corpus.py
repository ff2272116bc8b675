"""The words of a corpus as an n-gram model knows them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.models.ngrams.word_corpus import (
    BEGIN,
    END,
    LATIN,
    NUMBER,
    NUMERAL,
    SPECIAL,
    UNKNOWN,
    aliases,
    model_form,
    number,
)

FORMS = [
    ("12月", NUMBER + "月"),
    ("１２月", NUMBER + "月"),
    ("３．１４", NUMBER),
    ("IBM", LATIN),
    ("ＩＢＭ", LATIN),
    ("MP3", LATIN),
    ("卡拉OK", "卡拉" + LATIN),
    ("A股", LATIN + "股"),
    ("，", ","),
    ("％", "%"),
    ("二十", "二十"),
    ("北京", "北京"),
]


@pytest.mark.parametrize("word, form", FORMS)
def test_a_word_is_read_as(word, form):
    assert model_form(word) == form


def test_words_of_one_form_are_one_word():
    vocabulary, stream = number([["12月", "８月", "北京"], ["北京", "３月"]], 1)

    assert vocabulary == [*SPECIAL, NUMBER + "月", "北京"]
    assert stream == [BEGIN, 3, 3, 4, END, BEGIN, 4, 3, END]


@pytest.mark.parametrize("times, word", [(4, NUMERAL + "年"), (5, "二十年")])
def test_chinese_numerals_are_a_class_where_they_are_rare(times, word):
    vocabulary, _ = number([["二十年"]] * times, 1)

    assert vocabulary == [*SPECIAL, word]


def test_a_single_chinese_numeral_is_written_out():
    assert number([["一", "三"]], 1)[0] == [*SPECIAL, "一", "三"]


def test_rare_words_are_unknown():
    vocabulary, stream = number([["甲", "乙", "甲"]], 2)

    assert (vocabulary, stream) == ([*SPECIAL, "甲"], [BEGIN, 3, UNKNOWN, 3, END])


def test_signs_that_stand_for_begin_and_end_are_unknown_words():
    vocabulary, stream = number([[SPECIAL[BEGIN], "甲", SPECIAL[END]]], 1)

    assert (vocabulary, stream) == ([*SPECIAL, "甲"], [BEGIN, UNKNOWN, 3, UNKNOWN, END])


@given(st.lists(st.lists(st.text("甲乙1", min_size=1, max_size=2)), max_size=5), st.integers(1, 3))
def test_numbers_follow_frequency_and_spell_the_corpus(sentences, least):
    vocabulary, stream = number(sentences, least)
    forms = Counter(model_form(word) for sentence in sentences for word in sentence)
    expected = [form for form in forms if forms[form] >= least]

    assert vocabulary[3:] == sorted(expected, key=lambda form: (-forms[form], form))
    words = [model_form(word) for sentence in sentences for word in [None, *sentence, None] if word]
    assert [vocabulary[n] for n in stream if n not in (BEGIN, END)] == [
        form if forms[form] >= least else SPECIAL[UNKNOWN] for form in words
    ]


def test_aliases_lead_from_full_width_to_the_signs_in_use():
    assert aliases(["100%", "a", "北京"]) == ["％%", "０0", "１1", "ａa"]
