"""Key phrases: runs of terms, weighted by C-value and idf."""

from __future__ import annotations

from collections.abc import Iterable

import zhnlp.core as core
from zhnlp.keyword import Keyword
from zhnlp.models import Name
from zhnlp.models.keywords.idf import IdfTable


def phrases(
    text: str,
    terms: Iterable[Name],
    idf: IdfTable,
    *,
    top: int = 20,
    min_length: int = 2,
    longest: int = 4,
) -> tuple[Keyword, ...]:
    """The terms, and runs of terms with nothing between them, that tell most of a text.

    The weight is the C-value (Frantzi, Ananiadou and Mima, 2000, "Automatic recognition of
    multi-word terms: the C-value/NC-value method"), log2(1 + words) × (count − mean count of the
    longer runs around it), times the mean idf of the words. The 1 is that of Barrón-Cedeño
    et al. (2009), so that single words have a weight, too. Several words are a phrase if they
    occur together twice; runs that occur once count 0 in the mean. Of phrases that overlap the
    weightiest is given: each occurs somewhere without those before it.

    Args:
        text: The text.
        terms: Spans of its words with content. Two of Latin letters may have a blank between them.
        idf: How rare words are.
        top: The most phrases to give.
        min_length: Phrases of fewer characters are left out.
        longest: The most words of a phrase.

    Returns:
        Distinct phrases as they are first written, the weightiest first; of equal ones, the
        first of the text, the shortest if they begin together.

    >>> table = IdfTable.fit([["新能源", "汽车"], ["出口"]])
    >>> terms = [(0, 3, ""), (3, 5, ""), (6, 8, ""), (9, 12, ""), (12, 14, "")]
    >>> [phrase for phrase, _ in phrases("新能源汽车的出口，新能源汽车", terms, table)]
    ['新能源汽车', '出口']
    """
    return core.phrases(
        text, terms, idf.values, top=top, min_length=min_length, longest=longest, kind=Keyword
    )
