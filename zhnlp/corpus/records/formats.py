"""What format a file has: by its name, and whether its first bytes agree."""

from __future__ import annotations

import os

from zhnlp.corpus.records.record import Format
from zhnlp.io.opening import PACKERS, unpacked_name

ENDS: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".conllu": "conllu",
    ".conll": "conllu",
}
_LONG = 1 << 19  # bytes that begin a file; of a record, the first line would have ended
TABLES: tuple[Format, ...] = ("parquet", "arrow")
_STARTS = {
    **{packer.start: f"is compressed with {packer.name}" for packer in PACKERS.values()},
    b"PAR1": "is a Parquet file",
    b"ARROW1": "is an Arrow file",
    b"PK\x03\x04": "is a zip archive, as .xlsx and .docx are",
    b"\xd0\xcf\x11\xe0": "is a document of Microsoft Office",
    b"%PDF-": "is a PDF",
    b"SQLite format 3\0": "is a database",
}


def format_of(path: str) -> Format | None:
    """The format that the end of the name says; None if it says nothing.

    >>> format_of("news/2026.JSONL.gz")
    'jsonl'
    """
    return ENDS.get(os.path.splitext(unpacked_name(path))[1].lower())


def what_it_is(head: bytes) -> str | None:
    """What a file is that begins so, as the end of a sentence; None if nothing is known."""
    for start, what in _STARTS.items():
        if head.startswith(start):
            return what
    return None


def misnamed(head: bytes, format: Format) -> str | None:
    """What is wrong with a file of lines that begins so, in two sentences; None if nothing is."""
    if what := what_it_is(head):
        return f"the file {what}, not {format}. Name it as what it is."
    if format == "jsonl":
        return _not_lines(head)
    return None


def _not_lines(head: bytes) -> str | None:
    """What is wrong with a file that is one JSON value."""
    first, end, _ = head.lstrip().partition(b"\n")
    first = first.rstrip()
    is_open = first.startswith(b"[") and not first.endswith(b"]")
    if is_open and (end or len(head) >= _LONG):
        return (
            "this is one JSON array, not JSON lines. Write one object per line, as "
            "jq -c '.[]' FILE does."
        )
    if end and first == b"{":
        return (
            "this is a JSON object on several lines. Write one object per line, as "
            "jq -c . FILE does."
        )
    return None
