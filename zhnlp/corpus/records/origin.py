"""Origin: where records come from and how they are read; and what may be wrong with any of them."""

from __future__ import annotations

from typing import NamedTuple

from zhnlp.arguments import shown
from zhnlp.corpus.records.encodings import BROKEN_BYTES
from zhnlp.corpus.records.formats import TABLES
from zhnlp.corpus.records.record import STDIN, Format, Reading, Record, Reject
from zhnlp.errors import did_you_mean


class Origin(NamedTuple):
    """A file that is being read.

    Attributes:
        name: Its path, for places.
        format: Its format; a CSV with tabs is a TSV.
        reading: How it is read.
        encoding: The encoding of its lines.
        header: The names of its columns.
    """

    name: str
    format: Format
    reading: Reading
    encoding: str = "utf-8"
    header: tuple[str, ...] = ()


def shown_path(path: str) -> str:
    """The name of an input in places."""
    return "<stdin>" if path == STDIN else path


def place_of(path: str, format: Format, line: int) -> str:
    """The place of a line, or row of a table; of the whole file for 0.

    >>> place_of("a.parquet", "parquet", 3), place_of("-", "text", 3)
    ('a.parquet:row 3', '<stdin>:3')
    """
    name = shown_path(path)
    if not line:
        return name
    return f"{name}:row {line}" if format in TABLES else f"{name}:{line}"


def checked(fields: dict[str, object], place: str, reading: Reading) -> Record | Reject:
    """The record of these fields, or what is wrong with its text."""
    text = fields.get(reading.text_field)
    if isinstance(text, str):
        return Record(fields, place)
    return Reject(place, _no_text(fields, reading.text_field), fields.get(reading.id_field or ""))


def too_long(reading: Reading) -> str:
    limit = f"the record has more than {reading.max_bytes} bytes."
    return f"{limit} Split it, or allow more: max_bytes=, --max-record."


def undecodable(data: bytes, encoding: str) -> str:
    """What is wrong with bytes that are not in their encoding, in two sentences."""
    if BROKEN_BYTES in data:
        return "it has bytes that are not in the encoding of the file. Mend them."
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        byte = data[error.start]
        return f"byte {byte:#04x} is not {encoding}. Give the encoding, or mend the record."
    raise AssertionError(f"{shown(data)} is {encoding}")


def no_field(name: str, fields: object, what: str) -> str:
    """What is wrong with something without the text field, in two sentences."""
    names = [str(each) for each in fields] if isinstance(fields, (dict, tuple, list)) else []
    hint = did_you_mean(name, names[:20])
    return f"there is no {what} {name!r}. {hint} Give the name of the one with the text."


def _no_text(fields: dict[str, object], name: str) -> str:
    if name not in fields:
        return no_field(name, fields, "field")
    value = fields[name]
    kind = "null" if value is None else f"{shown(value)}, of type {type(value).__name__}"
    return f"the text, in field {name!r}, is {kind}. Give a string."
