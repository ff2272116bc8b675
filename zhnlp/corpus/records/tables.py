"""Records of Parquet and Arrow: rows, with the values of their columns as Python has them.

A piece is whole groups of rows; see table_files.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhnlp.corpus.records.origin import checked, no_field, too_long
from zhnlp.corpus.records.record import Input, Piece, Reading, Record, Reject
from zhnlp.corpus.records.table_files import Group, faults, first_line, open_table
from zhnlp.errors import FileError

if TYPE_CHECKING:
    import pyarrow as pa


def cut_table(input: Input, reading: Reading, size: int) -> Iterator[Piece]:
    """Yield pieces of whole groups of rows, of at least `size` bytes; see `cut_pieces`."""
    whole = Piece(input.path, input.format)
    start = row = n_rows = n_bytes = 0
    end, damage = -1, ""
    try:
        table = open_table(input.path, input.format)
    except FileError as error:
        yield whole._replace(fault=str(error), first_line=0, n_bytes=1)
        return
    if fault := wrong_schema(table.schema, reading):
        yield whole._replace(fault=fault, first_line=0, n_bytes=1)
        return
    try:
        for end, group in enumerate(table.groups()):
            n_rows, n_bytes = n_rows + group.n_rows, n_bytes + group.n_bytes
            if n_bytes >= size:
                yield Piece(*whole[:2], start, end + 1, row + 1, n_bytes=n_bytes)
                start, row, n_rows, n_bytes = end + 1, row + n_rows, 0, 0
    except faults() as error:
        damage = _damage(error)
    if n_rows:
        yield Piece(*whole[:2], start, end + 1, row + 1, n_bytes=n_bytes)
    if damage:
        yield whole._replace(fault=damage, first_line=row + n_rows + 1, n_bytes=1)


def read_table(piece: Piece, reading: Reading) -> Iterator[Record | Reject]:
    """Yield the records of a piece; see `read_piece`."""
    path = piece.path
    try:
        table = open_table(path, piece.format)
    except FileError as error:
        yield Reject(path, str(error))
        return
    if fault := wrong_schema(table.schema, reading):
        yield Reject(path, fault)
        return
    row = piece.first_line
    try:
        for group in table.groups(piece.start, piece.end):
            yield from _rows(group, row, path, reading)
            row += group.n_rows
    except faults() as error:
        yield Reject(f"{path}:row {row}", _damage(error))


def wrong_schema(schema: pa.Schema, reading: Reading) -> str | None:
    """What is wrong with the columns of a file, in two sentences; None if nothing is."""
    import pyarrow as pa

    names = schema.names
    if reading.text_field not in names:
        return no_field(reading.text_field, names, "column")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        return f"two columns are called {twice!r}. Rename one."
    kind = schema.field(reading.text_field).type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    is_text = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    if not any(test(kind) for test in is_text):
        return f"column {reading.text_field!r} holds {kind}, not text. Give a column of strings."
    return None


def _rows(group: Group, row: int, path: str, reading: Reading) -> Iterator[Record | Reject]:
    """Yield the records of a group whose first row has this number."""
    try:
        for batch in group.batches():
            for fields in _fields(batch):
                place = f"{path}:row {row}"
                if isinstance(fields, dict):
                    yield _record(fields, place, reading)
                else:
                    reason = f"its values cannot be read: {first_line(fields)}. Mend the row."
                    yield Reject(place, reason)
                row += 1
    except faults() as error:
        yield Reject(f"{path}:row {row}", _damage(error))


def _fields(batch: pa.RecordBatch) -> Iterator[dict[str, object] | Exception]:
    """Yield the values of every row, or why they cannot be Python objects."""
    try:
        yield from batch.to_pylist()
        return
    except faults():  # a year of 10,000 or more, text that is not UTF-8
        pass
    for number in range(batch.num_rows):
        try:
            yield from batch.slice(number, 1).to_pylist()
        except faults() as error:
            yield error


def _record(fields: dict[str, object], place: str, reading: Reading) -> Record | Reject:
    record = checked(fields, place, reading)
    if isinstance(record, Record):
        text = str(fields[reading.text_field])
        if 4 * len(text) > reading.max_bytes and len(text.encode()) > reading.max_bytes:
            id = fields.get(reading.id_field or "")
            return Reject(place, too_long(reading), id)
    return record


def _damage(error: Exception) -> str:
    return f"the rows from here on are damaged ({first_line(error)}). Write the file again."
