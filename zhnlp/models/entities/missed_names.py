"""Find known names where the recognizer missed them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhnlp.core import occurrences
from zhnlp.models import Ends
from zhnlp.span import Span

_PERSON_TAGS = ("nr", "PROPN")  # beginnings of the tags of persons' names


def places_of(
    names: Iterable[str], text: str, entities: Iterable[Span], ends: Ends | None = None
) -> list[tuple[int, int, int]]:
    """Start, end and word of every one of `names` outside `entities`, the longest first.

    Time is linear in the text for names of limited length.

    Args:
        names: The names to look for, in one line each.
        text: Any string.
        entities: The names found so far, in order.
        ends: The ends of the words; names then begin and end with words.
    """
    if ends is None:
        ends = memoryview(array("i", range(1, len(text) + 1)))
    return occurrences(names, text, ends, entities)


def find_missed(
    text: str,
    places: Iterable[tuple[int, int, int]],
    names: Mapping[str, str],
    tags: Sequence[str] | None = None,
) -> Iterator[tuple[int, int]]:
    """Yield start and end of those of `places` that are names, and in no place before.

    Args:
        text: Any string.
        places: What `places_of` finds in it; places of no name are skipped.
        names: Names, each with a surname, which may be empty. A name with a surname is a given
            name: it is skipped right after this surname, and where its word is not tagged as a
            person's name.
        tags: The parts of speech of the words.

    >>> text = "小明和王小明"
    >>> list(find_missed(text, places_of(["小明"], text, []), {"小明": "王"}))
    [(0, 2)]
    """
    taken = bytearray(len(text))
    for start, end, word in places:
        surname = names.get(text[start:end])
        if surname is None or taken.find(1, start, end) >= 0:
            continue
        if surname:
            if tags is not None and not tags[word].startswith(_PERSON_TAGS):
                continue
            if text.endswith(surname, 0, start):
                continue
        taken[start:end] = b"\1" * (end - start)
        yield start, end
