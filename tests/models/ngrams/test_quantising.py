"""Floats as bytes that index a book."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhnlp.models.ngrams.quantising import code_book

floats = st.floats(-30, 5, width=32)


@given(st.lists(floats, min_size=1, max_size=256), st.integers(1, 9))
@example([value**3 / 2**20 for value in range(256)], 1)
def test_up_to_256_different_values_are_kept(values, n_times):
    codes, book = code_book(np.array(values * n_times, dtype=float))

    assert book[codes].tolist() == values * n_times
    assert (codes.dtype, book.dtype, len(book)) == (np.uint8, np.float32, 256)


@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 100, 10**9]))
def test_of_more_values_none_leaves_its_bin(seed, fineness):
    values = np.random.default_rng(seed).gamma(2, 2, 2000)
    values = np.round(values * fineness) / fineness
    codes, book = code_book(values)
    bins = [values[codes == code] for code in np.unique(codes)]

    for lower, upper in pairwise(bins):
        assert lower.max() < upper.min()
    for code, members in zip(np.unique(codes), bins, strict=True):
        assert members.min() - 1e-5 <= book[code] <= members.max() + 1e-5
    assert np.abs(book[codes] - values).mean() < 0.02


@pytest.mark.parametrize("place", [-9.0, 0.5, 9.0])
def test_a_value_apart_from_many_others_keeps_its_place(place):
    """Such as the unknown word's probability among those of the words seen once."""
    values = np.append(np.repeat(np.linspace(1, 2, 300), range(300, 0, -1)), place)
    codes, book = code_book(values)

    assert book[codes[-1]] == pytest.approx(place, abs=0.01)


def test_no_values_make_an_empty_array():
    codes, book = code_book(np.empty(0))

    assert (len(codes), len(book)) == (0, 256)
