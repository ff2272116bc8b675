"""Features of texts are those of a slow, obvious twin."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toy_labels import GRAMS, toy_features
from zhnlp.models.classify.features import sums

TEXTS = st.text("我爱北京好差 \n", max_size=12) | st.text(max_size=6)
WORDS = st.lists(st.sampled_from([*GRAMS, "上海", "a"]), max_size=8)


def obvious(features, text):
    """The weighted n-grams of one text, as a mapping of number to value."""
    own = features.grams[0]
    marked = "\x02" + "␣".join(text.lower().split()) + "\x03"
    times = Counter(
        marked[at : at + n]
        for at in range(len(marked))
        for n in range(own.low, own.high + 1)
        if at + n <= len(marked)
    )
    found = {
        number: features.scales[number] * (times[gram] if features.counted else 1)
        for number, gram in enumerate(GRAMS)
        if times[gram]
    }
    length = sum(value**2 for value in found.values()) ** 0.5
    return {n: value / length for n, value in found.items()} if features.unit else found


@given(st.lists(TEXTS, max_size=4), st.booleans(), st.booleans())
def test_rows_are_those_of_the_twin(texts, counted, unit):
    features = toy_features(counted=counted, unit=unit)
    rows = features.rows(texts)

    for row, text in enumerate(texts):
        own = slice(rows.indptr[row], rows.indptr[row + 1])
        found = dict(zip(rows.indices[own].tolist(), rows.data[own].tolist(), strict=True))
        assert found == pytest.approx(obvious(features, text), rel=1e-5)


@given(st.lists(WORDS, max_size=4))
def test_words_and_their_characters_stand_beside_each_other(sequences):
    both = toy_features(False, True, unit=False).rows(sequences)
    words = toy_features(False, unit=False).counts(sequences)
    characters = toy_features(True, unit=False).counts(["".join(own) for own in sequences])

    for row in range(len(sequences)):
        own = slice(both.indptr[row], both.indptr[row + 1])
        ours = [
            each.indices[each.indptr[row] : each.indptr[row + 1]] for each in (words, characters)
        ]
        expected = [*ours[0].tolist(), *(ours[1] + len(GRAMS)).tolist()]
        assert both.indices[own].tolist() == expected


@given(st.lists(TEXTS, max_size=5))
def test_a_row_does_not_depend_on_those_beside_it(texts):
    features = toy_features()
    rows = features.rows(texts)
    for number, text in enumerate(texts):
        alone = features.rows([text])
        own = slice(rows.indptr[number], rows.indptr[number + 1])
        assert rows.data[own].tolist() == alone.data.tolist()


def test_sums_of_empty_rows_are_zero():
    starts = np.array([0, 0, 2, 2])

    assert sums(starts, np.array([1, 2], np.float32)).tolist() == [0, 3, 0]
    assert sums(np.array([0, 0]), np.zeros((0, 3), np.float32)).tolist() == [[0, 0, 0]]
