"""Evaluate: score a predicted result against a gold one, one layer per file."""

from zhnlp.evaluate.answers import AnswerScores, score_answers
from zhnlp.evaluate.entities import EntityScores, score_entities
from zhnlp.evaluate.labels import CategoryScores, score_labels
from zhnlp.evaluate.marked_entities import MarkedEntityScores, has_optional, score_marked_entities
from zhnlp.evaluate.marked_words import MarkedWordScores, score_marked_words
from zhnlp.evaluate.ratios import LabelScores
from zhnlp.evaluate.spelling import SpellingScores, score_spelling
from zhnlp.evaluate.summaries import SummaryScores, score_summaries
from zhnlp.evaluate.tags import TagScores, score_tags
from zhnlp.evaluate.words import WordScores, score_words

__all__ = [
    "AnswerScores",
    "CategoryScores",
    "EntityScores",
    "LabelScores",
    "MarkedEntityScores",
    "MarkedWordScores",
    "SpellingScores",
    "SummaryScores",
    "TagScores",
    "WordScores",
    "has_optional",
    "score_answers",
    "score_entities",
    "score_labels",
    "score_marked_entities",
    "score_marked_words",
    "score_spelling",
    "score_summaries",
    "score_tags",
    "score_words",
]
