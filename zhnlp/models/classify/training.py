"""Train linear models of labels, by scikit-learn.

Each model is trained on all texts. Before, it is trained on four fifths of them and asked for the
rest, five times: from these answers come the calibration, and the accuracy in ``pack.json``. A
label with one text is never held out.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from zhnlp.errors import UsageError
from zhnlp.extras import extra
from zhnlp.models.classify.association import scales_of
from zhnlp.models.classify.calibration import Calibration, calibrate, calibration_error
from zhnlp.models.classify.features import Features
from zhnlp.models.classify.linear import Linear, softmax
from zhnlp.models.classify.model import TextLabels, TokenLabels, VectorLabels
from zhnlp.models.classify.settings import LinearSettings
from zhnlp.models.classify.vocabulary import kept_grams, vocabularies, weighed
from zhnlp.models.counts.model import Rows, TokenSequence
from zhnlp.packing import About, make_pack

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import scipy.sparse

    Floats = npt.NDArray[np.float32]
    Numbers = npt.NDArray[np.int64]

    Matrix: TypeAlias = npt.NDArray[np.float32] | scipy.sparse.csr_matrix

Report = Callable[[str], None]
N_FOLDS = 5
_WHAT = "training a classifier"


class Found(NamedTuple):
    """Weights of features, shape (features, columns), and what is added to each column."""

    weights: Floats
    biases: Floats


@dataclass(frozen=True)
class Task:
    """The labels of the texts to learn from, and how to learn.

    Attributes:
        labels: The labels, sorted.
        right: The number of the label of each text.
        settings: How to learn.
        report: Takes lines that say how far it is.
    """

    labels: tuple[str, ...]
    right: Numbers
    settings: LinearSettings
    report: Report

    @classmethod
    def of(cls, labels: Sequence[str], settings: LinearSettings, report: Report) -> Task:
        """The task with the label of each text; UsageError unless there are two."""
        import numpy as np

        names = sorted(set(labels))
        if len(names) < 2:
            given = f"all {len(labels)} texts have the label {names[0]!r}" if names else "no texts"
            raise UsageError(f"{given}: there is nothing to learn. Give texts of two labels.")
        numbers = {name: number for number, name in enumerate(names)}
        right = np.array([numbers[label] for label in labels], np.int64)
        single = [names[number] for number in np.flatnonzero(np.bincount(right) == 1).tolist()]
        if single:
            report(_single_labels(single))
        return cls(tuple(names), right, settings, report)

    def folds(self) -> Numbers:
        """The number of the fold in which each text is held out; -1 for none."""
        import numpy as np

        random = np.random.default_rng(self.settings.seed)
        folds = np.full(len(self.right), -1, np.int64)
        for label in range(len(self.labels)):
            own = random.permutation(np.flatnonzero(self.right == label))
            if len(own) > 1:
                folds[own] = (np.arange(len(own)) + label) % N_FOLDS
        return folds

    def finish(
        self, linear: Callable[[Calibration], Linear], held_out: Callable[[Numbers, int], Floats]
    ) -> tuple[Linear, About]:
        """The calibrated model, and how good its answers are on texts that are held out.

        Args:
            linear: Gives the model.
            held_out: Gives the scores of the texts of a fold, shape (texts, labels), by a model
                of the others.
        """
        import numpy as np

        folds = self.folds()
        scores = np.zeros((len(self.right), len(self.labels)), np.float32)
        for fold in np.unique(folds[folds >= 0]).tolist():
            scores[folds == fold] = held_out(folds, fold)
        kept = folds >= 0
        calibration = calibrate(scores[kept], self.right[kept])
        if not kept.any():
            self.report("each label has one text, so none is held out")
            return linear(calibration), {"folds": 0}
        found, right = softmax(calibration(scores[kept])), self.right[kept]
        scored = {
            "accuracy": round(float((found.argmax(axis=1) == right).mean()), 4),
            "calibration_error": round(calibration_error(found, right), 4),
        }
        self.report(
            f"held out: accuracy {scored['accuracy']}, calibration error "
            f"{scored['calibration_error']}"
        )
        return linear(calibration), {"folds": N_FOLDS, "held_out": scored}

    def about(self, scored: About) -> About:
        """What pack.json says of the training."""
        chosen = {name: value for name, value in asdict(self.settings).items() if value is not None}
        training = {"texts": len(self.right), **chosen, **scored}
        return {"labels": list(self.labels), "of": self.settings.of, "training": training}

    def fit(self, rows: Matrix, right: Numbers) -> Found:
        """The weights that scikit-learn finds."""
        import numpy as np

        with warnings.catch_warnings():
            exceptions = extra("sklearn.exceptions", _WHAT)
            warnings.simplefilter("ignore", exceptions.ConvergenceWarning)  # as good as it gets
            model = _estimator(self.settings).fit(rows, right)
        if self.settings.method == "bayes":
            weights, biases = model.feature_log_prob_, model.class_log_prior_
            if len(self.labels) == 2:
                weights, biases = weights[1:] - weights[:1], biases[1:] - biases[:1]
        else:
            weights, biases = model.coef_, model.intercept_
        return Found(np.ascontiguousarray(weights.T, np.float32), biases.astype(np.float32))


def _single_labels(names: Sequence[str]) -> str:
    """What to say of the labels with one text."""
    if len(names) == 1:
        return f"the label {names[0]!r} has one text: how well it is found is not known."
    shown = ", ".join(map(repr, names[:3])) + (" …" if len(names) > 3 else "")
    known = "how well they are found is not known."
    return f"{len(names)} labels have one text each ({shown}): {known}"


def _estimator(settings: LinearSettings) -> scipy.sparse.csr_matrix:
    cost, seed = settings.cost, settings.seed
    if settings.method == "svm":
        return extra("sklearn.svm", _WHAT).LinearSVC(C=cost, random_state=seed)
    if settings.method == "logistic":
        return extra("sklearn.linear_model", _WHAT).LogisticRegression(
            C=cost, random_state=seed, max_iter=300
        )
    return extra("sklearn.naive_bayes", _WHAT).MultinomialNB(alpha=1 / (cost or 1))


def train_labels(
    sequences: Sequence[TokenSequence],
    labels: Sequence[str],
    settings: LinearSettings,
    *,
    about: About | None = None,
    report: Report = lambda line: None,
) -> TextLabels | TokenLabels:
    """A model of the labels of texts.

    Args:
        sequences: The characters, words or terms of each text.
        labels: Its label.
        settings: How to learn.
        about: What pack.json says of the data.
        report: Takes lines that say how far it is.

    Raises:
        UsageError: There are not two labels, or no n-gram is left.
        ExtraError: scikit-learn is not installed.
    """
    import numpy as np

    task = Task.of(labels, settings, report)
    grams = vocabularies(sequences, settings)
    everything = weighed(grams, None, settings).counts(sequences)
    n_grams = sum(own.vocabulary.n_values for own in grams)
    report(f"{len(labels)} texts with {n_grams} n-grams, {len(task.labels)} labels")
    counts = _matrix(everything, n_grams)

    def learned(texts: npt.NDArray[np.bool_]) -> tuple[Features, Found]:
        some, right = counts[texts], task.right[texts]
        features = weighed(grams, scales_of(some, right, len(task.labels), settings), settings)
        return features, task.fit(_weighted(features, some), right)

    def held_out(folds: Numbers, fold: int) -> Floats:
        features, found = learned(folds != fold)
        return _scores(_weighted(features, counts[folds == fold]) @ found.weights + found.biases)

    features, found = learned(np.ones(len(labels), bool))
    kept = np.flatnonzero(features.scales)
    found = Found(found.weights[kept], found.biases)
    linear, scored = task.finish(lambda calibration: _linear(task, found, calibration), held_out)
    features = weighed(kept_grams(grams, features.scales), features.scales[kept], settings)
    kind = TextLabels if settings.of == "characters" else TokenLabels
    description = {**(about or {}), **task.about(scored), "features": features.about}
    return kind(make_pack(kind.KIND, description, {**features.arrays(), **linear.arrays()}))


def train_vector_labels(
    vectors: Floats,
    labels: Sequence[str],
    settings: LinearSettings,
    *,
    about: About | None = None,
    report: Report = lambda line: None,
) -> VectorLabels:
    """A model of the labels of vectors, float32, shape (texts, width); arguments as above."""
    import numpy as np

    task = Task.of(labels, settings, report)
    report(f"{len(labels)} vectors of width {vectors.shape[1]}, {len(task.labels)} labels")

    def learned(texts: npt.NDArray[np.bool_]) -> Found:
        some = vectors[texts]
        spread = some.std(axis=0)
        spread[spread == 0] = 1
        middle = some.mean(axis=0)
        weights, biases = task.fit((some - middle) / spread, task.right[texts])
        weights = weights / spread[:, None]
        return Found(weights, biases - middle @ weights)

    def held_out(folds: Numbers, fold: int) -> Floats:
        found = learned(folds != fold)
        return _scores(vectors[folds == fold] @ found.weights + found.biases)

    found = learned(np.ones(len(labels), bool))
    linear, scored = task.finish(
        lambda calibration: _linear(task, found, calibration, rounded=False), held_out
    )
    description = {**(about or {}), **task.about(scored)}
    return VectorLabels(make_pack(VectorLabels.KIND, description, linear.arrays()))


def _matrix(rows: Rows, n_columns: int) -> scipy.sparse.csr_matrix:
    sparse = extra("scipy.sparse", _WHAT)
    shape = (len(rows.indptr) - 1, n_columns)
    return sparse.csr_matrix((rows.data, rows.indices, rows.indptr), shape=shape)


def _weighted(features: Features, counts: scipy.sparse.csr_matrix) -> scipy.sparse.csr_matrix:
    """Rows of counts with the weights of the n-grams in their place."""
    rows = features.weighted(Rows(counts.indptr, counts.indices, counts.data))
    return _matrix(rows, counts.shape[1])


def _scores(columns: Floats) -> Floats:
    """Scores of labels, shape (texts, labels), from columns; the first of two labels has 0."""
    import numpy as np

    own = np.asarray(columns, np.float32)
    return np.hstack([np.zeros_like(own), own]) if own.shape[1] == 1 else own


def _linear(task: Task, found: Found, calibration: Calibration, *, rounded: bool = True) -> Linear:
    """The model with these weights and this calibration."""
    import numpy as np

    factor, biases = np.float32(calibration.factor), calibration.biases
    own = biases if len(task.labels) > 2 else biases[1:] - biases[:1]
    weights, biases = found.weights * factor, found.biases * factor + own
    return Linear.of(task.labels, weights, biases, rounded=rounded)
