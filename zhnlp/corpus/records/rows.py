"""Records of CSV and TSV: a row each; the first row has the names of the fields."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

from zhnlp.corpus.records.boundaries import RowEnds, Stretch
from zhnlp.corpus.records.origin import Origin, no_field, undecodable
from zhnlp.corpus.records.record import Format, Record, Reject

DELIMITERS: dict[Format, str] = {"csv": ",", "tsv": "\t"}


class Header(NamedTuple):
    """The names of the columns, and the rest of the stretch that they are in."""

    names: tuple[str, ...]
    n_bytes: int
    rest: Stretch


def read_rows(data: bytes, line: int, origin: Origin) -> Iterator[Record | Reject]:
    """Yield a record of every row that is not blank."""
    try:
        rows = _parsed(data.decode(origin.encoding), line, origin)
    except (UnicodeDecodeError, csv.Error):
        ends = RowEnds(DELIMITERS[origin.format])
        for row in ends.rows(data):
            yield from _one_row(row, line, origin)
            line += row.count(b"\n")
        return
    yield from _records(rows, origin)


def header_in(stretch: Stretch, origin: Origin) -> Header | str | None:
    """The header in the first stretch of a file; what is wrong with it; None if there is none."""
    ends, n_bytes, line = RowEnds(DELIMITERS[origin.format]), 0, stretch.line
    for row in ends.rows(stretch.data or b""):
        n_bytes, line = n_bytes + len(row), line + row.count(b"\n")
        try:
            rows = _parsed(row.decode(origin.encoding), line, origin)
        except UnicodeDecodeError:
            return undecodable(row, origin.encoding)
        except csv.Error as error:
            return f"the names of the columns are not CSV: {error}. Mend the first row."
        if rows:
            names = _names(rows[0][1])
            fault = _wrong(names, origin.reading.text_field)
            rest = (stretch.data or b"")[n_bytes:]
            return fault or Header(
                names, n_bytes, Stretch(rest, len(rest), line, stretch.next_line)
            )
    return None


def delimiter_format(head: bytes, format: Format) -> Format:
    """``tsv`` for a CSV whose first line has tabs and no commas."""
    first = head.partition(b"\n")[0]
    return "tsv" if format == "csv" and b"\t" in first and b"," not in first else format


def _one_row(row: bytes, line: int, origin: Origin) -> Iterator[Record | Reject]:
    place = f"{origin.name}:{line}"
    try:
        yield from _records(_parsed(row.decode(origin.encoding), line, origin), origin)
    except UnicodeDecodeError:
        yield Reject(place, undecodable(row, origin.encoding))
    except csv.Error as error:
        yield Reject(place, f"this is not CSV: {error}. Mend the row.")


def _parsed(text: str, line: int, origin: Origin) -> list[tuple[int, list[str]]]:
    """The rows that are not blank, with the number of the first line of each."""
    lines = text.split("\n")
    last = lines.pop()
    with_ends = [each + "\n" for each in lines]
    if last:
        with_ends.append(last)
    reader = csv.reader(with_ends, delimiter=DELIMITERS[origin.format], strict=True)
    rows, first = [], line
    limit = csv.field_size_limit(origin.reading.max_bytes)  # of all readers, so put it back
    try:
        for row in reader:
            if row:
                rows.append((first, row))
            first = line + reader.line_num
    finally:
        csv.field_size_limit(limit)
    return rows


def _records(rows: list[tuple[int, list[str]]], origin: Origin) -> Iterator[Record | Reject]:
    names, name, n_columns = origin.header, origin.name, len(origin.header)
    for line, row in rows:
        place = f"{name}:{line}"
        if len(row) == n_columns:
            yield Record(dict(zip(names, row, strict=True)), place)
        else:
            reason = f"the row has {len(row)} columns, the first row {n_columns}. Give it as many."
            known = dict(zip(names, row, strict=False))
            yield Reject(place, reason, known.get(origin.reading.id_field or ""))


def _names(row: list[str]) -> tuple[str, ...]:
    return tuple(name or f"column {number}" for number, name in enumerate(row, 1))


def _wrong(names: tuple[str, ...], text_field: str) -> str | None:
    if text_field not in names:
        if len(names) == 1 and ";" in names[0]:
            return "there are no commas or tabs between the columns, but ';'. Save it with commas."
        return f"{no_field(text_field, names, 'column')} The first row names the columns."
    twice = [name for name in names if names.count(name) > 1]
    return f"two columns are called {twice[0]!r}. Rename one." if twice else None
