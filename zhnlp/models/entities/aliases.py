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
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from zhnlp.core import fitting_names, given_names, grouped, mentions, whole_part
from zhnlp.linked import Linked
from zhnlp.models import Ends
from zhnlp.models.entities.missed_names import find_missed, places_of
from zhnlp.models.entities.name_forms import ORGANISATIONS, PERSONS, PLACES
from zhnlp.span import Span

_CALLED = "[称稱][为為作]?[：:]?"
_QUOTED = '[“"「『《]([^“”"「」『』《》（）()，。；\\s]{2,12})[”"」』》]'
_BARE = '([^“”"「」『』《》（）()，。；、\\s]{2,12})[）)]'
_INTRODUCED = re.compile(
    f"[（(][以下文又也统統简簡]{{1,4}}{_CALLED}(?:{_QUOTED}|{_BARE})|[，,]?(?:以下)?[简簡]{_CALLED}{_QUOTED}"
)
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
    found, introducing = mentions(text, ordered, PERSONS, _Name)
    introduced = _introduced(text, introducing)
    full_names = _full_names(found, introduced)
    groups = found.copy()
    for name in full_names:
        groups[_fullest(name, full_names)] += groups.pop(name)
    longer = {_fullest(name, full_names) for name in full_names}
    for name, span in _missed(text, found, introduced, full_names, ordered, ends=ends, tags=tags):
        groups[name].append(span)
        longer.add(name)
    for name in longer:
        groups[name].sort()
    return tuple(grouped(groups.items(), Linked))


def _introduced(text: str, names: Iterable[tuple[_Name, int]]) -> dict[_Name, set[str]]:
    """The short forms that the text introduces behind names that end there."""
    introduced: dict[_Name, set[str]] = defaultdict(set)
    for name, end in names:
        if match := _INTRODUCED.match(text, end):
            short = match[1] or match[2] or match[3]
            is_whole = whole_part(short) == (0, len(short))
            if is_whole and len(short) < len(name.text) and not _GENERIC.fullmatch(short):
                introduced[name].add(short)
    return introduced


def _full_names(
    mentions: Mapping[_Name, object], introduced: Mapping[_Name, set[str]]
) -> dict[_Name, _Name]:
    """The full name of each name that is a short form of exactly one other."""
    introduced_for: dict[_Name, set[_Name]] = defaultdict(set)  # by short form
    for name, shorts in introduced.items():
        for short in shorts:
            introduced_for[_Name(short, name.label)].add(name)
    fits: dict[_Name, set[_Name]] = defaultdict(set)  # for those only that any fits
    fits.update((name, fulls) for name, fulls in introduced_for.items() if name in mentions)
    for name, full in fitting_names(mentions, PERSONS, PLACES, ORGANISATIONS):
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


def _fullest(name: _Name, full_names: Mapping[_Name, _Name]) -> _Name:
    """The last name on the way from `name` to ever fuller ones."""
    while name in full_names:
        name = full_names[name]
    return name


class _Short(NamedTuple):
    """The full name of a short form, and the surname that must not come before it."""

    name: _Name
    surname: str


def _missed(
    text: str,
    names: Iterable[_Name],
    introduced: Mapping[_Name, set[str]],
    full_names: Mapping[_Name, _Name],
    entities: Sequence[Span],
    *,
    ends: Ends | None,
    tags: Sequence[str] | None,
) -> Iterator[tuple[_Name, Span]]:
    """Yield the short forms in the rest of the text, each with its full name."""
    given = given_names(names, PERSONS)
    strings = {short for own in introduced.values() for short in own}
    strings.update(map(itemgetter(0), given))
    places = places_of(strings, text, entities, ends) if strings else []
    if not places:
        return
    occurring = {text[start:end] for start, end, _ in places}  # of thousands, mostly a few
    shorts = _shorts(names, introduced, full_names, given, occurring)
    surnames = {short: each.surname for short, each in shorts.items()}
    for start, end in find_missed(text, places, surnames, None if ends is None else tags):
        name = shorts[text[start:end]].name
        yield name, Span(start, end, name.label)


def _shorts(
    names: Iterable[_Name],
    introduced: Mapping[_Name, set[str]],
    full_names: Mapping[_Name, _Name],
    given_names: Iterable[tuple[str, str, _Name]],
    occurring: Container[str],
) -> dict[str, _Short]:
    """Those of the short forms that are `occurring` which refer to one name only."""
    candidates: dict[str, set[_Short]] = defaultdict(set)
    for name, shorts in introduced.items():
        for short in filter(occurring.__contains__, shorts):
            candidates[short].add(_Short(_fullest(name, full_names), ""))
    for given, surname, name in given_names:
        if given in occurring:
            candidates[given].add(_Short(_fullest(name, full_names), surname))
    for name in names:
        if name.text in candidates:  # it is also an entity, which may refer to something else
            candidates[name.text].add(_Short(_fullest(name, full_names), ""))
    return {
        short: max(each, key=lambda candidate: candidate.surname)
        for short, each in candidates.items()
        if len({candidate.name for candidate in each}) == 1
    }
