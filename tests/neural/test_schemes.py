"""Labels of tokens stand for spans, and come back as the same spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numpy")

import itertools

from zhnlp.neural.schemes import NameScheme, WordScheme

KINDS = ("PER", "LOC")
SCHEME = NameScheme(KINDS)


def chosen(allowed):
    """The labels of rows with one right label each."""
    assert (allowed.sum(1) == 1).all()
    return allowed.argmax(1).tolist()


@st.composite
def texts_with_names(draw):
    starts = sorted(draw(st.sets(st.integers(0, 20), min_size=1)) | {0})
    length = starts[-1] + draw(st.integers(1, 3))
    places = [*starts, length]
    names, at = [], 0
    while at < len(places) - 1:
        end = draw(st.integers(at, len(places) - 1))
        if end > at:
            names.append((places[at], places[end], draw(st.sampled_from(KINDS))))
        at = max(end, at + 1)
    return starts, length, names


@given(texts_with_names())
def test_names_at_borders_of_tokens_come_back(given_text):
    starts, length, names = given_text

    assert SCHEME.spans(chosen(SCHEME.allowed(starts, length, names)), starts, length) == names


@given(texts_with_names())
def test_gold_labels_are_legal(given_text):
    path = chosen(SCHEME.allowed(*given_text))
    legal = SCHEME.legal()

    assert legal.first[path[0]]
    assert legal.last[path[-1]]
    assert all(legal.pairs[a, b] for a, b in itertools.pairwise(path))


CASES = [
    # names                 right labels of the tokens 0-1, 1-3, 3-4         what it shows
    ([(0, 4, "PER")], ["B-PER", "I-PER", "E-PER"], "a name of three tokens"),
    ([(3, 4, "LOC")], ["O", "O", "S-LOC"], "a name of one token"),
    ([(0, 4, "ORG")], ["O", "O", "O"], "a kind that the scheme does not have"),
    ([(0, 2, "PER")], ["*", "*", "O"], "one that ends inside a token teaches nothing there"),
    ([(1, 3, "PER?")], ["O", "O B-PER I-PER E-PER S-PER", "O"], "an optional one"),
]


@pytest.mark.parametrize("names, right, shows", CASES, ids=[case[2] for case in CASES])
def test_the_right_labels_of_tokens(names, right, shows):
    allowed = SCHEME.allowed([0, 1, 3], 4, names)
    found = [[label for label, ok in zip(SCHEME.labels, row, strict=True) if ok] for row in allowed]

    assert found == [list(SCHEME.labels) if each == "*" else each.split() for each in right]


WORDS = [
    # ends         optional  right labels of four tokens      what it shows
    ([1, 4], [], ["S", "B", "M", "E"], "words of one and three"),
    ([2, 4], [2], ["B", "M E", "B M", "E"], "an end that may be left out"),
    ([1, 2, 3, 4], [1, 2, 3], ["B S", "B M E S", "B M E S", "E S"], "all may be"),
]


@pytest.mark.parametrize("ends, optional, right, shows", WORDS, ids=[case[3] for case in WORDS])
def test_the_right_labels_of_words(ends, optional, right, shows):
    allowed = WordScheme().allowed([0, 1, 2, 3], 4, ends, optional)
    found = [
        "".join(f" {x}" for x, ok in zip("BMES", row, strict=True) if ok)[1:] for row in allowed
    ]

    assert found == right


def test_an_empty_text_has_no_labels():
    assert WordScheme().allowed([], 0, [], []).shape == (0, 4)
    assert SCHEME.allowed([], 0, []).shape == (0, 9)
