"""What is kept of each document of a shard: what it is called, how it begins, what it is like."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from zhnlp.batch.report.likeness import WIDTH
from zhnlp.batch.report.stored import Labels, Likeness
from zhnlp.batch.report.texts import Texts

if TYPE_CHECKING:
    from zhnlp.batch.report.likeness import Signatures

_BEGINNING = 40  # characters of a text that are shown
_HASH = 8  # bytes: of a hundred million texts, two differ and have one hash with a chance of 0.03 %


@dataclass
class Documents:
    """The documents so far, in order."""

    places: list[str] = field(default_factory=list)
    ids: list[object] = field(default_factory=list)
    beginnings: list[str] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)
    signed: list[int] = field(default_factory=list)
    signatures: list[Signatures] = field(default_factory=list)

    def add(self, texts: Texts) -> None:
        """Note what the texts are like; their places and ids are added by the caller."""
        signed, signatures = texts.signatures()
        self.signed += (signed + len(self.beginnings)).tolist()
        self.signatures.append(signatures)
        for doc in texts.docs:
            text = doc.text
            encoded = text.encode("utf-8", "surrogatepass")
            self.hashes.append(blake2b(encoded, digest_size=_HASH).digest())
            self.beginnings.append(text[:_BEGINNING])

    def likeness(self) -> Likeness:
        """What tells which of them are equal or alike."""
        signatures = [np.empty((0, WIDTH), np.uint16), *self.signatures]
        return Likeness(
            np.frombuffer(b"".join(self.hashes), "<u8"),
            np.array(self.signed, np.int64),
            np.concatenate(signatures),
        )

    def labels(self, *, with_ids: bool) -> Labels:
        """How they are shown."""
        return Labels(self.places, [*map(_plain, self.ids)] if with_ids else None, self.beginnings)


def _plain(value: object) -> object:
    """`value` as JSON can hold it."""
    return value if value is None or isinstance(value, (str, int, float)) else str(value)
