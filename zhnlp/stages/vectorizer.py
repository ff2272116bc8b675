"""Vectorizer: Docs as rows of a sparse matrix: one-hot, bags of words, TF-IDF."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, TypeVar, Unpack

from zhnlp.arguments import need_items, need_kind
from zhnlp.doc import Doc
from zhnlp.errors import UsageError
from zhnlp.extras import extra
from zhnlp.models.counts.model import CountModel, Of, TokenSequence, Weights
from zhnlp.models.counts.training import CountSettings, fit_counts
from zhnlp.models.latin import Latin
from zhnlp.saving import load, save
from zhnlp.stage import need_doc, need_docs
from zhnlp.stages.tokens import token_reader

if TYPE_CHECKING:
    import gensim
    import scipy

Self = TypeVar("Self", bound="Vectorizer")


class Counting(TypedDict, total=False):
    """The settings of `Vectorizer.fit`; see models/counts/training.py."""

    of: Of
    weights: Weights
    ngrams: tuple[int, int]
    min_docs: int
    max_docs: float
    max_features: int | None
    hashed: int | None
    latin: Latin


@dataclass(frozen=True)
class Vectorizer:
    """Turns Docs into numbers: a column for each n-gram of words, terms or characters.

    It is no stage: a row of many thousand numbers, most of them 0, is no layer of a Doc.
    ``Vectorizer.fit`` makes it.

    Args:
        model: A CountModel, or the folder of one.

    Raises:
        UsageError: It is something else.
        PackError: There is no such folder, or it is damaged or of another kind.

    >>> docs = [Doc("股市上涨", words=["股市", "上涨"]), Doc("股市", words=["股市"])]
    >>> counts = Vectorizer.fit(docs, of="words", weights="counts")
    >>> counts.names(), counts.bag(docs[0])
    (['上涨', '股市'], {'上涨': 1.0, '股市': 1.0})
    """

    model: CountModel | str | os.PathLike[str]

    def __post_init__(self) -> None:
        model = self.model
        if isinstance(model, (str, os.PathLike)):
            model = CountModel(model)
        object.__setattr__(self, "model", need_kind(model, "the model of a Vectorizer", CountModel))

    @classmethod
    def fit(cls: type[Self], docs: Iterable[Doc], **settings: Unpack[Counting]) -> Self:
        """A Vectorizer with the n-grams of `docs`, which may be a stream.

        Args:
            docs: Docs with words, or with terms, as `of` says.
            settings: ``of``: "terms" (default), "words" or "characters". ``weights``: "tfidf"
                (default), "counts" or "one-hot". ``ngrams``: by default (1, 1). ``min_docs``,
                ``max_docs``, ``max_features``: which n-grams are kept. ``hashed``: how many
                slots for hashes instead of a vocabulary. ``latin``: the form of Latin words.

        Raises:
            UsageError: A setting is unknown or out of its range, or no n-gram is left.
            MissingLayerError: A Doc has no words, or no terms.
        """
        try:
            own = CountSettings(**settings)
        except TypeError as error:
            known = ", ".join(Counting.__annotations__)
            raise UsageError(f"there is no such setting: {error}. Known are {known}.") from None
        read = token_reader(own.of, own.latin)
        given = need_items(docs, "what there is to count", "Give Docs")
        return cls(fit_counts((read(need_doc(doc)) for doc in given), own))

    def matrix(self, docs: Iterable[Doc]) -> scipy.sparse.csr_matrix:
        """A row for each of `docs`, float32, shape (docs, width).

        Raises:
            MissingLayerError: A Doc has no words, or no terms.
            ExtraError: scipy is not installed.
        """
        sparse = extra("scipy.sparse", "a matrix of counts")
        own = need_docs(docs)
        indptr, indices, data = self._model.rows(self._sequences(own))
        shape = (len(own), self._model.width)
        return sparse.csr_matrix((data, indices, indptr), shape=shape)

    def bags(self, docs: Iterable[Doc]) -> list[list[tuple[int, float]]]:
        """For each of `docs` the numbers of its n-grams and their weights, as gensim takes them."""
        indptr, indices, data = self._model.rows(self._sequences(need_docs(docs)))
        pairs = list(zip(indices.tolist(), data.tolist(), strict=True))
        bounds = indptr.tolist()
        return [pairs[start:end] for start, end in itertools.pairwise(bounds)]

    def bag(self, doc: Doc) -> dict[str, float]:
        """The n-grams of `doc` and their weights."""
        names = self.names()
        [pairs] = self.bags([doc])
        return {names[number]: weight for number, weight in pairs}

    def names(self) -> list[str]:
        """The n-gram of each column; UsageError if they are hashed."""
        return self._model.names()

    def to_gensim(self) -> gensim.corpora.Dictionary:
        """The vocabulary as a Dictionary of gensim, whose numbers `bags` uses."""
        dictionary = extra("gensim.corpora", "a Dictionary").Dictionary()
        dictionary.token2id = {name: number for number, name in enumerate(self.names())}
        return dictionary

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write it to `folder`, which is made if it is not there."""
        save(self, folder)

    @classmethod
    def load(cls: type[Self], folder: str | os.PathLike[str]) -> Self:
        """The Vectorizer that `folder` holds; PackError if it holds another kind."""
        found: Self = load(folder, kind=cls)
        return found

    @property
    def _model(self) -> CountModel:
        assert isinstance(self.model, CountModel)
        return self.model

    def _sequences(self, docs: Iterable[Doc]) -> Iterable[TokenSequence]:
        return map(token_reader(self._model.of, self._model.latin), docs)
