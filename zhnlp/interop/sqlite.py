"""FtsTable: full-text search in SQLite's FTS5, with Chinese words.

    news      rowid  title        body        your texts: a table as any other
    news_fts  rowid  title words  title inner  body words  body inner
              7      在 中国 科学院  科学 学院     …          …

SQLite finds and ranks over ``news_fts``, an FTS5 table of terms with blanks between; marks are
made in the texts of ``news``. Words and the shorter words inside them have columns of their own,
so that phrases are words that follow on each other.

FTS5 can be taught to cut words itself, but only by a tokenizer in C. To register one from Python
takes the address of a structure inside ``sqlite3.Connection``, which is not part of its interface
and differs between versions; a mistake ends the process. So terms are cut before they are stored.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

from zhnlp.arguments import (
    need_choice,
    need_count,
    need_items,
    need_kind,
    need_number,
    need_strings,
    need_text,
    shown,
    wrong_type,
)
from zhnlp.doc import Span
from zhnlp.errors import UsageError, did_you_mean
from zhnlp.interop.fts5 import expression, need_rowid, storable
from zhnlp.interop.fts5_tables import FtsTables, Stored
from zhnlp.interop.search import MATCHES, Match, SearchAnalyzer

Row: TypeAlias = Mapping[str, str | None] | Sequence[str | None]
_AT_ONCE = 256  # rows that are cut before they are written
_ROWID = {"rowid", "oid", "_rowid_"}  # SQLite's names for the number of a row


class Hit(NamedTuple):
    """A row that was found.

    Attributes:
        rowid: Its number in the table.
        score: How well it matches by BM25, the best first; above 0.
        spans: For each column, where it has terms of the query, as of `SearchAnalyzer.spans`.
    """

    rowid: int
    score: float
    spans: dict[str, list[Span]]


class FtsTable:
    """A table of texts that SQLite searches.

    The table and its index, whose name ends in ``_fts``, are made if they are not there. A table
    that is there keeps its other columns, and its rows are indexed. Each change is made whole or
    not at all; it belongs to your transaction if one is open, and else is committed.

    Rows that other SQL changes are not indexed; call `rebuild` then, and after a change of the
    analyzer. What SQLite itself refuses, as it does if it is locked, is an ``sqlite3.Error``.

    Args:
        connection: A database.
        name: The table.
        columns: The columns to search.
        analyzer: What gives the terms; the same each time the table is opened.

    Raises:
        UsageError: This SQLite has no FTS5, or a table of this name has other columns.

    >>> table = FtsTable(sqlite3.connect(":memory:"), "news", ("title", "body"))
    >>> table.add([("科学院招生", "中国科学院今年招收研究生。"), ("天气", "明天有雨。")])
    [1, 2]
    >>> [(hit.rowid, hit.spans["body"]) for hit in table.search("科学院 研究生")]
    [(1, [Span(start=2, end=5, label='科学院'), Span(start=9, end=12, label='研究生')])]
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        name: str,
        columns: Iterable[str],
        *,
        analyzer: SearchAnalyzer | None = None,
    ) -> None:
        need_kind(connection, "connection", sqlite3.Connection)
        self.name = need_text(name, "name")
        self.columns = need_strings(columns, "columns")
        low = {column.lower() for column in self.columns}
        if not low or len(low) < len(self.columns) or low & _ROWID:
            raise UsageError(
                f"columns is {shown(self.columns)}; give one or several, each once and not named "
                f"{', '.join(sorted(_ROWID))}."
            )
        self.analyzer = SearchAnalyzer() if analyzer is None else analyzer
        need_kind(self.analyzer, "analyzer", SearchAnalyzer)
        self._tables = FtsTables(connection, name, self.columns)
        with self._tables.whole():
            if self._tables.ensure():
                self.rebuild()

    def add(self, rows: Iterable[Row]) -> list[int]:
        """Add rows, and give their rowids.

        Args:
            rows: Each a sequence with a text for each column, or a mapping from columns to
                texts. None, or a column that a mapping leaves out, is NULL.

        Raises:
            InputError: A value is not a str, or has half a surrogate pair.
            UsageError: A row has too many or too few texts, or an unknown column.
        """
        several = need_items(rows, "rows", "Give several rows, as in [('title', 'body')]")
        texts = (self._texts(row, f"row {n}") for n, row in enumerate(several))
        rowids: list[int] = []
        with self._tables.whole():
            last = self._tables.last()
            while chunk := list(islice(texts, _AT_ONCE)):
                own: list[Stored] = [(last + n, *each) for n, each in enumerate(chunk, 1)]
                self._tables.insert(own)
                self._index(own)
                last += len(own)
                rowids += (rowid for rowid, *_ in own)
        return rowids

    def update(self, rowid: int, row: Mapping[str, str | None]) -> None:
        """Change the columns of a row that `row` names.

        Raises:
            InputError: A value is not a str, or has half a surrogate pair.
            UsageError: There is no such row or column.
        """
        rowid = need_rowid(rowid)
        if not isinstance(row, Mapping):
            raise wrong_type(row, "row", "Give a mapping from columns to texts")
        self._texts(row, "row")
        with self._tables.whole():
            self._tables.row(rowid)
            for column, text in row.items():
                self._tables.set(rowid, column, text)
            self._index([self._tables.row(rowid)])

    def delete(self, rowids: Iterable[int]) -> int:
        """Delete rows; gives how many there were of them."""
        advice = "Give several numbers, as in [7]"
        gone = [need_rowid(each) for each in need_items(rowids, "rowids", advice)]
        with self._tables.whole():
            return self._tables.delete(gone)

    def rebuild(self) -> None:
        """Index all rows anew."""
        with self._tables.whole():
            self._tables.clear_index()
            for rows in self._tables.rows():
                self._index(rows)

    def texts(self, rowid: int) -> dict[str, str | None]:
        """The texts of a row by their columns.

        Raises:
            UsageError: There is no such row.
        """
        _, *texts = self._tables.row(need_rowid(rowid))
        return dict(zip(self.columns, texts, strict=True))

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        match: Match = "all",
        columns: Iterable[str] | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> list[Hit]:
        """The rows that match `query` best, the best first; equal ones in the order of rowids.

        No sign in a query has a meaning: quotes, ``*`` and ``AND`` are text. A query without words
        finds nothing.

        Args:
            query: Any text. White space divides it into parts, all of which a row must have.
            limit: The most rows.
            match: ``"all"``: a row must have all words of a part, or the part as one word, in any
                order and column. ``"any"``: it must have one word of the query, or one of the
                shorter words inside. ``"phrase"``: the words of a part must follow on each other.
            columns: Where to look; None for all columns.
            weights: How much a column counts, 1 if it is left out.
        """
        need_choice(match, "match", MATCHES)
        limit = need_count(limit, "limit")
        wanted = self._known(self.columns if columns is None else columns, "columns")
        heavy = self._weights(weights or {})
        parts = self.analyzer.query(storable(query, "the query"))
        if not parts or not wanted:
            return []
        found = self._tables.find(expression(parts, match, wanted), heavy, limit)
        return [self._hit(rowid, score, query, match, wanted) for rowid, score in found]

    def _hit(
        self, rowid: int, score: float, query: str, match: Match, columns: Sequence[str]
    ) -> Hit:
        texts = self.texts(rowid)
        spans = {
            column: self.analyzer.spans(texts[column] or "", query, match=match)
            for column in columns
        }
        return Hit(rowid, score, spans)

    def _index(self, rows: Iterable[Stored]) -> None:
        cells = self.analyzer.columns
        self._tables.index(
            (rowid, *(cell for text in texts for cell in cells(text or "")))
            for rowid, *texts in rows
        )

    def _texts(self, row: Row, what: str) -> list[str | None]:
        """The texts of a row, in the order of the columns."""
        if isinstance(row, Mapping):
            self._known(row, f"the columns of {what}")
            row = [row.get(column) for column in self.columns]
        elif isinstance(row, (str, bytes)) or not isinstance(row, Sequence):
            raise wrong_type(row, what, "Give a tuple of texts, or a mapping from columns to texts")
        elif len(row) != len(self.columns):
            raise UsageError(
                f"{what} has {len(row)} texts for {len(self.columns)} columns. Give one for each."
            )
        return [
            None if text is None else storable(text, f"{name!r} of {what}")
            for name, text in zip(self.columns, row, strict=True)
        ]

    def _known(self, columns: Iterable[str], what: str) -> tuple[str, ...]:
        """`columns`, which must be some of the table's."""
        names = need_strings(columns, what)
        for name in names:
            if name not in self.columns:
                hint = did_you_mean(name, self.columns)
                raise UsageError(f"{what} has {shown(name)}, which is not searched. {hint}")
        return names

    def _weights(self, given: Mapping[str, float]) -> list[float]:
        if not isinstance(given, Mapping):
            raise wrong_type(given, "weights", "Give a mapping from columns to numbers")
        self._known(given, "weights")
        weights = [float(need_number(given.get(each, 1), "a weight")) for each in self.columns]
        for weight in weights:
            if not 0 <= weight < float("inf"):
                raise UsageError(f"a weight is {weight}; give a number of 0 or more.")
        return weights
