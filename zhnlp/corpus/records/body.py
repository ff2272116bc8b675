"""Body: what a file has after its byte order mark and the names of its columns, in stretches.

Planning and reading both go through it, so they agree on where records begin.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from zhnlp.corpus.records.boundaries import (
    BLOCK,
    BlankLines,
    Ends,
    LineEnds,
    Read,
    RowEnds,
    Stretch,
    whole_records,
)
from zhnlp.corpus.records.formats import misnamed
from zhnlp.corpus.records.origin import Origin, too_long
from zhnlp.corpus.records.record import Format, Reading
from zhnlp.corpus.records.rows import DELIMITERS, delimiter_format, header_in
from zhnlp.corpus.records.source import Source


class Body(NamedTuple):
    """What a file has after its beginning.

    Attributes:
        origin: The file, its encoding, and the names of its columns.
        stretches: Its records.
        start: The number of bytes before them.
        fault: What is wrong with the file as a whole; then there are no stretches.
    """

    origin: Origin
    stretches: Iterator[Stretch]
    start: int
    fault: str | None = None


def body_of(
    source: Source, name: str, format: Format, reading: Reading, *, block: int = BLOCK
) -> Body:
    """The body of a file whose source has not been read from."""
    origin = Origin(name, format, reading, source.encoding)
    start = source.n_mark
    if fault := source.fault or misnamed(source.head[start:], format):
        return Body(origin, iter(()), start, fault)
    if format in DELIMITERS:
        origin = origin._replace(format=delimiter_format(source.head, format))
    stretches = stretches_of(origin, source.read, block=block)
    if format not in DELIMITERS:
        return Body(origin, stretches, start)
    for stretch in stretches:
        if stretch.data is None:
            return Body(origin, iter(()), start, too_long(reading))
        header = header_in(stretch, origin)
        if isinstance(header, str):
            return Body(origin, iter(()), start, header)
        if header is not None:
            origin = origin._replace(header=header.names)
            rest = [header.rest] if header.rest.data else []
            return Body(origin, chain(rest, stretches), start + header.n_bytes)
        start += len(stretch.data)
    return Body(origin, iter(()), start)


def stretches_of(
    origin: Origin, read: Read, *, line: int = 1, block: int = BLOCK
) -> Iterator[Stretch]:
    """The records of what `read` gives, which begins with a record at this line."""
    max_bytes = origin.reading.max_bytes
    return whole_records(read, ends_of(origin), max_bytes=max_bytes, line=line, block=block)


def ends_of(origin: Origin) -> Ends:
    """Where records of this origin end."""
    if origin.format in DELIMITERS:
        return RowEnds(DELIMITERS[origin.format])
    is_paragraphs = origin.format == "text" and origin.reading.documents == "paragraph"
    if origin.format == "conllu" or is_paragraphs:
        return BlankLines(origin.encoding)
    return LineEnds()
