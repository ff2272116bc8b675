"""Keywords by the graph of words that are near each other."""

from __future__ import annotations

from collections.abc import Iterable

import zhnlp.core as core
from zhnlp.keyword import Keyword
from zhnlp.models import Ends, Name

DAMPING = 0.85


def textrank(
    text: str,
    ends: Ends,
    terms: Iterable[Name],
    *,
    top: int = 20,
    min_length: int = 2,
    window: int = 5,
    like_jieba: bool = False,
) -> tuple[Keyword, ...]:
    """The terms of a text that are most central among their neighbours (Mihalcea and Tarau, 2004,
    "TextRank: Bringing Order into Texts").

    Terms are linked as often as they occur within `window` words, and weights follow from the
    links as in PageRank, computed until they converge.

    Args:
        text: The text.
        ends: The ends of its words, int32; distances are counted in words.
        terms: Spans of its words with content.
        top: The most keywords to give.
        min_length: Terms of fewer characters do not count.
        window: How many words in a row can have two linked terms, 2 to 1000.
        like_jieba: Compute what jieba 0.42 does: ten rounds in the order of the words'
            characters, words that are their own neighbours, none that have no neighbour, case
            and width as they are, and weights divided so that the largest is 1.

    Returns:
        Distinct terms as they are first written. The weights of all terms sum to 1.
        The weightiest first; of equal ones, the first of the text.

    >>> from array import array
    >>> ends = memoryview(array("i", [2, 4, 6, 8]))
    >>> words = [(0, 2, ""), (2, 4, ""), (4, 6, ""), (6, 8, "")]
    >>> textrank("经济增长经济发展", ends, words, window=2)[0].text
    '经济'
    """
    return core.textrank(
        text,
        ends,
        terms,
        top=top,
        min_length=min_length,
        window=window,
        damping=DAMPING,
        like_jieba=like_jieba,
        kind=Keyword,
    )
