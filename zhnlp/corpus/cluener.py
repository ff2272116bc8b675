"""JSON lines as CLUENER2020 has them, an object a text::

    {"text": "叶老桂说", "label": {"name": {"叶老桂": [[0, 2]]}}}

Ends are those of the last character, which the text tells: an entity must be
what stands there. An object without a label has no entities filled in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from os import PathLike
from typing import Any

from zhnlp.corpus.jsonl import in_order, in_text, problem_of, text_of
from zhnlp.doc import Doc, Span
from zhnlp.errors import FormatError

_FORM = 'Write {"label": {"surface": [[first, last], …]}}.'


def read_cluener(
    path: str | PathLike[str], lines: Iterable[tuple[int, str]]
) -> Iterator[tuple[int, Doc]]:
    """Yield the Doc of each object, with its entities.

    Raises:
        FormatError: A line that is no such object, or an entity that does not
            stand where the line says.
    """
    for number, line in lines:
        if line.strip():
            try:
                yield number, _doc(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise FormatError(path, number, problem_of(error)) from None


def _doc(found: Any) -> Doc:
    text = text_of(found)
    labels = found.get("label")
    if labels is None:
        return Doc(text)
    spans = [
        _span(place, surface, label, text)
        for label, surfaces in _items(labels)
        for surface, places in _items(surfaces)
        for place in (places if isinstance(places, list) else [places])
    ]
    return Doc(text, entities=in_order(spans))


def _items(found: Any) -> Iterable[tuple[str, Any]]:
    if not isinstance(found, dict):
        raise ValueError(f"{found!r} is no object. {_FORM}")
    return found.items()


def _span(place: Any, surface: str, label: str, text: str) -> Span:
    match place:
        case [int(first), int(last)] if bool not in map(type, place):
            span = in_text(first, last + 1, label, text)
        case _:
            raise ValueError(f"{place!r} is no place of {surface!r}. {_FORM}")
    stands = text[span.start : span.end]
    if stands != surface:
        raise ValueError(
            f"{surface!r} is not what stands from {first} to {last}, but {stands!r}. "
            "Give the places of its first and last character."
        )
    return span
