"""zhnlp: composable stages for Chinese text.

The public names, and nothing else: each is imported when it is first asked
for (PEP 562), so that a program pays only for the stages it uses.
"""

from importlib import import_module
from sys import modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhnlp import arrow as arrow
    from zhnlp import batch as batch
    from zhnlp import corpus as corpus
    from zhnlp import errors as errors
    from zhnlp import evaluate as evaluate
    from zhnlp import interop as interop
    from zhnlp import models as models
    from zhnlp import neural as neural
    from zhnlp import view as view
    from zhnlp.answer import Answer
    from zhnlp.categories import Categories
    from zhnlp.core import edit_distance
    from zhnlp.corpus import read_corpus
    from zhnlp.correction import Correction
    from zhnlp.doc import Doc, Span, Words
    from zhnlp.keyword import Keyword
    from zhnlp.linked import Linked
    from zhnlp.loading import load
    from zhnlp.models.discovery.model import NewWord, discover_words
    from zhnlp.models.entities.amounts import Amount
    from zhnlp.models.entities.dates import Interval
    from zhnlp.models.entities.durations import Duration
    from zhnlp.models.entities.values import value_of
    from zhnlp.models.keywords.idf import IdfTable
    from zhnlp.models.lexicons.entry import Entry
    from zhnlp.models.lexicons.gazetteer import Gazetteer
    from zhnlp.models.lexicons.lexicon import Lexicon
    from zhnlp.models.lexicons.misspellings import Misspellings
    from zhnlp.models.lexicons.spelling_project import SpellingProject
    from zhnlp.models.likeness.duplicates import NearDuplicates, near_duplicates
    from zhnlp.models.ngrams.arpa import read_arpa, write_arpa
    from zhnlp.models.ngrams.language_model import LanguageModel
    from zhnlp.models.ngrams.model import NgramModel
    from zhnlp.models.spelling.pinyin_distance import pinyin_distance
    from zhnlp.models.vectors.model import WordVectors
    from zhnlp.models.vectors.settings import VectorSettings
    from zhnlp.models.vectors.training import VectorTraining, train_vectors
    from zhnlp.pipeline import Pipeline
    from zhnlp.stage import Stage
    from zhnlp.stages.classifier import Classifier
    from zhnlp.stages.corrector import Corrector
    from zhnlp.stages.embedder import Embedder
    from zhnlp.stages.filter import StopwordFilter
    from zhnlp.stages.keywords import Keywords
    from zhnlp.stages.linker import Linker
    from zhnlp.stages.normalizer import Normalizer
    from zhnlp.stages.pinyin import Pinyin
    from zhnlp.stages.reader import Reader
    from zhnlp.stages.recognizer import Recognizer
    from zhnlp.stages.search import Match, SearchIndex
    from zhnlp.stages.segmenter import Segmenter
    from zhnlp.stages.splitter import SentenceSplitter
    from zhnlp.stages.summarizer import Summarizer
    from zhnlp.stages.tagger import Tagger
    from zhnlp.stages.topics import Topics
    from zhnlp.stages.vectorizer import Vectorizer
    from zhnlp.vector import Vector

