"""Records of plain text: a document a line, between blank lines, or a file."""

from __future__ import annotations

from collections.abc import Iterator

from zhnlp.corpus.records.boundaries import BlankLines, Read
from zhnlp.corpus.records.origin import Origin, too_long, undecodable
from zhnlp.corpus.records.record import Record, Reject
from zhnlp.corpus.records.source import read_up_to


def read_text_lines(data: bytes, line: int, origin: Origin) -> Iterator[Record | Reject]:
    """Yield a record of every line that is not blank."""
    path, field = origin.name, origin.reading.text_field
    for number, text in numbered_lines(data, line, origin):
        if isinstance(text, Reject):
            yield text
        elif text and not text.isspace():
            text = text.removesuffix("\r")
            yield Record({"path": path, "line": number, field: text}, f"{path}:{number}")


def read_paragraphs(data: bytes, line: int, origin: Origin) -> Iterator[Record | Reject]:
    """Yield a record of the lines between blank lines."""
    path, field = origin.name, origin.reading.text_field
    for number, part in BlankLines(origin.encoding).parts(data, line):
        text = decoded(part, f"{path}:{number}", origin)
        if isinstance(text, Reject):
            yield text
        elif text and not text.isspace():
            text = text.replace("\r\n", "\n").removesuffix("\n")
            yield Record({"path": path, "line": number, field: text}, f"{path}:{number}")


def read_whole(read: Read, origin: Origin) -> Iterator[Record | Reject]:
    """Yield the record of a whole file; none if it is blank."""
    path, max_bytes = origin.name, origin.reading.max_bytes
    data = read_up_to(read, max_bytes + 1)
    if len(data) > max_bytes:
        yield Reject(path, too_long(origin.reading))
        return
    text = decoded(data, path, origin)
    if isinstance(text, Reject):
        yield text
    elif text and not text.isspace():
        text = text.replace("\r\n", "\n")
        yield Record({"path": path, origin.reading.text_field: text}, path)


def numbered_lines(data: bytes, line: int, origin: Origin) -> Iterator[tuple[int, str | Reject]]:
    """Yield number and text of every line, without LF; a Reject for one that is not text."""
    try:
        lines: list[str | Reject] = [*data.decode(origin.encoding).split("\n")]
    except UnicodeDecodeError:
        lines = [
            decoded(raw, f"{origin.name}:{number}", origin)
            for number, raw in enumerate(data.split(b"\n"), line)
        ]
    return enumerate(lines, line)


def decoded(data: bytes, place: str, origin: Origin) -> str | Reject:
    """The text of the bytes of one record."""
    try:
        return data.decode(origin.encoding)
    except UnicodeDecodeError:
        return Reject(place, undecodable(data, origin.encoding))
