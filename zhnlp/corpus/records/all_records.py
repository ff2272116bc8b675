"""The records of files, one after the other, for programs that stop at the first bad one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhnlp.arguments import need_items, need_path
from zhnlp.corpus.records.cutting import cut_pieces
from zhnlp.corpus.records.inputs import check_reading, find_inputs
from zhnlp.corpus.records.origin import shown_path
from zhnlp.corpus.records.reading import read_piece
from zhnlp.corpus.records.record import Documents, Format, Reading, Reject
from zhnlp.errors import FileError, FormatError, ZhnlpError
from zhnlp.io.opening import Path

_SIZE = 16 << 20  # bytes of a piece
_PATHS = "Give a path, or several in a list"


@dataclass(frozen=True)
class Records:
    """The fields of the records of files, read anew each time; see `read_records`."""

    paths: tuple[str, ...]
    reading: Reading

    def __iter__(self) -> Iterator[dict[str, object]]:
        for input in find_inputs(self.paths, self.reading):
            for piece in cut_pieces(input, self.reading, _SIZE):
                for record in read_piece(piece, self.reading):
                    if isinstance(record, Reject):
                        raise _error(record, input.path)
                    yield record.fields


def read_records(
    paths: Path | Iterable[Path],
    *,
    format: Format | None = None,
    documents: Documents = "line",
    text_field: str = "text",
    id_field: str | None = None,
    encoding: str | None = None,
    max_bytes: int = Reading.max_bytes,
) -> Records:
    """The records of files as dicts of their fields; they can be read any number of times.

    Args:
        paths: A path or several: files, folders with all files of known formats in them,
            patterns such as ``news/*.jsonl.gz``, or ``-`` for standard input.
        format: The format of all files: text, jsonl, csv, tsv, parquet, arrow or conllu. None
            tells it by the name of each.
        documents: What is one record of plain text: a ``"line"``, a ``"paragraph"`` between blank
            lines, or a ``"file"``.
        text_field: The name of the field with the text.
        id_field: The name of the field that tells records apart.
        encoding: The encoding of all files, in Python's name; None detects it.
        max_bytes: The bytes of the longest record.

    Raises:
        FileError: There is no such file, or it cannot be read.
        FormatError: Something is not a record of the format; the message has its place. Use
            `read_piece` to go on after it.
        UsageError: The format of a file is unknown, or a setting is wrong.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "news.jsonl")
    ...     _ = path.write_text('{"id": 1, "text": "我爱北京"}', encoding="utf-8")
    ...     list(read_records(path))
    [{'id': 1, 'text': '我爱北京'}]
    """
    several = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    given = tuple(os.fspath(need_path(path)) for path in need_items(several, "paths", _PATHS))
    reading = Reading(format, documents, text_field, id_field, encoding, max_bytes)
    check_reading(reading)
    return Records(given, reading)


def _error(reject: Reject, path: str) -> ZhnlpError:
    """The error for the first thing that cannot be read."""
    line = re.search(r":(?:row )?(\d+)$", reject.place.removeprefix(shown_path(path)))
    if line:
        return FormatError(path, int(line[1]), reject.reason)
    is_named = repr(path) in reject.reason
    return FileError(reject.reason if is_named else f"{reject.place}: {reject.reason}")
