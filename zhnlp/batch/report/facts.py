"""ShardFacts: what a report needs to know of one shard, gathered while it is processed.

Docs are kept until there are half a million characters, and are then counted together, which
takes a few per cent of the time of the pipeline that made them. texts.py has what is counted
together, documents.py what is kept of each document, stored.py the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from zhnlp.batch.report.counting import StringCounts
from zhnlp.batch.report.documents import Documents
from zhnlp.batch.report.extras import need_packages
from zhnlp.batch.report.months import month_of
from zhnlp.batch.report.stored import MONTH, Facts, Figures, pack
from zhnlp.batch.report.texts import Numbering, Texts
from zhnlp.doc import Doc

KEPT = 50_000  # most frequent words, and names, of a shard
_TOGETHER = 1 << 18  # characters
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
        self._words, self._names = StringCounts(), StringCounts()
        self._tags, self._labels, self._months = Numbering(), Numbering(), Numbering()
        self._months_of: dict[str | int, int] = {}
        self._by_month = Counter[int]()
        self._pairs = Counter[tuple[str, str, str]]()
        self._documents = Documents()
        self._waiting: list[Doc] = []
        self._dates: list[int] = []  # of these: the numbers of their months
        self._n_waiting = 0  # characters

    def add(self, fields: Mapping[str, object], doc: Doc, place: str) -> None:
        """Take in a document.

        Args:
            fields: Those of its record.
            doc: What the pipeline made of it.
            place: Where it is from, such as ``news.jsonl:12``.
        """
        self._waiting.append(doc)
        self._dates.append(self._month(fields) if self._date_field else 0)
        self._documents.places.append(place)
        if self._id_field is not None:
            self._documents.ids.append(fields.get(self._id_field))
        self._n_waiting += len(doc.text)
        if self._n_waiting >= _TOGETHER:
            self._count()

    def to_bytes(self) -> bytes:
        """The facts so far, as a file that `write_report` reads; the same facts, the same bytes."""
        self._count()
        figures, months = replace(self._figures), self._months.names()
        figures.counts = self._counts()
        figures.tags, figures.labels = self._tags.names(), self._labels.names()
        figures.month_names = months
        figures.corrections = sorted((*pair, count) for pair, count in self._pairs.items())
        if self._date_field is not None:
            figures.months = {months[n]: count for n, count in sorted(self._by_month.items())}
        distinct, likeness = self._words.distinct(), self._documents.likeness()
        words, names = self._words.most(KEPT), self._names.most(KEPT)
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

    def _month(self, fields: Mapping[str, object]) -> int:
        """The number of the month of a record, 0 for none; dates repeat, so it is kept."""
        value = fields.get(self._date_field or "")
        if not isinstance(value, (str, int)):
            return self._months[month_of(value) or ""]
        number = self._months_of.get(value)
        if number is None:
            if len(self._months_of) >= _DATES:
                self._months_of.clear()
            number = self._months_of[value] = self._months[month_of(value) or ""]
        return number

    def _count(self) -> None:
        """Count what the waiting Docs hold."""
        docs, self._waiting = self._waiting, []
        dates, self._dates, self._n_waiting = self._dates, [], 0
        if not docs:
            return
        texts, counts = Texts.of(docs), self._figures.counts
        counts["documents"] += len(docs)
        counts["characters"] += sum([len(doc.source) for doc in docs])
        split = [len(doc.sentences) for doc in docs if doc.sentences is not None]
        if split:
            counts["sentences"] += sum(split)
        self._by_month.update(dates)
        self._count_words(texts)
        self._count_names(texts, dates)
        self._count_corrections(docs)
        self._documents.add(texts)

    def _count_words(self, texts: Texts) -> None:
        spans, tags = texts.words(self._tags)
        if spans is not None:
            self._figures.counts["words"] += len(tags)
            self._words.add(texts.text, texts.codes, *spans, tags)

    def _count_names(self, texts: Texts, dates: list[int]) -> None:
        spans, labels, owners = texts.names(self._labels)
        if spans is not None:
            self._figures.counts["names"] += len(labels)
            marks = labels + MONTH * np.array(dates, np.int64)[owners]
            self._names.add(texts.text, texts.codes, *spans, marks)

    def _count_corrections(self, docs: list[Doc]) -> None:
        for doc in docs:
            if doc.corrections is not None:
                self._figures.counts["corrected"] += len(doc.text)
                self._pairs.update((e.wrong, e.right, e.reason) for e in doc.corrections)
