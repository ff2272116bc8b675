"""Correct Latin words in Chinese text, by edit distance.

A word that is in neither the model's nor the user's list is corrected to a word that
is, if it is one edit away (Damerau, 1964: a missing, extra or wrong letter, or two
neighbours swapped). A word is left alone if it is short, if the first letters differ,
if one word begins with the other (``package``, ``packages``), or if it contains digits
or signs, because such words are mostly names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf, log

from zhnlp.core import NearWords, Trie, units
from zhnlp.correction import Correction

_WORD = re.compile(r"(?<![A-Za-z0-9_.\-/@#:'])[A-Za-z]{4,}(?![A-Za-z0-9_\-/@:'])")
_LETTER = re.compile("[A-Za-z]")
_SHORTEST = 6  # letters of a word in the model's list to correct to
_PRIOR = 3.0  # log odds against a misspelling of a word that occurs once


class LatinSpelling:
    """Corrects Latin words.

    Args:
        words: Words in lower case with their counts.
        own: Words of the user's, in their right spelling. Those that are not Latin words
            are not changed in a text.

    >>> LatinSpelling({"python": 500}, ["PyTorch"]).find("用pytohn和Pytroch写", (), 0.0)[0][:4]
    (1, 7, 'pytohn', 'python')
    """

    def __init__(self, words: Mapping[str, int], own: Iterable[str] = ()) -> None:
        self._counts: dict[str, float] = dict(words)
        self._written: dict[str, str] = {}
        own = list(own)
        for word in own:
            if re.fullmatch("[A-Za-z]{4,}", word):
                self._written[word.lower()] = word
                self._counts[word.lower()] = inf
        self._protected = _Places(
            word for word in own if _LETTER.search(word) and word.lower() not in self._written
        )
        self._listed = list(self._counts)
        self._near = NearWords(Trie.build(self._listed)) if self._listed else None

    def find(
        self, text: str, keep: Sequence[tuple[int, int]], threshold: float
    ) -> list[Correction]:
        """Corrections of `text` outside the spans `keep`, with log odds of at least `threshold`."""
        corrections: list[Correction] = []
        if self._near is None:
            return corrections
        rest = iter(sorted(keep))
        span = next(rest, None)
        reach = 0  # end of the spans to keep that begin before the word
        ends: set[int] = set()
        protected = self._protected.of(text)
        for match in _WORD.finditer(text):
            start, end = match.span()
            while span is not None and span[0] < end:
                reach = max(reach, span[1])
                span = next(rest, None)
            if reach > start:
                continue
            typed = match.group()
            options = self._options(typed)
            if options and options[0][1] >= threshold:
                ends = ends or {0, *units(text)}
                if not {start, end} <= ends or protected(start, end):
                    continue
                (right, log_odds), *others = options
                corrections.append(
                    Correction(start, end, typed, right, log_odds, "edit", tuple(others[:3]))
                )
        return corrections

    def _options(self, typed: str) -> list[tuple[str, float]]:
        """Candidates with their log odds, the likeliest first; none for a known word."""
        word = typed.lower()
        if word in self._counts or self._near is None:
            return []
        options = []
        for near, _ in self._near.find(word, 1):
            is_own = near in self._written
            longer, shorter = (near, word) if len(near) > len(word) else (word, near)
            if longer.startswith(shorter) or near[0] != word[0]:
                continue
            if is_own or len(near) >= _SHORTEST:
                log_odds = inf if is_own else log(self._counts[near]) - _PRIOR
                options.append((self._written.get(near) or _as(typed, near), log_odds))
        return sorted(options, key=lambda option: -option[1])


class _Places:
    """Where words of the user's, not only of Latin letters, stand in a text.

    Time is linear in the text, and does not depend on how many words there are.
    """

    def __init__(self, words: Iterable[str]) -> None:
        unique = list(dict.fromkeys(words))
        self._trie = Trie.build(unique) if unique else None
        self._longest = max(map(len, unique), default=0)

    def of(self, text: str) -> Callable[[int, int], bool]:
        """Says whether a word overlaps a span of `text`; the spans must be asked in order."""
        trie = self._trie
        if trie is None:
            return lambda start, end: False
        at = reach = 0  # the words that begin before `at` end at `reach` or earlier

        def overlaps(start: int, end: int) -> bool:
            nonlocal at, reach
            for begin in range(max(at, start - self._longest + 1), end):
                if found := trie.prefixes(text, begin):
                    reach = max(reach, found[-1][0])
            at = max(at, end)
            return reach > start

        return overlaps


def _as(typed: str, word: str) -> str:
    """`word` with the capitals of `typed`."""
    if typed.isupper():
        return word.upper()
    return word.capitalize() if typed[0].isupper() else word
