"""Read the rows of a table: columns with tabs, CSV, or JSON objects, one per line."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Sequence

from zhnlp.arguments import need_count, need_flag, need_text, wrong_type
from zhnlp.corpus.jsonl import problem_of
from zhnlp.errors import FormatError, did_you_mean, shortened
from zhnlp.io.lines import read_lines
from zhnlp.io.opening import unpacked_name

Path = str | os.PathLike[str]
Column = int | str
"""A column by its number, from 1, or by its name in the header or object."""
Rows = Iterator[tuple[int, list[str]]]
"""Line numbers and fields."""


def read_fields(path: Path, columns: Sequence[Column], *, header: bool = False) -> Rows:
    """Yield the line number and the fields of these columns of each row; blank lines are skipped.

    A name that ends with ``.csv`` is of a file with commas and quotes, one with ``.jsonl`` or
    ``.json`` has an object per line; the end for packing may follow. Any other has tabs, and so
    has a ``.csv`` with a tab in its first line.

    Args:
        path: A UTF-8 file, which may be compressed.
        columns: The columns: numbers from 1, or names.
        header: Whether the first row has the names of the columns. It is read as such if
            `columns` has a name.

    Raises:
        FileError: The file cannot be read or unpacked.
        FormatError: A row lacks a column, or is not in the format.
    """
    header = need_flag(header, "header") or any(isinstance(each, str) for each in columns)
    for column in columns:
        if isinstance(column, str):
            need_text(column, "a column")
        elif isinstance(column, bool):
            raise wrong_type(column, "a column", "Give its number, from 1, or its name")
        else:
            need_count(column, "a column")
    name = unpacked_name(path)
    if name.endswith((".jsonl", ".json")):
        return _of_objects(path, columns)
    is_csv = name.endswith(".csv") and "\t" not in next(read_lines(path), "")
    rows = _csv_rows(path) if is_csv else _tab_rows(path)
    return _of_rows(path, columns, rows, header=header)


def _of_rows(path: Path, columns: Sequence[Column], rows: Rows, *, header: bool) -> Rows:
    number, names = next(rows, (1, None)) if header else (1, [])
    if names is None:
        return  # an empty file
    places = [_place(path, number, names, column) for column in columns]
    for line, row in rows:
        if len(row) <= max(places):
            n_columns = "1 column" if len(row) == 1 else f"{len(row)} columns"
            raise FormatError(
                path,
                line,
                f"{shortened(' '.join(row))} has {n_columns}, but column {max(places) + 1} is to "
                "be read. Name other columns, or mend the row.",
            )
        yield line, [row[place] for place in places]


def _place(path: Path, line: int, names: Sequence[str], column: Column) -> int:
    if isinstance(column, int):
        return column - 1
    if column in names:
        return names.index(column)
    raise FormatError(path, line, f"there is no column {column!r}. {did_you_mean(column, names)}")


def _tab_rows(path: Path) -> Rows:
    for number, line in enumerate(read_lines(path), 1):
        if line.strip():
            yield number, line.rstrip("\r\n").split("\t")


def _csv_rows(path: Path) -> Rows:
    rows = csv.reader(read_lines(path), strict=True)
    line = 1
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise FormatError(path, line, f"this is not CSV: {error}.") from None
        if row is None:
            return
        if any(field.strip() for field in row):
            yield line, row
        line = rows.line_num + 1


def _of_objects(path: Path, columns: Sequence[Column]) -> Rows:
    for number, line in enumerate(read_lines(path), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FormatError(path, number, problem_of(error)) from None
        fields = [item.get(column) if isinstance(item, dict) else None for column in columns]
        for column, field in zip(columns, fields, strict=True):
            if isinstance(field, bool) or not isinstance(field, (str, int)):
                raise FormatError(
                    path, number, f'this object has no text {column!r}. Write {{"{column}": "…"}}.'
                )
        yield number, [str(field) for field in fields]
