"""What a tagger knows of a word: its form, its shape and the lexicon."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import Alphabet, Tagger, Trie, form_of, shape_of

PLAIN = Alphabet(array("I", map(ord, "甲乙丙")))


def test_a_tagger_knows_every_word_of_its_lexicon_and_every_shape():
    for words, rows in ((array("I", [0]), 16), (array("I", [0, 0]), 15)):
        with pytest.raises(ValueError, match="an entry for every word of its lexicon"):
            Tagger(Trie.build(["甲", "乙"]), words, array("Q", [1] * rows), PLAIN)


FORMS = [
    # word            without numerals       with
    ("１９９８年", "\ufdd0年", "\ufdd0年"),
    ("3.14%", "\ufdd0%", "\ufdd0%"),
    ("ＡＢ股", "\ufdd1股", "\ufdd1股"),
    ("三百五十", "三百五十", "\ufdd2"),
    ("第三", "第三", "第三"),
    ("（", "(", "("),
    ("", "", ""),
    ("长" * 24, "长" * 24, "长" * 24),
    ("长" * 25, "", ""),
]


@pytest.mark.parametrize("word, plain, numerals", FORMS)
def test_forms_of_words_have_classes_for_numbers_and_letters(word, plain, numerals):
    assert (form_of(word, numerals=False), form_of(word, numerals=True)) == (plain, numerals)


@given(word=st.text(max_size=40))
def test_any_word_has_a_shape_and_a_form_that_is_its_own_form(word):
    assert 0 <= shape_of(word) < 16
    assert (shape_of(word) == 0) == (word == "")
    for numerals in (False, True):
        form = form_of(word, numerals=numerals)
        assert len(form) <= min(len(word), 24)
        assert (form == "") == (not 0 < len(word) <= 24)
