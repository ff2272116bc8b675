"""Columns: which columns Parquet parts have, told from the first records of the corpus."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from zhnlp.batch.carried import carried_schema
from zhnlp.batch.job import Output
from zhnlp.corpus.records import Piece, Reading, Record, read_piece
from zhnlp.corpus.records.formats import TABLES
from zhnlp.corpus.records.table_files import open_table
from zhnlp.errors import FileError
from zhnlp.pipeline import Pipeline

if TYPE_CHECKING:
    import pyarrow as pa

_SAMPLE = 1000  # records
_PIECES = 1000  # pieces to take them from
_BYTES = 32 << 20  # of these pieces, about, so that long records do not fill the memory


def output_schema(
    pieces: Iterator[Piece], pipeline: Pipeline, reading: Reading, output: Output
) -> tuple[Iterator[Piece], pa.Schema]:
    """All of `pieces` again, and the columns of the parts.

    A corpus that begins with Parquet or Arrow gives its columns, with their types; any other the
    fields of its first records. What has no column stands in ``extra``.

    Raises:
        UsageError: A field has the name of a layer.
        ExtraError: pyarrow is not installed.
    """
    heads, sample, table, n_bytes = list[Piece](), list[dict[str, object]](), None, 0
    for piece in islice(pieces, _PIECES):
        heads.append(piece)
        if not sample and (table := _table_schema(piece)) is not None:
            break
        found = read_piece(piece, reading)
        fields = (record.fields for record in found if isinstance(record, Record))
        own = list(islice(fields, _SAMPLE - len(sample)))
        sample += own
        n_bytes += piece.n_bytes if own or piece.data is not None else 0
        if len(sample) >= _SAMPLE or n_bytes >= _BYTES:
            break
    schema = carried_schema(
        sample if table is None else table,
        pipeline.provides,
        text_field=reading.text_field,
        prefix=output.prefix,
    )
    return chain(heads, pieces), schema


def _table_schema(piece: Piece) -> pa.Schema | None:
    if piece.format not in TABLES:
        return None
    try:
        return open_table(piece.path, piece.format).schema
    except FileError:
        return None  # a worker says so
