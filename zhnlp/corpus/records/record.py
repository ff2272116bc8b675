"""What a corpus is made of: records, the inputs that they are in, and pieces of inputs.

    inputs   news.jsonl ──────────────────────────  old.csv.gz ───────
    pieces   └────────────┘└─────────────┘└──────┘  └───────┘└───────┘
    records  │ │   │ │  │  │    │ │      │ ✗ │ │    │  │    │ ✗   │  │      ✗ a Reject

All of them can be pickled: a parent process plans the pieces, and workers read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

Format = Literal["text", "jsonl", "csv", "tsv", "parquet", "arrow", "conllu"]
Documents = Literal["line", "file", "paragraph"]
FORMATS: tuple[Format, ...] = get_args(Format)
DOCUMENTS: tuple[Documents, ...] = get_args(Documents)
STDIN = "-"


class Record(NamedTuple):
    """One document and where it is from.

    Attributes:
        fields: All its fields by name. The text field is a str.
        place: Its file and line, as ``news.jsonl:12``, or row, as ``news.parquet:row 12``; both
            are counted from 1. For a whole file, its path.
    """

    fields: dict[str, object]
    place: str


class Reject(NamedTuple):
    """Something that could not be read.

    Attributes:
        place: Where it is, as the place of a Record.
        reason: What is wrong with it and what to do, in a sentence or two.
        id: The value of its id field, if that was read.
    """

    place: str
    reason: str
    id: object = None


@dataclass(frozen=True)
class Reading:
    """How files are read.

    Attributes:
        format: The format of all files; None tells it by the name of each.
        documents: What is one document in a plain text file: a line, the whole file, or the
            lines between blank lines.
        text_field: The name of the field with the text.
        id_field: The name of the field that tells records apart, for rejects.
        encoding: The encoding of all files, in Python's name; None detects it.
        max_bytes: The size of the longest record, with its line end. A longer one is
            rejected, and never held in memory.
    """

    format: Format | None = None
    documents: Documents = "line"
    text_field: str = "text"
    id_field: str | None = None
    encoding: str | None = None
    max_bytes: int = 32 << 20


class Input(NamedTuple):
    """A file to read.

    Attributes:
        path: Its path; ``-`` is standard input.
        format: Its format.
        size: Its bytes on disk; -1 for standard input and pipes.
        mtime_ns: When it was changed, in nanoseconds since 1970; 0 if unknown.
    """

    path: str
    format: Format
    size: int
    mtime_ns: int


class Piece(NamedTuple):
    """Part of an input that one worker reads: whole records.

    Attributes:
        path: The file, for messages, and to read if there is no `data`.
        format: Its format.
        start: The first byte of the file; for tables, the first group of rows.
        end: The byte, or group, after the last; None for the end of the file.
        first_line: The number of the line, or row, that `start` is at; 0 with a fault of the
            whole file.
        data: The bytes themselves, where a worker cannot seek: of packed files, pipes, UTF-16.
        encoding: The encoding of the bytes; None if the file has not been looked into.
        fault: Why nothing could be read here.
        n_bytes: The cost of the piece: about its size, unpacked.
        header: The names of the columns of CSV and TSV, if the file has been looked into.
    """

    path: str
    format: Format
    start: int = 0
    end: int | None = None
    first_line: int = 1
    data: bytes | None = None
    encoding: str | None = None
    fault: str | None = None
    n_bytes: int = 0
    header: tuple[str, ...] | None = None
