"""Stages of a service: built once, and again only where a request brings words of its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar, get_args

from zhnlp.arguments import need_choice
from zhnlp.loading import load
from zhnlp.models.entities.model import EntityModel
from zhnlp.models.entities.rules import RULE_LABELS
from zhnlp.models.lexicons.entry import Entry
from zhnlp.models.lexicons.gazetteer import Gazetteer
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.spelling.model import SpellingModel
from zhnlp.models.tags.model import TagModel
from zhnlp.models.tags.tag_sets import known_tags, nearest_labels
from zhnlp.models.words.cutting import GUESSING
from zhnlp.packing import read_manifest
from zhnlp.pipeline import Pipeline
from zhnlp.resources import pack, packs
from zhnlp.serve.requests import Method, Word
from zhnlp.serve.settings import Settings
from zhnlp.stage import Stage
from zhnlp.stage import settings as settings_of
from zhnlp.stages.classifier import Classifier
from zhnlp.stages.corrector import Corrector
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.keywords import Keywords
from zhnlp.stages.keywords import Method as KeywordMethod
from zhnlp.stages.linker import Linker
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.splitter import SentenceSplitter
from zhnlp.stages.tagger import Tagger

Entries = tuple[Entry, ...]
Pairs = tuple[tuple[str, str], ...]
Built = TypeVar("Built")
METHODS: tuple[Method, ...] = get_args(Method)
_KEPT = 64  # stages with words of requests, of each kind
_NETWORK_MS = 5.0


class Stages:
    """The stages of a service, by the options of requests.

    Those for the usual options are ready. A stage with words of a request is built for it, and
    kept while it is among the last 64.

    Args:
        settings: Of the service.
    """

    def __init__(self, settings: Settings) -> None:
        self.lexicon = None if settings.lexicon is None else Lexicon.of(settings.lexicon)
        self.name, self.pipeline = _pipeline(settings, self.lexicon)
        usual_ms = _NETWORK_MS if has_network(self.pipeline) else 0.0
        self.batch_ms = usual_ms if settings.batch_ms is None else settings.batch_ms
        cuts = [(method, True, ()) for method in METHODS]
        cuts += [(method, False, ()) for method in METHODS if method in GUESSING]
        self.segmenter = Kept(self._segmenter, *cuts)
        self.tagger = Kept(self._tagger, ((),))
        self.recognizer = Kept(self._recognizer, ((), (), None, False), ((), (), None, True))
        self.corrector = Kept(self._corrector, (None, (), ()))
        self.terms = Kept(self._terms, ((),))
        self._idf = Keywords().idf
        self.labels = [*EntityModel("modern-entities").labels, *RULE_LABELS]
        self.tags = _tags()
        self.false_alarms = _false_alarms()
        self._labels_of = classifier_labels()
        self.classifiers = {name: Classifier(name) for name in self._labels_of}

    def entries(self, given: Sequence[str | Word]) -> Entries:
        """The words of a request as entries, each word once: the last holds."""
        made = [Entry(each) if isinstance(each, str) else each.entry for each in given]
        for entry in made:
            if entry.tag is not None:
                need_choice(entry.tag, "the tag of a word", self.tags)
        return tuple({entry.word: entry for entry in made}.values())

    def classifier(self, name: str) -> Classifier:
        """The classifier with this pack."""
        return self.classifiers[need_choice(name, "model", self.classifiers)]

    def labels_of(self, name: str) -> list[str]:
        """The labels of a classifier."""
        return self._labels_of[name]

    def keywords(self, method: KeywordMethod, top: int, entries: Entries) -> Pipeline:
        """What finds the keywords of a text."""
        keywords = Keywords(method, top=top, idf=None if method == "textrank" else self._idf)
        return Pipeline([*self.terms(entries).stages, keywords])

    def _with_own(self, entries: Entries) -> Lexicon | None:
        """The words of the service and those of a request; of a word that both have, the latter."""
        if not entries:
            return self.lexicon
        own = Lexicon(entries)
        return own if self.lexicon is None else self.lexicon | own

    def _segmenter(self, method: Method, hmm: bool, entries: Entries) -> Segmenter:
        return Segmenter(method, hmm=hmm, lexicon=self._with_own(entries))

    def _tagger(self, entries: Entries) -> Pipeline:
        tagger = Tagger(lexicon=self._with_own(entries))
        return Pipeline([self.segmenter("crf", True, entries), tagger])

    def _recognizer(
        self, entries: Entries, names: Pairs, labels: tuple[str, ...] | None, link: bool
    ) -> Pipeline:
        recognizer = Recognizer(
            lexicon=self._with_own(entries),
            gazetteer=Gazetteer(names) if names else None,
            labels=labels,
        )
        stages = [SentenceSplitter(), *self.tagger(entries).stages, recognizer]
        return Pipeline([*stages, Linker()] if link else stages)

    def _corrector(
        self, max_false_alarms: float | None, misspellings: Pairs, protected: tuple[str, ...]
    ) -> Corrector:
        entries = tuple(map(Entry, dict.fromkeys(protected)))
        return Corrector(
            apply=True,
            max_false_alarms=max_false_alarms,
            misspellings=misspellings or None,
            protected=self._with_own(entries),
        )

    def _terms(self, entries: Entries) -> Pipeline:
        segmenter = self.segmenter("crf", True, entries)
        return Pipeline([SentenceSplitter(), segmenter, StopwordFilter(("general",))])


class Kept(Generic[Built]):
    """Builds stages from options, and keeps those for usual options and for the last others.

    Args:
        build: What builds one.
        usual: Options of those that are built at once and kept for ever.
    """

    def __init__(self, build: Callable[..., Built], *usual: tuple[Hashable, ...]) -> None:
        self._others = lru_cache(_KEPT)(build)
        self._usual = {options: build(*options) for options in usual}

    def __call__(self, *options: Hashable) -> Built:
        """The stage for these options."""
        found = self._usual.get(options)
        return self._others(*options) if found is None else found


def has_network(stage: Stage) -> bool:
    """Whether there is a network in a stage or pipeline.

    >>> has_network(Pipeline([Segmenter("unigram")]))
    False
    """
    if isinstance(stage, Pipeline):
        return any(map(has_network, stage.stages))
    models = settings_of(stage).values()
    return any(type(model).__module__.startswith("zhnlp.neural") for model in models)


def classifier_labels() -> dict[str, list[str]]:
    """The packs that ship with models of texts, and the labels of each."""
    manifests = {name: read_manifest(pack(name) / "pack.json") for name in packs()}
    return {
        name: [str(label) for label in about["labels"]]
        for name, about in manifests.items()
        if about["kind"] == "TextLabels"
    }


def _false_alarms() -> tuple[float, float]:
    """The lowest and the highest rate of false alarms that the default corrector can keep."""
    rates = [float(rate) for rate, _ in SpellingModel().about["thresholds"]]
    return min(rates), max(rates)


def _tags() -> list[str]:
    """The tags that words of requests may have."""
    labels = TagModel().labels
    return sorted({*labels, *(tag for tag in known_tags() if nearest_labels(tag, labels))})


def _pipeline(settings: Settings, lexicon: Lexicon | None) -> tuple[str, Pipeline]:
    """The name of the pipeline, which is never a path, and the pipeline."""
    given = settings.pipeline
    if isinstance(given, Pipeline):
        return "own", given
    return Path(given).stem or "own", load(given, lexicon=lexicon)
