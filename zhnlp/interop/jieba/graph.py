"""The graph of the dictionary's words in a text, and what jieba does with it beside cutting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import log

from zhnlp.interop.jieba.frequencies import Frequencies

_BLOCK = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+)")
_BLANK = re.compile(r"(\r\n|\s)")
_LATIN = re.compile(r"[a-zA-Z0-9]")


def graph(known: Frequencies, text: str) -> dict[int, list[int]]:
    """The last character of every word that begins at each character; of none, its own."""
    return {
        start: [end - 1 for end in known.ends(text, start)] or [start] for start in range(len(text))
    }


def all_words(known: Frequencies, text: str) -> Iterator[str]:
    """Yield the words of full mode."""
    for number, block in enumerate(_BLOCK.split(text)):
        if number % 2:
            yield from _all_of_block(known, block)
        elif block:
            yield from _BLANK.split(block)  # with empty strings between blanks, as in jieba


def _all_of_block(known: Frequencies, block: str) -> Iterator[str]:
    """Yield all dictionary words; Latin letters and digits that are in none as one."""
    latin, last = "", -1
    for start, ends in graph(known, block).items():
        if latin and not _LATIN.match(block[start]):
            yield latin
            latin = ""
        if len(ends) > 1 or start <= last:
            for end in ends:
                if end > start:
                    yield block[start : end + 1]
                    last = end
            continue
        word = block[start : ends[0] + 1]
        if _LATIN.match(word):
            latin += word
        if not latin:
            yield word
        last = ends[0]
    if latin:
        yield latin


def likeliest(known: Frequencies, text: str) -> Iterator[str]:
    """Yield the words of the most probable cut, without the model.

    The compiled cutter gives the same, but it is made anew after each new word; this is for one
    word.
    """
    for number, block in enumerate(_BLOCK.split(text)):
        if number % 2:
            yield from _likeliest_of_block(known, block)
        else:
            for part in filter(None, _BLANK.split(block)):
                yield from [part] if _BLANK.match(part) else part


def _likeliest_of_block(known: Frequencies, block: str) -> Iterator[str]:
    scale, latin = log(known.total), ""
    best: dict[int, tuple[float, int]] = {len(block): (0.0, 0)}
    for start, ends in reversed(graph(known, block).items()):
        best[start] = max(
            (log(known.get(block[start : end + 1]) or 1) - scale + best[end + 1][0], end + 1)
            for end in ends
        )
    start = 0
    while start < len(block):
        start, word = best[start][1], block[start : best[start][1]]
        if len(word) == 1 and _LATIN.match(word):
            latin += word
            continue
        if latin:
            yield latin
            latin = ""
        yield word
    if latin:
        yield latin
