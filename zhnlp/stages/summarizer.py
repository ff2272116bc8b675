"""Summarizer: the sentences that sum up a text, or a headline for it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from typing import Literal, get_args

from zhnlp.arguments import need_choice, need_count, need_number, need_text, shown
from zhnlp.doc import Doc, Span, need
from zhnlp.errors import UsageError
from zhnlp.models import TextSummarizer, need_answers
from zhnlp.models.keywords.idf import IdfTable, idf_of
from zhnlp.models.keywords.sentences import summary_sentences
from zhnlp.stage import Stage, need_docs
from zhnlp.stages.by_name import by_name
from zhnlp.stages.companions import companions, prepared
from zhnlp.stages.named_models import model_of

Method = Literal["textrank", "abstractive"]
METHODS: tuple[Method, ...] = get_args(Method)
N_SENTENCES, DIVERSITY = 3, 0.3


@by_name()
@dataclass(frozen=True, repr=False)
class Summarizer(Stage):
    """Sum up a text, in sentences of its own or in a headline.

    ``"textrank"`` fills ``summary`` and needs ``sentences`` and ``terms``; ``"abstractive"``
    fills ``headline`` and needs no layer.

    Args:
        method: ``"textrank"``: the sentences that are most like the others, each unlike those
            already chosen. ``"abstractive"``: a headline in words that a model chooses.
        model: For ``abstractive``: the name of a pack, its folder, or a model: any
            `zhnlp.models.TextSummarizer`.
        n_sentences: For ``textrank``: the most sentences to give.
        ratio: A share of the sentences of the text to give instead, rounded up: more than 0,
            at most 1.
        diversity: For ``textrank``: how much it counts against a sentence that it is like one
            already chosen, 0 (not at all) to 1 (nothing else counts).
        idf: For ``textrank``: how rare words are; as for Keywords.

    Raises:
        UsageError: The method is unknown, a setting is out of its range or has no effect with
            this method, or the model does not fit.
        PackError: There is no such model or table, or it is damaged or of another kind.

    >>> from zhnlp.models import TextSummarizer
    >>> class FirstClause(TextSummarizer):
    ...     def summary(self, text):
    ...         return text.partition("，")[0]
    >>> Summarizer("abstractive", FirstClause())(Doc("股市上涨，成交放大。")).headline
    '股市上涨'
    """

    method: Method = "textrank"
    model: TextSummarizer | str | os.PathLike[str] | None = None
    n_sentences: int = field(default=N_SENTENCES, kw_only=True)
    ratio: float | None = field(default=None, kw_only=True)
    diversity: float = field(default=DIVERSITY, kw_only=True)
    idf: IdfTable | str | os.PathLike[str] | None = field(default=None, kw_only=True)

    requires = ("sentences", "terms")
    provides = ("summary",)

    def __post_init__(self) -> None:
        need_choice(self.method, "method", METHODS)
        object.__setattr__(self, "n_sentences", need_count(self.n_sentences, "n_sentences"))
        _need_share(self.diversity, "diversity")
        if self.ratio is not None and _need_share(self.ratio, "ratio") == 0:
            raise UsageError("ratio is 0; it must be above 0.")
        if self.method == "textrank":
            if self.model is not None:
                raise UsageError('model has no effect with textrank. Give "abstractive", too.')
            object.__setattr__(self, "idf", idf_of(self.idf))
            return
        if self.idf is not None:
            raise UsageError("idf has no effect with abstractive. Leave it out.")
        object.__setattr__(self, "model", model_of(self.model, TextSummarizer, "a summarizer"))
        object.__setattr__(self, "requires", ())
        object.__setattr__(self, "provides", ("headline",))

    def batch(self, texts: Sequence[str | Doc]) -> list[Doc]:
        """Each of `docs` with its summary or headline."""
        docs = need_docs(texts)
        if self.method == "textrank":
            return [doc.filled(summary=self._summary(doc)) for doc in docs]
        assert isinstance(self.model, TextSummarizer)
        found = self.model.summaries([doc.text for doc in docs])
        found = need_answers(found, len(docs), self.model)
        return [
            doc.filled(headline=need_text(own, "the summary of a model"))
            for doc, own in zip(docs, found, strict=True)
        ]

    def summarize(self, text: str) -> list[str]:
        """The sentences that sum `text` up; with ``abstractive``, its headline alone."""
        doc = self(prepared(text, self._before))
        return [doc.headline] if self.method == "abstractive" else [s.text for s in doc.summary]

    @cached_property
    def _before(self) -> tuple[Stage, ...]:
        return companions(self)

    def _summary(self, doc: Doc) -> tuple[Span, ...]:
        sentences = need(doc.sentences, "sentences")
        terms = need(doc.terms, "terms")
        assert isinstance(self.idf, IdfTable)
        n = self.n_sentences if self.ratio is None else ceil(self.ratio * len(sentences))
        found = summary_sentences(
            doc.text, sentences, terms, self.idf, n=n, diversity=self.diversity
        )
        return tuple(Span(*place) for place in found)


def _need_share(value: float, name: str) -> float:
    """`value`, which must be a number from 0 to 1."""
    if 0 <= need_number(value, name) <= 1:
        return value
    raise UsageError(f"{name} is {shown(value)}; it must be from 0 to 1.")
