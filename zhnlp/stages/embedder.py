"""Embedder: the vector of a text."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zhnlp.arguments import need_choice, need_items, need_kind, need_number, shown
from zhnlp.doc import Doc
from zhnlp.errors import UsageError
from zhnlp.models import TextEmbedder, need_answers, need_model
from zhnlp.models.counts.model import UNITS, Of
from zhnlp.models.latin import LATIN, Latin
from zhnlp.models.vectors.embedding import (
    WEIGHTS,
    Weights,
    WordWeights,
    fit_weights,
    text_vectors,
)
from zhnlp.models.vectors.model import WordVectors
from zhnlp.pack_uses import kinds_for
from zhnlp.packing import About
from zhnlp.resources import pack as find_pack
from zhnlp.resources import wrong_pack
from zhnlp.saving import load
from zhnlp.stage import Stage, need_doc, need_docs
from zhnlp.stages.by_name import by_name
from zhnlp.stages.tokens import doc_tokens
from zhnlp.vector import Vector


@by_name()
@dataclass(frozen=True, repr=False)
class Embedder(Stage):
    """Give a text a vector: the mean of the vectors of its words, or that of a model.

    Words without a vector do not count. A text without any word that has one gets zeros.

    Args:
        model: WordVectors, or the folder of a pack of them; or a model of texts: any
            `zhnlp.models.TextEmbedder`.
        weights: What each word counts: ``"mean"``, the same; ``"tfidf"`` or ``"sif"``, by a
            table that `fit` learns.
        of: ``"words"``, ``"terms"`` (words with content) or ``"characters"``.
        latin: The form of Latin words, as in the text that the vectors were trained on: ``"keep"``,
            ``"lower"``, ``"stem"`` or ``"lemma"``.
        table: The table of `fit`, for tfidf and sif.

    Raises:
        UsageError: The model does not fit, or the table is missing.
        PackError: There is no such model, or it is damaged or of another kind, or the table was
            fitted with other vectors.

    >>> vectors = WordVectors.of(["股市", "上涨"], [[1, 0], [0, 1]])
    >>> Embedder(vectors)(Doc("股市上涨了", words=["股市", "上涨", "了"])).vector
    Vector([0.5, 0.5])
    """

    model: WordVectors | TextEmbedder | str | os.PathLike[str]
    weights: Weights = field(default="mean", kw_only=True)
    of: Of = field(default="words", kw_only=True)
    latin: Latin = field(default="keep", kw_only=True)
    table: WordWeights | None = field(default=None, kw_only=True)

    requires = ("words",)
    provides = ("vector",)

    def __post_init__(self) -> None:
        object.__setattr__(self, "model", _model_of(self.model))
        need_choice(self.weights, "weights", WEIGHTS)
        need_choice(self.of, "of", UNITS)
        need_choice(self.latin, "latin", LATIN)
        if isinstance(self.model, WordVectors):
            self._check_table(self.model)
            requires = () if self.of == "characters" else (self.of,)
        else:
            requires = ()
        object.__setattr__(self, "requires", requires)

    def batch(self, texts: Sequence[str | Doc]) -> list[Doc]:
        """Each of `docs` with its vector."""
        docs = need_docs(texts)
        if isinstance(self.model, WordVectors):
            tokens = [doc_tokens(doc, self.of, self.latin) for doc in docs]
            found = map(Vector, text_vectors(tokens, self.model, self.table))
        else:
            assert isinstance(self.model, TextEmbedder)
            answers = self.model.vectors([doc.text for doc in docs])
            found = map(self._checked, need_answers(answers, len(docs), self.model))
        return [doc.filled(vector=own) for doc, own in zip(docs, found, strict=True)]

    @classmethod
    def fit(
        cls,
        docs: Iterable[Doc],
        vectors: WordVectors | str | os.PathLike[str],
        *,
        weights: Weights = "tfidf",
        of: Of = "words",
        latin: Latin = "keep",
        a: float = 1e-3,
        about: About | None = None,
    ) -> Embedder:
        """An Embedder whose words count by what `docs` show.

        Args:
            docs: Docs with words or terms, read once; they may be a stream.
            vectors: The vectors of words, or the folder of their pack.
            weights: ``"tfidf"`` or ``"sif"``; there is nothing to fit for ``"mean"``.
            of: As of the class.
            latin: As of the class.
            a: The parameter of sif; a smaller one weighs frequent words less.
            about: What the pack of the table says of the data.

        Raises:
            UsageError: No word of the Docs has a vector.
            MissingLayerError: A Doc has no words, or no terms.
        """
        need_choice(weights, "weights", WEIGHTS)
        model = need_kind(_model_of(vectors), "vectors", WordVectors)
        table = None
        if weights != "mean":
            several = need_items(docs, "docs", "Give several Docs")
            texts = (doc_tokens(need_doc(doc), of, latin) for doc in several)
            table = fit_weights(texts, model, weights, a=need_number(a, "a"), about=about)
        return cls(model, weights=weights, of=of, latin=latin, table=table)

    def _check_table(self, vectors: WordVectors) -> None:
        if self.weights == "mean":
            if self.table is not None:
                raise UsageError("the weights 'mean' have no table. Leave the table out.")
            return
        if self.table is None:
            raise UsageError(
                f"the weights {self.weights!r} need a table. Make the stage with "
                f"Embedder.fit(docs, vectors, weights={self.weights!r})."
            )
        need_kind(self.table, "table", WordWeights).need_vectors(vectors)
        if self.table.scheme != self.weights:
            raise UsageError(
                f"the table is of {self.table.scheme!r}, not of {self.weights!r}. Give the same."
            )

    def _checked(self, answer: Iterable[float]) -> Vector:
        """The answer of a model as a Vector of the right width."""
        assert isinstance(self.model, TextEmbedder)
        made = Vector(answer)
        if len(made) != self.model.width:
            raise UsageError(
                f"the model {shown(self.model)} gave {len(made)} numbers for a text. It must give "
                f"{self.model.width}."
            )
        return made


def _model_of(given: object) -> object:
    """The vectors or the model `given`, or those in the pack that it names."""
    if isinstance(given, (str, os.PathLike)):
        folder = find_pack(given, kinds_for("Embedder"))
        model = load(folder)
        if not isinstance(model, (WordVectors, TextEmbedder)):
            raise wrong_pack(folder, type(model).__name__, "WordVectors", "an embedder")
        return model
    if not isinstance(given, WordVectors):
        need_model(given, TextEmbedder, "an embedder")
    return given
