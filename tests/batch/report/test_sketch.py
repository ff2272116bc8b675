"""The number of distinct strings, from sketches."""

import numpy as np
import pytest

from zhnlp.batch.report.sketch import SIZE, n_distinct, smallest


@pytest.mark.parametrize("n", [0, 10, SIZE - 1, 3 * SIZE, 200_000])
def test_the_number_is_exact_if_small_and_near_if_not(n):
    hashes = np.random.default_rng(1).integers(0, 2**64, n, np.uint64)

    found = n_distinct(smallest(np.concatenate([hashes, hashes])))

    assert found == n if n < SIZE else abs(found / n - 1) < 0.06


def test_sketches_are_joined_to_that_of_all():
    one, other = np.arange(9000, dtype=np.uint64), np.arange(5000, 20000, dtype=np.uint64)

    joined = smallest(np.concatenate([smallest(one), smallest(other)]))

    assert (joined == smallest(np.arange(20000, dtype=np.uint64))).all()
