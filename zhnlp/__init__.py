"""zhnlp: composable stages for Chinese text. The public names; nothing else happens here."""

from zhnlp.doc import Doc, Span, Words
from zhnlp.models.lexicon import Entry, Lexicon
from zhnlp.models.ngram import NgramModel
from zhnlp.pipeline import Pipeline
from zhnlp.stage import Stage
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.normalizer import Normalizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.splitter import SentenceSplitter

__version__ = "0.1.0"
__all__ = [
    "Doc",
    "Entry",
    "Lexicon",
    "NgramModel",
    "Normalizer",
    "Pipeline",
    "Segmenter",
    "SentenceSplitter",
    "Span",
    "Stage",
    "StopwordFilter",
    "Words",
]
