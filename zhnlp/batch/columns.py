"""Columns: which columns tables have, told from the first records of the corpus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from zhnlp.arrow.schema import output_columns
from zhnlp.batch.carried import EXTRA, carried_schema, check_name
from zhnlp.batch.job import Job
from zhnlp.corpus.records import Piece, Reading, Record, read_piece
from zhnlp.corpus.records.formats import TABLES
from zhnlp.corpus.records.table_files import open_table
from zhnlp.errors import FileError

if TYPE_CHECKING:
    import pyarrow as pa

_SAMPLE = 1000  # records
_PIECES = 1000  # pieces to take them from
_BYTES = 32 << 20  # of these pieces, about, so that long records do not fill the memory
Sample = list[dict[str, object]]


def with_columns(pieces: Iterator[Piece], job: Job) -> tuple[Iterator[Piece], Job]:
    """All of `pieces` again, and `job` with the columns of its output.

    A corpus that begins with Parquet or Arrow gives its columns, with their types; any other the
    fields of its first records. What has no column stands in ``extra``.

    Raises:
        UsageError: A field has the name of a layer.
        ExtraError: pyarrow is needed, and not installed.
    """
    pieces, sample, table = _sampled(pieces, job.reading)
    provides, text, prefix = job.pipeline.provides, job.reading.text_field, job.output.prefix
    if job.output.form in TABLES:
        given = sample if table is None else table
        schema = carried_schema(given, provides, text_field=text, prefix=prefix)
        return pieces, replace(job, schema=schema)
    added = output_columns(provides, text=text, prefix=prefix)
    fields = (name for record in sample for name in record) if table is None else table.names
    names = dict.fromkeys(chain([text], fields))
    for name in names:
        check_name(name, added, text)
    columns = dict.fromkeys(name for name in (*names, *added) if name != EXTRA)
    return pieces, replace(job, columns=(*columns, EXTRA))


def _sampled(
    pieces: Iterator[Piece], reading: Reading
) -> tuple[Iterator[Piece], Sample, pa.Schema | None]:
    """All of `pieces` again, their first records, or the columns if they are a table."""
    heads, sample, table, n_bytes = list[Piece](), Sample(), None, 0
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
    return chain(heads, pieces), sample, table


def _table_schema(piece: Piece) -> pa.Schema | None:
    if piece.format not in TABLES:
        return None
    try:
        return open_table(piece.path, piece.format).schema
    except FileError:
        return None  # a worker says so
