"""The topics of a document are those that gensim infers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.models.topics.inference import digamma, gamma_of


def test_digamma_is_that_of_scipy():
    special = pytest.importorskip("scipy.special")
    x = np.concatenate([np.geomspace(1e-6, 1e6, 400), [0.5, 1.0, 2.0]])

    assert digamma(x) == pytest.approx(special.psi(x), rel=1e-10)


class Ones:
    """In the place of random numbers."""

    @staticmethod
    def gamma(shape, scale, size):
        return np.ones(size)


@pytest.fixture(scope="module")
def lda():
    models = pytest.importorskip("gensim.models")
    random = np.random.default_rng(5)
    bags = [[(int(w), int(c)) for w, c in zip(random.choice(30, 6, False), random.integers(1, 5, 6),
             strict=True)] for _ in range(50)]  # fmt: skip
    model = models.LdaModel(
        bags,
        num_topics=4,
        id2word={n: str(n) for n in range(30)},
        random_state=1,
        dtype=np.float64,
        alpha=[0.1, 0.3, 0.05, 0.6],
    )
    model.random_state = Ones()
    return model, bags


def test_gamma_is_that_of_gensim_from_the_same_start(lda):
    model, bags = lda
    expected, _ = model.inference(bags)

    found = [
        gamma_of(
            [count for _, count in bag],
            model.expElogbeta[:, [word for word, _ in bag]],
            model.alpha,
            iterations=model.iterations,
            change=model.gamma_threshold,
        )
        for bag in bags
    ]

    assert np.asarray(found) == pytest.approx(expected, abs=1e-4)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=5), st.integers(0, 2**32 - 1))
def test_gamma_is_positive_and_sums_to_the_counts_and_alpha(counts, seed):
    random = np.random.default_rng(seed)
    words = random.dirichlet(np.ones(7), 3)[:, : len(counts)].astype(np.float32) + 1e-4
    alpha = np.array([0.2, 0.5, 1.0])

    gamma = gamma_of(counts, words, alpha)

    assert (gamma >= 0.2).all()
    assert gamma.sum() == pytest.approx(sum(counts) + alpha.sum(), rel=1e-3)
