"""Topics: what a text is about, by the words that occur together in a corpus."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict, Unpack

from zhnlp.arguments import need_count, need_items, need_kind
from zhnlp.categories import Categories
from zhnlp.doc import Doc
from zhnlp.errors import UsageError
from zhnlp.models.counts.model import Of
from zhnlp.models.latin import Latin
from zhnlp.models.topics.model import Measure, Method, TopicModel
from zhnlp.packing import About
from zhnlp.stage import Stage, need_docs
from zhnlp.stages.by_name import by_name
from zhnlp.stages.tokens import all_tokens
from zhnlp.vector import Vector


class TopicOptions(TypedDict, total=False):
    """Settings of `Topics.fit`; see TopicSettings in models/topics/training.py."""

    n_topics: int
    method: Method
    passes: int | None
    seed: int
    min_docs: int
    max_docs: float
    max_features: int


@by_name()
@dataclass(frozen=True, repr=False)
class Topics(Stage):
    """Give a text its shares of topics, or its coordinates.

    A model of LDA fills ``topics``, the share of each topic by its label, the largest first; they
    sum to 1. A model of LSA has no shares: it fills ``vector`` with a coordinate for each topic. A
    text without a word that the model knows has no topics, or a vector of zeros.

    Args:
        model: The folder of a model, or a TopicModel, as `Topics.fit` makes them.
        top: How many topics of a text to keep, those of the largest shares; None keeps all.

    Raises:
        PackError: There is no such model, or it is damaged or of another kind.
        UsageError: `top` is given for a model of LSA.
    """

    model: TopicModel | str | os.PathLike[str]
    top: int | None = field(default=None, kw_only=True)

    requires = ("terms",)
    provides = ("topics",)

    def __post_init__(self) -> None:
        model = self.model
        if isinstance(model, (str, os.PathLike)):
            model = TopicModel(model)
            object.__setattr__(self, "model", model)
        need_kind(model, "the model of Topics", TopicModel)
        if self.top is not None:
            object.__setattr__(self, "top", need_count(self.top, "top"))
        if model.of != "terms":
            object.__setattr__(self, "requires", ("words",) if model.of == "words" else ())
        if model.method == "lsa":
            object.__setattr__(self, "provides", ("vector",))
            if self.top is not None:
                raise UsageError("a model of lsa fills vector, with all topics. Leave top out.")

    def batch(self, texts: Sequence[str | Doc]) -> list[Doc]:
        """Each of `docs` with its topics, or with its vector."""
        docs, model = need_docs(texts), self._model
        tokens = all_tokens(docs, model.of, model.latin)
        return [self._filled(doc, own) for doc, own in zip(docs, tokens, strict=True)]

    def _filled(self, doc: Doc, tokens: Sequence[str]) -> Doc:
        if self._model.method == "lsa":
            return doc.filled(vector=Vector(self._model.coordinates(tokens)))
        found = Categories(self._model.shares(tokens))
        return doc.filled(topics=found if self.top is None else found.top(self.top))

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of all topics: by default the first words of each."""
        return self._model.labels

    @property
    def about(self) -> About:
        """How the topics were made: what is in pack.json."""
        return self._model.about

    def words_of(self, topic: int, n: int = 10) -> tuple[tuple[str, float], ...]:
        """The `n` weightiest words of topic number `topic`, and their weights."""
        return self._model.words_of(topic, n)

    def with_labels(self, labels: Iterable[str]) -> Topics:
        """The same topics with other names, one for each, in their order."""
        return replace(self, model=self._model.with_labels(labels))

    @property
    def _model(self) -> TopicModel:
        assert isinstance(self.model, TopicModel)
        return self.model

    @classmethod
    def fit(
        cls,
        docs: Iterable[Doc],
        *,
        of: Of = "terms",
        latin: Latin = "lower",
        about: About | None = None,
        **settings: Unpack[TopicOptions],
    ) -> Topics:
        """Topics that are learned from `docs`; needs ``zhnlp[learn]``.

        Args:
            docs: Docs with terms, or with words; any number of them. They are read once, and how
                often each has which words goes to a temporary file.
            of: What is counted: ``"terms"``, ``"words"`` or ``"characters"``.
            latin: The form of Latin words: ``"keep"``, ``"lower"``, ``"stem"`` or ``"lemma"``.
            about: What pack.json says of the data.
            settings: ``n_topics`` (20), ``method`` (``"lda"`` or ``"lsa"``), ``passes`` of LDA
                (10), ``seed`` (0); words are left out that are in fewer than ``min_docs`` (5)
                documents or in a larger share of them than ``max_docs`` (0.5), and beyond
                ``max_features`` (100,000).

        Raises:
            UsageError: No word is left to learn from, or a setting is out of its range.
        """
        from zhnlp.models.topics.training import TopicSettings, train_topics

        several = need_items(docs, "docs", "Give several Docs")
        own = TopicSettings(**settings)
        tokens = all_tokens(several, of, latin)
        model = train_topics(tokens, own, of=of, latin=latin, about=about)
        return cls(model)

    def coherence(
        self, docs: Iterable[Doc], *, measure: Measure = "c_v", n_words: int = 10
    ) -> tuple[float, ...]:
        """The coherence of each topic in `docs`; more is better. Needs ``zhnlp[learn]``.

        Args:
            docs: Docs with what the model counts.
            measure: ``"c_v"``, ``"c_npmi"`` or ``"u_mass"``: three ways to
                tell whether the first words of a topic occur together in texts.
            n_words: How many words of each topic are compared.

        Returns:
            One number for each topic; nan for a topic of which a word is in none of the documents.
        """
        from zhnlp.models.topics.coherence import coherence

        model = self._model
        several = need_items(docs, "docs", "Give several Docs")
        tokens = all_tokens(several, model.of, model.latin)
        return coherence(model, tokens, measure=measure, n_words=n_words)
