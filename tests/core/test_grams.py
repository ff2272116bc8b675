"""N-grams in the compiled core are those of an obvious twin."""

import itertools
from collections import Counter
from struct import unpack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import GramCounter, Trie, grams
from zhnlp.errors import InputError, UsageError

TEXTS = st.text("我爱 北京\u3000a\n", max_size=12) | st.text(max_size=8)
TOKENS = TEXTS | st.lists(st.text("我爱b", max_size=2), max_size=8)
LENGTHS = st.tuples(st.integers(1, 3), st.integers(0, 2)).map(lambda own: (own[0], sum(own)))


def obvious(tokens, low, high):
    """All n-grams, with nothing done for speed."""
    if isinstance(tokens, str):
        runs = "".join(" " if char.isspace() else char for char in tokens).split(" ")
        several = [(list(run), "") for run in runs]
    else:
        several = [([token for token in tokens if token], " ")]
    return [
        joiner.join(run[at : at + n])
        for run, joiner in several
        for at in range(len(run))
        for n in range(low, high + 1)
        if at + n <= len(run)
    ]


def rows(counter, sequences):
    """The rows as a Counter of numbers each."""
    starts, numbers, counts = counter.count(sequences)
    starts = unpack(f"{len(starts) // 8}q", starts)
    numbers = unpack(f"{len(numbers) // 4}i", numbers)
    counts = unpack(f"{len(counts) // 4}f", counts)
    for start, end in itertools.pairwise(starts):
        assert list(numbers[start:end]) == sorted(set(numbers[start:end]))
    return [
        Counter(dict(zip(numbers[start:end], map(int, counts[start:end]), strict=True)))
        for start, end in itertools.pairwise(starts)
    ]


@given(TOKENS, LENGTHS)
def test_grams_are_those_of_the_twin(tokens, lengths):
    assert grams(tokens, *lengths) == obvious(tokens, *lengths)


@given(st.lists(TOKENS, max_size=4), LENGTHS, st.data())
def test_counts_are_those_of_a_counter(sequences, lengths, data):
    """N-grams that the vocabulary does not have are left out."""
    found = sorted({gram for each in sequences for gram in grams(each, *lengths)})
    known = data.draw(st.lists(st.sampled_from(found), unique=True)) if found else []
    low, high = lengths
    counter = GramCounter(Trie.build(known), low=low, high=high)

    assert rows(counter, sequences) == [
        Counter(known.index(gram) for gram in grams(each, *lengths) if gram in known)
        for each in sequences
    ]


@given(st.lists(TOKENS, max_size=4), st.integers(1, 50))
def test_slots_are_the_same_for_the_same_n_gram(sequences, n_slots):
    counter = GramCounter(n_slots=n_slots, low=1, high=2)
    slot = {
        gram: next(iter(rows(GramCounter(n_slots=n_slots, low=1, high=2), [[gram]])[0]))
        for each in sequences
        for gram in grams(each, 1, 2)
    }

    assert rows(counter, sequences) == [
        Counter(slot[gram] for gram in grams(each, 1, 2)) for each in sequences
    ]


SLOTS = (848636, 1038670)


def test_the_hash_of_an_n_gram_is_the_same_in_all_versions():
    assert rows(GramCounter(n_slots=1 << 20), [["股市"], "我"]) == [{SLOTS[0]: 1}, {SLOTS[1]: 1}]


@pytest.mark.parametrize("low, high", [(0, 1), (2, 1), (1, 21)])
def test_lengths_out_of_range_are_errors(low, high):
    with pytest.raises(UsageError):
        grams("我爱", low, high)
    with pytest.raises(UsageError):
        GramCounter(low=low, high=high)


@pytest.mark.parametrize("tokens", [None, 1, [1], [None]], ids=repr)
def test_what_is_no_token_is_an_error(tokens):
    with pytest.raises(InputError):
        grams(tokens)
