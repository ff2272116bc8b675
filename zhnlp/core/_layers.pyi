"""Spans, and the objects that have them as their layers."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from typing_extensions import Buffer

Kind = TypeVar("Kind", bound=tuple[int, int, str])
Place = TypeVar("Place", bound=tuple[int, int, str])
Item = TypeVar("Item")
Filled = TypeVar("Filled")

def merged(first: Iterable[Place], second: Iterable[Place]) -> list[Place]:
    """All of `first`, and those of `second` that overlap none of them, in order.

    Args:
        first: Spans in order, which do not overlap.
        second: The same.
    """

def marked(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """`text` with each of `spans` in brackets, with its label: ``在[北京大学 ORG]学习``.

    Args:
        text: Any text.
        spans: Start, end and label of each, in order; none overlap.
    """

def inside_words(ends: Buffer, spans: Iterable[tuple[int, int, str]]) -> list[int]:
    """The borders of `spans` at which no word begins or ends, each once, in order.

    Args:
        ends: The ends of the words, int32, increasing, or the same as bytes.
        spans: Start, end and label of each, in any order; fast if one is near the next.
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
    *,
    alone: bool = False,
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
        alone: Fill what nobody but the list `items` has, rather than a copy of it.
    """

def untracked_all(items: Iterable[Item]) -> list[Item]:
    """`items`, at which the garbage collector need not look: they refer to none of themselves.

    It looks at each object several times, which takes longer than making some of them.
    """
