"""Columns of texts, some of them missing: what pandas.py and polars.py share."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice

from zhnlp.arguments import wrong_type
from zhnlp.doc import Doc
from zhnlp.errors import UsageError
from zhnlp.loading import load
from zhnlp.models.pinyin.styles import Style
from zhnlp.pipeline import Pipeline
from zhnlp.stage import Stage
from zhnlp.stages.corrector import Corrector
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.keywords import Keywords
from zhnlp.stages.pinyin import Pinyin
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.splitter import SentenceSplitter
from zhnlp.stages.tagger import Tagger

Given = Stage | str | os.PathLike[str]
"""A pipeline or a stage, or what `zhnlp.load` takes."""
BATCH = 256


def pipeline_of(given: Given) -> Pipeline:
    """`given` as a pipeline.

    >>> pipeline_of(SentenceSplitter())
    Pipeline([SentenceSplitter()])
    """
    if isinstance(given, Pipeline):
        return given
    if isinstance(given, Stage):
        return Pipeline([given])
    if isinstance(given, (str, os.PathLike)):
        return load(given)
    advice = "Give a Pipeline, a stage, or the name of a pipeline, such as 'news'"
    raise wrong_type(given, "pipeline", advice)


def pipeline_for(layer: str, given: Given | None) -> Pipeline:
    """What fills `layer`: `given`, or for words, tags, sentences and entities the defaults.

    Raises:
        UsageError: `given` does not fill it.
    """
    pipeline = _default(layer) if given is None else pipeline_of(given)
    if layer not in pipeline.provides:
        filled = ", ".join(pipeline.provides) or "nothing"
        raise UsageError(
            f"the pipeline fills {filled}, not {layer!r}. Add a stage that provides it."
        )
    return pipeline


def _default(layer: str) -> Pipeline:
    if layer == "sentences":
        return Pipeline([SentenceSplitter()])
    if layer == "words":
        return Pipeline([Segmenter()])
    if layer == "tags":
        return Pipeline([Segmenter(), Tagger()])
    return load("news")


def keyword_pipeline(top: int) -> Pipeline:
    """What finds the `top` keywords of texts, as ``zhnlp keywords`` does."""
    return Pipeline([Segmenter(), StopwordFilter(), Keywords(top=top)])


def pinyin_pipeline(style: Style) -> Pipeline:
    """What reads texts, as ``zhnlp pinyin`` does."""
    return Pipeline([Segmenter(), Tagger(), Pinyin(style)])


def correcting_pipeline() -> Pipeline:
    """What corrects texts, as ``zhnlp correct`` does."""
    return Pipeline([Corrector(apply=True)])


def docs_of(texts: Iterable[str | None], pipeline: Pipeline) -> Iterator[Doc | None]:
    """Yield the Doc of each of `texts`, None where there is none; some are in memory at a time.

    >>> list(docs_of(["我", None], Pipeline()))
    [Doc('我'), None]
    """
    left = iter(texts)
    while batch := list(islice(left, BATCH)):
        found = iter(pipeline.batch([text for text in batch if text is not None]))
        yield from (None if text is None else next(found) for text in batch)
