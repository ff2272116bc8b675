"""How trained models read characters: their alphabet, and what is read as something else."""

from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import char_class
from zhnlp.models.sequence.alphabet import alphabet, folding_pairs

HAN, OTHER = 1, 0


def pairs(known):
    flat = list(map(chr, folding_pairs(map(ord, known))))
    return dict(zip(flat[::2], flat[1::2], strict=True))


def test_an_alphabet_has_the_han_and_signs_that_stand_there_twice():
    assert "".join(map(chr, alphabet(["我爱我，a1a1", "爱,你。  "]))) == ",我爱"
    assert "".join(map(chr, alphabet(["我爱"], min_count=1))) == "我爱"


@given(texts=st.lists(st.text("我爱你，,。a1 か") | st.text()))
def test_an_alphabet_rises_and_has_nothing_else(texts):
    found = list(map(chr, alphabet(texts)))

    assert found == sorted(set(found))
    assert {char_class(char) for char in found} <= {HAN, OTHER}


def test_wide_signs_are_read_as_narrow_ones():
    assert pairs("我")["，"] == ","
    assert pairs("我")["Ａ"] == "A"


def test_traditional_characters_are_read_as_simplified_ones_that_are_known():
    assert pairs("学爱")["學"] == "学"
    assert "學" not in pairs("爱")  # nothing to read it as
    assert "學" not in pairs("学學")  # known by itself
