"""Read JSON lines: ``{"text": …, "entities": [[start, end, label], …]}``, one object per text.

Positions are characters of the text, half-open. An object may also have ``words``, which
spell the text, and ``tags``, one for each word, as in ``doc.to_dict()`` and the output of
``zhnlp segment --format jsonl``. Other names are skipped.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from os import PathLike
from typing import Any

from zhnlp.doc import Doc, Span, need
from zhnlp.errors import FormatError


def read_jsonl(
    path: str | PathLike[str], lines: Iterable[tuple[int, str]]
) -> Iterator[tuple[int, Doc]]:
    """The line number and Doc of each object, with the layers that it has.

    Raises:
        FormatError: A line is not such an object, a position is outside the text, or
            words or tags do not fit it.
    """
    return read_objects(path, lines, _doc)


def read_objects(
    path: str | PathLike[str], lines: Iterable[tuple[int, str]], doc_of: Callable[[object], Doc]
) -> Iterator[tuple[int, Doc]]:
    """Yield line number and Doc of each line of JSON.

    Args:
        path: The file, for messages.
        lines: Its lines with their numbers.
        doc_of: Makes a Doc of a parsed line; ValueError, with a sentence, if it cannot.

    Raises:
        FormatError: A line is not JSON, or no Doc can be made of it.
    """
    for number, line in lines:
        if line.strip():
            try:
                yield number, doc_of(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise FormatError(path, number, problem_of(error)) from None


def entities_line(doc: Doc) -> str:
    """The text and the entities of `doc` as a JSON object, without a line end.

    >>> entities_line(Doc("我爱北京", entities=(Span(2, 4, "LOC"),)))
    '{"text": "我爱北京", "entities": [[2, 4, "LOC"]]}'
    """
    entities = [list(span) for span in need(doc.entities, "entities")]
    return json.dumps({"text": doc.text, "entities": entities}, ensure_ascii=False)


def text_of(item: object) -> str:
    """The text of a JSON object; ValueError if it has none."""
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise ValueError('this is not an object with a text. Write {"text": "…", …}.')
    text: str = item["text"]
    return text


def in_text(start: int, end: int, label: str, text: str) -> Span:
    """The span; ValueError if it is empty or does not lie in `text`."""
    if not 0 <= start < end <= len(text):
        raise ValueError(
            f"{label!r} from {start} to {end} (not included) does not lie in a text of "
            f"{len(text)} characters. Count characters from 0."
        )
    return Span(start, end, label)


def in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    """`spans` sorted by start, the longer first."""
    return tuple(sorted(spans, key=lambda span: (span.start, -span.end)))


def problem_of(error: Exception) -> str:
    """What is wrong with a line of JSON, as a sentence."""
    if isinstance(error, RecursionError):
        return "the JSON is nested too deep. Write one flat object per line."
    if isinstance(error, json.JSONDecodeError):
        return f"this is not JSON: {error.msg} at character {error.pos}. Write one object per line."
    return str(error)


def _doc(item: Any) -> Doc:
    text = text_of(item)
    words = _strings(item, "words")
    tags = _strings(item, "tags")
    if tags is not None and len(tags) != len(words or ()):
        raise ValueError(
            f"there are {len(tags)} tags for {len(words or ())} words. Give one for each."
        )
    return Doc(
        text,
        words=words,
        tags=None if tags is None else tuple(tags),
        entities=_entities(item.get("entities"), text),
    )


def _strings(item: dict[str, object], name: str) -> list[str] | None:
    values = item.get(name)
    if values is None:
        return None
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f'{name!r} is not a list of strings. Write {name!r}: ["…", …].')
    return values


def _entities(items: object, text: str) -> tuple[Span, ...] | None:
    if items is None:
        return None
    if not isinstance(items, list):
        raise ValueError("'entities' is not a list. Write [[start, end, label], …].")
    spans = []
    for entity in items:
        match entity:
            case [int(start), int(end), str(label)] if bool not in map(type, entity):
                spans.append(in_text(start, end, label, text))
            case _:
                raise ValueError(f"{entity!r} is not an entity. Write [start, end, label].")
    return in_order(spans)
