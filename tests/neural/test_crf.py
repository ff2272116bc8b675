"""The CRF gives the probabilities that trying all labellings gives."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from zhnlp.neural.crf import LinearChainCrf  # noqa: E402
from zhnlp.neural.schemes import NameScheme, WordScheme  # noqa: E402

SCHEMES = [NameScheme(("PER",)), WordScheme()]


def weight_of(path, scores, transitions):
    """The log weight of one labelling of a text."""
    n = scores.shape[1]
    steps = [n, *path, n + 1]
    between = sum(transitions[a, b] for a, b in pairwise(steps))
    return between + sum(scores[i, label] for i, label in enumerate(path))


def log_sum(paths, scores, transitions):
    """The log of the summed weights of labellings, one by one."""
    return np.logaddexp.reduce([weight_of(path, scores, transitions) for path in paths])


def legal_paths(crf, n_tokens):
    legal = crf.legal
    for path in product(range(len(legal.first)), repeat=n_tokens):
        inside = all(legal.pairs[a, b] for a, b in pairwise(path))
        if inside and legal.first[path[0]] and legal.last[path[-1]]:
            yield path


@pytest.mark.parametrize("scheme", SCHEMES, ids=["names", "words"])
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), lengths=st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_the_loss_is_that_of_all_labellings(scheme, seed, lengths):
    """Also with several right labels at a token, and with texts of other lengths beside."""
    rng = np.random.default_rng(seed)
    crf = LinearChainCrf(scheme.legal())
    with torch.no_grad():
        crf.weights.copy_(torch.from_numpy(rng.normal(size=crf.weights.shape)))
    n = len(scheme.labels)
    scores = rng.normal(size=(len(lengths), max(lengths), n)).astype(np.float32)
    gold = rng.random(scores.shape) < 0.4
    right = []
    for i, length in enumerate(lengths):
        paths = list(legal_paths(crf, length))
        wanted = paths[rng.integers(len(paths))]
        gold[i, range(length), wanted] = True
        within = [
            path for path in paths if all(gold[i, at, label] for at, label in enumerate(path))
        ]
        transitions = crf.transitions().detach().numpy().astype(float)
        every = log_sum(paths, scores[i], transitions)
        right.append(every - log_sum(within, scores[i], transitions))

    loss = crf(torch.from_numpy(scores), torch.tensor(lengths), torch.from_numpy(gold))

    assert loss.tolist() == pytest.approx(right, abs=2e-4)


def test_what_is_behind_the_end_of_a_text_does_not_count():
    crf = LinearChainCrf(WordScheme().legal())
    scores, gold = torch.randn(1, 3, 4), torch.ones(1, 3, 4, dtype=torch.bool)
    gold[0, :2] = torch.tensor([[True, False, False, False], [False, False, True, False]])
    longer = torch.cat([scores, torch.full((1, 5, 4), 99.0)], 1)
    more = torch.cat([gold, torch.zeros(1, 5, 4, dtype=torch.bool)], 1)
    length = torch.tensor([2])

    assert crf(longer, length, more).item() == pytest.approx(crf(scores, length, gold).item())


def test_gradients_reach_legal_transitions_alone():
    crf = LinearChainCrf(WordScheme().legal())
    gold = torch.zeros(1, 2, 4, dtype=torch.bool)
    gold[0, 0, 0] = gold[0, 1, 2] = True
    crf(torch.zeros(1, 2, 4), torch.tensor([2]), gold).sum().backward()

    assert crf.weights.grad[~crf.allowed].abs().max() == 0
    assert crf.weights.grad[0, 2] < 0  # B E is the gold pair
