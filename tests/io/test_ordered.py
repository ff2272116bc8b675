"""Ordered workers: the order, what fails, and what is left behind."""

import threading
import time
from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.io.ordered import in_order


@given(st.lists(st.integers()), st.integers(1, 4))
def test_results_come_in_the_order_of_the_blocks(blocks, jobs):
    assert list(in_order(lambda number: number + 1, blocks, jobs)) == [each + 1 for each in blocks]


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("bad", [0, 1, 7])
def test_the_results_before_a_block_that_fails_come_first(jobs, bad):
    results = in_order(lambda number: 1 // (number - bad), range(20), jobs)

    assert len(list(islice(results, bad))) == bad
    with pytest.raises(ZeroDivisionError):
        next(results)


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_the_results_before_an_error_of_the_blocks_come_first(jobs):
    def blocks():
        yield from range(7)
        raise KeyError("no more")

    results = in_order(str, blocks(), jobs)

    assert list(islice(results, 7)) == list("0123456")
    with pytest.raises(KeyError, match="no more"):
        next(results)


def test_blocks_are_taken_at_most_twice_as_many_as_threads_ahead():
    taken = []
    results = in_order(str, (taken.append(n) or n for n in count()), 2)
    next(results)

    assert len(taken) <= 5
    results.close()


@pytest.mark.parametrize("fails", [False, True])
def test_who_stops_early_leaves_no_thread_behind(fails):
    before = set(threading.enumerate())
    results = in_order(lambda number: 1 // (number - 3 if fails else 1), count(), 3)
    list(islice(results, 2))
    if fails:
        with pytest.raises(ZeroDivisionError):
            list(results)
    del results

    deadline = time.monotonic() + 60
    while set(threading.enumerate()) - before and time.monotonic() < deadline:
        time.sleep(0.001)
    assert set(threading.enumerate()) <= before
