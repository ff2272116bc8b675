"""Known names where a recognizer has not found them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhnlp.span import Span

_PERSON_TAGS = ("nr", "PROPN")  # how tags of persons' names begin


def find_missed(
    text: str,
    names: Mapping[str, str],
    entities: Iterable[Span],
    *,
    ends: Sequence[int] | None = None,
    tags: Sequence[str] | None = None,
) -> Iterator[tuple[int, int]]:
    """Start and end of every one of `names` that stands outside of `entities`, longest first.

    Time is linear in the text for names of limited length.

    Args:
        text: Any string.
        names: What to look for, with the surname of given names: behind it, or
            where the word is tagged as something else, they are left alone.
        entities: Where names were found already.
        ends: Where the words of the text end, which then bound the names.
        tags: The parts of speech of these words.

    >>> list(find_missed("小明和王小明", {"小明": "王"}, []))
    [(0, 2)]
    """
    borders = None if ends is None else {0, *ends}
    persons = borders
    if ends is not None and tags is not None:
        words = zip([0, *ends], tags, strict=False)
        persons = {start for start, tag in words if tag.startswith(_PERSON_TAGS)}
    taken = bytearray(len(text))
    for start, end, _ in entities:
        taken[start:end] = b"\1" * (end - start)
    for start, end in _places(text, names):
        surname = names[text[start:end]]
        starts = persons if surname else borders
        if starts is not None and start not in starts:
            continue
        if (borders is not None and end not in borders) or any(taken[start:end]):
            continue
        if not (surname and text.endswith(surname, 0, start)):
            taken[start:end] = b"\1" * (end - start)
            yield start, end


def _places(text: str, names: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    for length in sorted(set(map(len, names)), reverse=True):
        firsts = sorted({name[0] for name in names if len(name) == length})
        for match in re.finditer(f"[{re.escape(''.join(firsts))}]", text):
            start, end = match.start(), match.start() + length
            if text[start:end] in names:
                yield start, end
