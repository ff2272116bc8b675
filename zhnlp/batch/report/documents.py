"""What is kept of each document of a shard: what it is called, how it begins, what it is like."""

from __future__ import annotations

from zhnlp.batch.report.stored import Labels, Likeness
from zhnlp.models.likeness.signing import Signer

_BEGINNING = 40  # characters of a text that are shown


class Documents:
    """The documents so far, in order."""

    def __init__(self) -> None:
        self._places: list[str] = []
        self._ids: list[object] = []
        self._beginnings: list[str] = []
        self._signer = Signer()

    def add(self, text: str, place: str, own_id: object) -> None:
        """Note one more document."""
        self._signer.add(text)
        self._places.append(place)
        self._ids.append(own_id)
        self._beginnings.append(text[:_BEGINNING])

    def likeness(self) -> Likeness:
        """What tells which of them are equal or alike."""
        return Likeness(self._signer.hashes(), *self._signer.signatures())

    def labels(self, *, with_ids: bool) -> Labels:
        """How they are shown."""
        ids = [*map(_plain, self._ids)] if with_ids else None
        return Labels(self._places, ids, self._beginnings)


def _plain(value: object) -> object:
    """`value` as JSON can hold it."""
    return value if value is None or isinstance(value, (str, int, float)) else str(value)
