"""Parquet parts, and those of Arrow: the records of one shard and their Docs, as rows.

The same rows give the same bytes, however many are written at a time: row groups end after a
fixed number of rows, or characters.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING, Literal

from zhnlp.arrow.columns import columns, half_a_pair
from zhnlp.arrow.extras import pyarrow
from zhnlp.batch.carried import ABOUT, EXTRA, check_name, fitted, to_json
from zhnlp.batch.carried import carried_schema as carried_schema  # the schema of a part
from zhnlp.doc import Doc
from zhnlp.errors import InputError, UsageError, ZhnlpError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

Row = tuple[Mapping[str, object], Doc]
GROUP_ROWS = 1 << 15
GROUP_CHARACTERS = 1 << 20  # a group, and the copy that is encoded, take some 50 MB


class ParquetPart:
    """Writes rows to one file of Parquet, which pandas, polars, DuckDB and Spark read, or of Arrow.

    Args:
        file: Where to write; it stays open.
        schema: What `carried_schema` gives.
        form: The format of the file; ``"arrow"`` is that of files, which Feather is, too.
    """

    def __init__(
        self, file: IO[bytes], schema: pa.Schema, *, form: Literal["parquet", "arrow"] = "parquet"
    ) -> None:
        about = json.loads(schema.metadata[ABOUT])
        self.schema = schema
        self._text: str = about["text_field"]
        self._layers: dict[str, str] = about["layers"]
        self._carried = [
            field
            for field in schema
            if field.name != EXTRA and (field.name not in self._layers or field.name == self._text)
        ]
        self._known = {field.name for field in self._carried}
        self._group: list[pa.RecordBatch] = []
        self._n_rows = self._n_characters = 0
        self._writer = self._opened(file) if form == "parquet" else _arrow_file(file, schema)

    def _opened(self, file: IO[bytes]) -> pq.ParquetWriter:
        return pyarrow("pyarrow.parquet").ParquetWriter(
            file,
            self.schema,
            compression="zstd",
            version="2.6",
            write_statistics=sorted(self._known),  # the least and the greatest word help nobody
        )

    def __del__(self) -> None:
        """No error of pyarrow's about the file of a part that was given up before its end."""
        _give_up(getattr(self, "_writer", None))

    def write(self, rows: Sequence[Row]) -> list[tuple[int, str]]:
        """Write what can be written of `rows`: records, and their Docs.

        Returns:
            The number of each row that cannot be written, and why, as a sentence.
        """
        batches: list[tuple[pa.RecordBatch, Sequence[Row]]] = []
        refused: list[tuple[int, str]] = []
        try:
            batches.append((self._batch(rows), rows))
        except InputError:  # of which row, one by one tells
            for number, row in enumerate(rows):
                try:
                    batches.append((self._batch([row]), [row]))
                except InputError as error:
                    refused.append((number, str(error)))
        for batch, own in batches:
            self._add(batch, own)
        return refused

    def close(self) -> None:
        """Write the last rows and the end; the file stays open."""
        self._end_group()
        self._writer.close()

    def _add(self, batch: pa.RecordBatch, rows: Sequence[Row]) -> None:
        start = 0
        for at, (fields, _) in enumerate(rows, 1):
            self._n_rows += 1
            self._n_characters += sum(
                len(v) for v in fields.values() if isinstance(v, (str, bytes))
            )
            if self._n_rows == GROUP_ROWS or self._n_characters >= GROUP_CHARACTERS:
                self._group.append(batch.slice(start, at - start))
                self._end_group()
                start = at
        if start < len(rows):
            self._group.append(batch.slice(start))

    def _end_group(self) -> None:
        if not self._group:
            return
        table = pyarrow().Table.from_batches(self._group, self.schema).combine_chunks()
        self._group, self._n_rows, self._n_characters = [], 0, 0
        try:
            self._writer.write_table(table, len(table))
        except BaseException:
            _give_up(self._writer)
            raise

    def _batch(self, rows: Sequence[Row]) -> pa.RecordBatch:
        """All of `rows`; InputError if one of them cannot be written."""
        pa = pyarrow()
        try:
            return self._arrays(rows)
        except UnicodeEncodeError as error:
            raise InputError(f"the text, or what was found in it, {half_a_pair(error)}") from None
        except UsageError as error:
            raise InputError(str(error)) from None
        except (
            pa.ArrowException,
            AttributeError,
            LookupError,
            OverflowError,
            TypeError,
            ValueError,
        ) as error:
            if isinstance(error, ZhnlpError):
                raise
            problem = str(error).rstrip(".")
            raise InputError(
                f"what a stage found does not fit its column: {problem}. Correct the stage."
            ) from error

    def _arrays(self, rows: Sequence[Row]) -> pa.RecordBatch:
        pa = pyarrow()
        records, docs = [fields for fields, _ in rows], [doc for _, doc in rows]
        texts = [fields[self._text] for fields in records]
        if "text" not in self._layers.values() and texts != [doc.text for doc in docs]:
            raise InputError(
                "the pipeline changed the text, but no stage of it says so. "
                "Add 'text' to what the stage provides."
            )
        arrays, extra = self._carried_arrays(records)
        filled = columns(docs, self._layers.values())
        filled["source"] = pa.array(texts, pa.string())  # stages may lose doc.source
        arrays |= {name: filled[layer] for name, layer in self._layers.items()}
        arrays[EXTRA] = pa.array([to_json(left) if left else None for left in extra], pa.string())
        return pa.record_batch([arrays[name] for name in self.schema.names], schema=self.schema)

    def _carried_arrays(
        self, records: Sequence[Mapping[str, object]]
    ) -> tuple[dict[str, pa.Array], list[dict[str, object]]]:
        """The arrays of the carried columns, and what of each record they do not hold."""
        arrays, extra = {}, [self._without_column(record) for record in records]
        for field in self._carried:
            values = [record.get(field.name) for record in records]
            arrays[field.name], misfits = fitted(values, field.type)
            for number in misfits:
                extra[number][field.name] = values[number]
        for left in extra:
            left.pop(self._text, None)  # refused later, where UTF-8 cannot hold it
        return arrays, extra

    def _without_column(self, record: Mapping[str, object]) -> dict[str, object]:
        """The fields of `record` that have no column."""
        if record.keys() <= self._known:
            return {}
        left = {name: value for name, value in record.items() if name not in self._known}
        for name in left:
            check_name(name, self._layers, self._text)
        return left


def _arrow_file(file: IO[bytes], schema: pa.Schema) -> pa.ipc.RecordBatchFileWriter:
    ipc = pyarrow("pyarrow.ipc")
    return ipc.new_file(file, schema, options=ipc.IpcWriteOptions(compression="zstd"))


def _give_up(writer: object) -> None:
    """Let a writer of Parquet not write the end of a broken file when it is deleted."""
    if hasattr(writer, "is_open"):
        writer.is_open = False
