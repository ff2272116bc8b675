"""Aliases: which names of a text are names of the same.

    王小明毕业于北京大学（以下简称北大）。小明说，他1998年进北大，同王先生一样……
    └┬──┘       └┬───┘           └┬┘   └┬─┘                └┬┘   └┬───┘
     PER          ORG             ORG    PER                ORG    PER of the first

Linked are equal names; short forms (see name_forms.py) where one name alone
can be meant; and what the text itself introduces: （以下简称X）, （简称X）,
简称“X”. Where two fit, none is linked: with 王小明 and 王建 in a text nobody
knows who 王先生 is. Names of things that are called in other ways (he, the
company) are left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zhnlp.models.name_forms import (
    ORGANISATIONS,
    PERSONS,
    PLACES,
    company_stem,
    is_abbreviation,
    last_part,
    person_parts,
    place_stem,
    sex_of,
    titled,
)
from zhnlp.span import Span

_BEHIND = 4  # characters behind a surname in which a title may stand
_CALLED = "[称稱][为為作]?[：:]?"
_QUOTED = '[“"「『《]([^“”"「」『』《》（）()，。；\\s]{2,12})[”"」』》]'
_BARE = '([^“”"「」『』《》（）()，。；、\\s]{2,12})[）)]'
_INTRODUCED = re.compile(
    f"[（(][以下文又也统統简簡]{{1,4}}{_CALLED}(?:{_QUOTED}|{_BARE})|[，,]?(?:以下)?[简簡]{_CALLED}{_QUOTED}"
)


class Linked(NamedTuple):
    """Names of the same in a text.

    Attributes:
        name: The fullest of them.
        label: What it is, and the label of all spans.
        spans: Where they stand, in order.
    """

    name: str
    label: str
    spans: tuple[Span, ...]


class _Name(NamedTuple):
    """What entities must share to be taken for the same at once.

    Attributes:
        text: The name as it stands there.
        label: Of the entities.
        title: What stands behind or within, where the name is a form of address.
    """

    text: str
    label: str
    title: str = ""


def link_aliases(
    text: str, entities: Sequence[Span], *, ends: Iterable[int] | None = None
) -> tuple[Linked, ...]:
    """The entities of `text` in groups that name the same, by where they first stand.

    Every entity is in exactly one group, and all spans of a group have its
    label. Given names of two characters and introduced short forms that are no
    entities where they stand elsewhere in the text are added to their group:
    the longest first, and not inside entities.

    Args:
        text: Any string.
        entities: Its entities, in any order.
        ends: Where its words end; what is added begins and ends with words.
            By default it may stand anywhere.

    >>> text = "王小明在北京大学学习，小明爱北大。"
    >>> entities = [Span(0, 3, "PER"), Span(4, 8, "ORG"), Span(14, 16, "ORG")]
    >>> for linked in link_aliases(text, entities):
    ...     print(linked.name, [text[start:end] for start, end, _ in linked.spans])
    王小明 ['王小明', '小明']
    北京大学 ['北京大学', '北大']
    """
    places: dict[_Name, list[Span]] = defaultdict(list)
    for span in sorted(set(entities)):
        places[_name_of(text, span)].append(span)
    introduced = _introduced(text, places)
    meant = _meant(places, introduced)
    groups: dict[_Name, list[Span]] = defaultdict(list)
    for name, spans in places.items():
        groups[_last(name, meant)] += spans
    for name, span in _missed(text, _shorts(places, introduced, meant), entities, ends):
        groups[name].append(span)
    linked = (Linked(name.text, name.label, tuple(sorted(spans))) for name, spans in groups.items())
    return tuple(sorted(linked, key=lambda group: (group.spans, group.name)))


def _name_of(text: str, span: Span) -> _Name:
    name = text[span.start : span.end]
    if span.label not in PERSONS:
        return _Name(name, span.label)
    _, title = titled(name, text[span.end : span.end + _BEHIND])
    return _Name(name, span.label, title)


def _introduced(text: str, places: dict[_Name, list[Span]]) -> dict[_Name, set[str]]:
    """The short forms that the text introduces right behind an entity."""
    found: dict[_Name, set[str]] = defaultdict(set)
    for name, spans in places.items():
        for span in spans if not name.title else ():
            if match := _INTRODUCED.match(text, span.end):
                short = match[1] or match[2] or match[3]
                if len(short) < len(name.text):
                    found[name].add(short)
    return found


def _meant(
    places: dict[_Name, list[Span]], introduced: dict[_Name, set[str]]
) -> dict[_Name, _Name]:
    """For each name that is a short form of one other, that other."""
    told: dict[_Name, set[_Name]] = defaultdict(set)  # by short form
    for name, shorts in introduced.items():
        for short in shorts:
            told[_Name(short, name.label)].add(name)
    fits = {name: told.get(name, set()) for name in places}
    for name, full in _fitting(places):
        if name not in told:
            fits[name].add(full)
    meant = {}
    for name, fulls in fits.items():
        # what is itself short for another that fits is no second one
        fullest = [full for full in fulls if not fits[full] & fulls]
        if len(fullest) == 1:
            meant[name] = fullest[0]
    return meant


def _fitting(names: Iterable[_Name]) -> Iterator[tuple[_Name, _Name]]:
    """Every short form among `names` with every name that it may be short for."""
    by_label: dict[str, list[_Name]] = defaultdict(list)
    places = set()
    for name in names:
        by_label[name.label].append(name)
        if name.label in PLACES:
            places.add(name.text)
    for label, alike in by_label.items():
        if label in PERSONS:
            yield from _fitting_persons(alike)
        elif label in PLACES:
            yield from _fitting_stems(alike, {name: place_stem(name.text) for name in alike})
        elif label in ORGANISATIONS:
            stems = {name: company_stem(name.text) for name in alike}
            clear = {name: stem for name, stem in stems.items() if stem not in places}
            yield from _fitting_stems(alike, clear)
            yield from _fitting_abbreviations(alike)


def _fitting_persons(names: Sequence[_Name]) -> Iterator[tuple[_Name, _Name]]:
    by_given, by_surname, sexes = defaultdict(list), defaultdict(list), defaultdict(set)
    for name in names:
        if name.title:
            sexes[titled(name.text, name.title)[0]].add(sex_of(name.title))
        else:
            surname, given = person_parts(name.text)
            by_surname[surname].append(name)
            by_given[given if len(given) == 2 else last_part(name.text)].append(name)
    for name in names:
        surname = titled(name.text, name.title)[0] if name.title else ""
        if not name.title:
            yield from ((name, full) for full in by_given.get(name.text, ()))
        elif not {"m", "f"} <= sexes[surname]:
            yield from ((name, full) for full in by_surname.get(surname, ()))


def _fitting_stems(
    names: Sequence[_Name], stems: dict[_Name, str]
) -> Iterator[tuple[_Name, _Name]]:
    by_text = {name.text: name for name in names}
    for name, stem in stems.items():
        if stem in by_text:
            yield by_text[stem], name


def _fitting_abbreviations(names: Sequence[_Name]) -> Iterator[tuple[_Name, _Name]]:
    by_first = defaultdict(list)
    for name in names:
        by_first[name.text[:1]].append(name)
    for alike in by_first.values():
        for short in alike:
            yield from ((short, full) for full in alike if is_abbreviation(short.text, full.text))


def _last(name: _Name, meant: dict[_Name, _Name]) -> _Name:
    """What `name` is short for in the end. Each step is to a fuller name, so there is an end."""
    while name in meant:
        name = meant[name]
    return name


def _shorts(
    places: dict[_Name, list[Span]],
    introduced: dict[_Name, set[str]],
    meant: dict[_Name, _Name],
) -> dict[str, _Name]:
    """The short forms to look for in the rest of the text, with what each is short for."""
    full = defaultdict(set)
    for name in places:
        shorts = set(introduced.get(name, ()))
        if name.label in PERSONS and len(given := person_parts(name.text)[1]) == 2:
            shorts |= set() if name.title else {given}
        for short in shorts:
            full[short].add(_last(name, meant))
    for name in places:
        if name.text in full:
            full[name.text].add(_last(name, meant))
    return {short: next(iter(names)) for short, names in full.items() if len(names) == 1}


def _missed(
    text: str,
    shorts: dict[str, _Name],
    entities: Iterable[Span],
    ends: Iterable[int] | None,
) -> Iterator[tuple[_Name, Span]]:
    """Where `shorts` stand outside of entities, the longest first."""
    taken = bytearray(len(text))
    for start, end, _ in entities:
        taken[start:end] = b"\1" * (end - start)
    borders = None if ends is None else {0, *ends}
    for length in sorted({len(short) for short in shorts}, reverse=True):
        firsts = {short[0] for short in shorts if len(short) == length}
        for match in re.finditer(f"[{re.escape(''.join(sorted(firsts)))}]", text):
            start, end = match.start(), match.start() + length
            name = shorts.get(text[start:end])
            is_free = name is not None and not any(taken[start:end])
            if name and is_free and (borders is None or {start, end} <= borders):
                taken[start:end] = b"\1" * length
                yield name, Span(start, end, name.label)
