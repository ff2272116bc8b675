"""The trie: what a dict of words and numbers gives, for any code points."""

from array import array
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhnlp.core import Trie

# Few characters, so that words share beginnings; among them NUL, a lone
# surrogate, characters beyond the basic plane and the last code point.
FEW = "中国a\0\ud800𠮷\U0010ffff"
words = st.text(FEW, min_size=1, max_size=4) | st.text(min_size=1)
lexicons = st.lists(words, unique=True, max_size=40)
probes = st.text(FEW, max_size=8) | st.text()
# A node is value + 1 (21 bits), code (21 bits) and base (22 bits), from the highest bit on; or
# the first one tells how many bits a base and a code have. Ones in the seven highest bits begin a
# packed array.
numbers = (
    st.integers(0, 2**64 - 1)
    | st.builds(
        lambda value, code, base: value << 43 | code << 22 | base,
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(0, 20),
    )
    | st.builds(
        lambda base_bits, code_bits, base: 1 << 63 | base_bits << 57 | code_bits << 51 | base,
        st.integers(0, 63),
        st.integers(0, 63),
        st.integers(0, 20),
    )
).filter(lambda number: number >> 57 != 0x7F)
# Numbers beyond 21 bits make another layout.
firsts = st.sampled_from([0, 2**21, 2**24 - 2 - 100])
codes = st.integers(0, 2**32 - 1) | st.integers(0, 200)


def prefixes(numbered, text, start):
    ends = range(start + 1, len(text) + 1)
    return [(end, numbered[text[start:end]]) for end in ends if text[start:end] in numbered]


@given(lexicon=lexicons, probe=probes, first=firsts)
@example(lexicon=["中", "中国", "国"], probe="中国人", first=0)
@example(lexicon=[], probe="中", first=2**21)
def test_it_finds_what_a_dict_finds(lexicon, probe, first):
    numbered = {word: number for number, word in enumerate(lexicon, first)}
    trie = Trie.build(numbered, numbered.values())

    assert dict(trie.items()) == numbered
    assert trie.begins(probe) == any(word.startswith(probe) for word in lexicon)
    for start in range(len(probe)):
        for end in range(start, len(probe) + 1):
            assert trie.find(probe[start:end]) == numbered.get(probe[start:end], -1)
        assert trie.prefixes(probe, start) == prefixes(numbered, probe, start)


@given(lexicon=lexicons, word=words)
def test_it_does_not_find_a_word_cut_short_or_made_longer(lexicon, word):
    trie = Trie.build(lexicon)
    for other in (*lexicon, word):
        for changed in (other[:-1], other + word[0], word[0] + other):
            assert (trie.find(changed) >= 0) == (changed in lexicon)


@given(lexicon=lexicons, first=firsts)
def test_its_arrays_make_the_same_trie(lexicon, first):
    values = range(first, first + len(lexicon))
    trie = Trie.build(lexicon, values)
    nodes, alphabet = trie.arrays()
    again = Trie(nodes, alphabet)

    assert (nodes.format, alphabet.format) == ("Q", "I")
    assert len(set(alphabet)) == len(alphabet) == len(set("".join(lexicon)))
    assert again.n_values == trie.n_values == (first + len(lexicon) if lexicon else 0)
    assert [again.find(word) for word in lexicon] == list(values)


def test_a_trie_of_many_words_is_whole():
    """As many words as it takes to grow the arrays and to look for free places in vain."""
    lexicon = [chr(0x4E00 + i * 7 % 5000) * (1 + i % 3) + chr(0x4E00 + i) for i in range(20_000)]
    trie = Trie.build(lexicon)

    assert all(trie.find(word) == number for number, word in enumerate(lexicon))
    assert len(trie.arrays()[0]) < 4 * len(lexicon)


def test_a_trie_of_very_many_words_is_whole():
    """More than the 22 bits of a base can tell apart in the usual layout."""
    lexicon = [f"{i * 7919:x}".ljust(100, "长") for i in range(45_000)]
    trie = Trie.build(lexicon)
    nodes, alphabet = trie.arrays()

    assert nodes[0] >> 63
    for made in (trie, Trie(nodes, alphabet)):
        assert all(made.find(word) == i for i, word in enumerate(lexicon))
        assert made.prefixes(lexicon[5] + "中") == [(100, 5)]
        assert made.find(lexicon[5][:-1]) == -1


def test_places_are_found_for_many_children_of_rare_codes():
    """Thousands of children each, whose codes lie far apart: few places have room for all."""
    heads = [chr(0x21 + i) for i in range(60)]
    lexicon = [head + chr(0x4E00 + i * 5 % 20_900) + "的" for i in range(400) for head in heads]
    lexicon += [chr(0x20000 + i) + "地" for i in range(40_000)]
    trie = Trie.build(lexicon)

    assert all(trie.find(word) == number for number, word in enumerate(lexicon))


def test_a_word_as_long_as_a_book_is_a_word():
    book = "中国" * 50_000

    assert Trie.build(["中", book]).prefixes(book + "人") == [(1, 0), (100_000, 1)]


def test_an_empty_word_is_an_error():
    with pytest.raises(ValueError, match="must not be empty"):
        Trie.build(["中", ""])


@given(lexicon=st.lists(words, min_size=1, unique=True), at=st.integers(0))
def test_a_word_given_twice_is_an_error(lexicon, at):
    with pytest.raises(ValueError, match="given twice"):
        Trie.build([*lexicon, lexicon[at % len(lexicon)]])


