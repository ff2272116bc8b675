"""Words with their tags as text: the same as Python's string methods make."""

import re
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import tagged_words
from zhnlp.doc import Words
from zhnlp.errors import InputError, UsageError

STRINGS = st.text(st.characters(exclude_categories=())) | st.text("我𠮷é /\u3000\x1f\n\ud800")


@given(st.lists(st.tuples(STRINGS.filter(bool), STRINGS)))
def test_words_and_tags_are_joined_without_the_white_space_of_words(pairs):
    words = Words.of("".join(word for word, _ in pairs), [word for word, _ in pairs])
    solid = [("".join(word.split()), tag) for word, tag in pairs if word.strip()]

    written = tagged_words(words.text, words.ends, tuple(tag for _, tag in pairs))
    assert written == " ".join(f"{word}/{tag}" for word, tag in solid)


@pytest.mark.parametrize(
    "arguments, error, problem",
    [
        (("我爱", array("i", [1, 2]), ("r",)), UsageError, "1 tags do not fit 2 words; give one"),
        (("我", array("i", [2]), ("r",)), UsageError, "the ends of words must rise and lie in"),
        (("我", array("i", [1]), ["r"]), InputError, "tags is of type list; give a tuple of"),
        (("我", array("i", [1]), (None,)), InputError, "a tag is None; give a string."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_an_error(arguments, error, problem):
    with pytest.raises(error, match=re.escape(problem)):
        tagged_words(*arguments)
