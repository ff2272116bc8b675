"""Counting, smoothing and pruning of n-grams: what the papers say, and arrays that say it."""

import math
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from zhnlp.core import Ngram, NgramLevel
from zhnlp.errors import UsageError
from zhnlp.models.ngrams import arrays as ngram_arrays
from zhnlp.models.ngrams.arrays import from_arrays, to_arrays
from zhnlp.models.ngrams.counts import count, discounts, place, seen_types, smooth
from zhnlp.models.ngrams.pruning import least_loss, losses, often_enough, weigh_back_offs
from zhnlp.models.ngrams.word_corpus import (
    BEGIN,
    END,
    UNKNOWN,
)

N_WORDS = 7
WORDS = range(N_WORDS)
orders = st.sampled_from([2, 3, 4])
numbered = st.lists(st.integers(END + 1, N_WORDS - 1) | st.just(UNKNOWN), min_size=1, max_size=6)
corpora = st.lists(numbered, min_size=1, max_size=8)
least_counts = st.tuples(*[st.integers(1, 3)] * 4)
SPARSE = [[3, 4], [3, 4], [3, 4], [3, 4]]  # no count of 1, 2 or 3
SKEWED = [[3, 4]] * 3 + [[5, 6], [5, 3]] * 4 + [[4, w] for w in (3, 4, 5, 6)] * 4


def counted(sentences, order):
    stream = [number for sentence in sentences for number in (BEGIN, *sentence, END)]
    return count(np.array(stream), order, N_WORDS)


def trained(sentences, order, least, good_turing=True):
    """The levels of a model of sentences of numbers."""
    counts = counted(sentences, order)
    seen, kept = seen_types(counts, N_WORDS), often_enough(counts, (1, *least[1:]))
    levels = smooth(counts, seen, kept, N_WORDS, good_turing=good_turing)
    weigh_back_offs(levels)
    return levels


def unpacked(grams, n):
    """The numbers of n-grams as tuples of the numbers of words."""
    return [tuple(int(gram) // N_WORDS**k % N_WORDS for k in reversed(range(n))) for gram in grams]


def probability(levels):
    """P(word | context) by the levels of a back-off model, before they are rounded."""
    table = {}
    for level in levels:
        rows = zip(unpacked(level.grams, level.n), level.probs, level.back_offs, strict=True)
        for gram, prob, weight in rows:
            table[gram] = math.log(prob) if prob else -math.inf, math.log(weight)
    return lambda context, word: math.exp(reference.back_off_log_prob(table, context, word))


def contexts(order):
    return [context for n in range(order) for context in product(WORDS, repeat=n)]


def everywhere(prob, order):
    return np.array([[prob(context, word) for word in WORDS] for context in contexts(order)])


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


@given(corpora, orders, least_counts)
def test_n_grams_seen_often_enough_are_kept_with_their_contexts_and_endings(
    sentences, order, least
):
    levels = trained(sentences, order, least)
    grams = {gram for level in levels[1:] for gram in unpacked(level.grams, level.n)}

    assert grams == reference.kept_grams(sentences, order, least)
    assert {part for gram in grams if len(gram) > 2 for part in (gram[1:], gram[:-1])} <= grams


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


# Pruning


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


def test_discounts_stay_within_the_counts():
    for seen in ([1], [1, 1, 2], [5, 9], [1, 2, 3, 3, 4, 4, 4, 4]):
        taken = discounts(np.array(seen))

        assert taken[0] == 0
        assert (taken[1:] > 0).all()
        assert (taken[1:] < [1, 2, 3]).all()


# The arrays of a pack


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
