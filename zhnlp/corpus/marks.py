"""Read sentences with marks between their characters, one JSON object per line::

    {"words": "迪丽热巴|金~世佳|对手^戏", "entities": [["迪丽热巴", "PER"], ["金世佳", "PER"]]}

==== ==================================================================================
mark meaning
==== ==================================================================================
|    a word ends here in every standard
^    standards differ: a word may end here
~    inside a person's name; no word ends here
==== ==================================================================================

Without the marks, ``words`` is the text. The words of a Doc end at every ``|`` and ``^``; of
these, ``doc.words.optional`` has the places of ``^``, and ``doc.words.in_names`` has those of
``~``. White space is a word of its own. Where words beside it have a mark on both sides of it,
the second counts.

An entity is ``[name, label]``, wherever the name occurs, or ``[name, label, start]``. Labels
are PER, LOC and ORG; with a question mark (``PER?``), the name may be found but need not be.
Of a name inside a longer one the same holds there, so it gets a question mark, too.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from os import PathLike

from zhnlp.corpus.jsonl import read_objects
from zhnlp.doc import Doc, Span, Words
from zhnlp.errors import did_you_mean, shortened

LABELS = ("PER", "LOC", "ORG")
_KNOWN = (*LABELS, *(f"{label}?" for label in LABELS))
_PIECE = re.compile(r"[|^~]|\s|[^|^~\s]+")
_MARK = re.compile(r"[|^~]")


def read_marks(
    path: str | PathLike[str], lines: Iterable[tuple[int, str]]
) -> Iterator[tuple[int, Doc]]:
    """The line number and Doc of each object, with words, and entities if it has them.

    Raises:
        FormatError: A line is not such an object, a mark is doubled or at an end of the text, a
            name does not occur, or a label is unknown.
    """
    return read_objects(path, lines, _doc)


def marked_words(marked: str) -> Words:
    """The words of a text with marks; ValueError if a mark is doubled or at an end.

    >>> words = marked_words("金~世佳|对手^戏")
    >>> words, sorted(words.optional), sorted(words.in_names)
    (('金世佳', '对手', '戏'), [5], [1])
    """
    at, mark, before = 0, "", ""
    ends: list[int] = []
    optional, in_names = set[int](), set[int]()
    for piece in _PIECE.findall(marked):
        if _MARK.match(piece):
            if mark or not at:
                raise ValueError(_misplaced(marked, mark + piece))
            mark = piece
            continue
        is_blank = piece.isspace()
        if at and (is_blank or before.isspace() or mark != "~"):
            ends.append(at)
        if not is_blank and mark == "^":
            optional.add(at)
        elif not is_blank and mark == "~":
            in_names.add(at)
        at, mark, before = at + len(piece), "", piece
    if mark:
        raise ValueError(_misplaced(marked, mark))
    if at:
        ends.append(at)
    return Words(
        _MARK.sub("", marked),
        array("i", ends).tobytes(),
        optional=optional,
        in_names=in_names,
    )


def _misplaced(marked: str, marks: str) -> str:
    """What is wrong with a mark."""
    if len(marks) > 1:
        return f"{marks!r} are two marks at one place in {shortened(marked)}. Write one of them."
    end = "begins" if marked.startswith(marks) else "ends"
    return f"{shortened(marked)} {end} with the mark {marks!r}. Write marks between characters."


def _doc(item: object) -> Doc:
    if not isinstance(item, dict) or not isinstance(item.get("words"), str):
        raise ValueError(
            'this is not an object with marked words. Write {"words": "…|…", "entities": […]}.'
        )
    words = marked_words(item["words"])
    if item.get("text") not in (None, words.text):
        raise ValueError(
            f"the marks do not spell the text: {shortened(words.text)} against "
            f"{shortened(str(item['text']))}. Leave 'text' out, or write the same characters."
        )
    return Doc(words.text, words=words, entities=_entities(item.get("entities"), words.text))


def _entities(items: object, text: str) -> tuple[Span, ...] | None:
    """The spans of names: what is not demanded has a label with a question mark."""
    if items is None:
        return None
    if not isinstance(items, list):
        raise ValueError("'entities' is not a list. Write [[name, label], …].")
    named = dict.fromkeys(map(_entity, items))
    spans = {span for entity in named for span in _places(*entity, text)}
    demanded = {span for span in spans if not span.label.endswith("?")}
    inner = _inner(demanded)
    spans = spans - inner | {Span(start, end, f"{label}?") for start, end, label in inner}
    return tuple(sorted(spans, key=lambda span: (span.start, -span.end, span.label)))


def _entity(item: object) -> tuple[str, str, int | None]:
    """Name, label and start of an entity."""
    match item:
        case [str(name), str(label)] if name:
            start = None
        case [str(name), str(label), int(start)] if name and type(start) is not bool:
            pass
        case _:
            raise ValueError(
                f"{item!r:.60} is not an entity. Write [name, label] or [name, label, start]."
            )
    if label not in _KNOWN:
        raise ValueError(f"the label {shortened(label)} is unknown. {did_you_mean(label, _KNOWN)}")
    return name, label, start


def _places(name: str, label: str, start: int | None, text: str) -> list[Span]:
    """The spans of an entity."""
    if start is None:
        starts = list(_occurrences(name, text))
        problem, advice = "occur", "Write the name as it is in the text, without marks"
    else:
        starts = [start] if start >= 0 and text.startswith(name, start) else []
        problem, advice = f"start at {start}", "Count the characters from 0, without marks"
    if not starts:
        raise ValueError(f"{shortened(name)} does not {problem} in {shortened(text)}. {advice}.")
    return [Span(at, at + len(name), label) for at in starts]


def _occurrences(name: str, text: str) -> Iterator[int]:
    """Yield where `name` starts in `text`; occurrences may overlap."""
    start = text.find(name)
    while start >= 0:
        yield start
        start = text.find(name, start + 1)


def _inner(spans: Iterable[Span]) -> set[Span]:
    """Those of `spans` that lie inside another one, or are the same with another label."""
    inner = set[Span]()
    furthest = 0  # end of the spans before
    ordered = sorted(spans, key=lambda span: (span.start, -span.end))
    for (_, end), group in groupby(ordered, key=lambda span: span[:2]):
        same = list(group)
        if len(same) > 1 or end <= furthest:
            inner.update(same)
        furthest = max(furthest, end)
    return inner
