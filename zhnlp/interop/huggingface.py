"""Hugging Face: what ``transformers.pipeline`` returns, from pipelines of zhnlp.

    TokenClassification()           for pipeline("ner", aggregation_strategy="simple")
    TextClassification("reviews")   for pipeline("text-classification")

So code written for one works with the other. One text gives the result of one, a list a list of
results, any other iterable an iterator of them. transformers is not imported.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, TypedDict, TypeVar, overload

from zhnlp.arguments import need_count, shown
from zhnlp.doc import Doc, need
from zhnlp.errors import UsageError
from zhnlp.interop.columns import Given, pipeline_for, pipeline_of
from zhnlp.pipeline import Pipeline
from zhnlp.stage import Stage
from zhnlp.stages.classifier import Classifier
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.segmenter import Segmenter

Result = TypeVar("Result")
Texts = list[str] | tuple[str, ...]
TopK = int | Literal[""] | None
SURE = 1.0


class GroupedEntity(TypedDict):
    """An entity as token classification groups it; positions are characters of the given text."""

    entity_group: str
    score: float
    word: str
    start: int
    end: int


class ScoredLabel(TypedDict):
    """A label of a text and its probability."""

    label: str
    score: float


@dataclass(frozen=True)
class TokenClassification:
    """Finds the entities of texts, as a token-classification pipeline that groups them.

    A Recognizer decides and gives no probabilities, so every ``score`` is 1.0, and code that
    compares it with a threshold keeps all. ``word`` is the text of the entity, without blanks
    between characters. Positions and words are those of the text that was given, even if the
    pipeline rewrites it.

    Args:
        pipeline: A Pipeline that fills entities, or the name of one.

    Raises:
        UsageError: It fills none.

    >>> TokenClassification()("我在北京")
    [{'entity_group': 'LOC', 'score': 1.0, 'word': '北京', 'start': 2, 'end': 4}]
    """

    pipeline: Given = "news"
    task: ClassVar[str] = "token-classification"

    _pipeline: ClassVar[Pipeline]

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pipeline", pipeline_for("entities", self.pipeline))

    @overload
    def __call__(self, inputs: str, *, batch_size: int = 256) -> list[GroupedEntity]: ...
    @overload
    def __call__(self, inputs: Texts, *, batch_size: int = 256) -> list[list[GroupedEntity]]: ...
    @overload
    def __call__(
        self, inputs: Iterator[str], *, batch_size: int = 256
    ) -> Iterator[list[GroupedEntity]]: ...
    def __call__(
        self, inputs: str | Iterable[str], *, batch_size: int = 256
    ) -> list[GroupedEntity] | list[list[GroupedEntity]] | Iterator[list[GroupedEntity]]:
        """The entities of a text, or those of each of several.

        Args:
            inputs: A text, or several.
            batch_size: How many are processed at a time.

        Raises:
            UsageError: It is neither.
        """
        return _answers(self._pipeline, inputs, _entities, batch_size)


@dataclass(frozen=True)
class TextClassification:
    """Labels texts, as a text-classification pipeline.

    Args:
        model: The name of a pack or its folder, a Classifier, or a Pipeline that fills categories.

    Raises:
        UsageError: It fills none, or it reads vectors and is no Pipeline.
        PackError: There is no such pack.

    >>> [found] = TextClassification("reviews")("质量很好，下次还买")
    >>> found["label"], round(found["score"], 2)
    ('positive', 0.97)
    """

    model: Pipeline | Classifier | str | os.PathLike[str]
    task: ClassVar[str] = "text-classification"

    _pipeline: ClassVar[Pipeline]  # made of the model

    def __post_init__(self) -> None:
        model = self.model
        if isinstance(model, (str, os.PathLike)):
            model = Classifier(model)
        if isinstance(model, Classifier):
            model = _reading_for(model)
        object.__setattr__(self, "_pipeline", pipeline_for("categories", pipeline_of(model)))

    @overload
    def __call__(
        self, inputs: str, *, top_k: TopK = "", batch_size: int = 256
    ) -> list[ScoredLabel]: ...
    @overload
    def __call__(
        self, inputs: Texts, *, top_k: Literal[""] = "", batch_size: int = 256
    ) -> list[ScoredLabel]: ...
    @overload
    def __call__(
        self, inputs: Texts, *, top_k: int | None, batch_size: int = 256
    ) -> list[list[ScoredLabel]]: ...
    @overload
    def __call__(
        self, inputs: Iterator[str], *, top_k: Literal[""] = "", batch_size: int = 256
    ) -> Iterator[ScoredLabel]: ...
    @overload
    def __call__(
        self, inputs: Iterator[str], *, top_k: int | None, batch_size: int = 256
    ) -> Iterator[list[ScoredLabel]]: ...
    def __call__(
        self, inputs: str | Iterable[str], *, top_k: TopK = "", batch_size: int = 256
    ) -> object:
        """The labels of a text, or those of each of several.

        Args:
            inputs: A text, or several.
            top_k: How many labels a text gets, as a list, the most probable first; None: all. If
                it is left out, the answer for a text is its best label: a dict in the list for
                several texts, and a list with one dict for one text, as in transformers.
            batch_size: How many are processed at a time.

        Raises:
            UsageError: The texts are neither a str nor several, or `top_k` is not 1 or more.
        """
        if top_k == "":
            found = _answers(self._pipeline, inputs, _best, batch_size)
            return [found] if isinstance(inputs, str) else found
        most = None if top_k is None else need_count(top_k, "top_k")
        return _answers(self._pipeline, inputs, lambda doc: _labels(doc)[:most], batch_size)


def _answers(
    pipeline: Pipeline,
    inputs: str | Iterable[str],
    answer: Callable[[Doc], Result],
    batch_size: int,
) -> Result | list[Result] | Iterator[Result]:
    """One answer for a str, a list for a list, an iterator for what else gives texts."""
    if isinstance(inputs, str):
        return answer(pipeline(inputs))
    found = map(answer, pipeline.stream(inputs, batch_size=batch_size))
    return list(found) if isinstance(inputs, (list, tuple)) else found


def _reading_for(classifier: Classifier) -> Pipeline:
    """A pipeline that fills what `classifier` reads."""
    if "vector" in classifier.requires:
        raise UsageError(
            f"{shown(classifier)} reads vectors. Give a Pipeline with an Embedder before it."
        )
    stages: list[Stage] = [Segmenter()] if classifier.requires else []
    if "terms" in classifier.requires:
        stages.append(StopwordFilter())
    return Pipeline([*stages, classifier])


def _entities(doc: Doc) -> list[GroupedEntity]:
    found: list[GroupedEntity] = []
    for span in need(doc.entities, "entities"):
        start, end, label = doc.in_source(span)
        word = doc.source[start:end]
        found.append(
            {"entity_group": label, "score": SURE, "word": word, "start": start, "end": end}
        )
    return found


def _labels(doc: Doc) -> list[ScoredLabel]:
    categories = need(doc.categories, "categories")
    return [{"label": label, "score": score} for label, score in categories.items()]


def _best(doc: Doc) -> ScoredLabel | None:
    return next(iter(_labels(doc)), None)
