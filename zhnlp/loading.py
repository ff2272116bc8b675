"""Loading: pipelines ready to use, by name or from a folder."""

from __future__ import annotations

import os
from difflib import get_close_matches

from zhnlp.errors import UsageError
from zhnlp.pipeline import Pipeline
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.splitter import SentenceSplitter
from zhnlp.stages.tagger import Tagger


def load(name: str | os.PathLike[str] = "news") -> Pipeline:
    """The pipeline `name`, ready to use.

    ====== ==============================================================
    news   sentences, words, tags (PKU) and entities (PER, LOC, ORG) of
           news and the like, by the models that ship
    ====== ==============================================================

    Args:
        name: One of these, or the folder of a pipeline that was saved: a path
            with a separator in it (``./mine``), or a ``Path``.

    Raises:
        UsageError: There is no such pipeline; the message lists those there are.
        PackError: No such folder, or it holds something else.

    >>> load("news")("王小明在北京大学学习。").words
    ('王', '小明', '在', '北京大学', '学习', '。')
    """
    if not isinstance(name, str) or os.sep in name or "/" in name:
        return Pipeline.load(name)
    if name not in _PIPELINES:
        near = get_close_matches(name, _PIPELINES, n=1)
        hint = f"did you mean {near[0]!r}? There are:" if near else "there are:"
        raise UsageError(
            f"there is no pipeline {name!r}; {hint} {', '.join(_PIPELINES)}. "
            f"For a folder of yours give './{name}'."
        )
    return _PIPELINES[name]()


def _news() -> Pipeline:
    return Pipeline([SentenceSplitter(), Segmenter(), Tagger(), Recognizer()])


_PIPELINES = {"news": _news}
