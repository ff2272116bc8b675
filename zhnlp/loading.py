"""Load a ready-made pipeline by name, a saved one from its folder, or one written in TOML."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import replace

from zhnlp.arguments import need_path, shown
from zhnlp.errors import UsageError, did_you_mean
from zhnlp.models.lexicons.gazetteer import GazetteerLike
from zhnlp.models.lexicons.lexicon import Lexicon, LexiconLike
from zhnlp.pack_uses import use_of
from zhnlp.pipeline import Pipeline
from zhnlp.resources import is_path, kind_of
from zhnlp.stage import settings as settings_of
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.splitter import SentenceSplitter
from zhnlp.stages.tagger import Tagger


def load(
    name: str | os.PathLike[str] = "news",
    *,
    lexicon: LexiconLike | None = None,
    dictionary: LexiconLike | None = None,
    gazetteer: GazetteerLike | None = None,
    labels: Collection[str] | None = None,
) -> Pipeline:
    """The pipeline `name`, ready to use.

    - ``news``: sentences, words, tags (PKU) and entities (PER, LOC, ORG) of news and similar
      text, by the models that ship;
    - ``full``: these, the terms that carry content, and corrections, which are marked and do not
      change the text.

    Args:
        name: One of these; or the folder of a saved pipeline: a path with a separator in it
            (``./mine``), or a ``Path``; or a file with a name in ``.toml``,
            as docs/pipeline.md describes.
        lexicon: The user's own words for every stage that takes them: the Segmenter has
            them as words, the Tagger gives them their tags, the Recognizer finds those
            with a label, the Corrector does not change them. A Lexicon, a list, a mapping, or
            the path of a file.
        dictionary: Words for the Segmenter to choose from.
        gazetteer: Names for the Recognizer.
        labels: The labels of the entities that the Recognizer returns.

    Raises:
        UsageError: There is no such pipeline; the message names the ones there are. Or no
            stage of it takes one of the settings.
        PackError: There is no such folder, or it holds something else.
        FileError, FormatError, PipelineError: As of `read_pipeline`, for a TOML file.

    >>> load("news")("王小明在北京大学学习。").words
    ('王小明', '在', '北京', '大学', '学习', '。')
    >>> doc = load("news", lexicon=[("宁德时代", "force", None, "nt", "ORG")])("宁德时代上涨")
    >>> doc.words, doc.tags, doc.entities
    (('宁德时代', '上涨'), ('nt', 'v'), (Span(start=0, end=4, label='ORG'),))
    """
    settings: dict[str, object] = {
        "lexicon": None if lexicon is None else Lexicon.of(lexicon),  # read once for all
        "dictionary": dictionary,
        "gazetteer": gazetteer,
        "labels": labels,
    }
    given = {key: value for key, value in settings.items() if value is not None}
    text = os.fspath(need_path(name, "the name of a pipeline"))
    if text.lower().endswith(".toml") and not os.path.isdir(text):
        from zhnlp.pipeline_file import read_pipeline  # the others need no TOML

        return _with(read_pipeline(name), given)
    if is_path(name):
        return _with(Pipeline.load(name), given)
    if name not in _PIPELINES:
        if use := use_of(kind_of(text), text):
            raise UsageError(f"there is no pipeline {name!r}: it is a pack. Give {use}.")
        raise UsageError(
            f"there is no pipeline {name!r}. {did_you_mean(name, _PIPELINES)} "
            f"For a folder of your own, give './{name}'."
        )
    return _with(_PIPELINES[str(name)](), given)


def _with(pipeline: Pipeline, given: Mapping[str, object]) -> Pipeline:
    """`pipeline` with these settings of its stages."""
    if not given:
        return pipeline
    stages, left = [], set(given)
    for stage in pipeline.stages:
        known = settings_of(stage)
        own = {key: value for key, value in given.items() if key in known}
        left -= set(own)
        if "lexicon" in given and known.get("protected", ()) is None:
            own["protected"] = given["lexicon"]
            left -= {"lexicon"}
        stages.append(replace(stage, **own))
    for name in given:
        if name in left:
            raise UsageError(f"no stage of {shown(pipeline)} takes {name}. Leave it out.")
    return Pipeline(stages)


def _news() -> Pipeline:
    return Pipeline([SentenceSplitter(), Segmenter(), Tagger(), Recognizer()])


def _full() -> Pipeline:
    from zhnlp.stages.corrector import Corrector  # the others need neither
    from zhnlp.stages.filter import StopwordFilter

    return Pipeline([*_news().stages, StopwordFilter(), Corrector()])


_PIPELINES = {"news": _news, "full": _full}
