"""Calibration: probabilities that are right as often as they say.

The scores of a linear model are no log odds. A factor and a bias for each label are found on texts
that the model did not learn from, so that the softmax of the result is as probable as can be
(Platt, 1999, "Probabilistic outputs for support vector machines", for many labels).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhnlp.extras import extra
from zhnlp.models.classify.linear import softmax

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Numbers = npt.NDArray[np.int64]

_FACTOR = 2.0  # before any text is seen, and no biases; each counts as much as a text


class Calibration(NamedTuple):
    """What turns scores into logits: times `factor`, plus `biases`, shape (labels,)."""

    factor: float
    biases: Floats

    def __call__(self, scores: Floats) -> Floats:
        """The logits of `scores`, shape (texts, labels)."""
        found: Floats = scores * self.factor + self.biases
        return found


def calibrate(scores: Floats, right: Numbers) -> Calibration:
    """The calibration that makes the right labels most probable; the usual one without texts.

    Args:
        scores: Shape (texts, labels), of texts that the model did not learn from.
        right: The number of the right label of each text.
    """
    import numpy as np

    optimize = extra("scipy.optimize", "training a classifier")
    n_texts, n_labels = scores.shape
    if not n_texts:
        return Calibration(_FACTOR, np.zeros(n_labels, np.float32))
    given = scores.astype(np.float64)
    doubts = 1 / (np.bincount(right, minlength=n_labels) + 2)  # Platt's, against few texts
    gold = np.repeat(doubts[right][:, None] / (n_labels - 1), n_labels, axis=1)
    gold[np.arange(n_texts), right] = 1 - doubts[right]

    def loss(parameters: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        factor, biases = np.exp(parameters[0]), parameters[1:]
        found = softmax(given * factor + biases)
        wrong = (found - gold) / n_texts
        value = -(gold * np.log(np.maximum(found, 1e-300))).sum() / n_texts
        slopes = np.concatenate([[(wrong * given).sum() * factor], wrong.sum(axis=0)])
        away = parameters - start
        return float(value + (away**2).sum() / n_texts), slopes + 2 * away / n_texts

    start = np.append(np.log(_FACTOR), np.zeros(n_labels))
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B").x
    return Calibration(float(np.exp(found[0])), found[1:].astype(np.float32))


def calibration_error(probabilities: npt.NDArray[np.float64], right: Numbers) -> float:
    """The expected calibration error: how far probability and accuracy of the best label differ.

    Texts are divided into ten groups by the probability of their best label (Guo et al., 2017, "On
    Calibration of Modern Neural Networks").

    Args:
        probabilities: Shape (texts, labels).
        right: The number of the right label of each text.
    """
    import numpy as np

    best = probabilities.argmax(axis=1)
    sure = probabilities[np.arange(len(best)), best]
    groups = np.minimum((sure * 10).astype(np.int64), 9)
    gaps = np.bincount(groups, weights=(best == right) - sure, minlength=10)
    return float(np.abs(gaps).sum() / max(1, len(best)))
