"""Files of rows: Parquet, and Arrow in the file and in the stream format; needs pyarrow.

file     ┌ group 0 ┐┌ group 1 ┐┌ group 2 ┐     row groups of Parquet, record batches of Arrow
memory   ▒▒                                    about BATCH bytes of a group at once
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from zhnlp.corpus.records.record import STDIN, Format
from zhnlp.errors import ExtraError, FileError
from zhnlp.io.opening import is_packed, opened
from zhnlp.io.starts import what_it_is

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 4 << 20  # bytes of rows that are made Python objects at once
_MOST_ROWS = 4096
_MAGIC = {"parquet": b"PAR1", "arrow": b"ARROW1"}
_STREAM = b"\xff\xff\xff\xff"


class Group(NamedTuple):
    """Rows that are stored together.

    Attributes:
        n_rows: How many there are.
        n_bytes: How many bytes they have, unpacked.
        batches: Reads them, a few at once; raises one of `faults` if they are damaged.
    """

    n_rows: int
    n_bytes: int
    batches: Callable[[], Iterator[pa.RecordBatch]]


class TableFile(Protocol):
    """An open file of rows."""

    schema: pa.Schema

    def groups(self, start: int = 0, end: int | None = None) -> Iterator[Group]:
        """Yield the groups with these numbers; raises one of `faults` if the file is damaged."""


def open_table(path: str, format: Format) -> TableFile:
    """The table at `path`.

    Raises:
        FileError: The file cannot be read, or is not in the format.
        ExtraError: pyarrow is not installed.
    """
    try:
        caught = faults()
    except ImportError:
        message = f"to read {path!r}, pyarrow is needed: pip install 'zhnlp[batch]'"
        raise ExtraError(message) from None
    is_pipe = os.path.exists(path) and not os.path.isfile(path)
    if path == STDIN or is_pipe or is_packed(path):
        where = "from a compressed file" if is_packed(path) else "from a pipe or standard input"
        raise FileError(f"tables cannot be read {where}: {path!r}. Give the {format} file itself.")
    with opened(path, buffering=0) as file:
        head = file.read(1 << 10)
    if not head.startswith(_MAGIC[format]) and not (format == "arrow" and _is_stream(head)):
        raise FileError(f"cannot read {path!r}: {_what(head)}, not {format}. Name it as that.")
    kind = ParquetTable if format == "parquet" else ArrowStream if _is_stream(head) else ArrowTable
    try:
        return kind(path)
    except caught as error:
        raise FileError(
            f"cannot read {path!r}: it is damaged or cut off ({first_line(error)}). Write it again."
        ) from error


def faults() -> tuple[type[Exception], ...]:
    """What pyarrow raises for damaged files, and for values that Python does not have."""
    import pyarrow as pa

    return (pa.ArrowException, OSError, ValueError, ArithmeticError)


def first_line(error: Exception) -> str:
    """The first line of its message, without a full stop."""
    return (str(error) or type(error).__name__).splitlines()[0].rstrip(" .:")


class ParquetTable:
    """A Parquet file."""

    def __init__(self, path: str) -> None:
        from pyarrow.parquet import ParquetFile

        # Without a buffer, a whole row group would be read at once.
        self.file = ParquetFile(path, buffer_size=1 << 20, pre_buffer=False)
        self.schema = self.file.schema_arrow

    def groups(self, start: int = 0, end: int | None = None) -> Iterator[Group]:
        about = self.file.metadata
        for number in range(start, about.num_row_groups if end is None else end):
            group = about.row_group(number)
            n_rows, n_bytes = group.num_rows, group.total_byte_size
            read = partial(
                self.file.iter_batches,
                batch_size=_n_rows_at_once(n_rows, n_bytes),
                row_groups=[number],
                use_threads=False,
            )
            yield Group(n_rows, n_bytes, read)


class ArrowTable:
    """An Arrow file, also called Feather, version 2."""

    def __init__(self, path: str) -> None:
        import pyarrow as pa

        self.file = pa.ipc.open_file(pa.memory_map(path))
        self.schema = self.file.schema

    def groups(self, start: int = 0, end: int | None = None) -> Iterator[Group]:
        for number in range(start, self.file.num_record_batches if end is None else end):
            yield _group(self.file.get_batch(number))


class ArrowStream:
    """A file of the stream format of Arrow, which is read from its start."""

    def __init__(self, path: str) -> None:
        import pyarrow as pa

        self.path = path
        self.schema = pa.ipc.open_stream(pa.memory_map(path)).schema

    def groups(self, start: int = 0, end: int | None = None) -> Iterator[Group]:
        import pyarrow as pa

        batches = pa.ipc.open_stream(pa.memory_map(self.path))
        for number, batch in enumerate(batches):
            if end is not None and number >= end:
                return
            if number >= start:
                yield _group(batch)


def _group(batch: pa.RecordBatch) -> Group:
    step = _n_rows_at_once(batch.num_rows, batch.nbytes)
    return Group(
        batch.num_rows,
        batch.nbytes,
        lambda: (batch.slice(start, step) for start in range(0, batch.num_rows, step)),
    )


def _n_rows_at_once(n_rows: int, n_bytes: int) -> int:
    return max(1, min(_MOST_ROWS, BATCH * n_rows // max(1, n_bytes)))


def _is_stream(head: bytes) -> bool:
    return head.startswith(_STREAM)


def _what(head: bytes) -> str:
    """What a file is that begins so, as a sentence without its full stop."""
    if what := what_it_is(head):
        return f"it {what}"
    if not head:
        return "it is empty"
    start = head.lstrip()[:1]
    return "it looks like JSON" if start in (b"{", b"[") else f"it begins with {head[:4]!r}"
