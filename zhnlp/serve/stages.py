"""Stages of a service: built once, and again only where a request brings words of its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Generic, ParamSpec, TypeVar, cast, get_args

from zhnlp.arguments import need_choice
from zhnlp.loading import load
from zhnlp.models.entities.model import EntityModel
from zhnlp.models.entities.rules import RULE_LABELS
from zhnlp.models.lexicons.entry import Entry
from zhnlp.models.lexicons.gazetteer import Gazetteer
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.packing import read_manifest
from zhnlp.pipeline import Pipeline
from zhnlp.resources import pack, packs
from zhnlp.serve.requests import Method as RequestMethod
from zhnlp.serve.requests import Word
from zhnlp.serve.settings import Settings
from zhnlp.stages.classifier import Classifier
from zhnlp.stages.corrector import Corrector
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.keywords import Keywords
from zhnlp.stages.keywords import Method as KeywordMethod
from zhnlp.stages.linker import Linker
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Method, Segmenter
from zhnlp.stages.splitter import SentenceSplitter
from zhnlp.stages.tagger import Tagger

Entries = tuple[Entry, ...]
Pairs = tuple[tuple[str, str], ...]
P = ParamSpec("P")
Built = TypeVar("Built")
_KEPT = 64  # stages with words of requests, of each kind


class Stages:
    """The stages of a service, by the options of requests.

    A stage that is not among the last 64 with words of their own is built for its request.

    Args:
        settings: Of the service.
    """

    def __init__(self, settings: Settings) -> None:
        self.lexicon = None if settings.lexicon is None else Lexicon.of(settings.lexicon)
        self.pipeline = _pipeline(settings, self.lexicon)
        cuts = [(method, hmm, ()) for method in get_args(RequestMethod) for hmm in (True, False)]
        self.name = _name(settings)
        self.methods = list(get_args(RequestMethod))
        self.segmenter = _Kept(self._segmenter, *cuts)
        self.tagger = _Kept(self._tagger, ((),))
        self.recognizer = _Kept(self._recognizer, ((), (), None, False), ((), (), None, True))
        self.corrector = _Kept(self._corrector, (None, (), ()))
        self.terms = _Kept(self._terms, ((),))
        self.idf = Keywords().idf
        self.labels = [*EntityModel("modern-entities").labels, *RULE_LABELS]
        self.classifiers = {name: Classifier(name) for name in classifier_packs()}

    def entries(self, given: Sequence[str | Word]) -> Entries:
        """The words of a request as entries, each word once: the last holds."""
        made = [Entry(each) if isinstance(each, str) else each.entry for each in given]
        return tuple({entry.word: entry for entry in made}.values())

    def classifier(self, name: str) -> Classifier:
        """The classifier with this pack."""
        return self.classifiers[need_choice(name, "model", self.classifiers)]

    def with_own(self, entries: Entries) -> Lexicon | None:
        """The words of the service and those of a request; of a word that both have, the latter."""
        if not entries:
            return self.lexicon
        own = Lexicon({entry.word: entry for entry in entries}.values())
        return own if self.lexicon is None else self.lexicon | own

    def _segmenter(self, method: Method, hmm: bool, entries: Entries) -> Segmenter:
        return Segmenter(method, hmm=hmm, lexicon=self.with_own(entries))

    def _tagger(self, entries: Entries) -> Pipeline:
        return Pipeline(
            [self.segmenter("crf", True, entries), Tagger(lexicon=self.with_own(entries))]
        )

    def _recognizer(
        self, entries: Entries, names: Pairs, labels: tuple[str, ...] | None, link: bool
    ) -> Pipeline:
        recognizer = Recognizer(
            lexicon=self.with_own(entries),
            gazetteer=Gazetteer(names) if names else None,
            labels=labels,
        )
        stages = [SentenceSplitter(), *self.tagger(entries).stages, recognizer]
        return Pipeline([*stages, Linker()] if link else stages)

    def _corrector(
        self, max_false_alarms: float | None, misspellings: Pairs, protected: tuple[str, ...]
    ) -> Pipeline:
        entries = tuple(map(Entry, dict.fromkeys(protected)))
        corrector = Corrector(
            apply=True,
            max_false_alarms=max_false_alarms,
            misspellings=misspellings or None,
            protected=self.with_own(entries),
        )
        return Pipeline([corrector])

    def _terms(self, entries: Entries) -> Pipeline:
        segmenter = self.segmenter("crf", True, entries)
        return Pipeline([SentenceSplitter(), segmenter, StopwordFilter(("general",))])

    def keywords(self, method: KeywordMethod, top: int, entries: Entries) -> Pipeline:
        """What finds the keywords of a text."""
        keywords = Keywords(method, top=top, idf=None if method == "textrank" else self.idf)
        return Pipeline([*self.terms(entries).stages, keywords])


class _Kept(Generic[P, Built]):
    """Builds stages from options, and keeps those for the usual options and the last others.

    Args:
        build: What builds one.
        usual: Options of those that are built at once and kept for ever.
    """

    def __init__(self, build: Callable[P, Built], *usual: tuple[object, ...]) -> None:
        self._others = lru_cache(_KEPT)(build)
        make = cast("Callable[..., Built]", build)
        self._usual = {options: make(*options) for options in usual}

    def __call__(self, *options: P.args, **_: P.kwargs) -> Built:
        found = self._usual.get(options)
        if found is not None:
            return found
        return self._others(*cast("tuple[Hashable, ...]", options))


def classifier_packs() -> list[str]:
    """The names of the packs that ship with models of texts."""
    return [
        name for name in packs() if read_manifest(pack(name) / "pack.json")["kind"] == "TextLabels"
    ]


def _name(settings: Settings) -> str:
    """What the pipeline is called: never a path."""
    if isinstance(settings.pipeline, Pipeline):
        return "own"
    return Path(settings.pipeline).stem or "own"


def _pipeline(settings: Settings, lexicon: Lexicon | None) -> Pipeline:
    given = settings.pipeline
    if isinstance(given, Pipeline):
        return given
    return load(given, lexicon=lexicon)
