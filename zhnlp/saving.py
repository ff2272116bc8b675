"""Save and load: stages as folders of JSON, packs as JSON beside arrays.

A *stage folder* holds ``zhnlp.json``::

    {"format": 1, "kind": "Segmenter",
     "settings": {"method": "unigram", "lexicon": {"folder": "lexicon"}}}

A setting that is itself a stage or a model has a folder of its own. A *pack*
holds ``pack.json`` and ``arrays.safetensors``; see packing.py.

A kind is looked up in the table below; nothing is unpickled, and nothing is
imported by a path from a file. `register` adds a class of the user's to the table.
"""

from __future__ import annotations

import os
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from zhnlp.arguments import need_path, shown
from zhnlp.errors import FileError, FormatError, PackError, UsageError
from zhnlp.io.whole_files import write_whole
from zhnlp.packing import FORMAT, read_manifest, to_json

KINDS = {
    "Classifier": "zhnlp.stages.classifier",
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
    "SpellingModel": "zhnlp.models.spelling.model",
    "StopwordFilter": "zhnlp.stages.filter",
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
Kind = TypeVar("Kind", bound=type)
_PLAIN = (str, int, float, bool, type(None))


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


def save(thing: object, folder: str | os.PathLike[str]) -> None:
    """Write a stage or model to `folder`, which is made if it is not there.

    Raises:
        UsageError: A setting is neither a plain value (text, number, tuple …) nor saveable.
        FileError: The folder cannot be written.
    """
    folder = Path(need_path(folder, "folder"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if hasattr(thing, "save_pack"):
            thing.save_pack(folder)
            return
        if not is_dataclass(thing) or isinstance(thing, type):
            raise UsageError(f"{shown(thing)} cannot be saved. Give a stage or a model.")
        settings = {f.name: _pack(getattr(thing, f.name), folder, f.name) for f in fields(thing)}
        manifest = {"format": FORMAT, "kind": type(thing).__name__, "settings": settings}
        write_whole(folder / "zhnlp.json", to_json(manifest))
    except OSError as error:
        raise FileError(f"cannot save to {str(folder)!r}: {error.strerror or error}.") from error


def load(folder: str | os.PathLike[str], *, kind: type | None = None) -> Any:
    """The stage or model that `folder` holds.

    Args:
        folder: A folder written by `save`.
        kind: The class that it must be an instance of; None for any.

    Raises:
        PackError: There is no such folder, or it holds another kind.
        ExtraError: It holds a network, and a package that this needs is not installed.
        FormatError: The manifest is damaged, of an unknown kind or of a newer format.
    """
    path = Path(need_path(folder, "folder")) / "zhnlp.json"
    if not path.is_file() and (Path(folder) / "pack.json").is_file():
        path = Path(folder) / "pack.json"
    manifest = read_manifest(path)
    name = manifest.get("kind")
    if not isinstance(name, str) or name not in KINDS:
        raise FormatError(path, 1, f"unknown kind {name!r}; known: {', '.join(KINDS)}.")
    saved_kind = getattr(_module_of(name), name)
    if kind is not None and not issubclass(saved_kind, kind):
        raise PackError(f"{str(folder)!r} holds a {name}, not a {kind.__name__}.")
    if path.name == "pack.json":
        return saved_kind.load_pack(Path(folder))
    if not hasattr(saved_kind, "__dataclass_fields__"):
        raise FormatError(path, 1, f"a {name} is a pack, which has a pack.json instead.")
    settings = manifest.get("settings")
    known = {f.name for f in fields(saved_kind)}
    if not isinstance(settings, dict) or not known >= set(settings):
        strange = sorted(set(settings) - known) if isinstance(settings, dict) else settings
        raise FormatError(path, 1, f"a {name} has no settings {strange!r}.")
    try:
        return saved_kind(**{key: _unpack(value, path) for key, value in settings.items()})
    except TypeError as error:
        reason = str(error).rstrip(".")
        raise FormatError(path, 1, f"settings do not make a {name}: {reason}.") from error


def _module_of(name: str) -> ModuleType:
    """The module of a class in the table; ExtraError if a package that it needs is missing."""
    home = KINDS[name]
    room, _, file = home.rpartition(".")
    if room == "zhnlp.neural":
        module: ModuleType = import_module("zhnlp.neural.extras").neural(file, f"a {name}")
        return module
    return import_module(home)


def _pack(value: object, folder: Path, name: str) -> object:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, (tuple, list)):
        return [_pack(item, folder, f"{name}-{i}") for i, item in enumerate(value)]
    if KINDS.get(type(value).__name__) == type(value).__module__:
        save(value, folder / name)
        return {"folder": name}
    raise UsageError(f"setting {name!r} is {shown(value)}, which cannot be saved.")


def _unpack(value: object, path: Path) -> object:
    if isinstance(value, list):
        return tuple(_unpack(item, path) for item in value)
    if isinstance(value, dict):
        name = value.get("folder")
        if not isinstance(name, str) or Path(name).name != name or name in ("", ".", ".."):
            raise FormatError(path, 1, f"{value!r} does not name a folder beside this file.")
        return load(path.parent / name)
    return value
