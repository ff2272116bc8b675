"""What a linear model of labels learns from, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict, get_args

from zhnlp.arguments import need_choice, need_count, need_number, shown
from zhnlp.errors import UsageError, did_you_mean
from zhnlp.models.counts.training import need_lengths

Method = Literal["svm", "logistic", "bayes"]
Seen = Literal["characters", "words", "terms", "characters+words", "vector"]
Weighting = Literal["association", "tfidf", "counts", "one-hot"]
METHODS: tuple[Method, ...] = get_args(Method)
SEEN: tuple[Seen, ...] = get_args(Seen)
WEIGHTINGS: tuple[Weighting, ...] = get_args(Weighting)
_COSTS = {"svm": 1.0, "logistic": 10.0, "bayes": 5.0}


@dataclass(frozen=True, kw_only=True)
class LinearSettings:
    """How a linear model of labels is trained.

    Args:
        method: ``"svm"``, a linear support vector machine; ``"logistic"`` regression; ``"bayes"``,
            multinomial naive Bayes.
        of: What it sees: n-grams of ``"characters"``, of ``"words"``, of ``"terms"``; n-grams of
            characters and single words, ``"characters+words"``; or the ``"vector"`` of a text.
        weights: ``"association"``: whether a text has the n-gram, by its inverse document frequency
            and how unevenly it is spread over the labels. ``"tfidf"``, ``"counts"``,
            ``"one-hot"``: as for a Vectorizer.
        ngrams: The tokens of the shortest and the longest n-grams; by default (1, 3) for
            characters, and (1, 1) for words.
        min_docs: N-grams of fewer texts are left out.
        max_features: How many n-grams are kept, those that tell most of labels; None: all, up to
            a million.
        cost: What an error on a training text costs against large weights; naive Bayes adds
            1 / cost to each count. None for what suits the method.
        seed: Determines which texts are held out for the calibration, and the order of learning.

    Raises:
        UsageError: A setting is out of its range.
    """

    method: Method = "svm"
    of: Seen = "characters"
    weights: Weighting = "association"
    ngrams: tuple[int, int] | None = None
    min_docs: int = 1
    max_features: int | None = None
    cost: float | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        need_choice(self.method, "method", METHODS)
        need_choice(self.of, "of", SEEN)
        need_choice(self.weights, "weights", WEIGHTINGS)
        default = (1, 3) if "characters" in self.of else (1, 1)
        ngrams = default if self.ngrams is None else self.ngrams
        object.__setattr__(self, "ngrams", need_lengths(ngrams))
        object.__setattr__(self, "min_docs", need_count(self.min_docs, "min_docs"))
        object.__setattr__(self, "seed", need_count(self.seed, "seed", least=0))
        if self.max_features is not None:
            object.__setattr__(self, "max_features", need_count(self.max_features, "max_features"))
        cost = _COSTS[self.method] if self.cost is None else need_number(self.cost, "cost")
        if not 0 < cost < float("inf"):
            raise UsageError(f"cost is {shown(cost)}; give a finite number above 0.")
        object.__setattr__(self, "cost", cost)
        if self.of == "vector" and self.method == "bayes":
            raise UsageError(
                "naive Bayes counts, and a vector is no count. Give another method than 'bayes' "
                "for of='vector'."
            )


class Choices(TypedDict, total=False):
    """The fields of `LinearSettings`, as arguments of a ``fit``."""

    method: Method
    of: Seen
    weights: Weighting
    ngrams: tuple[int, int] | None
    min_docs: int
    max_features: int | None
    cost: float | None
    seed: int


def linear_settings(given: Choices) -> LinearSettings:
    """The settings with these fields; UsageError for one that there is not."""
    for name in given:
        if name not in Choices.__annotations__:
            hint = did_you_mean(name, Choices.__annotations__)
            raise UsageError(f"a linear model has no setting {name!r}. {hint}")
    return LinearSettings(**given)