__version__ = "0.1.0"
__all__ = [
    "Amount",
    "Answer",
    "Categories",
    "Classifier",
    "Correction",
    "Corrector",
    "Doc",
    "Duration",
    "Embedder",
    "Entry",
    "Gazetteer",
    "IdfTable",
    "Interval",
    "Keyword",
    "Keywords",
    "LanguageModel",
    "Lexicon",
    "Linked",
    "Linker",
    "Match",
    "Misspellings",
    "NearDuplicates",
    "NewWord",
    "NgramModel",
    "Normalizer",
    "Pinyin",
    "Pipeline",
    "Reader",
    "Recognizer",
    "SearchIndex",
    "Segmenter",
    "SentenceSplitter",
    "Span",
    "SpellingProject",
    "Stage",
    "StopwordFilter",
    "Summarizer",
    "Tagger",
    "Topics",
    "Vector",
    "VectorSettings",
    "VectorTraining",
    "Vectorizer",
    "WordVectors",
    "Words",
    "discover_words",
    "edit_distance",
    "load",
    "near_duplicates",
    "pinyin_distance",
    "read_arpa",
    "read_corpus",
    "train_vectors",
    "value_of",
    "write_arpa",
]
_HOMES = {
    "zhnlp.answer": ("Answer",),
    "zhnlp.categories": ("Categories",),
    "zhnlp.core": ("edit_distance",),
    "zhnlp.corpus": ("read_corpus",),
    "zhnlp.correction": ("Correction",),
    "zhnlp.doc": ("Doc", "Span", "Words"),
    "zhnlp.keyword": ("Keyword",),
    "zhnlp.loading": ("load",),
    "zhnlp.linked": ("Linked",),
    "zhnlp.models.entities.amounts": ("Amount",),
    "zhnlp.models.entities.dates": ("Interval",),
    "zhnlp.models.entities.durations": ("Duration",),
    "zhnlp.models.entities.values": ("value_of",),
    "zhnlp.models.discovery.model": ("NewWord", "discover_words"),
    "zhnlp.models.ngrams.arpa": ("read_arpa", "write_arpa"),
    "zhnlp.models.keywords.idf": ("IdfTable",),
    "zhnlp.models.lexicons.gazetteer": ("Gazetteer",),
    "zhnlp.models.likeness.duplicates": ("NearDuplicates", "near_duplicates"),
    "zhnlp.models.ngrams.language_model": ("LanguageModel",),
    "zhnlp.models.lexicons.entry": ("Entry",),
    "zhnlp.models.lexicons.lexicon": ("Lexicon",),
    "zhnlp.models.lexicons.misspellings": ("Misspellings",),
    "zhnlp.models.lexicons.spelling_project": ("SpellingProject",),
    "zhnlp.models.ngrams.model": ("NgramModel",),
    "zhnlp.models.spelling.pinyin_distance": ("pinyin_distance",),
    "zhnlp.models.vectors.model": ("WordVectors",),
    "zhnlp.models.vectors.settings": ("VectorSettings",),
    "zhnlp.models.vectors.training": ("VectorTraining", "train_vectors"),
    "zhnlp.pipeline": ("Pipeline",),
    "zhnlp.stage": ("Stage",),
    "zhnlp.stages.classifier": ("Classifier",),
    "zhnlp.stages.corrector": ("Corrector",),
    "zhnlp.stages.embedder": ("Embedder",),
    "zhnlp.stages.filter": ("StopwordFilter",),
    "zhnlp.stages.keywords": ("Keywords",),
    "zhnlp.stages.linker": ("Linker",),
    "zhnlp.stages.normalizer": ("Normalizer",),
    "zhnlp.stages.pinyin": ("Pinyin",),
    "zhnlp.stages.reader": ("Reader",),
    "zhnlp.stages.recognizer": ("Recognizer",),
    "zhnlp.stages.search": ("Match", "SearchIndex"),
    "zhnlp.stages.segmenter": ("Segmenter",),
    "zhnlp.stages.splitter": ("SentenceSplitter",),
    "zhnlp.stages.summarizer": ("Summarizer",),
    "zhnlp.stages.tagger": ("Tagger",),
    "zhnlp.stages.topics": ("Topics",),
    "zhnlp.stages.vectorizer": ("Vectorizer",),
    "zhnlp.vector": ("Vector",),
}
_ROOMS = ("arrow", "batch", "corpus", "errors", "evaluate", "interop", "models", "neural", "view")


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    if name in _ROOMS:
        return import_module(f"zhnlp.{name}")
    from zhnlp.hints import MODULE, unknown_name  # only errors need it

    raise unknown_name("zhnlp", name, MODULE, modules[__name__])


def __dir__() -> list[str]:
    hidden = {"TYPE_CHECKING", "import_module", "modules"}
    return sorted({*globals(), *__all__, *_ROOMS} - hidden)
