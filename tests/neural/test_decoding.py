"""Decoding finds the best legal labels, as trying all of them does."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

np = pytest.importorskip("numpy")
pytest.importorskip("tokenizers")

from zhnlp.neural import decoding  # noqa: E402
from zhnlp.neural.decoding import best_labels, best_paths, transitions_of  # noqa: E402
from zhnlp.neural.schemes import NameScheme, WordScheme  # noqa: E402

LEGAL = (NameScheme(("PER",)).legal(), WordScheme().legal())


def by_trying(scores, legal, learned):
    """The best of all legal labellings."""
    n = scores.shape[1]

    def total(path):
        pairs = zip(path, path[1:], strict=False)
        return (
            sum(scores[at, label] for at, label in enumerate(path))
            + learned[n, path[0]]
            + learned[path[-1], n + 1]
            + sum(learned[pair] for pair in pairs)
        )

    def is_legal(path):
        pairs = zip(path, path[1:], strict=False)
        return legal.first[path[0]] and legal.last[path[-1]] and all(legal.pairs[p] for p in pairs)

    return max(filter(is_legal, product(range(n), repeat=len(scores))), key=total)


def numbers(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(LEGAL), st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(0))
def test_the_labels_are_the_best_of_all_legal_ones(legal, lengths, seed):
    n = len(legal.first)
    scores, learned = numbers(seed, len(lengths), max(lengths), n), numbers(seed, n + 2, n + 2)
    found = best_labels(scores, np.array(lengths), transitions_of(legal, learned))

    for own, path, length in zip(scores, found, lengths, strict=True):
        assert tuple(path) == by_trying(own[:length], legal, learned)


@given(st.lists(st.integers(0, 12), max_size=9), st.integers(0))
def test_texts_together_have_the_labels_that_each_has_alone(lengths, seed):
    transitions = transitions_of(LEGAL[0])
    scores = [numbers(seed + i, length, 5) for i, length in enumerate(lengths)]
    found = best_paths(scores, transitions)

    assert [path.tolist() for path in found] == [
        best_paths([own], transitions)[0].tolist() for own in scores
    ]
    assert [len(path) for path in found] == lengths


def test_a_long_text_does_not_make_the_short_ones_as_long(monkeypatch):
    sizes = []

    def noted(scores, lengths, transitions):
        sizes.append(scores.shape[0] * scores.shape[1])
        return best_labels(scores, lengths, transitions)

    monkeypatch.setattr(decoding, "best_labels", noted)
    lengths = [3] * 40 + [20_000]
    best_paths([np.zeros((n, 5), np.float32) for n in lengths], transitions_of(LEGAL[0]))

    assert max(sizes) == 20_000
