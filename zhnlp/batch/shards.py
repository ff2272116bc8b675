"""Shards: the pieces of the inputs in groups, each of which makes one part of the output.

    inputs   a.jsonl ─────────────────── b.txt c.txt d.txt … news.parquet ────
    pieces   └─────┘└─────┘└─────┘└────┘ └───┘ └───┘ └───┘   └─────┘└────────┘
    shards   └─ 0 ─┘└─ 1 ─┘└─ 2 ─┘└─────── 3 ────────────┘   └─ 4 ─┘└── 5 ───┘

Which records a shard holds depends on the inputs and the size of shards alone, never on the
number of workers, so that a run can go on where it stopped, and any number of workers writes
the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from zhnlp.corpus.records import Piece

MAX_PIECES = 10_000  # small files of a shard


class Shard(NamedTuple):
    """The pieces that one worker reads, one after another.

    Attributes:
        number: The number of the shard, from 0.
        pieces: Its pieces, in the order of the inputs.
    """

    number: int
    pieces: tuple[Piece, ...]

    @property
    def n_bytes(self) -> int:
        """The bytes to read."""
        return sum(piece.n_bytes for piece in self.pieces)

    def signature(self) -> list[list[object]]:
        """What the shard reads, as values of JSON: the same only if its records are."""
        return [
            [
                piece.path,
                piece.start,
                piece.end,
                None if piece.data is None else zlib.crc32(piece.data),
                piece.fault,
            ]
            for piece in self.pieces
        ]


def grouped(pieces: Iterable[Piece], size: int) -> Iterator[Shard]:
    """Yield shards of `pieces`, in order: each ends with the piece that fills `size` bytes."""
    number, own, n_bytes = 0, list[Piece](), 0
    for piece in pieces:
        own.append(piece)
        n_bytes += piece.n_bytes
        if n_bytes >= size or len(own) == MAX_PIECES:
            yield Shard(number, tuple(own))
            number, own, n_bytes = number + 1, [], 0
    if own:
        yield Shard(number, tuple(own))
