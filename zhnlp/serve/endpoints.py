"""Endpoints: what answers under which path, and what is shown of it in the description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zhnlp.serve import answers, requests, results
from zhnlp.serve.answers import Answer
from zhnlp.serve.stages import Stages

_TEXT = "王小明在北京大学学习。"


@dataclass(frozen=True)
class Endpoint:
    """A path that takes texts.

    Attributes:
        path: The path.
        summary: What it does.
        request: What a body holds.
        result: What the answer for one text holds.
        answer: What answers it.
        quick: How many characters are worked on in less than about a millisecond: these are done
            at once, because to hand them to another thread would take longer.
        example: A body.
        most: The most characters, where they are fewer than those of the service.
    """

    path: str
    summary: str
    request: type[requests.TextRequest]
    result: type[results.Result]
    answer: Callable[[Stages, requests.TextRequest], Answer]
    quick: int
    example: Mapping[str, object]
    most: int | None = None

    @property
    def is_pipeline(self) -> bool:
        """Whether the pipeline of the service answers."""
        return self.answer is answers.pipeline

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


_WORD = {"word": "宁德时代", "mode": "force", "tag": "nt", "label": "ORG"}
ENDPOINTS = (
    Endpoint(
        "/v1/segment",
        "Cut texts into words.",
        requests.SegmentRequest,
        results.SegmentResult,
        answers.segment,
        4000,
        {"text": "南京市长江大桥", "method": "unigram"},
    ),
    Endpoint(
        "/v1/tag",
        "Give words their parts of speech.",
        requests.TagRequest,
        results.TagResult,
        answers.tag,
        2000,
        {"text": _TEXT, "lexicon": ["泽恩勒普"]},
    ),
    Endpoint(
        "/v1/entities",
        "Find names; on request times, amounts and identifiers.",
        requests.EntitiesRequest,
        results.EntitiesResult,
        answers.entities,
        1000,
        {"text": "王小明买了宁德时代的股票。", "lexicon": [_WORD]},
    ),
    Endpoint(
        "/v1/correct",
        "Correct the spelling.",
        requests.CorrectRequest,
        results.CorrectResult,
        answers.correct,
        100,
        {"text": "我门去公圆玩。", "protected": ["公圆"]},
    ),
    Endpoint(
        "/v1/classify",
        "Give texts the probability of each label.",
        requests.ClassifyRequest,
        results.ClassifyResult,
        answers.classify,
        1000,
        {"texts": ["质量很好，很满意。", "太差了。"], "model": "reviews"},
    ),
    Endpoint(
        "/v1/keywords",
        "Tell what texts are about.",
        requests.KeywordsRequest,
        results.KeywordsResult,
        answers.keywords,
        1000,
        {"text": "新能源汽车的销量增长，电池的价格下降。", "top": 3},
    ),
    Endpoint(
        "/v1/explain",
        "Show why texts are cut as they are.",
        requests.ExplainRequest,
        results.ExplainResult,
        answers.explain,
        100,
        {"text": "南京市长江大桥", "n": 2},
        requests.MOST_EXPLAINED,
    ),
    Endpoint(
        "/v1/pipeline",
        "Apply the pipeline of the service: all that it finds.",
        requests.PipelineRequest,
        results.PipelineResult,
        answers.pipeline,
        100,
        {"texts": [_TEXT, "今天天气很好。"]},
    ),
)
