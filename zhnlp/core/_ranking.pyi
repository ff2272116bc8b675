"""Weights of terms, phrases and sentences, and in how many documents words occur."""

from collections.abc import Iterable
from typing import TypeVar

from typing_extensions import Buffer

from zhnlp.core._tables import Trie

Kind = TypeVar("Kind", bound=tuple[str, float])

class IdfValues:
    """Inverse document frequencies of words (see term_weights.hpp).

    Args:
        words: The words, with the index of their value each.
        values: float64, from 0 to 1000.
        unknown: The value of other words.
        traditional: Pairs of a traditional character and the simplified one that it is read as,
            flat, uint32, for words that are not there as they are.
    """

    def __init__(
        self, words: Trie, values: Buffer, *, unknown: float, traditional: Buffer | None = None
    ) -> None: ...
    def of(self, word: str) -> float:
        """The value of a word as it is, or else in lower case, half width and simplified
        characters, or `unknown`."""

def tfidf(
    text: str,
    terms: Iterable[tuple[int, int, str]],
    idf: IdfValues,
    *,
    top: int,
    min_length: int,
    exact: bool,
    kind: type[Kind],
) -> tuple[Kind, ...]:
    """The distinct terms of a text with the largest tf × idf, of the class `kind`.

    Args:
        text: Any text.
        terms: Spans of `text`, sorted by start.
        idf: The values of words.
        top: The most to give, the weightiest first; of equal ones, the first of the text.
        min_length: Terms of fewer characters are left out.
        exact: Whether case, width and script make a difference.
        kind: A NamedTuple of a text and a weight.
    """

def textrank(
    text: str,
    ends: Buffer,
    terms: Iterable[tuple[int, int, str]],
    *,
    top: int,
    min_length: int,
    window: int,
    damping: float,
    like_jieba: bool,
    kind: type[Kind],
) -> tuple[Kind, ...]:
    """As `tfidf`, by the terms that are near each other (see textrank.hpp).

    Args:
        text: Any text.
        ends: The ends of its words, int32; distances are counted in words.
        terms: Spans of `text`, sorted by start.
        top: The most to give.
        min_length: Terms of fewer characters are left out.
        window: Terms are linked if this many words in a row can have both, 2 to 1000.
        damping: The chance of following a link, 0 to 1.
        like_jieba: Whether to compute as jieba does, by exact characters.
        kind: A NamedTuple of a text and a weight.
    """

def phrases(
    text: str,
    terms: Iterable[tuple[int, int, str]],
    idf: IdfValues,
    *,
    top: int,
    min_length: int,
    longest: int,
    kind: type[Kind],
) -> tuple[Kind, ...]:
    """As `tfidf`, for runs of up to `longest` terms (see phrases.hpp)."""

def summary_sentences(
    text: str,
    sentences: Iterable[tuple[int, int, str]],
    terms: Iterable[tuple[int, int, str]],
    idf: IdfValues,
    *,
    n: int,
    damping: float,
    diversity: float,
) -> list[tuple[int, int]]:
    """The `n` sentences that sum up a text, in order (see sentence_ranking.hpp).

    Args:
        text: Any text.
        sentences: Spans of `text`, sorted by start; those without terms are never chosen.
        terms: Spans of `text`, sorted by start.
        idf: The values of words.
        n: The most to give.
        damping: The chance of following a link, 0 to 1.
        diversity: How much likeness to chosen sentences counts, against the weight, 0 to 1.
    """

class DocumentCounts:
    """Counts in how many documents each word occurs (see document_counts.hpp)."""

    def __init__(self) -> None: ...
    @property
    def n_documents(self) -> int: ...
    def add(self, text: str, ends: Buffer) -> None:
        """Count the words of a document, in lower case and half width. Those without any letter,
        digit or Han character are left out.

        Args:
            text: Any text.
            ends: The ends of its words, int32.
        """
    def counts(self, min_documents: int) -> dict[str, int]:
        """The words that occur in so many documents or more, with their counts, in the order in
        which they were first seen."""
