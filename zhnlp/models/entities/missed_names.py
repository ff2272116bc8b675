"""Find known names where the recognizer missed them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhnlp.span import Span

_PERSON_TAGS = ("nr", "PROPN")  # beginnings of the tags of persons' names


def find_missed(
    text: str,
    names: Mapping[str, str],
    entities: Iterable[Span],
    *,
    ends: Sequence[int] | None = None,
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
    taken = bytearray(len(text))
    for start, end in _occurrences(_masked(text, entities), names):
        if taken.find(1, start, end) >= 0:
            continue
        surname = names[text[start:end]]
        if ends is not None:
            at = _word_from(start, ends)
            if at is None or _word_from(end, ends) is None:
                continue
            if surname and tags is not None and not tags[at].startswith(_PERSON_TAGS):
                continue
        if not (surname and text.endswith(surname, 0, start)):
            taken[start:end] = b"\1" * (end - start)
            yield start, end


def _word_from(start: int, ends: Sequence[int]) -> int | None:
    """The number of the word that begins at `start`; None if none does."""
    if not start:
        return 0
    at = bisect_left(ends, start)
    return at + 1 if at < len(ends) and ends[at] == start else None


def _masked(text: str, entities: Iterable[Span]) -> str:
    """`text` with line feeds for the characters of `entities`: no name is looked for there."""
    pieces, done = list[str](), 0
    for start, end, _ in entities:
        if end > done:
            pieces += text[done:start], "\n" * (end - max(start, done))
            done = end
    return "".join([*pieces, text[done:]])


def _occurrences(text: str, names: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    for length in sorted(set(map(len, names)), reverse=True):
        firsts = sorted({name[0] for name in names if len(name) == length})
        for match in re.finditer(f"[{re.escape(''.join(firsts))}]", text):
            start, end = match.start(), match.start() + length
            if text[start:end] in names:
                yield start, end
