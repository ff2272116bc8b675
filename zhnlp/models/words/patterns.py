"""Patterns: the places of a text that regular expressions of the user's make words."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable

from zhnlp.arguments import need_strings, shown
from zhnlp.errors import UsageError

LONGEST = 4096
"""Characters of a match; longer ones are no words."""


class Patterns:
    """Regular expressions whose matches are words.

    Of matches that overlap, the leftmost counts, then that of the first pattern.

    Args:
        patterns: In the syntax of Python's ``re``.

    Raises:
        UsageError: One of them is empty or does not compile.

    >>> Patterns(["《[^《》]+》", r"[+]\\d+"]).places("看《流浪地球》+1").tolist()
    [1, 7, 7, 9]
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns = need_strings(patterns, "patterns")
        self._compiled = [_compiled(pattern) for pattern in self.patterns]

    def places(self, text: str) -> array[int]:
        """Start and end of each match, in order, not overlapping."""
        places = array("I")
        matches = [pattern.search(text) for pattern in self._compiled]
        while any(matches):
            # an empty match must not hide one that begins at the same place
            spans = [match.span() for match in matches if match]
            start, end = min(spans, key=lambda span: (span[0], span[0] == span[1]))
            if 0 < end - start <= LONGEST:
                places.extend((start, end))
            start = max(end, start + 1)
            if start >= len(text):
                break
            matches = [
                each if each is None or each.start() >= start else pattern.search(text, start)
                for pattern, each in zip(self._compiled, matches, strict=True)
            ]
        return places

    def __contains__(self, word: str) -> bool:
        """Whether a match is all of `word`."""
        return any(pattern.fullmatch(word) for pattern in self._compiled)


def _compiled(pattern: str) -> re.Pattern[str]:
    if not pattern:
        raise UsageError("a pattern is '', which matches nothing. Leave it out.")
    try:
        return re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise UsageError(
            f"pattern {shown(pattern)} is not a regular expression: {error}. Correct it; "
            r"a sign with a meaning of its own, as [ or (, needs a backslash: \[."
        ) from error
