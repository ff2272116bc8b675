"""ShardFacts: what a report needs to know of one shard, gathered while it is processed.

Words and names are counted in the compiled core, in a few per cent of the time of the pipeline
that found them. documents.py has what is kept of each document, stored.py the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from zhnlp.batch.report.counted import Counted
from zhnlp.batch.report.documents import Documents
from zhnlp.batch.report.extras import need_packages
from zhnlp.batch.report.stored import Facts, Figures, pack
from zhnlp.core import Tally
from zhnlp.corpus.months import month_of
from zhnlp.doc import Doc, Words

KEPT = 50_000  # most frequent words, and names, of a shard
_DATES = 1 << 14  # kept with their months


class ShardFacts:
    """Gathers the facts of one shard.

    Args:
        date_field: The field with the date of a record; None for no months.
        id_field: The field that names a record; None for names by place only.

    Raises:
        ExtraError: A package that reports need is not installed.
    """

    def __init__(self, *, date_field: str | None, id_field: str | None) -> None:
        need_packages()
        self._date_field, self._id_field = date_field, id_field
        self._figures = Figures()
        self._words, self._names = Tally(), Tally()
        self._documents = Documents()
        self._month_numbers = {"": 0}
        self._months_of: dict[str | int, int] = {}
        self._by_month = Counter[int]()
        self._pairs = Counter[tuple[str, str, str]]()

    def add(self, fields: Mapping[str, object], doc: Doc, place: str) -> None:
        """Take in a document.

        Args:
            fields: Those of its record.
            doc: What the pipeline made of it.
            place: Where it is from, such as ``news.jsonl:12``.
        """
        counts = self._figures.counts
        counts["documents"] += 1
        counts["characters"] += len(doc.source)
        month = 0
        if self._date_field is not None:
            month = self._month(fields.get(self._date_field))
            self._by_month[month] += 1
        if doc.sentences is not None:
            counts["sentences"] += len(doc.sentences)
        if (words := doc.words) is not None:
            if not isinstance(words, Words):  # a stage of the user's has filled them
                words = Words.of(doc.text, words)
            counts["words"] += len(words)
            self._words.add_words(doc.text, words.ends, doc.tags)
        if doc.entities is not None:
            counts["names"] += self._names.add_spans(doc.text, doc.entities, month)
        if doc.corrections is not None:
            counts["corrected"] += len(doc.text)
            self._pairs.update((each.wrong, each.right, each.reason) for each in doc.corrections)
        own_id = fields.get(self._id_field) if self._id_field is not None else None
        self._documents.add(doc.text, place, own_id)

    def to_bytes(self) -> bytes:
        """The facts so far, as a file that `write_report` reads; the same facts, the same bytes."""
        figures, months = replace(self._figures), [*self._month_numbers]
        figures.counts = self._counts()
        figures.tags, figures.labels = self._words.labels, self._names.labels
        figures.month_names = months
        figures.corrections = sorted((*pair, count) for pair, count in self._pairs.items())
        if self._date_field is not None:
            figures.months = {months[n]: count for n, count in sorted(self._by_month.items())}
        distinct, likeness = np.array(self._words.distinct(), np.uint64), self._documents.likeness()
        words, names = Counted.of(self._words, KEPT), Counted.of(self._names, KEPT)
        return pack(
            Facts(figures, words, names, distinct, likeness),
            self._documents.labels(with_ids=self._id_field is not None),
        )

    def _counts(self) -> Counter[str]:
        """The counts, those of words parted."""
        counts = self._figures.counts.copy()
        if "words" in counts:
            n_content = self._words.n_content
            counts["other_words"] = counts["words"] - n_content
            counts["words"] = n_content
        return counts

    def _month(self, value: object) -> int:
        """The number of the month of a date, 0 for none; dates repeat, so it is kept."""
        if not isinstance(value, (str, int)):
            return self._number(month_of(value))
        number = self._months_of.get(value)
        if number is None:
            if len(self._months_of) >= _DATES:
                self._months_of.clear()
            number = self._months_of[value] = self._number(month_of(value))
        return number

    def _number(self, month: str | None) -> int:
        return self._month_numbers.setdefault(month or "", len(self._month_numbers))
