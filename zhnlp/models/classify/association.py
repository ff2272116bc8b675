"""Association: what an n-gram weighs by how unevenly it is spread over the labels.

    share      of the texts with an n-gram, those with each label
    tells      the sum of share × ln(share / share of all texts): how much it tells of the label
    weight     sqrt(tells + 0.1) × inverse document frequency

0.5 is added to the number of texts with each label. `tells` times the number of texts with the
n-gram is its part in the mutual information of n-grams and labels: where there is a limit, the
n-grams with the largest part are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhnlp.models.classify.settings import LinearSettings

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import scipy.sparse

    Floats = npt.NDArray[np.float32]
    Doubles = npt.NDArray[np.float64]
    Numbers = npt.NDArray[np.int64]


def scales_of(
    counts: scipy.sparse.csr_matrix, right: Numbers, n_labels: int, settings: LinearSettings
) -> Floats:
    """What each n-gram weighs; 0 for those that are left out.

    Args:
        counts: How often each text has each n-gram, shape (texts, n-grams).
        right: The number of the label of each text.
        n_labels: How many labels there are.
        settings: The kind of weights, and how many n-grams are kept.
    """
    import numpy as np

    n_texts, n_grams = counts.shape
    n_with = np.zeros((n_labels, n_grams))
    for label in range(n_labels):
        numbers = counts.indices[_places(counts.indptr, right == label)]
        n_with[label] = np.bincount(numbers, minlength=n_grams)
    total = n_with.sum(axis=0)
    tells = _tells(n_with, np.bincount(right, minlength=n_labels) / n_texts)
    scales = np.ones(n_grams)
    if settings.weights in ("association", "tfidf"):
        scales *= np.log((1 + n_texts) / (1 + total)) + 1
    if settings.weights == "association":
        scales *= np.sqrt(tells + 0.1)
    if settings.max_features is not None and settings.max_features < n_grams:
        order = np.argsort(-tells * total, kind="stable")
        scales[order[settings.max_features :]] = 0
    return scales.astype(np.float16).astype(np.float32)  # as a pack holds them


def _places(indptr: Numbers, rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which entries of a sparse matrix are in these rows."""
    import numpy as np

    return np.repeat(rows, np.diff(indptr))


def _tells(n_with: Doubles, priors: Doubles) -> Doubles:
    """How much each n-gram tells of the label, shape (n-grams,)."""
    import numpy as np

    shares = n_with + 0.5
    shares /= shares.sum(axis=0)
    priors = np.maximum(priors, 1e-9)
    found: Doubles = (shares * np.log(shares / priors[:, None])).sum(axis=0)
    return found
