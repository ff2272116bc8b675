"""Which topics a document has, when the words of each topic are known.

    shares of the topics of a document   theta ~ Dirichlet(alpha)
    a topic for each token               z ~ theta
    the token itself                     word ~ topic z

What is estimated is gamma, the parameters of a Dirichlet distribution of theta that is close to
that of theta given the words: the variational E step of Hoffman, Blei and Bach, 2010, "Online
Learning for Latent Dirichlet Allocation", algorithm 2, as gensim computes it. It needs numpy
only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

ITERATIONS = 100
CHANGE = 1e-3  # of gamma on average, at which it is near enough
_TINY = np.finfo(np.float32).eps  # as in gensim
_SHIFT = np.arange(6.0)


def gamma_of(
    counts: npt.ArrayLike,
    expected: npt.ArrayLike,
    alpha: npt.ArrayLike,
    *,
    start: npt.ArrayLike | None = None,
    iterations: int = ITERATIONS,
    change: float = CHANGE,
) -> Numbers:
    """The parameters gamma of the topics of a document.

    Args:
        counts: How often each of its words occurs, shape (words,).
        expected: exp(E[log beta]) of these words in each topic, shape (topics, words).
        alpha: The parameters of the topics before anything is read, shape (topics,).
        start: The gamma to begin with; by default 1 for each topic.
        iterations: The most steps.
        change: The change of gamma, on average over topics, that ends them.

    Returns:
        float64, shape (topics,). Its sum is that of alpha and of the counts.
    """
    own, words, prior = (np.asarray(each, np.float64) for each in (counts, expected, alpha))
    gamma = np.ones(len(prior)) if start is None else np.asarray(start, np.float64)
    theta = np.exp(expected_log(gamma))
    norm = theta @ words + _TINY
    for _ in range(iterations):
        last = gamma
        gamma = prior + theta * (words @ (own / norm))
        theta = np.exp(expected_log(gamma))
        norm = theta @ words + _TINY
        if np.abs(gamma - last).mean() < change:
            break
    return gamma


def expected_log(gamma: Numbers) -> Numbers:
    """E[log theta] for theta ~ Dirichlet(gamma), shape (topics,)."""
    found = digamma(np.append(gamma, gamma.sum()))
    logs: Numbers = found[:-1] - found[-1]
    return logs


def digamma(x: Numbers) -> Numbers:
    """The derivative of the logarithm of the gamma function, for numbers above 0.

    From x + 6 by the asymptotic series (Abramowitz and Stegun, 1964, 6.3.18), and back by
    6.3.5. It is exact to 1e-11 relative to 1 / x.
    """
    back = (1 / (x[..., None] + _SHIFT)).sum(axis=-1)
    x = x + 6
    y = 1 / (x * x)
    series = y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y * (1 / 132)))))
    found: Numbers = np.log(x) - 0.5 / x - series - back
    return found
