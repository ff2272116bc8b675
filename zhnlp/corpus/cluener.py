"""Read the JSON lines of CLUENER2020, one object per text::

    {"text": "叶老桂说", "label": {"name": {"叶老桂": [[0, 2]]}}}

An end is the position of the last character. An entity must equal the text at its
positions. A Doc of an object without a label has no entity layer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike
from typing import Any

from zhnlp.corpus.jsonl import in_order, in_text, read_objects, text_of
from zhnlp.doc import Doc, Span

_FORM = 'Write {"label": {"surface": [[first, last], …]}}.'


def read_cluener(
    path: str | PathLike[str], lines: Iterable[tuple[int, str]]
) -> Iterator[tuple[int, Doc]]:
    """The line number and Doc of each object, with its entities.

    Raises:
        FormatError: A line is not such an object, or an entity differs from the text.
    """
    return read_objects(path, lines, _doc)


def _doc(item: Any) -> Doc:
    text = text_of(item)
    labels = item.get("label")
    if labels is None:
        return Doc(text)
    spans = [
        _span(pair, surface, label, text)
        for label, surfaces in _items(labels)
        for surface, pairs in _items(surfaces)
        for pair in (pairs if isinstance(pairs, list) else [pairs])
    ]
    return Doc(text, entities=in_order(spans))


def _items(item: object) -> Iterable[tuple[str, object]]:
    if not isinstance(item, dict):
        raise ValueError(f"{item!r} is not an object. {_FORM}")
    return item.items()


def _span(pair: object, surface: str, label: str, text: str) -> Span:
    match pair:
        case [int(first), int(last)] if bool not in map(type, pair):
            span = in_text(first, last + 1, label, text)
        case _:
            raise ValueError(f"{pair!r} is not a position of {surface!r}. {_FORM}")
    actual = text[span.start : span.end]
    if actual != surface:
        raise ValueError(
            f"the text from {first} to {last} is {actual!r}, not {surface!r}. "
            "Give the positions of its first and last character."
        )
    return span
