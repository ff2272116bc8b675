"""Read the records of a piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO

from zhnlp.corpus.records.body import Body, body_of, stretches_of
from zhnlp.corpus.records.boundaries import Read
from zhnlp.corpus.records.formats import TABLES
from zhnlp.corpus.records.objects import read_objects
from zhnlp.corpus.records.origin import Origin, place_of, shown_path, too_long
from zhnlp.corpus.records.record import Format, Piece, Reading, Record, Reject
from zhnlp.corpus.records.rows import read_rows
from zhnlp.corpus.records.sentences import read_sentences
from zhnlp.corpus.records.source import Source, input_file
from zhnlp.corpus.records.texts import read_paragraphs, read_text_lines, read_whole
from zhnlp.errors import FileError
from zhnlp.io.opening import opened

Parse = Callable[[bytes, int, Origin], Iterator[Record | Reject]]
PARSERS: dict[Format, Parse] = {
    "text": read_text_lines,
    "jsonl": read_objects,
    "csv": read_rows,
    "tsv": read_rows,
    "conllu": read_sentences,
}


def read_piece(piece: Piece, reading: Reading) -> Iterator[Record | Reject]:
    """Yield the records of a piece in order, and a Reject for everything that cannot be read.

    `reading` is the one that the piece was cut with.

    Raises:
        ExtraError: A package is not installed that this format or encoding needs.
    """
    if piece.fault is not None:
        yield Reject(place_of(piece.path, piece.format, piece.first_line), piece.fault)
    elif piece.format in TABLES:
        from zhnlp.corpus.records.tables import read_table

        yield from read_table(piece, reading)
    else:
        yield from _read_lines(piece, shown_path(piece.path), reading)


def _read_lines(piece: Piece, name: str, reading: Reading) -> Iterator[Record | Reject]:
    place = name
    try:
        with _bytes_of(piece) as read:
            if piece.encoding is not None:
                origin = Origin(name, piece.format, reading, piece.encoding, piece.header or ())
                body = Body(origin, stretches_of(origin, read, line=piece.first_line), 0)
            else:
                source = Source(read, reading.encoding)
                body = body_of(source, name, piece.format, reading)
                if body.fault is None and piece.format == "text" and reading.documents == "file":
                    yield from read_whole(source.read, body.origin)
                    return
            if body.fault is not None:
                yield Reject(name, body.fault)
                return
            place, origin = f"{name}:{piece.first_line}", body.origin
            parse = _parser(origin)
            for data, _, line, next_line in body.stretches:
                if data is not None:
                    yield from parse(data, line, origin)
                else:
                    yield Reject(f"{name}:{line}", too_long(reading))
                place = f"{name}:{next_line}"
    except FileError as error:
        yield Reject(place, str(error))


def _parser(origin: Origin) -> Parse:
    is_paragraphs = origin.format == "text" and origin.reading.documents == "paragraph"
    return read_paragraphs if is_paragraphs else PARSERS[origin.format]


@contextmanager
def _bytes_of(piece: Piece) -> Iterator[Read]:
    """A function that reads the bytes of a piece."""
    if piece.data is not None:
        yield BytesIO(piece.data).read
    elif piece.encoding is None:
        with input_file(piece.path) as read:
            yield read
    else:
        with opened(piece.path, buffering=0) as file:
            file.seek(piece.start)
            yield _limited(file, piece)


def _limited(file: IO[bytes], piece: Piece) -> Read:
    """Reads the file up to the end of the piece."""
    left = (piece.end or 0) - piece.start

    def read(size: int) -> bytes:
        nonlocal left
        data = file.read(min(size, left))
        if left and not data:
            raise FileError(
                f"cannot read {piece.path!r}: it has become shorter while it was being read. "
                "Leave inputs as they are during a run."
            )
        left -= len(data)
        return data

    return read
