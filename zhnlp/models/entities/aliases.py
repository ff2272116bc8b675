"""Aliases: which names in a text refer to the same person, place or organisation.

    王小明毕业于北京大学（以下简称北大）。小明说，他1998年进北大，同王先生一样……
    └┬──┘       └┬───┘           └┬┘   └┬─┘                └┬┘   └┬───┘
     PER          ORG             ORG    PER                ORG    PER: the first one

It links equal names; short forms (see name_forms.py) if only one name fits; and
the short forms that the text itself introduces: （以下简称X）, （简称X）, 简称“X”.
If two names fit, it links neither: in a text with 王小明 and 王建, nobody knows who
王先生 is. Pronouns and descriptions (he, the company) are not linked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from zhnlp.core import whole_part
from zhnlp.linked import Linked
from zhnlp.models import Ends
from zhnlp.models.entities.missed_names import find_missed
from zhnlp.models.entities.name_forms import (
    LONE_SURNAMES,
    ORGANISATIONS,
    PERSONS,
    PLACES,
    abbreviations,
    company_stem,
    last_part,
    person_parts,
    place_stem,
    sex_of,
    titled,
)
from zhnlp.span import Span

_NAME, _SPANS = map(Linked._fields.index, ("name", "spans"))
_BEHIND = 4  # length of text after a surname in which to look for a title
_CALLED = "[称稱][为為作]?[：:]?"
_QUOTED = '[“"「『《]([^“”"「」『』《》（）()，。；\\s]{2,12})[”"」』》]'
_BARE = '([^“”"「」『』《》（）()，。；、\\s]{2,12})[）)]'
_INTRODUCED = re.compile(
    f"[（(][以下文又也统統简簡]{{1,4}}{_CALLED}(?:{_QUOTED}|{_BARE})|[，,]?(?:以下)?[简簡]{_CALLED}{_QUOTED}"
)
_OPENS = frozenset("（(，,以简簡")  # what it begins with: looked up faster than matched
_COMMAS, _BEHIND_COMMA = frozenset("，,"), frozenset("以简簡")
_GENERIC = re.compile(  # short forms such as 本公司 or 甲方, which only one text uses so
    "[本我]?(?:公司|集团|集團|学校|學校|医院|醫院|法院|检察院|中心|基金|协会|學會|学会|银行|銀行|委员会|[校院会])"
    "|[甲乙]方|[原被]告"
)


class _Name(NamedTuple):
    """A key of entities: those with an equal key are the same.

    Attributes:
        text: The name as written.
        label: The label of the entity.
        title: The title after or in the name, if it is a form of address.
    """

    text: str
    label: str
    title: str = ""


def link_aliases(
    text: str,
    entities: Sequence[Span],
    *,
    ends: Ends | None = None,
    tags: Sequence[str] | None = None,
) -> tuple[Linked, ...]:
    """The entities of `text` in groups that refer to the same, by their first mention.

    Every entity is in exactly one group, and all spans of a group have its label.
    Given names of two characters and introduced short forms that were not found as
    entities are added to their group: the longest first, and not inside entities.

    Args:
        text: Any string.
        entities: Its entities, in any order.
        ends: The ends of its words, int32; added mentions then begin and end with words.
            By default they may be anywhere.
        tags: The parts of speech of these words; an added given name must be
            tagged as the name of a person (``nr``, or ``PROPN``).

    >>> text = "王小明在北京大学学习，小明爱北大。"
    >>> entities = [Span(0, 3, "PER"), Span(4, 8, "ORG"), Span(14, 16, "ORG")]
    >>> for linked in link_aliases(text, entities):
    ...     print(linked.name, [text[start:end] for start, end, _ in linked.spans])
    王小明 ['王小明', '小明']
    北京大学 ['北京大学', '北大']
    """
    ordered = list(dict.fromkeys(sorted(entities)))
    mentions = _mentions(text, ordered)
    parts = {name: person_parts(name.text) for name in mentions if name.label in PERSONS}
    introduced = _introduced(text, mentions)
    full_names = _full_names(mentions, introduced, parts)
    groups = {name: spans for name, spans in mentions.items() if name not in full_names}
    for name in full_names:
        groups[_fullest(name, full_names)] += mentions[name]
    shorts = _shorts(mentions, introduced, full_names, parts)
    surnames = {short: each.surname for short, each in shorts.items()}
    for start, end in find_missed(text, surnames, ordered, ends=ends, tags=tags):
        name = shorts[text[start:end]].name
        groups[name].append(Span(start, end, name.label))
    linked = [Linked(of, label, tuple(sorted(spans))) for (of, label, _), spans in groups.items()]
    return tuple(sorted(linked, key=itemgetter(_SPANS, _NAME)))


def _mentions(text: str, spans: Iterable[Span]) -> dict[_Name, list[Span]]:
    """Those of `spans` that name the same, in order."""
    mentions: dict[_Name, list[Span]] = {}
    known: dict[tuple[str, str], list[Span]] = {}  # without titles; of names that tell theirs
    for span in spans:
        start, end, label = span
        key = text[start:end], label
        same = known.get(key)
        if same is None:
            name, title = key[0], ""
            is_surname = name in LONE_SURNAMES  # of which the text behind may tell the title
            if label in PERSONS:
                title = titled(name, text[end : end + _BEHIND] if is_surname else "")[1]
            same = mentions.setdefault(_Name(name, label, title), [])
            if not is_surname:
                known[key] = same
        same.append(span)
    return mentions


def _introduced(text: str, mentions: dict[_Name, list[Span]]) -> dict[_Name, set[str]]:
    """The short forms that the text introduces right after an entity."""
    introduced: dict[_Name, set[str]] = defaultdict(set)
    for name, spans in mentions.items():
        for _, end, _ in spans if not name.title else ():
            first = text[end : end + 1]
            if first not in _OPENS:
                continue
            if first in _COMMAS and text[end + 1 : end + 2] not in _BEHIND_COMMA:
                continue
            if match := _INTRODUCED.match(text, end):
                short = match[1] or match[2] or match[3]
                is_whole = whole_part(short) == (0, len(short))
                if is_whole and len(short) < len(name.text) and not _GENERIC.fullmatch(short):
                    introduced[name].add(short)
    return introduced


def _full_names(
    mentions: dict[_Name, list[Span]],
    introduced: dict[_Name, set[str]],
    parts: dict[_Name, tuple[str, str]],
) -> dict[_Name, _Name]:
    """The full name of each name that is a short form of exactly one other."""
    introduced_for: dict[_Name, set[_Name]] = defaultdict(set)  # by short form
    for name, shorts in introduced.items():
        for short in shorts:
            introduced_for[_Name(short, name.label)].add(name)
    fits: dict[_Name, set[_Name]] = defaultdict(set)  # for those only that any fits
    fits.update((name, fulls) for name, fulls in introduced_for.items() if name in mentions)
    for name, full in _fitting(mentions, parts):
        if name not in introduced_for:
            fits[name].add(full)
    full_names = {}
    for name, fulls in fits.items():
        texts = {full.text for full in fulls}
        # A candidate does not count if it is a short form or a beginning of another candidate.
        fullest = [
            full
            for full in fulls
            if fulls.isdisjoint(fits.get(full, ()))
            and not any(full.text[:length] in texts for length in range(1, len(full.text)))
        ]
        if len(fullest) == 1:
            full_names[name] = fullest[0]
    return full_names


def _fitting(
    names: Iterable[_Name], parts: dict[_Name, tuple[str, str]]
) -> Iterator[tuple[_Name, _Name]]:
    """Yield every short form among `names` with every name that it may be short for."""
    by_label: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        by_label[name.label].append(name)
    places = {name.text for label in PLACES & by_label.keys() for name in by_label[label]}
    for label, group in by_label.items():
        if label in PERSONS:
            yield from _fitting_persons(group, parts)
        elif label in PLACES:
            yield from _fitting_stems(group, {name: place_stem(name.text) for name in group})
        elif label in ORGANISATIONS:
            stems = {name: company_stem(name.text) for name in group}
            clear = {name: stem for name, stem in stems.items() if stem not in places}
            yield from _fitting_stems(group, clear)
            by_text = {name.text: name for name in group}
            for short, full in abbreviations(by_text):
                yield by_text[short], by_text[full]


def _fitting_persons(
    names: Sequence[_Name], parts: dict[_Name, tuple[str, str]]
) -> Iterator[tuple[_Name, _Name]]:
    by_given, by_surname, sexes = defaultdict(list), defaultdict(list), defaultdict(set)
    texts = {text for text, _, title in names if not title}
    has_titles = any(title for _, _, title in names)
    for name in names:
        if has_titles and name.title:
            sexes[titled(name.text, name.title)[0]].add(sex_of(name.title))
        else:
            surname, given = parts[name]
            if has_titles:
                by_surname[surname].append(name)
            if not surname:  # only a foreign name has a last part
                given = last_part(name.text)
            elif len(given) < 2:
                continue
            if given in texts:
                by_given[given].append(name)
    if not (by_given or has_titles):
        return
    for name in names:
        if not name.title:
            fulls = by_given.get(name.text, ())
        else:
            surname = titled(name.text, name.title)[0]
            fulls = () if {"m", "f"} <= sexes[surname] else by_surname.get(surname, ())
        for full in fulls:
            yield name, full


def _fitting_stems(
    names: Sequence[_Name], stems: dict[_Name, str]
) -> Iterator[tuple[_Name, _Name]]:
    by_text = {name.text: name for name in names}
    for name, stem in stems.items():
        if stem in by_text:
            yield by_text[stem], name


def _fullest(name: _Name, full_names: dict[_Name, _Name]) -> _Name:
    """The last name on the way from `name` to ever fuller ones."""
    while name in full_names:
        name = full_names[name]
    return name


class _Short(NamedTuple):
    """The full name of a short form, and the surname that must not come before it."""

    name: _Name
    surname: str


def _shorts(
    mentions: dict[_Name, list[Span]],
    introduced: dict[_Name, set[str]],
    full_names: dict[_Name, _Name],
    parts: dict[_Name, tuple[str, str]],
) -> dict[str, _Short]:
    """The short forms to look for in the rest of the text."""
    candidates: dict[str, set[_Short]] = defaultdict(set)
    for name, shorts in introduced.items():
        for short in shorts:
            candidates[short].add(_Short(_fullest(name, full_names), ""))
    for name, (surname, given) in parts.items():
        if len(given) == 2 and not name.title:
            candidates[given].add(_Short(_fullest(name, full_names), surname))
    for name in mentions if candidates else ():
        if name.text in candidates:  # it is also an entity, which may refer to something else
            candidates[name.text].add(_Short(_fullest(name, full_names), ""))
    return {
        short: max(each, key=lambda candidate: candidate.surname)
        for short, each in candidates.items()
        if len({candidate.name for candidate in each}) == 1
    }
