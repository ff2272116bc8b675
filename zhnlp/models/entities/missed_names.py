"""Find known names where the recognizer missed them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhnlp.core import occurrences
from zhnlp.models import Ends
from zhnlp.span import Span

_PERSON_TAGS = ("nr", "PROPN")  # beginnings of the tags of persons' names


def find_missed(
    text: str,
    names: Mapping[str, str],
    entities: Iterable[Span],
    *,
    ends: Ends | None = None,
    tags: Sequence[str] | None = None,
) -> Iterator[tuple[int, int]]:
    """Yield start and end of every one of `names` outside `entities`, the longest first.

    Time is linear in the text for names of limited length.

    Args:
        text: Any string.
        names: The names to look for, in one line, each with a surname, which may be empty. A name
            with a surname is a given name: it is skipped right after this surname, and
            where its word is not tagged as a person's name.
        entities: The names found so far, in order.
        ends: The ends of the words; names then begin and end with words.
        tags: The parts of speech of these words.

    >>> list(find_missed("小明和王小明", {"小明": "王"}, []))
    [(0, 2)]
    """
    if not names:
        return
    if ends is None:
        ends, tags = memoryview(array("i", range(1, len(text) + 1))), None
    taken = bytearray(len(text))
    for start, end, word in occurrences(names, text, ends, entities):
        if taken.find(1, start, end) >= 0:
            continue
        surname = names[text[start:end]]
        if surname:
            if tags is not None and not tags[word].startswith(_PERSON_TAGS):
                continue
            if text.endswith(surname, 0, start):
                continue
        taken[start:end] = b"\1" * (end - start)
        yield start, end
