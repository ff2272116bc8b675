"""Clusters of words: those with the same neighbours are put together."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.clusters import word_clusters as slow_clusters
from zhnlp.core import word_clusters
from zhnlp.errors import UsageError

NUMBERS = st.lists(st.integers(-1, 6), max_size=60)


def test_words_with_the_same_neighbours_are_put_together():
    speakers, verbs, things = (0, 1, 2), (3, 4, 5), (6, 7, 8)
    text = array("i")
    for speaker in speakers:
        for verb in verbs:
            for thing in things:
                text.extend((speaker, verb, thing, -1))
    clusters = word_clusters(text * 5, 9, n_clusters=3)

    assert [len({clusters[word] for word in group}) for group in (speakers, verbs, things)] == [
        *(1, 1, 1)
    ]
    assert len(set(clusters)) == 3


@given(NUMBERS, st.integers(1, 4), st.integers(1, 8), st.integers(1, 3), st.integers(1, 2))
def test_the_clusters_are_those_of_the_slow_twin(text, n_clusters, n_neighbours, word, pair):
    found = word_clusters(
        array("i", text),
        7,
        n_clusters=n_clusters,
        n_neighbours=n_neighbours,
        min_count=word,
        min_pair=pair,
        n_passes=1,
    )
    expected = slow_clusters(text, 7, n_clusters, n_neighbours, (word, pair))

    assert found == expected


@pytest.mark.parametrize("word", [-2, 3])
def test_a_number_that_is_no_word_is_refused(word):
    with pytest.raises(UsageError, match=f"word {word} is not below 3"):
        word_clusters(array("i", [0, word]), 3, n_clusters=2)
