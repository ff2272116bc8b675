"""Checks: small words and punctuation, which a corrector looks at only if asked.

| name | what it corrects | where |
|---|---|---|
| `de` `zai` `zuo` `ta` `zhang` `xiang` | 的地得 在再 做作 他她它 帐账 象像 | small_words.py |
| `punctuation` | doubled, half-width and unpaired marks | punctuation.py |

What a check finds gives way to all other corrections, to protected words and to what a text
has to keep.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from zhnlp.arguments import need_choice, need_strings
from zhnlp.core import Trie
from zhnlp.correction import CHECKS, CheckName, Correction
from zhnlp.models.spelling.punctuation import Range, punctuation

PUNCTUATION = "punctuation"
ALL = "all"
Check = Callable[[str], list[Correction]]


def need_checks(given: str | Iterable[str]) -> tuple[CheckName, ...]:
    """The names of checks, each once and in the order of `CHECKS`.

    Args:
        given: A name, several, or "all".

    Raises:
        UsageError: A name is not known.

    >>> need_checks("zai"), need_checks(["punctuation", "de", "de"])
    (('zai',), ('de', 'punctuation'))
    """
    names = (given,) if isinstance(given, str) else need_strings(given, "checks")
    chosen = {need_choice(name, "check", (*CHECKS, ALL)) for name in names}
    return CHECKS if ALL in chosen else tuple(name for name in CHECKS if name in chosen)


@dataclass(frozen=True)
class Checker:
    """Adds what checks find to other corrections.

    Attributes:
        small_words: The checks of small words.
        punctuation: Whether punctuation is checked.
        protected: Words that may not change; None for none.
        longest: Characters of the longest of them.
    """

    small_words: tuple[Check, ...]
    punctuation: bool
    protected: Trie | None = None
    longest: int = 0

    @classmethod
    def of(
        cls,
        names: Sequence[str],
        *,
        max_false_alarms: float | None = None,
        protected: Sequence[str] = (),
    ) -> Checker:
        """The checker for these checks.

        Raises:
            UsageError: A check cannot keep to `max_false_alarms`.
        """
        small = [name for name in names if name != PUNCTUATION]
        if small:
            from zhnlp.models.spelling.small_words import SmallWordsModel  # only they need it

            model = SmallWordsModel()
        return cls(
            tuple(model.checker(name, max_false_alarms) for name in small),
            PUNCTUATION in names,
            Trie.build(dict.fromkeys(protected)) if protected else None,
            max(map(len, protected), default=0),
        )

    def add(
        self, text: str, keep: Sequence[Range], corrections: Sequence[Correction]
    ) -> list[Correction]:
        """`corrections` and what the checks find beside them: in order, not overlapping.

        Args:
            text: The text.
            keep: Sorted spans that may not change.
            corrections: What others have found, in order.
        """
        found = [each for check in self.small_words for each in check(text)]
        if self.punctuation:
            found += punctuation(text, keep)
        if not found:
            return list(corrections)
        taken = sorted([*keep, *((each.start, each.end) for each in corrections)])
        free = [
            each
            for each in found
            if not overlaps(taken, each.start, each.end) and not self._is_protected(text, each)
        ]
        return sorted([*corrections, *free], key=lambda each: each.start)

    def _is_protected(self, text: str, found: Correction) -> bool:
        """Whether a protected word of the text has a character of `found`."""
        if self.protected is None:
            return False
        first = max(found.start - self.longest + 1, 0)
        return any(
            start + end > found.start
            for start in range(first, found.end)
            for end, _ in self.protected.prefixes(text[start : start + self.longest])
        )


def overlaps(spans: Sequence[Range], start: int, end: int) -> bool:
    """Whether one of the spans, which are sorted and do not overlap, has a character of another.

    >>> overlaps([(0, 2), (4, 6)], 2, 4), overlaps([(0, 2), (4, 6)], 3, 5)
    (False, True)
    """
    after = bisect_left(spans, (end, end))
    return after > 0 and spans[after - 1][1] > start
