"""Linear: weights of features for each label, in bytes, and probabilities from them.

    row × weights + biases = logits       softmax of the logits = probabilities

Two labels need one column of weights, the second against the first. The weights of n-grams are
whole numbers from -127 to 127 times the step of their column, which takes a quarter of the memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhnlp.models.classify.features import sums
from zhnlp.models.counts.model import Rows
from zhnlp.models.packed import different_labels, finite
from zhnlp.packing import Pack

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Weights = npt.NDArray[np.int8] | npt.NDArray[np.float32]


class Linear:
    """A linear model.

    Args:
        labels: The labels, at least two.
        weights: int8 or float32, shape (features, columns): a column for each label, or one for
            two labels.
        steps: What a whole number of each column stands for, float32, shape (columns,).
        biases: What is added to each, float32, shape (columns,).
    """

    def __init__(
        self, labels: Sequence[str], weights: Weights, steps: Floats, biases: Floats
    ) -> None:
        self.labels, self.weights, self.steps, self.biases = tuple(labels), weights, steps, biases

    @classmethod
    def of(
        cls, labels: Sequence[str], weights: Floats, biases: Floats, *, rounded: bool = True
    ) -> Linear:
        """The model with these weights, shape (features, columns), which may be rounded."""
        import numpy as np

        if not rounded:
            ones = np.ones(weights.shape[1], np.float32)
            return cls(labels, weights.astype(np.float32), ones, biases.astype(np.float32))
        steps = np.abs(weights).max(axis=0, initial=0).astype(np.float32) / 127
        steps[steps == 0] = 1
        numbers = np.rint(weights / steps).astype(np.int8)
        return cls(labels, numbers, steps, biases.astype(np.float32))

    def logits(self, rows: Rows) -> Floats:
        """The logit of each label for each row, shape (rows, labels)."""
        parts = self.weights[rows.indices] * rows.data[:, None]
        return self._logits(sums(rows.indptr, parts))

    def dense_logits(self, vectors: Floats) -> Floats:
        """The same for vectors, shape (texts, features); each by itself, so that others beside it
        do not change the last bit."""
        import numpy as np

        weights = self.weights.astype(np.float32)
        found = [np.add.reduce(vector[:, None] * weights, axis=0) for vector in vectors]
        return self._logits(np.array(found, np.float32).reshape(len(vectors), len(self.biases)))

    def _logits(self, columns: Floats) -> Floats:
        import numpy as np

        found = columns * self.steps + self.biases
        if len(self.labels) == 2:
            return np.hstack([np.zeros_like(found), found])
        return found

    def answers(self, logits: Floats) -> list[dict[str, float]]:
        """The probability of each label for each row of `logits`."""
        return [dict(zip(self.labels, own, strict=True)) for own in softmax(logits).tolist()]

    def weights_of(self, label: str) -> Floats:
        """What each feature weighs for `label` against the others, shape (features,)."""
        import numpy as np

        own = self.weights.astype(np.float32) * self.steps
        if len(self.labels) == 2:
            return own[:, 0] if label == self.labels[1] else -own[:, 0]
        n_others = len(self.labels) - 1
        mine = own[:, self.labels.index(label)]
        weights: Floats = mine - (own.sum(axis=1) - mine) / n_others
        return weights

    def arrays(self) -> dict[str, object]:
        """The arrays for a pack."""
        import numpy as np

        weights = np.ascontiguousarray(self.weights).reshape(-1)
        return {"weights": weights, "steps": self.steps, "biases": self.biases}

    @classmethod
    def read(cls, pack: Pack, n_features: int | None = None) -> Linear:
        """The one of a pack; ValueError for parts that do not fit together."""
        import numpy as np

        labels = different_labels(pack.about["labels"])
        if len(labels) < 2:
            raise ValueError(f"{len(labels)} labels are not two or more.")
        n_columns = len(labels) if len(labels) > 2 else 1
        view = pack.array("weights", "b", "f")
        flat = np.asarray(view) if view.format == "b" else finite(pack, "weights")
        weights = flat.reshape(-1, n_columns)
        steps, biases = finite(pack, "steps"), finite(pack, "biases")
        if n_features not in (None, len(weights)) or not len(steps) == len(biases) == n_columns:
            raise ValueError(f"{len(weights)} weights are not those of {n_features} features.")
        return cls(labels, weights, steps, biases)


def softmax(logits: Floats) -> npt.NDArray[np.float64]:
    """The probabilities of logits, shape (rows, labels); each row sums to 1.

    >>> import numpy
    >>> softmax(numpy.zeros((1, 2))).tolist()
    [[0.5, 0.5]]
    """
    import numpy as np

    odds = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    found: npt.NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
    return found
