"""Aliases: which names of a text are names of the same.

    王小明毕业于北京大学（以下简称北大）。小明说，他1998年进北大，同王先生一样……
    └┬──┘       └┬───┘           └┬┘   └┬─┘                └┬┘   └┬───┘
     PER          ORG             ORG    PER                ORG    PER of the first

Linked are equal names; short forms (see models/entities/name_forms.py) where one name alone
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

from zhnlp.models.entities.missed_names import find_missed
from zhnlp.models.entities.name_forms import (
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
_OF_MANY = re.compile(  # what texts call their own for the moment
    "[本我]?(?:公司|集团|集團|学校|學校|医院|醫院|法院|检察院|中心|基金|协会|學會|学会|银行|銀行|委员会|[校院会])"
    "|[甲乙]方|[原被]告"
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
    text: str,
    entities: Sequence[Span],
    *,
    ends: Sequence[int] | None = None,
    tags: Sequence[str] | None = None,
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
        tags: The parts of speech of these words; given names that are added
            are tagged as names of persons (``nr``, or ``PROPN``).

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
    shorts = _shorts(places, introduced, meant)
    surnames = {short: each.surname for short, each in shorts.items()}
    for start, end in find_missed(text, surnames, entities, ends=ends, tags=tags):
        name = shorts[text[start:end]].name
        groups[name].append(Span(start, end, name.label))
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
                if len(short) < len(name.text) and not _OF_MANY.fullmatch(short):
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
        texts = {full.text for full in fulls}
        # what is itself short for another that fits is no second one, nor is a part of another
        fullest = [
            full
            for full in fulls
            if not fits[full] & fulls
            and not any(full.text[:length] in texts for length in range(1, len(full.text)))
        ]
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


class _Short(NamedTuple):
    """What a form is short for, and the surname that must not stand before it."""

    name: _Name
    surname: str


def _shorts(
    places: dict[_Name, list[Span]],
    introduced: dict[_Name, set[str]],
    meant: dict[_Name, _Name],
) -> dict[str, _Short]:
    """The short forms to look for in the rest of the text."""
    full: dict[str, set[_Short]] = defaultdict(set)
    for name in places:
        last = _last(name, meant)
        for short in introduced.get(name, ()):
            full[short].add(_Short(last, ""))
        surname, given = person_parts(name.text) if name.label in PERSONS else ("", "")
        if len(given) == 2 and not name.title:
            full[given].add(_Short(last, surname))
    for name in places:
        if name.text in full:  # the form of an entity, which may be of something else
            full[name.text].add(_Short(_last(name, meant), ""))
    return {
        short: max(found, key=lambda each: each.surname)
        for short, found in full.items()
        if len({each.name for each in found}) == 1
    }
