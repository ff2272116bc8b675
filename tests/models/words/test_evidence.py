"""Evidence for words: what the values of a lexicon say."""

import pytest

from zhnlp.core import Cutter
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.words.evidence import dictionary_evidence, word_evidence

FREQUENCIES = {"北京": 900_000, "来到": 1, "公": 50_000, "AI": 9, "将军": 40_000, "一将": 2}


@pytest.fixture(scope="module")
def dictionary():
    return Dictionary.of(FREQUENCIES)


def parts(value):
    """Frequency, share and class of the dictionary."""
    return value % 8, (value // 8 - 1) % 8, (value // 8 - 1) // 8


def test_words_of_the_dictionary_have_several_han_characters_and_a_class_of_frequency(dictionary):
    evidence = {word: parts(value) for word, value in dictionary_evidence(dictionary).items()}

    assert evidence == {
        "北京": (4, 0, 3),
        "来到": (4, 0, 3),  # one in a million is much in a dictionary so small
        "将军": (4, 0, 3),
        "一将": (4, 0, 3),
    }


def test_raw_text_says_how_often_a_string_is_a_word(dictionary):
    cutter = Cutter("unigram", dictionary.words)
    block = ("将军 AI 一将 " * 9 + "一将军 " * 9 + "来到").encode()
    evidence = {
        word: parts(value)
        for word, value in word_evidence(cutter, lambda: [block, block], dictionary).items()
    }

    assert evidence["一将"][:2] == (3, 6)  # frequent, and always a word
    assert evidence["将军"][:2] == (3, 4)  # a word in 18 of 36 places: 一将军 is 一将 and 军
    assert "来到" not in evidence  # too rare
    assert not {"北京", "AI"} & evidence.keys()


def test_blocks_of_raw_text_are_several(dictionary):
    with pytest.raises(TypeError, match="raw text is 3, of type int"):
        word_evidence(Cutter("unigram", dictionary.words), lambda: 3, dictionary)
