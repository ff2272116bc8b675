"""Counting and smoothing of n-grams: what the papers say."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from toy_ngrams import (
    BEGIN,
    END,
    N_WORDS,
    SKEWED,
    SPARSE,
    UNKNOWN,
    WORDS,
    corpora,
    counted,
    everywhere,
    least_counts,
    orders,
    probability,
    trained,
    unpacked,
)
from zhnlp.errors import UsageError
from zhnlp.models.ngrams.counts import count, discounts


@given(corpora, orders)
def test_counts_are_those_of_the_n_grams_between_begin_and_end(sentences, order):
    for n, (grams, times) in enumerate(counted(sentences, order), 1):
        expected = sorted(reference.count_grams(sentences, n).items())

        assert list(zip(unpacked(grams, n), times.tolist(), strict=True)) == expected


@pytest.mark.parametrize("good_turing", [True, False])
@given(corpora, orders)
@example(SPARSE, 3)
@example(SKEWED, 3)
def test_probabilities_are_those_of_the_formulas(good_turing, sentences, order):
    """Without Good-Turing they are KenLM's, with which they were compared."""
    levels = trained(sentences, order, (1,) * order, good_turing)
    expected = reference.kneser_ney(sentences, order, N_WORDS, good_turing=good_turing)

    for level in levels:
        grams = unpacked(level.grams, level.n)
        assert level.probs == pytest.approx([expected(gram[:-1], gram[-1]) for gram in grams])


@given(corpora, orders)
@example(SKEWED, 3)
def test_without_pruning_backing_off_is_interpolation_for_every_word(sentences, order):
    found = everywhere(probability(trained(sentences, order, (1,) * order)), order)
    expected = everywhere(reference.kneser_ney(sentences, order, N_WORDS), order)

    assert found == pytest.approx(expected, abs=1e-7)


@given(corpora, orders, least_counts)
@example(SKEWED, 3, (1, 5, 4, 1))
def test_the_words_after_every_context_share_a_probability_of_1(sentences, order, least):
    for pruned in ((1, 1, 1, 1), least):
        found = everywhere(probability(trained(sentences, order, pruned)), order)

        assert found.sum(axis=1) == pytest.approx(1, abs=1e-7)


@given(corpora, orders, least_counts)
@example(SKEWED, 3, (1, 5, 4, 1))
def test_what_is_pruned_is_shared_as_the_shorter_context_says(sentences, order, least):
    kept = reference.kept_grams(sentences, order, least)
    smoothed = reference.kneser_ney(sentences, order, N_WORDS)
    expected = everywhere(reference.backed_off(smoothed, kept, N_WORDS), order)
    found = everywhere(probability(trained(sentences, order, least)), order)

    assert found == pytest.approx(expected, abs=1e-7)


@given(st.lists(st.lists(st.integers(END + 1, N_WORDS - 1), min_size=1, max_size=6), min_size=1))
@example(SPARSE)
@example(SKEWED)
def test_no_context_rules_out_a_word(sentences):
    """However small or odd the corpus, each context leaves something for words not seen there."""
    found = everywhere(probability(trained(sentences, 3, (1, 1, 1))), 3)
    possible = [word for word in WORDS if word != BEGIN]

    assert (found[:, possible] > 1e-7).all()


def test_the_unknown_word_is_as_probable_as_words_seen_once():
    """Good and Turing: of eight words and ends of sentences, two are words seen once."""

    def unknown(sentences):
        return trained(sentences, 2, (1, 1))[0].probs[UNKNOWN]

    assert unknown([[3, 4, 5], [3, 4, 6]]) == 2 / 8
    assert unknown([[3, 4], [3, 4]]) == 1 / 6  # none: as if one
    assert unknown([[3, 0, 0], [3, 4, 0]]) == (3 + 1) / 8


def test_a_vocabulary_too_large_for_the_order_is_an_error():
    with pytest.raises(UsageError, match="7,200 words, too many for n-grams of order 5"):
        count(np.array([BEGIN, END]), 5, 7200)
    assert len(count(np.array([BEGIN, END]), 5, 7000)) == 5


def test_discounts_stay_within_the_counts():
    for seen in ([1], [1, 1, 2], [5, 9], [1, 2, 3, 3, 4, 4, 4, 4]):
        taken = discounts(np.array(seen))

        assert taken[0] == 0
        assert (taken[1:] > 0).all()
        assert (taken[1:] < [1, 2, 3]).all()
