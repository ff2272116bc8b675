"""Spans of sentences, of words, and of those that carry content, and what they fill."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from typing_extensions import Buffer

Kind = TypeVar("Kind", bound=tuple[int, int, str])
Place = TypeVar("Place", bound=tuple[int, int, str])
Item = TypeVar("Item")
Filled = TypeVar("Filled")

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
            ends: For each text, the ends of its words, int32.
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

def merged(first: Iterable[Place], second: Iterable[Place]) -> list[Place]:
    """All of `first`, and those of `second` that overlap none of them, in order.

    Args:
        first: Spans in order, which do not overlap.
        second: The same.
    """

def spans_between(borders: Buffer, kind: type[Kind]) -> tuple[Kind, ...]:
    """Spans of the class `kind`, no label; `borders` are start and end of each, uint32."""

def spans(ends: Buffer, kind: type[Kind]) -> tuple[Kind, ...]:
    """The words that end at `ends`, int32, as spans of the class `kind`, without a label."""

def bound(
    items: Iterable[Item], shared: dict[str, str] | dict[str, str | None], kind: type[Kind]
) -> tuple[Item, ...]:
    """`items`, of which those of the class `kind` share the dict of their attributes.

    So each knows its text at the cost of a pointer, where a dict of its own takes 200 bytes.
    Those that have other attributes already are copied.

    Args:
        items: Named tuples of any class.
        shared: The attributes.
        kind: A class of named tuples whose objects may have attributes.
    """

def filled(
    kind: type[Filled],
    items: Sequence[Filled],
    names: Sequence[str],
    columns: Sequence[Sequence[object]],
    spans: type[Kind] | None = None,
) -> list[Filled]:
    """A copy of each of `items`, with its own of each of `columns` as the attribute of that name.

    Nothing is called: the class of `items` may be frozen. As with tuples of Python's own, the
    garbage collector does not look at a copy without values that it looks at.

    Args:
        kind: The class of all items.
        items: Objects with attributes.
        names: Names of attributes.
        columns: For each name, as many values as items.
        spans: A class of named tuples; those in the values know then that they are stretches of
            the `text` of their item (see `bound`).
    """

def untracked_all(items: Iterable[Item]) -> list[Item]:
    """`items`, at which the garbage collector need not look: they refer to none of themselves.

    It looks at each object several times, which takes longer than making some of them.
    """
