"""What format a file has: by its name, and whether its first bytes agree."""

from __future__ import annotations

import os

from zhnlp.corpus.records.record import Format
from zhnlp.io.opening import unpacked_name
from zhnlp.io.starts import what_it_is

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


def format_of(path: str) -> Format | None:
    """The format that the end of the name says; None if it says nothing.

    >>> format_of("news/2026.JSONL.gz")
    'jsonl'
    """
    return ENDS.get(os.path.splitext(unpacked_name(path))[1].lower())


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
