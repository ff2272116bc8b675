"""Cut an input into pieces that workers read: at the ends of records, whoever reads them.

A small file is one piece that is not looked into. A large file is read through: its pieces
are places in the file, or the bytes themselves where a worker could not start in the middle.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhnlp.corpus.records.body import body_of
from zhnlp.corpus.records.boundaries import BLOCK, Read, Stretch
from zhnlp.corpus.records.formats import TABLES
from zhnlp.corpus.records.origin import too_long
from zhnlp.corpus.records.record import Input, Piece, Reading
from zhnlp.corpus.records.source import Source, input_file, read_up_to
from zhnlp.errors import FileError
from zhnlp.io.opening import is_packed

_UNPACKED = 8  # bytes that one packed byte may hold, for the size of pieces
_IN_PARQUET = 4  # likewise
_LEAST = 64  # cost of an empty file


def cut_pieces(input: Input, reading: Reading, size: int) -> Iterator[Piece]:
    """Yield the pieces of an input, of about `size` bytes each, unpacked.

    A file that is not larger is one piece, and is not opened here. Where a file cannot be
    read, there is a piece with a `fault`, after the pieces of what could be read.
    """
    whole = Piece(input.path, input.format)
    cost = input.size * _growth(input)
    is_one = reading.documents == "file" and input.format == "text"
    if 0 <= cost <= size or (is_one and cost >= 0):
        yield whole._replace(n_bytes=max(cost, _LEAST))
    elif input.format in TABLES:
        from zhnlp.corpus.records.tables import cut_table

        yield from cut_table(input, reading, size)
    else:
        is_data = cost < 0 or is_packed(input.path)
        cutting = _Cutting(whole, reading, size, is_data=is_data)
        try:
            with input_file(input.path) as read:
                yield from cutting.whole_stream(read) if is_one else cutting.pieces(read)
        except FileError as error:
            yield cutting.failed(str(error))


def _growth(input: Input) -> int:
    """How many bytes of records one byte of the file may hold."""
    if is_packed(input.path):
        return _UNPACKED
    return _IN_PARQUET if input.format == "parquet" else 1


class _Cutting:
    """Cuts one large file of lines.

    Args:
        whole: The file as one piece.
        reading: How it is read.
        size: The bytes of a piece.
        is_data: Whether pieces have their bytes; otherwise they are places in the file.
    """

    def __init__(self, whole: Piece, reading: Reading, size: int, *, is_data: bool) -> None:
        self.piece, self.reading, self.size, self.is_data = whole, reading, size, is_data
        self.line = 0  # of what is read next; 0 before the file is open
        self.n_bytes = 0  # of the piece that is being filled
        self.parts: list[bytes] = []

    def whole_stream(self, read: Read) -> Iterator[Piece]:
        """Yield the only piece of a stream that is one document."""
        data = read_up_to(read, self.reading.max_bytes + 1)
        yield self.piece._replace(data=data, n_bytes=max(len(data), _LEAST))

    def pieces(self, read: Read) -> Iterator[Piece]:
        """Yield the pieces of a file."""
        source = Source(read, self.reading.encoding)
        block = max(1, min(BLOCK, self.size))
        body = body_of(source, self.piece.path, self.piece.format, self.reading, block=block)
        self.is_data = self.is_data or source.is_converted
        self.piece = Piece(
            self.piece.path,
            body.origin.format,
            start=body.start,
            encoding=source.encoding,
            header=body.origin.header,
        )
        if body.fault is not None:
            yield self.failed(body.fault)
            return
        self.line = 1
        try:
            for stretch in body.stretches:
                yield from self.add(stretch)
        except Exception:  # whatever ends the reading, what came before it is read
            yield from self.filled()
            raise
        yield from self.filled()

    def add(self, stretch: Stretch) -> Iterator[Piece]:
        """Yield the pieces that end with these records."""
        if stretch.data is None:
            yield from self.filled()
            self.line = stretch.line
            yield self.failed(too_long(self.reading))
            self.piece = self.piece._replace(start=self.piece.start + stretch.n_bytes)
        else:
            if not self.n_bytes:
                self.piece = self.piece._replace(first_line=stretch.line)
            self.n_bytes += stretch.n_bytes
            if self.is_data:
                self.parts.append(stretch.data)
            if self.n_bytes >= self.size:
                yield from self.filled()
        self.line = stretch.next_line

    def filled(self) -> Iterator[Piece]:
        """Yield the piece of the records that were added last, if any."""
        if not self.n_bytes:
            return
        piece, end = self.piece, self.piece.start + self.n_bytes
        if self.is_data:
            yield piece._replace(start=0, data=b"".join(self.parts), n_bytes=self.n_bytes)
        else:
            yield piece._replace(end=end, n_bytes=self.n_bytes)
        self.piece = piece._replace(start=end)
        self.parts, self.n_bytes = [], 0

    def failed(self, reason: str) -> Piece:
        """The piece for what is wrong at the current line."""
        path, format, *_ = self.piece
        return Piece(path, format, first_line=self.line, fault=reason, n_bytes=_LEAST)
