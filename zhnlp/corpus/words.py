"""Read words separated by white space, one text per line, as in the SIGHAN bakeoffs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike

from zhnlp.doc import Doc


def read_words(
    path: str | PathLike[str], lines: Iterable[tuple[int, str]]
) -> Iterator[tuple[int, Doc]]:
    """Yield number and Doc of each line; its text is the joined words."""
    for number, line in lines:
        if words := line.split():
            yield number, Doc("".join(words), words=words)
