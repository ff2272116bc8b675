"""Texts: many Docs laid one behind the other, so that their words can be counted together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from zhnlp.batch.report.hashing import codes_of
from zhnlp.batch.report.likeness import SHORTEST, signatures
from zhnlp.doc import Doc, Words

if TYPE_CHECKING:
    from zhnlp.batch.report.hashing import Codes, Marks, Places
    from zhnlp.batch.report.likeness import Signatures

    Spans = tuple[Places, Places]

_MOST = 255  # the number of names that differ, beyond which all get the number 0


class Numbering(dict[str, int]):
    """Numbers names from 1 as they are asked for; 0 is no name.

    >>> numbers = Numbering()
    >>> numbers["nr"], numbers["ns"], numbers["nr"], numbers.names()
    (1, 2, 1, ['', 'nr', 'ns'])
    """

    def __missing__(self, name: str) -> int:
        if not name or len(self) >= _MOST:
            return 0
        number = self[name] = len(self) + 1
        return number

    def names(self) -> list[str]:
        """The names by number."""
        return ["", *self]


@dataclass(frozen=True)
class Texts:
    """Docs, with all their texts as one.

    Attributes:
        docs: The Docs.
        text: Their texts, one behind the other.
        codes: Its characters.
        bounds: Where each text begins, and the end of the last, int64, shape (docs + 1,).
    """

    docs: Sequence[Doc]
    text: str
    codes: Codes
    bounds: Places

    @classmethod
    def of(cls, docs: Sequence[Doc]) -> Texts:
        text = "".join([doc.text for doc in docs])
        bounds = np.zeros(len(docs) + 1, np.int64)
        np.cumsum([len(doc.text) for doc in docs], out=bounds[1:])
        return cls(docs, text, codes_of(text), bounds)

    def words(self, numbering: Numbering) -> tuple[Spans | None, Marks]:
        """The words and the numbers of their tags, 0 without one; None if no Doc has words."""
        layers = [_words_of(doc) for doc in self.docs]
        if all(words is None for words in layers):
            return None, np.empty(0, np.uint8)
        n_words = [0 if words is None else len(words) for words in layers]
        joined = b"".join([b"" if words is None else words.ends for words in layers])
        shift = np.repeat(self.bounds[:-1], n_words)
        ends = np.frombuffer(joined, np.int32).astype(np.int64) + shift
        starts = np.empty_like(ends)
        starts[1:] = ends[:-1]
        first = np.cumsum(n_words) - n_words
        of_some = np.array(n_words) > 0
        starts[first[of_some]] = self.bounds[:-1][of_some]
        tags = [
            doc.tags if doc.tags is not None and len(doc.tags) == n else ("",) * n
            for doc, n in zip(self.docs, n_words, strict=True)
        ]
        numbers = bytes(map(numbering.__getitem__, chain.from_iterable(tags)))
        return (starts, ends), np.frombuffer(numbers, np.uint8)

    def names(self, numbering: Numbering) -> tuple[Spans | None, Places, Places]:
        """The entities, the number of their labels and of their Docs; None if no Doc has any."""
        if all(doc.entities is None for doc in self.docs):
            return None, _NO_PLACES, _NO_PLACES
        layers = [doc.entities or () for doc in self.docs]
        flat = list(chain.from_iterable(chain.from_iterable(layers)))
        owners = np.repeat(np.arange(len(layers)), [len(layer) for layer in layers])
        shift = self.bounds[owners]
        starts, ends = (np.array(flat[at::3], np.int64) + shift for at in (0, 1))
        numbers = bytes(map(numbering.__getitem__, flat[2::3]))
        labels = np.frombuffer(numbers, np.uint8).astype(np.int64)
        inside = (starts >= shift) & (ends <= self.bounds[owners + 1])
        if not inside.all():
            starts, ends, labels, owners = (x[inside] for x in (starts, ends, labels, owners))
        return (starts, ends), labels, owners

    def signatures(self) -> tuple[Places, Signatures]:
        """The numbers of the Docs that are long enough for a signature, and these."""
        lengths = np.diff(self.bounds)
        signed = np.flatnonzero(lengths >= SHORTEST)
        codes = self.codes
        if len(signed) < len(lengths):
            codes = codes[np.repeat(lengths >= SHORTEST, lengths)]
        bounds = np.zeros(len(signed) + 1, np.int64)
        np.cumsum(lengths[signed], out=bounds[1:])
        return signed, signatures(codes, bounds)


_NO_PLACES = np.empty(0, np.int64)


def _words_of(doc: Doc) -> Words | None:
    words = doc.words
    return words if words is None or isinstance(words, Words) else Words.of(doc.text, words)
