"""Pruning of n-grams: what is kept, and what it costs."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from toy_ngrams import (
    END,
    N_WORDS,
    SKEWED,
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
from zhnlp.models.ngrams.counts import discounts, place, seen_types, smooth
from zhnlp.models.ngrams.pruning import least_loss, losses, often_enough, weigh_back_offs


@given(corpora, orders, least_counts)
def test_n_grams_seen_often_enough_are_kept_with_their_contexts_and_endings(
    sentences, order, least
):
    levels = trained(sentences, order, least)
    grams = {gram for level in levels[1:] for gram in unpacked(level.grams, level.n)}

    assert grams == reference.kept_grams(sentences, order, least)
    assert {part for gram in grams if len(gram) > 2 for part in (gram[1:], gram[:-1])} <= grams


def pruned(sentences, order, share):
    """The model, and the one that keeps a share of its longer n-grams, smoothed again."""
    counts = counted(sentences, order)
    kept = often_enough(counts, (1,) * order)
    draft = smooth(counts, [raw for _, raw in counts], kept, N_WORDS)
    weigh_back_offs(draft)
    found = losses(draft)
    every = sorted(loss for level in found for loss in level)
    least = every[int((len(every) - 1) * share)]
    for is_kept, loss in zip(kept[1:], found, strict=True):
        is_kept[is_kept] = loss > least
    seen = seen_types(counts, N_WORDS, kept)
    levels = smooth(counts, seen, kept, N_WORDS, shared=True)
    weigh_back_offs(levels)
    return draft, found, levels


shares = st.sampled_from([0, 0.3, 0.8, 1])


@given(corpora, orders, shares)
@example(SKEWED, 4, 0.5)
def test_a_pruned_model_keeps_contexts_and_endings_and_sums_to_1(sentences, order, share):
    _, _, levels = pruned(sentences, order, share)
    found = everywhere(probability(levels), order)

    for shorter, level in pairwise(levels[1:]):
        for part in (level.contexts(), level.endings()):
            assert place(part, shorter.grams)[1].all()
    assert found.sum(axis=1) == pytest.approx(1, abs=1e-7)
    assert (found[:, END:] > 1e-9).all()


@given(corpora)
@example(SKEWED)
def test_a_loss_is_the_relative_entropy_between_the_models(sentences):
    """Stolcke: of the model and of the one without the n-gram, by the counts of contexts."""
    draft, found, _ = pruned(sentences, 2, 1)
    words, pairs = draft
    before = probability(draft)
    for i in range(len(pairs.grams)):
        less = [replace(words), pairs.select(np.arange(len(pairs.grams)) != i)]
        weigh_back_offs(less)
        after = probability(less)
        (context, _), times = unpacked(pairs.grams, 2)[i], words.counts
        rows = [(before((context,), word), after((context,), word)) for word in WORDS]
        entropy = sum(p * math.log(p / q) for p, q in rows if p > 0)
        assert found[0][i] == pytest.approx(times[context] * entropy, abs=1e-5)


def test_what_is_left_out_counts_for_its_ending():
    """b is seen after 5 and 6, 3 times each: two types, but three times and a type without 5 b."""
    counts = counted([[5, 3], [6, 3]] * 3, 2)
    kept = often_enough(counts, (1, 1))
    assert seen_types(counts, N_WORDS)[0][counts[0][0] == 3] == 2

    kept[1] &= counts[1][0] != 5 * N_WORDS + 3
    assert seen_types(counts, N_WORDS, kept)[0][counts[0][0] == 3] == 3 + 1


@given(corpora, shares)
@example(SKEWED, 0.5)
def test_what_n_grams_left_out_count_as_is_what_their_context_leaves_over(sentences, share):
    """So backing off is interpolation again, of a model that never knew them."""
    counts, (words, pairs) = counted(sentences, 2), pruned(sentences, 2, share)[2]
    pairs_seen, kept = counts[1][1], place(counts[1][0], pairs.grams)[1]
    taken = discounts(pairs_seen)
    for gram, prob in zip(unpacked(pairs.grams, 2), pairs.probs, strict=True):
        same = counts[1][0] // N_WORDS == gram[0]
        own = int(pairs_seen[counts[1][0] == gram[0] * N_WORDS + gram[1]][0])
        less = taken[np.minimum(pairs_seen[same & kept], 3)].sum() + pairs_seen[same & ~kept].sum()
        total = pairs_seen[same].sum()
        expected = (own - taken[min(own, 3)] + less * words.probs[gram[1]]) / total

        assert prob == pytest.approx(expected)
        assert words.back_offs[gram[0]] == pytest.approx(less / total)


@given(corpora, orders, st.integers(0, 200))
def test_what_is_above_the_least_loss_fits(sentences, order, n_bytes):
    draft, found, _ = pruned(sentences, order, 0)
    least = least_loss(draft, found, n_bytes)
    kept = [level.select(loss > least) for level, loss in zip(draft[1:], found, strict=True)]
    size = sum(len(level.grams) * 3 for level in kept)

    assert size <= n_bytes
