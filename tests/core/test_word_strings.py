"""Strings of words: each is the text between two ends, whatever was kept from earlier texts."""

from array import array
from functools import cache
from itertools import accumulate

from hypothesis import example, given
from hypothesis import strategies as st

from zhnlp.core import Cutter

# Words of these have keys that would be equal if a character counted for 16 bits only, for
# nothing, or for two as in UTF-16.
CHARS = ["中", "国", "a", "\0", "\1", "\uf602", "😂", "\ud83d", "\ude02", "\U0010ffff"]
words = st.lists(st.sampled_from(CHARS), min_size=1, max_size=6).map("".join)
MANY = [chr(0x4E00 + i) + chr(0x4E00 + i * i % 5000) for i in range(200)]


@cache
def cutter():
    return Cutter("forward")


def cut(words):
    """The same words, found by their places in the text that they make."""
    ends = list(accumulate(map(len, words)))
    places = array("I", [place for pair in zip([0, *ends], ends, strict=False) for place in pair])
    return cutter().words("".join(words), places)


@given(given_words=st.lists(words, max_size=150))
@example(given_words=["\1\uf602", "😂", "\ud83d\ude02", "\0中", "中", "中\0", "\uf602"])
@example(given_words=MANY)
def test_words_are_those_of_the_text(given_words):
    assert cut(given_words) == given_words
    assert cut(given_words[::-1]) == given_words[::-1]


def test_a_word_of_up_to_four_characters_is_made_once():
    """Also within one text, and in a later one."""
    first, again = cut(["中国a国", "中国a国"])

    assert first is again
    assert cut(["国", "中国a国"])[1] is first


def test_words_go_on_when_others_take_their_place():
    """More words than are kept: those in the lists stay as they are."""
    lists = [cut([chr(0x4E00 + i), chr(0x4E00 + i) + chr(0x3400 + k)]) for k in range(9)
             for i in range(0x5000)]  # fmt: skip

    assert all(len(one) == 1 and len(two) == 2 and two[0] == one for one, two in lists)
