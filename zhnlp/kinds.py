"""Kinds: the classes that can be saved and loaded, and which of their settings name files.

A kind is looked up in the table below; nothing is imported by a path from a file. `register`
adds a class of the user's to the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from zhnlp.arguments import shown
from zhnlp.errors import FormatError, UsageError
from zhnlp.io.plain_files import is_name

KINDS = {
    "Classifier": "zhnlp.stages.classifier",
    "ContextModel": "zhnlp.models.spelling.contexts",
    "Corrector": "zhnlp.stages.corrector",
    "CountModel": "zhnlp.models.counts.model",
    "Embedder": "zhnlp.stages.embedder",
    "EntityModel": "zhnlp.models.entities.model",
    "Gazetteer": "zhnlp.models.lexicons.gazetteer",
    "IdfTable": "zhnlp.models.keywords.idf",
    "Keywords": "zhnlp.stages.keywords",
    "Lexicon": "zhnlp.models.lexicons.lexicon",
    "Linker": "zhnlp.stages.linker",
    "Misspellings": "zhnlp.models.lexicons.misspellings",
    "SpellingProject": "zhnlp.models.lexicons.spelling_project",
    "LanguageModel": "zhnlp.models.ngrams.language_model",
    "NeuralCutter": "zhnlp.neural.cutting",
    "NeuralLabeller": "zhnlp.neural.labelling",
    "NeuralNames": "zhnlp.neural.names",
    "NeuralReader": "zhnlp.neural.reading",
    "NeuralTagger": "zhnlp.neural.tagging",
    "NeuralSummarizer": "zhnlp.neural.summarizing",
    "NgramModel": "zhnlp.models.ngrams.model",
    "Normalizer": "zhnlp.stages.normalizer",
    "Pinyin": "zhnlp.stages.pinyin",
    "PinyinModel": "zhnlp.models.pinyin.model",
    "Pipeline": "zhnlp.pipeline",
    "Reader": "zhnlp.stages.reader",
    "Recognizer": "zhnlp.stages.recognizer",
    "SearchModel": "zhnlp.models.search.model",
    "Segmenter": "zhnlp.stages.segmenter",
    "SentenceSplitter": "zhnlp.stages.splitter",
    "SmallWordsModel": "zhnlp.models.spelling.small_words",
    "SpellingModel": "zhnlp.models.spelling.model",
    "StopwordFilter": "zhnlp.stages.filter",
    "Stopwords": "zhnlp.models.lexicons.stopwords",
    "Summarizer": "zhnlp.stages.summarizer",
    "TagModel": "zhnlp.models.tags.model",
    "Tagger": "zhnlp.stages.tagger",
    "TopicModel": "zhnlp.models.topics.model",
    "Topics": "zhnlp.stages.topics",
    "Vectorizer": "zhnlp.stages.vectorizer",
    "TextLabels": "zhnlp.models.classify.model",
    "TokenLabels": "zhnlp.models.classify.model",
    "VectorLabels": "zhnlp.models.classify.model",
    "VectorTraining": "zhnlp.models.vectors.training",
    "WordModel": "zhnlp.models.words.model",
    "WordVectors": "zhnlp.models.vectors.model",
    "WordWeights": "zhnlp.models.vectors.embedding",
}
WORD_LISTS = ("lexicon", "dictionary", "gazetteer", "misspellings", "protected")
"""Settings of our stages that read a file where a program gives a string."""
NAMED = ("model", "lists", "idf")
"""Settings of our stages in which a string is the name of what ships, or a path."""
Kind = TypeVar("Kind", bound=type)


def register(kind: Kind) -> Kind:
    """Let instances of your own class be saved and loaded; usable as a decorator.

    The class is a dataclass with fields of plain values, or has ``save_pack(folder)``
    and the class method ``load_pack(folder)``. A program that loads must register
    it, too.

    Raises:
        UsageError: Another class with this name is registered, or this one cannot be found by
            its name, because it is inside a function or class.
    """
    if kind.__qualname__ != kind.__name__:
        raise UsageError(
            f"{kind.__qualname__!r} is not at the top of its module, so loading would not find "
            "it. Move it there."
        )
    if KINDS.setdefault(kind.__name__, kind.__module__) != kind.__module__:
        raise UsageError(
            f"there is already a kind {kind.__name__!r}, in {KINDS[kind.__name__]}. "
            "Give the class another name."
        )
    return kind


def need_inside(kind: type, key: str, value: object, path: Path) -> object:
    """The setting `key`, in which no string is the path of a file."""
    if not is_ours(kind, key):
        return value
    if key in WORD_LISTS and isinstance(value, str):
        raise FormatError(
            path,
            1,
            f"{key} of a {kind.__name__} is {shown(value)}. What is loaded reads no files by "
            f"path: make the {kind.__name__} again with that file, and save it.",
        )
    if key in NAMED:
        for name in _strings(value):
            if not is_name(name):
                raise FormatError(
                    path,
                    1,
                    f"{key} of a {kind.__name__} names {shown(name)}. What is loaded names only "
                    f"what ships: make the {kind.__name__} again with that path, and save it.",
                )
    return value


def is_ours(kind: type, key: str) -> bool:
    """Whether a class of zhnlp has the setting `key`, and not one of the user's."""
    return any(
        key in vars(each).get("__annotations__", {}) and each.__module__.split(".")[0] == "zhnlp"
        for each in kind.__mro__
    )


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def module_of(name: str) -> ModuleType:
    """The module of a class in the table; ExtraError if a package that it needs is missing."""
    home = KINDS[name]
    room, _, file = home.rpartition(".")
    if room == "zhnlp.neural":
        module: ModuleType = import_module("zhnlp.neural.extras").neural(file, f"a {name}")
        return module
    return import_module(home)
