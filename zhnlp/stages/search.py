"""SearchIndex: the documents of a collection that are most like a query."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from zhnlp.arguments import (
    need_choice,
    need_count,
    need_items,
    need_number,
    need_path,
    need_strings,
    shown,
    wrong_type,
)
from zhnlp.doc import Doc, need
from zhnlp.errors import UsageError
from zhnlp.models.counts.model import Of
from zhnlp.models.latin import Latin
from zhnlp.models.search.model import METHODS, Method, SearchModel
from zhnlp.saving import save
from zhnlp.stage import need_doc
from zhnlp.stages.tokens import all_tokens, doc_tokens


class Match(NamedTuple):
    """A document that was found.

    Attributes:
        number: Which one of the index, counted from 0.
        score: How well it matches: more than 0 by BM25; the cosine, -1 to 1, of vectors.
        id: Its id, if it was given one.
    """

    number: int
    score: float
    id: str | None


@dataclass(frozen=True)
class SearchIndex:
    """An index of documents, in which those most like a query are found.

    Args:
        model: The folder of an index, or its SearchModel, as `SearchIndex.fit` makes it.

    >>> from zhnlp import Pipeline, Segmenter, StopwordFilter
    >>> nlp = Pipeline([Segmenter("unigram"), StopwordFilter()])
    >>> texts = ["股市今天上涨。", "球队昨天赢了比赛。", "央行：股市和银行"]
    >>> index = SearchIndex.fit(map(nlp, texts))
    >>> [match.number for match in index.search(nlp("股市上涨"))]
    [0, 2]
    """

    model: SearchModel | str | os.PathLike[str]

    def __post_init__(self) -> None:
        if isinstance(self.model, (str, os.PathLike)):
            object.__setattr__(self, "model", SearchModel(self.model))
        if not isinstance(self.model, SearchModel):
            advice = "Give a SearchModel, or make an index of Docs with SearchIndex.fit(docs)"
            raise wrong_type(self.model, "the model of a SearchIndex", advice)

    @classmethod
    def fit(
        cls,
        docs: Iterable[Doc],
        *,
        method: Method = "bm25",
        ids: Iterable[str] | None = None,
        of: Of = "terms",
        latin: Latin = "lower",
        k1: float = 1.5,
        b: float = 0.75,
    ) -> SearchIndex:
        """An index of `docs`.

        Args:
            docs: Docs with terms or words; with vectors for the method ``"vectors"``. They are
                read once, and only about 20 bytes are kept for each different word of one.
            method: ``"bm25"``, by the words that they have in common, the rare ones more;
                ``"vectors"``, by the cosine of their vectors.
            ids: An id for each.
            of: Of bm25: what is looked for: ``"terms"``, ``"words"`` or ``"characters"``.
            latin: Of bm25: the form of Latin words: ``"keep"``, ``"lower"``, ``"stem"`` or
                ``"lemma"``.
            k1: Of bm25: how much it counts that a word comes again, 0 or more.
            b: Of bm25: how much long documents are held back, 0 to 1.

        Raises:
            UsageError: There are no docs, or not as many as ids; or a setting is out of its range.
        """
        from zhnlp.models.search.training import index_tokens, index_vectors

        need_choice(method, "method", METHODS)
        several = need_items(docs, "docs", "Give several Docs")
        names = None if ids is None else need_strings(ids, "ids")
        if method == "vectors":
            vectors = (need(need_doc(doc).vector, "vector") for doc in several)
            return cls(index_vectors(vectors, ids=names))
        if not 0 <= need_number(k1, "k1") < float("inf"):
            raise UsageError(f"k1 is {shown(k1)}; give 0 or more.")
        if not 0 <= need_number(b, "b") <= 1:
            raise UsageError(f"b is {shown(b)}; give 0 to 1.")
        tokens = all_tokens(several, of, latin)
        return cls(index_tokens(tokens, k1=k1, b=b, of=of, latin=latin, ids=names))

    def search(self, query: Doc, *, n: int = 10) -> list[Match]:
        """The `n` documents most like `query`, the best first; equal ones in their order.

        By BM25 they have at least one word of the query; a query without words that are known,
        or with a vector of zeros, finds nothing.

        Args:
            query: A Doc with the layer that the index was made of.
            n: The most documents.
        """
        if not isinstance(query, Doc):
            advice = "Give a Doc with the layer that was indexed, as in search(nlp(text))"
            raise wrong_type(query, "the query", advice)
        model, n = self._model, need_count(n, "n")
        if model.method == "vectors":
            best = model.best_for_vector(need(query.vector, "vector"), n)
        else:
            best = model.best_for_tokens(doc_tokens(query, model.of, model.latin), n)
        return [Match(number, score, model.id_of(number)) for number, score in best]

    def __len__(self) -> int:
        """The number of documents."""
        return self._model.n_documents

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write the index to `folder`, which is made if it is not there."""
        save(self.model, folder)

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> SearchIndex:
        """The index that `folder` holds; PackError if it holds something else."""
        return cls(SearchModel.load_pack(Path(need_path(folder, "folder"))))

    @property
    def _model(self) -> SearchModel:
        assert isinstance(self.model, SearchModel)
        return self.model
