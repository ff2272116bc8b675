"""What answers hold, for the description of the service: nothing is made or checked by these."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from zhnlp.serve.requests import no_default

Span = tuple[int, int]
Item = TypeVar("Item")


class Result(BaseModel):
    """What was found in a text; positions are those of its characters, from 0."""

    model_config = ConfigDict(extra="forbid")

    text: str


class SegmentResult(Result):
    """The words; with search, also the shorter ones inside, and where each of them is."""

    words: list[str]
    spans: list[Span] = Field(default=(), json_schema_extra=no_default)


class TagResult(Result):
    """The words, and a tag for each."""

    words: list[str]
    tags: list[str]


class Link(BaseModel):
    """Names that mean the same."""

    id: str
    name: str
    label: str
    spans: list[Span]


class EntitiesResult(Result):
    """Start, end and label of each name; with link, which of them mean the same."""

    entities: list[tuple[int, int, str]]
    links: list[Link] = Field(default=(), json_schema_extra=no_default)


class Correction(BaseModel):
    """What was wrong, and what it was corrected to."""

    start: int
    end: int
    wrong: str
    right: str
    log_odds: float | None
    reason: str
    alternatives: list[tuple[str, float]]


class CorrectResult(Result):
    """The corrected text; the text as given, if it differs; where it was corrected."""

    source: str = Field(default="", json_schema_extra=no_default)
    corrections: list[Correction]


class ClassifyResult(Result):
    """The probability of each label, the most probable first."""

    categories: dict[str, float]


class KeywordsResult(Result):
    """Keywords with their weights, the weightiest first."""

    keywords: list[tuple[str, float]]


class Edge(BaseModel):
    """A word that is possible, or one of a cut."""

    start: int
    end: int
    word: str
    log_prob: float | None
    source: str


class Cut(BaseModel):
    """One way to cut the text."""

    words: list[Edge]
    log_prob: float | None


class ExplainResult(Result):
    """The words that are possible, and the best cuts."""

    method: str
    words: list[str]
    edges: list[Edge]
    cuts: list[Cut]


class PipelineResult(Result):
    """All layers that the pipeline fills."""

    model_config = ConfigDict(extra="allow")


class Results(BaseModel, Generic[Item]):
    """The results of several texts, in their order."""

    model_config = ConfigDict(extra="forbid")

    results: list[Item]


class Limits(BaseModel):
    """How much a request may hold."""

    max_characters: int
    max_texts: int


class About(BaseModel):
    """What the service can do."""

    version: str
    pipeline: str
    methods: list[str]
    classifiers: dict[str, list[str]]
    keyword_methods: list[str]
    labels: list[str]
    limits: Limits


class Status(BaseModel):
    """That the service is alive, or ready."""

    status: str


class Problem(BaseModel):
    """Why a request is not answered."""

    code: str
    message: str


class Error(BaseModel):
    """The body of every answer that is an error."""

    error: Problem
