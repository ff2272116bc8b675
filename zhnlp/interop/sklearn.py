"""scikit-learn: its vectorizers over zhnlp's words, and zhnlp's stages in its pipelines.

    Analyzer        texts → tokens, for CountVectorizer, TfidfVectorizer, BERTopic …
    DocReader       texts → Docs, by a pipeline of zhnlp
    DocCounter      Docs → a sparse matrix of n-grams, by a Vectorizer
    DocEmbedder     Docs → the matrix of their vectors

The last three are transformers: clone, grid search and ``set_params`` work with them. They are
saved as scikit-learn saves, by pickle; for files that outlive code, save zhnlp's stages instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from zhnlp.arguments import need_kind, need_text
from zhnlp.core import grams
from zhnlp.doc import Doc, need
from zhnlp.errors import InputError
from zhnlp.extras import extra
from zhnlp.models.counts.model import Of, TokenSequence, Weights
from zhnlp.models.counts.training import CountSettings
from zhnlp.models.latin import Latin
from zhnlp.pipeline import Pipeline
from zhnlp.stage import need_docs
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tokens import token_reader
from zhnlp.stages.vectorizer import Vectorizer

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import scipy
    from sklearn.base import BaseEstimator, TransformerMixin
else:
    _base = extra("sklearn.base", "zhnlp.interop.sklearn")
    BaseEstimator, TransformerMixin = _base.BaseEstimator, _base.TransformerMixin

Counter = TypeVar("Counter", bound="DocCounter")


@dataclass(frozen=True)
class Analyzer:
    """Gives the tokens of a text, as the ``analyzer`` of scikit-learn's vectorizers.

    It can be pickled, and pickles to the same bytes in every process, so ``datasets.map`` finds
    again what it has computed.

    Args:
        of: ``"terms"``: the words with content. ``"words"``: all words but white space and
            punctuation. ``"characters"``: all characters but white space.
        ngrams: The tokens of the shortest and the longest n-grams. (The vectorizer's own
            ``ngram_range`` has no effect with an analyzer.)
        latin: The form of Latin words; see models/latin.py.
        segmenter: What cuts texts into words.
        stopwords: What finds the terms.

    Raises:
        UsageError: A setting is out of its range.

    >>> Analyzer()("今天的股市大幅上涨。")
    ['今天', '股市', '大幅', '上涨']
    >>> Analyzer("characters", ngrams=(2, 2))("股市 上涨")
    ['股市', '上涨']
    """

    of: Of = "terms"
    ngrams: tuple[int, int] = (1, 1)
    latin: Latin = "lower"
    segmenter: Segmenter = field(default_factory=Segmenter)
    stopwords: StopwordFilter = field(default_factory=StopwordFilter)

    _tokens: Callable[[str], TokenSequence] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        settings = CountSettings(of=self.of, ngrams=self.ngrams, latin=self.latin)
        object.__setattr__(self, "ngrams", settings.ngrams)
        segmenter = need_kind(self.segmenter, "segmenter", Segmenter)
        terms = need_kind(self.stopwords, "stopwords", StopwordFilter)
        if self.of == "words":
            terms = StopwordFilter(lists=())  # which leaves punctuation out
        read = token_reader("characters" if self.of == "characters" else "terms", self.latin)
        if self.of == "characters":
            own: Callable[[str], TokenSequence] = lambda text: read(Doc(text))  # noqa: E731
        else:
            own = lambda text: read(terms(segmenter(Doc(text))))  # noqa: E731
        object.__setattr__(self, "_tokens", own)

    def __call__(self, text: str) -> list[str]:
        """The tokens of `text`, or their n-grams."""
        return grams(self._tokens(need_text(text, "a text")), *self.ngrams)

    def __reduce__(self) -> tuple[object, ...]:
        return Analyzer, (self.of, self.ngrams, self.latin, self.segmenter, self.stopwords)


class DocReader(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to Docs.

    Args:
        pipeline: A Pipeline of zhnlp; None for words and terms.
    """

    def __init__(self, pipeline: Pipeline | None = None) -> None:
        self.pipeline = pipeline

    def fit(self, texts: Iterable[str], labels: object = None) -> DocReader:
        """Itself: there is nothing to learn."""
        return self

    def transform(self, texts: Iterable[str]) -> list[Doc]:
        """A Doc for each of `texts`."""
        pipeline = self.pipeline
        if pipeline is None:
            pipeline = Pipeline([Segmenter(), StopwordFilter()])
        return pipeline.batch(list(texts))

    def __sklearn_is_fitted__(self) -> bool:
        return True


class DocCounter(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Docs to a sparse matrix of n-grams; the settings are those of `Vectorizer.fit`."""

    def __init__(
        self,
        of: Of = "terms",
        weights: Weights = "tfidf",
        *,
        ngrams: tuple[int, int] = (1, 1),
        min_docs: int = 1,
        max_docs: float = 1.0,
        max_features: int | None = None,
        hashed: int | None = None,
        latin: Latin = "lower",
    ) -> None:
        self.of, self.weights, self.ngrams, self.latin = of, weights, ngrams, latin
        self.min_docs, self.max_docs, self.max_features = min_docs, max_docs, max_features
        self.hashed = hashed

    def fit(self: Counter, docs: Iterable[Doc], labels: object = None) -> Counter:
        """Itself, with the vocabulary of `docs` as ``vectorizer_``."""
        self.vectorizer_ = Vectorizer.fit(docs, **self.get_params())
        return self

    def transform(self, docs: Iterable[Doc]) -> scipy.sparse.csr_matrix:
        """A row for each of `docs`."""
        extra("sklearn.utils.validation", "a DocCounter").check_is_fitted(self)
        return self.vectorizer_.matrix(docs)

    def get_feature_names_out(self, names: object = None) -> npt.NDArray[np.object_]:
        """The n-gram of each column."""
        import numpy as np

        return np.array(self.vectorizer_.names(), object)


class DocEmbedder(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Docs to the matrix of their vectors, float32, shape (docs, width)."""

    def fit(self, docs: Iterable[Doc], labels: object = None) -> DocEmbedder:
        """Itself: there is nothing to learn."""
        return self

    def transform(self, docs: Iterable[Doc]) -> npt.NDArray[np.float32]:
        """The vector of each of `docs`, which an Embedder filled."""
        import numpy as np

        own: Sequence[Doc] = need_docs(docs)
        rows = [np.asarray(need(doc.vector, "vector")) for doc in own]
        if len({len(row) for row in rows}) > 1:
            raise InputError("vectors have different widths. Fill them all by one Embedder.")
        return np.array(rows, np.float32)

    def __sklearn_is_fitted__(self) -> bool:
        return True