def test_words_may_have_numbers_of_their_own():
    """Any from 0 to 2^24 - 2, several words the same one."""
    trie = Trie.build(["中", "中国", "国"], [7, 2**24 - 2, 7])

    assert trie.prefixes("中国人") == [(1, 7), (2, 2**24 - 2)]
    assert (trie.find("国"), trie.n_values) == (7, 2**24 - 1)


@pytest.mark.parametrize("values", [[2**24 - 1], [-1], [], [1, 2]])
def test_a_number_too_large_or_missing_is_an_error(values):
    with pytest.raises(ValueError, match="of a trie"):
        Trie.build(["中"], values)


def test_no_nodes_make_no_trie():
    with pytest.raises(ValueError, match="at least one node"):
        Trie(array("Q"), array("I"))


@given(
    nodes=st.lists(numbers, min_size=1, max_size=30),
    alphabet=st.lists(codes, max_size=10),
    probe=st.text("\0\1\2\3abc", max_size=10) | st.text(),
)
def test_any_arrays_give_some_answer(nodes, alphabet, probe):
    trie = Trie(array("Q", nodes), array("I", alphabet))

    assert -1 <= trie.find(probe) < trie.n_values
    found = trie.prefixes(probe)
    assert all(0 <= number < trie.n_values for _, number in found)
    assert [end for end, _ in found] == sorted({end for end, _ in found})


@given(lexicon=lexicons, probe=probes, first=firsts, data=st.data())
def test_altered_arrays_give_some_answer(lexicon, probe, first, data):
    nodes, alphabet = Trie.build(lexicon, range(first, first + len(lexicon))).arrays()
    nodes, alphabet = array("Q", nodes), array("I", alphabet)
    for changed, new in ((nodes, numbers), (alphabet, codes)):
        places = st.integers(0, len(changed) - 1)
        for at, number in data.draw(st.lists(st.tuples(places, new))) if changed else ():
            changed[at] = number
    trie = Trie(nodes, alphabet)
    for text in (probe, *lexicon):
        assert -1 <= trie.find(text) < trie.n_values
        trie.prefixes(text)


@given(lexicon=lexicons, probe=probes, first=firsts)
@example(lexicon=["中", "中国", "国"], probe="中国人", first=0)
def test_a_packed_trie_is_the_same_trie(lexicon, probe, first):
    """Files hold it packed."""
    trie = Trie.build(lexicon, range(first, first + len(lexicon)))
    again = Trie(*trie.packed())

    assert again.packed() == trie.packed()
    assert again.n_values == trie.n_values
    assert dict(again.items()) == dict(trie.items())
    assert again.prefixes(probe) == trie.prefixes(probe)


def test_a_packed_trie_takes_less_than_half_the_room():
    lexicon = [chr(0x4E00 + i * 7 % 5000) * (1 + i % 3) + chr(0x4E00 + i) for i in range(20_000)]
    plain, alphabet = Trie.build(lexicon).arrays()
    packed, _ = Trie.build(lexicon).packed()

    assert 2 * len(packed) < len(plain)
    assert all(Trie(packed, alphabet).find(word) == i for i, word in enumerate(lexicon))


def test_a_packed_trie_of_very_many_words_is_whole():
    """Bases and values that are too large for the usual layout."""
    lexicon = [f"{i * 7919:x}".ljust(100, "长") for i in range(45_000)]
    trie = Trie(*Trie.build(lexicon).packed())

    assert trie.arrays()[0][0] >> 63
    assert all(trie.find(word) == i for i, word in enumerate(lexicon))


@given(lexicon=lexicons, probe=probes, first=firsts, data=st.data())
def test_an_altered_packed_trie_is_an_error_or_gives_some_answer(lexicon, probe, first, data):
    nodes, alphabet = Trie.build(lexicon, range(first, first + len(lexicon))).packed()
    nodes = array("Q", nodes)
    bits = st.integers(0, 63).map(lambda bit: 1 << bit)
    places = st.integers(0, len(nodes) - 1)
    for at, number in data.draw(st.lists(st.tuples(places, bits | numbers), max_size=3)):
        nodes[at] ^= number
    with suppress(ValueError):  # "the numbers of a trie do not fit each other"
        trie = Trie(nodes, alphabet)
        for text in (probe, *lexicon):
            assert -1 <= trie.find(text) < trie.n_values
            trie.prefixes(text)
        dict(trie.items())


@given(lexicon=lexicons, data=st.data())
def test_a_packed_trie_cut_short_is_an_error(lexicon, data):
    nodes, alphabet = Trie.build(lexicon).packed()
    size = data.draw(st.integers(1, len(nodes) - 1))
    with pytest.raises(ValueError, match="do not fit each other"):
        Trie(nodes[:size], alphabet)


@given(entries=st.dictionaries(st.text(min_size=1), st.integers(0, 2**24 - 2), max_size=20))
def test_a_trie_lists_its_words(entries):
    assert dict(Trie.build(entries, entries.values()).items()) == entries


@given(nodes=st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=30))
def test_nodes_that_fit_badly_are_an_error_or_words(nodes):
    with suppress(ValueError):  # "the nodes of a trie do not fit each other"
        trie = Trie(array("Q", nodes), array("I", range(60, 80)))
        assert all(word for word, _ in trie.items())
