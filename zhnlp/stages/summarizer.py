"""Summarizer: a headline for a text."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from zhnlp.arguments import need_choice, need_text
from zhnlp.doc import Doc
from zhnlp.models import TextSummarizer, need_answers
from zhnlp.stage import Stage, need_docs
from zhnlp.stages.named_models import model_of

Method = Literal["abstractive"]
METHODS: tuple[Method, ...] = get_args(Method)


@dataclass(frozen=True)
class Summarizer(Stage):
    """Sum up a text.

    Args:
        method: ``"abstractive"``: a headline in words that a model chooses.
        model: The name of a pack, its folder, or a model: any TextSummarizer (see
            models/__init__.py).

    Raises:
        UsageError: The method is unknown, or the model does not fit.
        PackError: There is no such model, or it is damaged or of another kind.

    >>> from zhnlp.models import TextSummarizer
    >>> class FirstClause(TextSummarizer):
    ...     def summary(self, text):
    ...         return text.partition("，")[0]
    >>> Summarizer("abstractive", FirstClause())(Doc("股市上涨，成交放大。")).headline
    '股市上涨'
    """

    method: Method
    model: TextSummarizer | str | os.PathLike[str]

    requires = ()
    provides = ("headline",)

    def __post_init__(self) -> None:
        need_choice(self.method, "method", METHODS)
        object.__setattr__(self, "model", model_of(self.model, TextSummarizer, "a summarizer"))

    def batch(self, docs: Sequence[Doc]) -> list[Doc]:
        """Each of `docs` with its headline."""
        docs = need_docs(docs)
        assert isinstance(self.model, TextSummarizer)
        found = self.model.summaries([doc.text for doc in docs])
        found = need_answers(found, len(docs), self.model)
        return [
            doc.filled(headline=need_text(own, "the summary of a model"))
            for doc, own in zip(docs, found, strict=True)
        ]
