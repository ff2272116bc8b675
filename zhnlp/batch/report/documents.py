"""What is kept of each document of a shard: what it is called, how it begins, what it is like.

Signatures are made for many texts at once, which takes a tenth of the time.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from zhnlp.batch.report.stored import Labels, Likeness
from zhnlp.models.likeness.hashing import codes_of
from zhnlp.models.likeness.signatures import SHORTEST, WIDTH, signatures

if TYPE_CHECKING:
    from zhnlp.models.likeness.signatures import Signatures

_TOGETHER = 1 << 18  # characters
_BEGINNING = 40  # characters of a text that are shown
_HASH = 8  # bytes: of a hundred million texts, two differ and have one hash with a chance of 0.03 %


class Documents:
    """The documents so far, in order."""

    def __init__(self) -> None:
        self._places: list[str] = []
        self._ids: list[object] = []
        self._beginnings: list[str] = []
        self._hashes: list[bytes] = []
        self._signed: list[int] = []
        self._signatures: list[Signatures] = [np.empty((0, WIDTH), np.uint16)]
        self._waiting: list[str] = []  # texts whose signatures are still to be made
        self._n_waiting = 0  # characters

    def add(self, text: str, place: str, own_id: object) -> None:
        """Note one more document."""
        if len(text) >= SHORTEST:
            self._signed.append(len(self._places))
            self._waiting.append(text)
            self._n_waiting += len(text)
            if self._n_waiting >= _TOGETHER:
                self._sign()
        self._places.append(place)
        self._ids.append(own_id)
        self._beginnings.append(text[:_BEGINNING])
        encoded = text.encode("utf-8", "surrogatepass")
        self._hashes.append(blake2b(encoded, digest_size=_HASH).digest())

    def likeness(self) -> Likeness:
        """What tells which of them are equal or alike."""
        self._sign()
        return Likeness(
            np.frombuffer(b"".join(self._hashes), "<u8"),
            np.array(self._signed, np.int64),
            np.concatenate(self._signatures),
        )

    def labels(self, *, with_ids: bool) -> Labels:
        """How they are shown."""
        ids = [*map(_plain, self._ids)] if with_ids else None
        return Labels(self._places, ids, self._beginnings)

    def _sign(self) -> None:
        texts, self._waiting, self._n_waiting = self._waiting, [], 0
        bounds = np.zeros(len(texts) + 1, np.int64)
        np.cumsum([*map(len, texts)], out=bounds[1:])
        self._signatures.append(signatures(codes_of("".join(texts)), bounds))


def _plain(value: object) -> object:
    """`value` as JSON can hold it."""
    return value if value is None or isinstance(value, (str, int, float)) else str(value)
