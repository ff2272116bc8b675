"""The sentences that sum up a text."""

from __future__ import annotations

from collections.abc import Iterable

import zhnlp.core as core
from zhnlp.models import Name
from zhnlp.models.keywords.idf import IdfTable
from zhnlp.models.keywords.textrank import DAMPING


def summary_sentences(
    text: str,
    sentences: Iterable[Name],
    terms: Iterable[Name],
    idf: IdfTable,
    *,
    n: int = 3,
    diversity: float = 0.3,
) -> list[tuple[int, int]]:
    """The sentences of a text that are most like its other sentences, and not like each other.

    Sentences are weighted by TextRank (Mihalcea and Tarau, 2004) on the cosine of their tf × idf
    (as LexRank of Erkan and Radev, 2004), and chosen one by one by maximal marginal relevance
    (Carbonell and Goldstein, 1998). Time and memory of the weights grow with the terms, not with
    the pairs of sentences.

    Args:
        text: The text.
        sentences: Their spans, in order.
        terms: Spans of the words with content.
        idf: How rare words are.
        n: The most sentences to give; those without terms are never given.
        diversity: How much a likeness to sentences already chosen counts against the weight,
            0 to 1; 0 gives the weightiest ones.

    Returns:
        Start and end of each, in the order of the text.

    >>> text = "北京下雨。北京下雨，上海晴。广州多云。"
    >>> terms = [(0, 2, ""), (2, 4, ""), (5, 7, ""), (7, 9, ""), (10, 12, ""), (14, 16, "")]
    >>> table = IdfTable.fit([["北京", "下雨", "上海", "广州"]])
    >>> summary_sentences(text, [(0, 5, ""), (5, 14, ""), (14, 19, "")], terms, table, n=1)
    [(0, 5)]
    """
    return core.summary_sentences(
        text, sentences, terms, idf.values, n=n, damping=DAMPING, diversity=diversity
    )
