"""Vectors: sequences of float32 that never change."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import InputError, UsageError
from zhnlp.vector import Vector

NUMBERS = st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), max_size=5)


@given(NUMBERS)
def test_it_holds_the_numbers(numbers):
    vector = Vector(numbers)

    assert list(vector) == numbers
    assert list(vector.numbers) == numbers
    assert np.array_equal(np.asarray(vector), np.array(numbers, np.float32))
    assert (vector[:2], len(vector)) == (tuple(numbers[:2]), len(numbers))
    assert pickle.loads(pickle.dumps(vector)) == vector == Vector(np.asarray(vector))
    assert hash(vector) == hash(Vector(numbers))


@pytest.mark.parametrize(
    "numbers",
    [[float("inf")], [1e39], [-1e39], [float("nan")], [10**400]],
    ids=["inf", "1e39", "-1e39", "nan", "huge"],
)
def test_a_number_that_float32_cannot_hold_is_an_error(numbers):
    with pytest.raises(UsageError, match="Give finite numbers"):
        Vector(numbers)


@pytest.mark.parametrize("numbers", ["ab", None, 1, ["a"], [None], b"ab"], ids=repr)
def test_what_is_no_number_is_an_error(numbers):
    with pytest.raises(InputError, match="Give several numbers"):
        Vector(numbers)


def test_its_array_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        np.asarray(Vector([1.0]))[0] = 2
