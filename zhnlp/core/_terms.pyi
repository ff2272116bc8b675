"""Sentences of texts, words that carry content, and strings of a list."""

from collections.abc import Iterable, Sequence

from typing_extensions import Buffer

class TermFinder:
    """Finds the words of a text that are neither stopwords nor punctuation (see terms.hpp).

    Args:
        stopwords: Words that are not terms, whatever their case and width; but a word in
            capitals is a stopword only if it is given in capitals.
        kept: Words that are always terms, whatever their case and width.
        punctuation: Whether words without any letter, digit or Han character are terms.
    """

    def __init__(
        self, stopwords: Iterable[str], kept: Iterable[str] = (), *, punctuation: bool = False
    ) -> None: ...
    def find_batch(
        self,
        texts: Sequence[str],
        ends: Sequence[Buffer],
        wanted: Sequence[Buffer] | None = None,
    ) -> list[bytes]:
        """The start and end of each term of each of `texts`, in order, uint32.

        Args:
            texts: Any texts.
            ends: For each text, the ends of its words, int32, or the same as bytes.
            wanted: For each text, uint8, whether a word may be a term; None for all words of all
                texts. Words that are `kept` are terms in any case.
        """

def sentences_batch(texts: Sequence[str], *, semicolons: bool, max_quote: int) -> list[bytes]:
    """The start and end of each sentence of each of `texts`, uint32; see stages/splitter.py."""

def occurrences(
    strings: Iterable[str], text: str, ends: Buffer, spans: Iterable[tuple[int, int, str]]
) -> list[tuple[int, int, int]]:
    """Start, end and word of each of `strings` in `text`: the longest first, from left to right.

    They begin and end where words do, and hold no character of `spans`. An empty string does not
    occur.

    Args:
        strings: What to look for.
        text: Any text.
        ends: The ends of its words, int32, rising.
        spans: Start, end and label of each.

    Raises:
        UsageError: `ends` or `spans` do not lie in the text, or `ends` do not rise.
    """
