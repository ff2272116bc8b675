"""Borders of entities: at words, within sentences, around whole pairs of brackets."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from zhnlp.core import cut_words, inside_words, whole_part
from zhnlp.doc import Doc, Span, Words


def sentence_places(doc: Doc) -> memoryview | None:
    """Where the sentences of `doc` begin and end; None if they were not looked for."""
    if doc.sentences is None:
        return None
    places = [place for start, end, _ in doc.sentences for place in (start, end)]
    return memoryview(array("i", places))


def clipped(text: str, spans: Iterable[Span]) -> list[Span]:
    """The part of each of `spans` that may be an entity; without those that have none."""
    parts = []
    for span in spans:
        start, end, label = span
        first, last = whole_part(text[start:end])
        if last - first == end - start:
            parts.append(span)
        elif first < last:
            parts.append(Span(start + first, start + last, label))
    return sorted(parts, key=itemgetter(0))


def places_inside(doc: Doc, spans: Iterable[Span]) -> list[int]:
    """The borders of `spans` that lie inside words of `doc`, in order."""
    return inside_words(doc.words.ends, spans)


def inside_own(doc: Doc, places: Iterable[int], own: Iterable[Container[str]]) -> set[int]:
    """Those of `places`, in order, that are inside a word of `doc` that a lexicon has."""
    words = doc.words
    ends = words.ends
    lexicons = (*own, *words.own)
    found = set[int]()
    if not lexicons:
        return found
    known: dict[int, bool] = {}  # by the number of the word
    for place in places:
        number = bisect_right(ends, place)
        if number not in known:
            word = words[number]
            known[number] = any(word in each for each in lexicons)
        if known[number]:
            found.add(place)
    return found


def beside_amounts(doc: Doc, names: Iterable[Span], amounts: Sequence[Span]) -> list[Span]:
    """`names` without those inside one of `amounts` (伍仟元), or before it where they cut its word.

    In 王五元旦回来 the name 王五元 ends inside the word 元旦, which is a time: it becomes 王五.

    Args:
        names: Spans in any order.
        amounts: Spans in order, not overlapping.
    """
    ends = [amount.end for amount in amounts]
    kept = []
    for name in names:
        at = bisect_right(ends, name.start)
        around = amounts[at : at + 1]
        if any(amount.start <= name.start and name.end <= amount.end for amount in around):
            continue
        at = bisect_right(ends, name.end)
        for start, end, _ in amounts[at : at + 1]:
            is_crossed = name.start < start < name.end < end
            if is_crossed and places_inside(doc, [Span(start, name.end)]) == [name.end]:
                name = name._replace(end=start)
        kept.append(name)
    return kept


def cut_at(doc: Doc, places: Sequence[int]) -> Doc:
    """`doc` with its words and terms cut at `places`, too, which lie inside words, in order."""
    ends, tags = cut_words(doc.words.ends, doc.tags, places)
    terms = None if doc.terms is None else tuple(_parts(doc.terms, places))
    return doc.filled(words=Words(doc.text, ends, own=doc.words.own), tags=tags, terms=terms)


def _parts(spans: Iterable[Span], places: Sequence[int]) -> Iterator[Span]:
    """`spans`, cut at `places`."""
    for start, end, label in spans:
        inside = places[bisect_right(places, start) : bisect_left(places, end)]
        yield from (Span(*part, label) for part in pairwise([start, *inside, end]))
