"""The names of a text: which are equal, and which may be short forms of which others."""

from collections.abc import Iterable
from typing import TypeVar

Named = TypeVar("Named", bound=tuple[str, str, str])
Kind = TypeVar("Kind", bound=tuple[str, str, str])
Place = TypeVar("Place", bound=tuple[int, int, str])
Group = TypeVar("Group", bound=tuple[str, str, tuple[tuple[int, int, str], ...]])

def mentions(
    text: str, spans: Iterable[Place], persons: Iterable[str], kind: type[Kind]
) -> tuple[dict[Kind, list[Place]], list[tuple[Kind, int]]]:
    """Those of `spans` that name the same, in order; and the ends of some, with their name.

    A name is a tuple of the characters, the label and the title, which is empty for what is no
    form of address. The ends are those behind which the text may introduce a short form: at
    others it does not.

    Args:
        text: Any text.
        spans: Start, end and label of each.
        persons: The labels of persons; other names have no title.
        kind: A class of named tuples of three strings, which the names are made of.
    """

def fitting_names(
    names: Iterable[Named],
    persons: Iterable[str],
    places: Iterable[str],
    organisations: Iterable[str],
) -> list[tuple[Named, Named]]:
    """Every short form among `names` with every name that it may be short for.

    What forms there are stands in models/entities/name_forms.py; see also fitting_names.hpp.

    Args:
        names: Characters, label and title of each.
        persons: The labels of persons.
        places: The labels of places.
        organisations: The labels of organisations.
    """

def given_names(names: Iterable[Named], persons: Iterable[str]) -> list[tuple[str, str, Named]]:
    """Given name, surname and name of the persons with a given name of two characters.

    Args:
        names: Characters, label and title of each; those with a title are left out.
        persons: The labels of persons.
    """

def grouped(
    groups: Iterable[tuple[tuple[str, str, str], Iterable[tuple[int, int, str]]]],
    kind: type[Group],
) -> list[Group]:
    """For each name and its spans an object of `kind`, sorted by the spans.

    It holds the characters of the name, its label, and the spans as a tuple.

    Args:
        groups: Characters, label and title of each name, and its spans, sorted, each in one group.
        kind: A class of named tuples of a string, a string and a tuple.
    """

def spans_of_groups(
    groups: Iterable[tuple[str, str, tuple[Place, ...]]],
) -> tuple[Place, ...]:
    """The spans of all groups, sorted by start and end; those in one place in the given order."""
