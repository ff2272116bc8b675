"""Forms of Latin words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import UsageError
from zhnlp.models.latin import LATIN, latin_forms

CASES = [
    ("phones", "phone", "phone"),
    ("Running", "run", "run"),
    ("went", "went", "go"),
    ("AIDS", "aids", "aids"),
    ("手机", "手机", "手机"),
    ("T恤", "t恤", "t恤"),
    ("C++", "c++", "c++"),
    ("Straße", "straße", "straße"),
    ("", "", ""),
]


@pytest.mark.parametrize("word, stem, lemma", CASES, ids=[each[0] for each in CASES])
def test_stems_and_lemmas(word, stem, lemma):
    pytest.importorskip("snowballstemmer")
    pytest.importorskip("simplemma")

    assert latin_forms("stem")([word, word]) == [stem, stem]
    assert latin_forms("lemma")([word]) == [lemma]


@given(st.lists(st.text()))
def test_small_letters(words):
    assert latin_forms("lower")(words) == [word.lower() for word in words]
    assert latin_forms("keep")(words) == words


@given(st.lists(st.text("我爱的𠮷，1２")), st.sampled_from(LATIN))
def test_words_that_are_not_latin_stay(words, latin):
    pytest.importorskip("snowballstemmer")
    pytest.importorskip("simplemma")

    assert latin_forms(latin)(words) == words


def test_an_unknown_form_is_an_error():
    with pytest.raises(UsageError, match="latin 'root' is not known"):
        latin_forms("root")


def test_forms_are_found_anew_when_many_are_kept(monkeypatch):
    pytest.importorskip("snowballstemmer")
    monkeypatch.setattr("zhnlp.models.latin._MOST", 1)

    assert latin_forms("stem")(["cats", "dogs", "cats"]) == ["cat", "dog", "cat"]
