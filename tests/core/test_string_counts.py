"""How often words occur in cut text, as words and as strings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import StringCounter, Trie

lines = st.lists(st.lists(st.text("甲乙丙a", min_size=1, max_size=4), max_size=6), max_size=4)
lists = st.lists(st.text("甲乙丙a", min_size=1, max_size=4), min_size=1, max_size=8, unique=True)


def counted(words, *blocks):
    counter = StringCounter(Trie.build(words))
    for block in blocks:
        counter.add(block)
    return list(zip(words, counter.as_strings, counter.as_words, strict=True))


@given(lines, lists)
def test_counts_are_those_of_looking_at_every_place(cut, words):
    text = "\n".join(" ".join(line) for line in cut)
    joined = ["".join(line) for line in cut]

    assert counted(words, text.encode()) == [
        (
            word,
            sum(line.startswith(word, i) for line in joined for i in range(len(line))),
            sum(line.count(word) for line in cut),
        )
        for word in words
    ]


def test_blocks_add_up_and_lines_are_apart():
    assert counted(["大学", "学生"], "大学 生\n".encode(), "大\n学".encode()) == [
        ("大学", 1, 1),
        ("学生", 1, 0),
    ]


def test_what_is_not_utf_8_is_a_border():
    assert counted(["甲乙"], b"\xff".join(["甲".encode(), "乙 甲乙".encode()])) == [("甲乙", 1, 1)]


@pytest.mark.parametrize("cut", ["大学", None, 3])
def test_text_is_bytes(cut):
    with pytest.raises(TypeError, match="cut"):
        StringCounter(Trie.build(["大学"])).add(cut)
