"""Counts of words and names."""

from array import array
from collections.abc import Iterable

from typing_extensions import Buffer

class Tally:
    """Counts how often each string occurs with each label (see tally.hpp).

    A string is of 1 to 40 characters. Labels are numbered from 1 in the order in which they
    come; further ones than 255, and the empty one, have the number 0.

    Args:
        held: How many pairs of string and mark are in memory, at most.
    """

    def __init__(self, *, held: int = ...) -> None: ...
    def add_words(self, text: str, ends: Buffer, tags: Iterable[str] | None = None) -> None:
        """Count the words of a text; the mark of each is the number of its tag.

        Args:
            text: The text.
            ends: The ends of its words, int32.
            tags: The tag of each word. If there are more or fewer than words, they do not count.
        """
    def add_spans(self, text: str, spans: Iterable[tuple[int, int, str]], group: int = 0) -> int:
        """Count spans of a text, which are of start, end and label; return how many.

        The mark of each is the number of its label and 256 times `group`. Empty spans and
        those that are not in the text are left out.
        """
    @property
    def labels(self) -> list[str]:
        """The labels by their number."""
    @property
    def missing(self) -> int:
        """What a count is too low by, at most, as rare strings were forgotten."""
    @property
    def n_content(self) -> int:
        """How many of all strings begin with a letter, a digit or a Han character, or are longer
        than 40 characters; it misses nothing."""
    def distinct(self) -> array[int]:
        """The 4,096 smallest hashes, uint64, of the strings that begin with a letter, a digit
        or a Han character, in order; all, if there are fewer."""
    def most(self, n: int) -> tuple[str, array[int], array[int], array[int]]:
        """The `n` most frequent strings, the most frequent first: one behind the other, and
        their lengths (uint8), marks and counts (int64). The others are forgotten."""
