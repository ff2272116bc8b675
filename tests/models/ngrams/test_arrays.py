"""The arrays of a pack of n-grams: they hold the levels, and the compiled model walks them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference
from toy_ngrams import (
    BEGIN,
    SKEWED,
    WORDS,
    corpora,
    least_counts,
    orders,
    probability,
    trained,
    unpacked,
)
from zhnlp.core import Ngram, NgramLevel
from zhnlp.models.ngrams import arrays as ngram_arrays
from zhnlp.models.ngrams.arrays import from_arrays, to_arrays

PARTS = ("words", "log_probs", "contexts", "back_offs", "starts", "anchors", "log_prob_book",
         "back_off_book")  # fmt: skip


def compiled(arrays, order):
    return Ngram(NgramLevel(*(arrays.get(f"{name}_{k}") for name in PARTS)) for k in range(order))


@given(corpora, orders, least_counts, st.lists(st.sampled_from(WORDS), max_size=8))
def test_the_compiled_model_walks_the_arrays(sentences, order, least, words):
    arrays = to_arrays(trained(sentences, order, least))
    table = reference.back_off_table(arrays, order)
    context, expected = (BEGIN,), []
    for word in words:
        expected.append(reference.back_off_log_prob(table, context[1 - order :], word))
        context = (*context, word)

    assert compiled(arrays, order).log_probs(words) == pytest.approx(expected, abs=1e-4)


@given(corpora, orders, least_counts)
def test_the_arrays_hold_the_levels(sentences, order, least):
    """A corpus so small has few different values, and none is rounded to another."""
    levels = trained(sentences, order, least)
    found = reference.back_off_table(to_arrays(levels), order)
    prob = probability(levels)

    assert set(found) == {gram for level in levels for gram in unpacked(level.grams, level.n)}
    for gram, (log_prob, _) in found.items():
        if gram != (BEGIN,):
            assert math.exp(log_prob) == pytest.approx(prob(gram[:-1], gram[-1]), rel=1e-5)
    others = [found[(word,)][0] for word in WORDS if word != BEGIN]
    assert found[(BEGIN,)][0] == min(others)


@given(corpora, orders, least_counts)
def test_levels_come_back_from_their_arrays(sentences, order, least):
    levels = trained(sentences, order, least)
    back = from_arrays(to_arrays(levels), order)

    for level, other in zip(levels, back, strict=True):
        assert (level.grams == other.grams).all()
        assert other.probs[2:] == pytest.approx(level.probs[2:], rel=1e-5)
        assert other.back_offs == pytest.approx(level.back_offs, rel=1e-5)


def test_many_children_are_counted_from_anchors_of_32_bits(monkeypatch):
    """A start that 16 bits behind its anchor cannot hold makes all of 32 bits."""
    levels = trained(SKEWED, 3, (1, 1, 1))
    usual = to_arrays(levels)
    monkeypatch.setattr(ngram_arrays, "_FAR", 2)
    wide = to_arrays(levels)

    assert (usual["starts_0"].dtype, "anchors_0" in usual) == (np.uint16, True)
    assert (wide["starts_0"].dtype, "anchors_0" in wide) == (np.uint32, False)
    words = [3, 4, 5, 6, 5, 3, 4, 4]
    assert compiled(wide, 3).log_probs(words) == compiled(usual, 3).log_probs(words)
    assert len(from_arrays(wide, 3)[2].grams) == len(levels[2].grams)
