"""Windows: parts of a long text that a network reads one by one, and how their scores are merged.

A text is cut at its sentence ends, and each sentence is read by itself, so that a document gives
what its sentences give. A sentence with too many tokens is read in windows that overlap; each
token has the scores of the window in which it is farther from the border. Labels are decoded over
the whole sentence, after merging: a name that lies across the border of two windows is found whole.

    tokens of a sentence    0 1 2 3 4 5 6 7 8 9        at most 6 tokens, 2 of them shared
    windows                 0 1 2 3 4 5
                                    4 5 6 7 8 9
    scores from             1 1 1 1 1 2 2 2 2 2
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from zhnlp.errors import UsageError

_END = re.compile(r"(?:[。！？!?；;…\n\r\u2028\u2029]+[”’」』）)】》\"']*\s*)")


class Window(NamedTuple):
    """Tokens that are read together.

    Attributes:
        first: The first token.
        last: Just past the last token.
        keep_first: The first token whose scores are kept.
        keep_last: Just past the last one.
    """

    first: int
    last: int
    keep_first: int
    keep_last: int


def sentence_ends(text: str) -> list[int]:
    """Where the sentences of `text` end; the last one at its end."""
    ends = [match.end() for match in _END.finditer(text)]
    return ends if ends and ends[-1] == len(text) else [*ends, len(text)]


def sentence_tokens(text: str, starts: Sequence[int]) -> list[tuple[int, int]]:
    """First and past-the-last token of each sentence; sentences without tokens are left out."""
    found: list[tuple[int, int]] = []
    first = 0
    for end in sentence_ends(text):
        last = bisect_left(starts, end, first)
        if last > first:
            found.append((first, last))
        first = last
    return found


def windows(first: int, last: int, longest: int, overlap: int) -> list[Window]:
    """The windows of a sentence from token `first` to `last`.

    Args:
        first: Its first token.
        last: Just past its last token.
        longest: Most tokens of a window.
        overlap: Tokens that neighbours share; less than `longest`.
    """
    if not 0 <= overlap < longest:
        raise UsageError(
            f"windows of {longest} tokens cannot share {overlap}. Give a smaller overlap."
        )
    if last - first <= longest:
        return [Window(first, last, first, last)]
    begins = [*range(first, last - longest, longest - overlap), last - longest]
    cuts = [(before + longest + after) // 2 for before, after in pairwise(begins)]
    return [
        Window(begin, begin + longest, keep_first, keep_last)
        for begin, keep_first, keep_last in zip(begins, [first, *cuts], [*cuts, last], strict=True)
    ]
