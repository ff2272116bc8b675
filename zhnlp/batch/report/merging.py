"""Totals: the facts of all shards as one, in bounded memory.

Shards are taken in order, so that the totals are the same for any number of workers.
"""

from __future__ import annotations

from collections import Counter
from heapq import nlargest
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from zhnlp.batch.report.sketch import n_distinct, smallest
from zhnlp.batch.report.stored import MONTH, Facts

if TYPE_CHECKING:
    from zhnlp.models.likeness.hashing import Hashes

HELD = 1_000_000  # words, and names by month
Key = TypeVar("Key", bound=tuple[str, ...])


class Totals:
    """What is counted in all shards so far.

    Attributes:
        counts: As in `Figures`.
        words: The count of each word with each tag.
        names: The count of each name with each label in each month.
        corrections: The count of each pair of wrong and right with its reason.
        months: The documents of each month, "" for none; None without a field of dates.
        words_missing, names_missing: What a count is too low by, at most.
    """

    def __init__(self) -> None:
        self.counts = Counter[str]()
        self.words = Counter[tuple[str, str]]()
        self.names = Counter[tuple[str, str, str]]()
        self.corrections = Counter[tuple[str, str, str]]()
        self.months: Counter[str] | None = None
        self.words_missing = self.names_missing = 0
        self._distinct: Hashes = np.empty(0, np.uint64)

    @property
    def n_distinct(self) -> int:
        """How many distinct words there are; an estimate from 4,096 on."""
        return n_distinct(self._distinct)

    def add(self, facts: Facts) -> None:
        """Add the facts of one more shard."""
        figures = facts.figures
        self.counts.update(figures.counts)
        if figures.months is not None:
            self.months = self.months if self.months is not None else Counter()
            self.months.update(figures.months)
        for wrong, right, reason, count in figures.corrections:
            self.corrections[wrong, right, reason] += count
        tags, labels, months = figures.tags, figures.labels, figures.month_names
        for word, mark, count in facts.words.rows():
            self.words[word, tags[mark]] += count
        for name, mark, count in facts.names.rows():
            self.names[name, labels[mark % MONTH], months[mark // MONTH]] += count
        self.words_missing += int(facts.words.missing) + _prune(self.words)
        self.names_missing += int(facts.names.missing) + _prune(self.names)
        self._distinct = smallest(np.concatenate([self._distinct, facts.distinct]))


def _prune(counts: Counter[Key]) -> int:
    """Forget the rarest if there are too many; return how often the most frequent of them was."""
    if len(counts) <= HELD + HELD // 4:  # seldom, because it takes long
        return 0
    most = nlargest(HELD + 1, counts.items(), key=itemgetter(1))  # of equal counts the earliest
    counts.clear()
    counts.update(dict(most[:HELD]))
    return most[HELD][1]
