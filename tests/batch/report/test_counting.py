"""Counting strings by their hashes gives what counting the strings would."""

from collections import Counter
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.batch.report import counting
from zhnlp.batch.report.counting import StringCounts, runs
from zhnlp.batch.report.hashing import codes_of, gram_hashes, span_hashes
from zhnlp.batch.report.sketch import SIZE, n_distinct, smallest

WORDS = st.lists(st.text(min_size=1, max_size=3), max_size=30)


def add(counts, words, marks=None):
    """Let `counts` count these words."""
    text = "".join(words)
    ends = list(accumulate(map(len, words)))
    starts, ends = (np.array(places, np.int64) for places in ([0, *ends][: len(ends)], ends))
    marks = np.zeros(len(words), np.int64) if marks is None else np.array(marks, np.int64)
    counts.add(text, codes_of(text), starts, ends, marks)


@given(st.lists(st.lists(st.tuples(st.text(min_size=1, max_size=3), st.integers(0, 9)))))
def test_counts_are_those_of_a_counter(several):
    """In whatever portions they come."""
    counts = StringCounts()
    for rows in several:
        add(counts, [word for word, _ in rows], [mark for _, mark in rows])
    found = {(word, mark): count for word, mark, count in counts.most(1000).rows()}

    assert found == Counter(row for rows in several for row in rows)
    assert counts.missing == 0


@given(WORDS)
def test_the_most_frequent_come_first(words):
    counts = StringCounts()
    add(counts, words)

    found = [count for _, _, count in counts.most(5).rows()]

    assert found == sorted(Counter(words).values(), reverse=True)[:5]


@given(st.lists(st.text("甲乙丙丁戊", min_size=1, max_size=2), max_size=60))
def test_no_count_is_too_high_or_too_low_by_more_than_is_said(words):
    """However few strings may be held in memory."""
    counts = StringCounts(held=4)
    for at in range(0, len(words), 7):
        add(counts, words[at : at + 7])
    found = {word: count for word, _, count in counts.most(4).rows()}

    for word, count in Counter(words).items():
        assert 0 <= count - found.get(word, 0) <= counts.missing


def test_long_and_empty_strings_are_left_out():
    counts = StringCounts()
    text = "长" * 41 + "短"
    starts, ends = np.array([0, 41, 42]), np.array([41, 42, 42])
    counts.add(text, codes_of(text), starts, ends, np.zeros(3, np.int64))

    assert list(counts.most(9).rows()) == [("短", 0, 1)]


def test_more_strings_than_are_sorted_together_are_all_counted(monkeypatch):
    monkeypatch.setattr(counting, "_TOGETHER", 3)
    counts = StringCounts()
    add(counts, list("我你他我你我") * 3)

    assert list(counts.most(9).rows()) == [("我", 0, 9), ("你", 0, 6), ("他", 0, 3)]


@given(st.lists(st.sampled_from([7, 8, 1 << 30, (1 << 30) + 1, (1 << 30) + 2, 1 << 63])))
def test_runs_are_those_of_unique(numbers):
    """Also where keys differ in nothing but the low bits, which places are sorted by."""
    keys = np.array(numbers, np.uint64)
    distinct, places, counts = runs(keys)

    expected, expected_counts = np.unique(keys, return_counts=True)
    assert (distinct == expected).all()
    assert (counts == expected_counts).all()
    assert (keys[places] == distinct).all()


@given(st.lists(st.text(min_size=1, max_size=4), min_size=1))
def test_equal_strings_have_equal_hashes_and_others_have_not(words):
    text = "".join(words)
    bounds = np.array([0, *accumulate(map(len, words))])
    hashes = span_hashes(codes_of(text), bounds[:-1], bounds[1:])

    assert len(set(hashes.tolist())) == len(set(words))


@given(st.text(max_size=30))
def test_grams_of_a_text_are_equal_where_five_characters_are(text):
    hashes = gram_hashes(codes_of(text)).tolist()

    grams = [text[at : at + 5] for at in range(len(text) - 4)]
    assert len(hashes) == len(grams)
    assert len(set(hashes)) == len(set(grams))


@pytest.mark.parametrize("n", [0, 10, SIZE - 1, 3 * SIZE, 50_000])
def test_the_number_of_distinct_strings_is_exact_if_small_and_near_if_not(n):
    words = [chr(0x4E00 + i % 20000) + chr(0x4E00 + i // 20000) for i in range(n)]
    counts = StringCounts()
    add(counts, words + words[: n // 2] + ["，", "。"])

    found = n_distinct(counts.distinct())
    assert found == n if n < SIZE else abs(found / n - 1) < 0.06


def test_sketches_are_joined_to_that_of_all():
    one, other = np.arange(9000, dtype=np.uint64), np.arange(5000, 20000, dtype=np.uint64)

    joined = smallest(np.concatenate([smallest(one), smallest(other)]))

    assert (joined == smallest(np.arange(20000, dtype=np.uint64))).all()


def test_strings_that_were_forgotten_are_still_among_the_distinct():
    counts = StringCounts(held=10)
    for first in range(0, 100, 5):
        add(counts, [chr(0x4E00 + first + i) for i in range(5)])

    assert n_distinct(counts.distinct()) == 100
