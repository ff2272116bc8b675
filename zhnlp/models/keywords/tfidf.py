"""Keywords by how often they occur in a text and how rarely elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

import zhnlp.core as core
from zhnlp.keyword import Keyword
from zhnlp.models import Name
from zhnlp.models.keywords.idf import IdfTable


def tfidf(
    text: str,
    terms: Iterable[Name],
    idf: IdfTable,
    *,
    top: int = 20,
    min_length: int = 2,
    exact: bool = False,
) -> tuple[Keyword, ...]:
    """The terms of a text with the largest tf × idf (Salton and Buckley, 1988, "Term-weighting
    approaches in automatic text retrieval").

    Args:
        text: The text.
        terms: Spans of its words with content.
        idf: How rare words are.
        top: The most keywords to give.
        min_length: Terms of fewer characters do not count.
        exact: Whether terms that differ in case or width are different.

    Returns:
        Distinct terms as they are first written. The weight is the share of the term among all
        terms of the text times its idf. The weightiest first; of equal ones, the first of the text.

    >>> table = IdfTable.fit([["今天", "北京"], ["今天", "上海"], ["今天", "下雨"]])
    >>> [word for word, _ in tfidf("今天北京下雨北京", [(0, 2, ""), (2, 4, ""), (6, 8, "")], table)]
    ['北京', '今天']
    """
    return core.tfidf(
        text, terms, idf.values, top=top, min_length=min_length, exact=exact, kind=Keyword
    )
