"""Parts: the output of shards, as JSON lines, words, CoNLL-U, CSV, Parquet or Arrow.

The same rows give the same bytes. Packed lines carry no time and no name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import IO, Protocol, cast

from zhnlp.batch.csv_part import CsvPart
from zhnlp.batch.job import Job
from zhnlp.batch.json_part import record_bytes
from zhnlp.batch.reasons import reason_of
from zhnlp.corpus.conll import document_lines
from zhnlp.doc import Doc, need
from zhnlp.io.opening import zstd_module

Rows = Sequence[tuple[Mapping[str, object], Doc]]
Refused = list[tuple[int, str]]
"""Numbers of rows that cannot be written, with the reasons."""


class Part(Protocol):
    """Writes the rows of one shard."""

    def write(self, rows: Rows) -> Refused:
        """Write what can be written of `rows`."""

    def close(self) -> None:
        """Write the end; the file stays open."""


def part_writer(file: IO[bytes], job: Job) -> Part:
    """The writer for the format of the job's output."""
    form, reading = job.output.form, job.reading
    if form == "parquet" or form == "arrow":
        from zhnlp.batch.parquet_part import ParquetPart

        return ParquetPart(file, job.schema, form=form)
    if form == "conllu":
        return LinePart(file, partial(_sentences, id_field=reading.id_field))
    if form == "txt":
        return LinePart(file, _words)
    line = partial(record_bytes, text_field=reading.text_field, prefix=job.output.prefix)
    if form == "csv" or form == "tsv":
        return CsvPart(file, job.columns, "," if form == "csv" else "\t", line)
    return LinePart(file, line, form)


class LinePart:
    """Writes one line, or several, for each row.

    Args:
        file: Where to write.
        line: Makes the lines of a row; raises an error if it cannot.
        ending: An ending of file names, which says how to pack what is written.
    """

    def __init__(
        self,
        file: IO[bytes],
        line: Callable[[Mapping[str, object], Doc], bytes],
        ending: str = "",
    ) -> None:
        self.file, self.line = packed(file, ending), line
        self.is_packed = self.file is not file

    def write(self, rows: Rows) -> Refused:
        """Write what can be written of `rows`."""
        lines, refused = list[bytes](), Refused()
        for number, (fields, doc) in enumerate(rows):
            try:
                lines.append(self.line(fields, doc))
            except Exception as error:  # also of layers that a stage has filled with odd values
                refused.append((number, reason_of(error)))
        self.file.write(b"".join(lines))
        return refused

    def close(self) -> None:
        """Write the end of packed lines."""
        if self.is_packed:
            self.file.close()


def _sentences(fields: Mapping[str, object], doc: Doc, *, id_field: str | None) -> bytes:
    return document_lines(fields, doc, id_field=id_field).encode("utf-8", "replace")


def _words(fields: Mapping[str, object], doc: Doc) -> bytes:
    """The words of a record on a line, with blanks between them; white space is left out."""
    words = (word for word in need(doc.words, "words") if not word.isspace())
    return f"{' '.join(words)}\n".encode("utf-8", "replace")


def packed(file: IO[bytes], ending: str) -> IO[bytes]:
    """`file`, or one that packs what is written to it, as the ending of a name says."""
    if ending.endswith(".gz"):
        from gzip import GzipFile

        return GzipFile("", "wb", 6, fileobj=file, mtime=0)  # type: ignore[return-value]
    if ending.endswith(".zst"):
        return cast("IO[bytes]", zstd_module(f"part{ending}").ZstdFile(file, "w"))
    return file
