"""FtsTables: the two tables of an FtsTable, and all SQL that is run on them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from zhnlp.arguments import shown
from zhnlp.errors import UsageError, did_you_mean
from zhnlp.interop.fts5 import TOKENIZER, literal, quoted

Stored: TypeAlias = tuple[int, *tuple[str | None, ...]]
"""The number of a row and its texts, in the order of the columns."""
_AT_ONCE = 256  # rows that are read


class FtsTables:
    """A table of texts and its index; the arguments are those of `FtsTable`, checked."""

    def __init__(self, connection: sqlite3.Connection, name: str, columns: Sequence[str]) -> None:
        self.connection = connection
        self.name = name
        self.columns = columns
        self.cells = [f"{column} {kind}" for column in columns for kind in ("words", "inner")]
        self._texts, self._index = quoted(name, "name"), quoted(f"{name}_fts", "name")
        self._names = ", ".join(quoted(column, "a column") for column in columns)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """A change that is made whole or, after an error, not at all."""
        self._run("SAVEPOINT zhnlp")
        try:
            yield
        except BaseException:
            self._run("ROLLBACK TO zhnlp")
            raise
        finally:
            self._run("RELEASE zhnlp")

    def ensure(self) -> bool:
        """Make the tables that are not there; gives whether the index is new.

        Raises:
            UsageError: A table of this name has other columns, or there is no FTS5.
        """
        names = self._columns_of(self._texts)
        if not names:  # with a name for it, the rowid of a row does not change in a VACUUM
            texts = ", ".join(f"{quoted(column, 'a column')} TEXT" for column in self.columns)
            self._run(f"CREATE TABLE {self._texts} (rowid INTEGER PRIMARY KEY, {texts})")
        for column in self.columns if names else ():
            if column not in names:
                hint = did_you_mean(column, names)
                raise UsageError(f"table {self.name!r} has no column {column!r}. {hint}")
        cells = self._columns_of(self._index)
        if cells and cells != self.cells:
            raise UsageError(
                f"the index {self.name + '_fts'!r} has the columns {', '.join(cells)}, which are "
                f"not those of {shown(self.columns)}. Give its columns in their order, or drop it."
            )
        if not cells:
            self._make_index()
        return not cells

    def insert(self, rows: Sequence[Stored]) -> None:
        """Add rows to the texts."""
        insert = f"INSERT INTO {self._texts} (rowid, {self._names}) VALUES "
        self.connection.executemany(f"{insert} (?{', ?' * len(self.columns)})", rows)

    def set(self, rowid: int, column: str, text: str | None) -> None:
        """Change one text."""
        cell = quoted(column, "a column")
        self._run(f"UPDATE {self._texts} SET {cell} = ? WHERE rowid = ?", text, rowid)

    def index(self, rows: Iterable[tuple[int | str, ...]]) -> None:
        """Write rows of the index, a number and its cells each, in place of those there."""
        cells = ", ".join(quoted(cell, "a column") for cell in ("rowid", *self.cells))
        marks = ", ?" * len(self.cells)
        write = f"REPLACE INTO {self._index} ({cells}) VALUES (?{marks})"
        self.connection.executemany(write, rows)

    def clear_index(self) -> None:
        """Leave nothing in the index."""
        self._run(f"DELETE FROM {self._index}")

    def delete(self, rowids: Iterable[int]) -> int:
        """Delete rows from both; gives how many there were of them."""
        gone = [(rowid,) for rowid in rowids]
        self.connection.executemany(f"DELETE FROM {self._index} WHERE rowid = ?", gone)
        delete = f"DELETE FROM {self._texts} WHERE rowid = ?"
        return self.connection.executemany(delete, gone).rowcount if gone else 0

    def last(self) -> int:
        """The largest number of a row, or 0."""
        found: list[tuple[int | None]]
        found = self._run(f"SELECT max(rowid) FROM {self._texts}").fetchall()
        return found[0][0] or 0

    def row(self, rowid: int) -> Stored:
        """One row; UsageError if there is none."""
        select = f"SELECT rowid, {self._names} FROM {self._texts} WHERE rowid = ?"
        found: list[Stored] = self._run(select, rowid).fetchall()
        if not found:
            raise UsageError(
                f"there is no row {rowid} in {self.name!r}. Ask for one that is there."
            )
        return found[0]

    def rows(self) -> Iterator[list[Stored]]:
        """Yield all rows, some at once."""
        select = f"SELECT rowid, {self._names} FROM {self._texts}"
        found: list[Stored] = self._run(f"{select} ORDER BY rowid LIMIT {_AT_ONCE}").fetchall()
        while found:
            yield found
            after = f"{select} WHERE rowid > ? ORDER BY rowid LIMIT {_AT_ONCE}"
            found = self._run(after, found[-1][0]).fetchall()

    def find(
        self, expression: str, weights: Iterable[float], limit: int
    ) -> list[tuple[int, float]]:
        """The numbers and scores of rows that match; a weight for each column."""
        numbers = "".join(f", {weight!r}, {weight!r}" for weight in weights)
        select = f"SELECT rowid, -bm25({self._index}{numbers}) AS score FROM {self._index}"
        order = "ORDER BY score DESC, rowid LIMIT ?"
        found: list[tuple[int, float]]
        where = f"WHERE {self._index} MATCH ?"
        found = self._run(f"{select} {where} {order}", expression, limit).fetchall()
        return found

    def _make_index(self) -> None:
        cells = ", ".join(quoted(cell, "a column") for cell in self.cells)
        make = f"CREATE VIRTUAL TABLE {self._index} USING fts5"
        try:
            self._run(f"{make}({cells}, tokenize = {literal(TOKENIZER)})")
        except sqlite3.OperationalError as error:
            if "no such module" not in str(error):
                raise
            raise UsageError(
                f"this SQLite, {sqlite3.sqlite_version}, has no FTS5. Use a Python whose SQLite "
                "was built with it, or SearchIndex."
            ) from error

    def _columns_of(self, table: str) -> list[str]:
        """The columns of a table, by its name in quotes; none if it is not there."""
        found: list[tuple[int, str, object, object, object, object]]
        found = self._run(f"PRAGMA table_info({table})").fetchall()
        return [name for _, name, *_ in found]

    def _run(self, sql: str, *values: object) -> sqlite3.Cursor:
        cursor = self.connection.cursor()
        cursor.row_factory = None  # tuples, whatever the connection gives
        return cursor.execute(sql, values)
