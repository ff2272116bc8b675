"""Load a ready-made pipeline by name, or a saved one from its folder."""

from __future__ import annotations

import os

from zhnlp.arguments import need_path
from zhnlp.errors import UsageError, did_you_mean
from zhnlp.pipeline import Pipeline
from zhnlp.resources import is_path
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.splitter import SentenceSplitter
from zhnlp.stages.tagger import Tagger


def load(name: str | os.PathLike[str] = "news") -> Pipeline:
    """The pipeline `name`, ready to use.

    ====== ==============================================================
    news   sentences, words, tags (PKU) and entities (PER, LOC, ORG) of
           news and similar text, by the models that ship
    ====== ==============================================================

    Args:
        name: One of these, or the folder of a saved pipeline: a path with a
            separator in it (``./mine``), or a ``Path``.

    Raises:
        UsageError: There is no such pipeline; the message names the ones there are.
        PackError: There is no such folder, or it holds something else.

    >>> load("news")("王小明在北京大学学习。").words
    ('王', '小明', '在', '北京大学', '学习', '。')
    """
    if is_path(need_path(name, "the name of a pipeline")):
        return Pipeline.load(name)
    if name not in _PIPELINES:
        raise UsageError(
            f"there is no pipeline {name!r}. {did_you_mean(name, _PIPELINES)} "
            f"For a folder of your own, give './{name}'."
        )
    return _PIPELINES[str(name)]()


def _news() -> Pipeline:
    return Pipeline([SentenceSplitter(), Segmenter(), Tagger(), Recognizer()])


_PIPELINES = {"news": _news}
