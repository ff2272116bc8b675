"""StringCounts: how often each string occurs in texts, with a mark such as its tag.

A Counter of strings would take a tenth of the time of a pipeline. Here the words of many texts
are hashed and sorted together:

    words     我们 在 北京 在      hashes   70 12 41 12
    sorted    12 12 41 70         runs     12 × 2, 41 × 1, 70 × 1
    known     41, 70              new      12: cut out of the text once, 在

Memory is bounded: the rarest strings are left out, and `missing` says what that may cost.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhnlp.batch.report.hashing import LONGEST, mixed, span_hashes
from zhnlp.batch.report.sketch import smallest

if TYPE_CHECKING:
    import numpy.typing as npt

    from zhnlp.batch.report.hashing import Codes, Hashes, Marks, Places

HELD = 1 << 19  # distinct strings in memory
_TOGETHER = 1 << 18  # stretches sorted at once
_PLACE_BITS = 20  # enough for the number of a stretch among these
_PLACE = np.uint64((1 << _PLACE_BITS) - 1)


class Counted(NamedTuple):
    """Strings with their marks, and how often each occurs, in arrays.

    Attributes:
        text: The strings, one behind the other, in UTF-8; uint8.
        lengths: Of each, in characters; uint8.
        marks, counts: Of each; int64.
        missing: What a count is too low by, at most; int64, shape ().
    """

    text: npt.NDArray[np.uint8]
    lengths: npt.NDArray[np.uint8]
    marks: Places
    counts: Places
    missing: Places

    @classmethod
    def of(cls, strings: list[str], marks: Places, counts: Places, missing: int) -> Counted:
        """The arrays of a list of strings."""
        text = np.frombuffer("".join(strings).encode("utf-8", "surrogatepass"), np.uint8)
        lengths = np.array([*map(len, strings)], np.uint8)
        return cls(text, lengths, marks, counts, np.array(missing))

    def rows(self) -> Iterator[tuple[str, int, int]]:
        """Yield each string with its mark and count."""
        text = self.text.tobytes().decode("utf-8", "surrogatepass")
        ends = np.cumsum(self.lengths, dtype=np.int64).tolist()
        strings = [text[start:end] for start, end in pairwise([0, *ends])]
        return zip(strings, self.marks.tolist(), self.counts.tolist(), strict=True)


class StringCounts:
    """How often each string occurs with each mark.

    Attributes:
        n_held: How many pairs of string and mark are counted.
        missing: What a count is too low by, at most; 0 if nothing was left out.
    """

    def __init__(self, *, held: int = HELD) -> None:
        self.missing = 0
        self._most = held
        self._keys: Hashes = np.empty(0, np.uint64)  # sorted
        self._slots: Places = np.empty(0, np.int64)  # of each key: where it is in what follows
        self._strings: list[str] = []
        self._marks: Places = np.empty(0, np.int64)
        self._counts: Places = np.empty(0, np.int64)
        self._content = np.empty(0, bool)  # whether it begins with a letter or a digit
        self._n_content = 0  # occurrences of those that were forgotten or are too long
        self._sketch: Hashes = np.empty(0, np.uint64)

    @property
    def n_held(self) -> int:
        return len(self._keys)

    @property
    def n_content(self) -> int:
        """How many of all stretches begin with a letter, a digit or a Han character, or are long.

        Unlike the counts of strings, it misses nothing.
        """
        return self._n_content + int(self._counts[self._content].sum())

    def add(self, text: str, codes: Codes, starts: Places, ends: Places, marks: Marks) -> None:
        """Count stretches of a text; those of no or more than 40 characters are left out.

        Args:
            text: The text.
            codes: Its characters, from `codes_of`.
            starts, ends: The stretches, shape (n,).
            marks: Their marks, from 0 to some thousands.
        """
        lengths = ends - starts
        fitting = (lengths > 0) & (lengths <= LONGEST)
        if not fitting.all():
            self._n_content += int(np.count_nonzero(lengths > LONGEST))
            starts, ends, marks = starts[fitting], ends[fitting], marks[fitting]
        for at in range(0, len(starts), _TOGETHER):
            part = slice(at, at + _TOGETHER)
            self._add(text, codes, starts[part], ends[part], marks[part])

    def most(self, n: int) -> Counted:
        """The `n` most frequent, the most frequent first; no more are held afterwards."""
        self._keep(n)
        slots = self._by_count()
        strings = [self._strings[slot] for slot in slots.tolist()]
        return Counted.of(strings, self._marks[slots], self._counts[slots], self.missing)

    def distinct(self) -> Hashes:
        """A sketch of the distinct strings that begin with a letter or digit; see sketch.py."""
        self._note_distinct()
        return self._sketch

    def _add(self, text: str, codes: Codes, starts: Places, ends: Places, marks: Marks) -> None:
        of_mark = mixed(np.arange(int(marks.max()) + 1, dtype=np.uint64))
        keys, places, counts = runs(span_hashes(codes, starts, ends) ^ of_mark[marks])
        at = np.searchsorted(self._keys, keys)
        known = at < len(self._keys)
        known[known] = self._keys[at[known]] == keys[known]
        self._counts[self._slots[at[known]]] += counts[known]
        new = np.flatnonzero(~known)
        places = places[new]
        strings = [
            text[start:end]
            for start, end in zip(starts[places].tolist(), ends[places].tolist(), strict=True)
        ]
        self._insert(keys[new], at[new])
        self._strings += strings
        self._marks = np.concatenate([self._marks, marks[places]])
        self._counts = np.concatenate([self._counts, counts[new]])
        content = np.array([string[0].isalnum() for string in strings], bool)
        self._content = np.concatenate([self._content, content])
        if self.n_held > self._most:
            self._keep(self._most // 2)

    def _insert(self, keys: Hashes, at: Places) -> None:
        """Insert sorted keys before those that now are `at`, with the next slots."""
        n_held, n_new = self.n_held, len(keys)
        places = at + np.arange(n_new)
        is_old = np.ones(n_held + n_new, bool)
        is_old[places] = False
        for name, values in (("_keys", keys), ("_slots", np.arange(n_held, n_held + n_new))):
            joined = np.empty(n_held + n_new, values.dtype)
            joined[places] = values
            joined[is_old] = getattr(self, name)
            setattr(self, name, joined)

    def _by_count(self) -> Places:
        """The slots by count, the highest first, those of equal counts by key."""
        return self._slots[np.argsort(-self._counts[self._slots], kind="stable")]

    def _keep(self, n: int) -> None:
        """Forget all but the `n` most frequent."""
        if self.n_held <= n:
            return
        self._note_distinct()
        n_content, slots = self.n_content, self._by_count()
        self.missing += int(self._counts[slots[n]])
        kept = np.zeros(self.n_held, bool)
        kept[slots[:n]] = True
        still_there = kept[self._slots]
        self._keys = self._keys[still_there]
        self._slots = (np.cumsum(kept) - 1)[self._slots[still_there]]
        self._strings = list(compress(self._strings, kept.tolist()))
        self._marks, self._counts = self._marks[kept], self._counts[kept]
        self._content = self._content[kept]
        self._n_content += n_content - self.n_content

    def _note_distinct(self) -> None:
        """Take the distinct strings that are held into the sketch."""
        of_mark = mixed(self._marks[self._slots].astype(np.uint64))
        hashes = (self._keys ^ of_mark)[self._content[self._slots]]
        self._sketch = smallest(np.concatenate([self._sketch, hashes]))


def runs(keys: Hashes) -> tuple[Hashes, Places, Places]:
    """The distinct keys in order, where one of each is, and how many there are.

    Args:
        keys: uint64, shape (n,), with n at most 2^20.

    Places are sorted along in the low bits of the keys, because a plain sort is six times as
    fast as one that returns the order.
    """
    n = len(keys)
    together = np.sort((keys & ~_PLACE) | np.arange(n, dtype=np.uint64))
    places = (together & _PLACE).astype(np.int64)
    in_order = keys[places]
    begins = np.ones(n, bool)
    begins[1:] = in_order[1:] != in_order[:-1]
    first = np.flatnonzero(begins)
    distinct = in_order[first]
    if (distinct[1:] <= distinct[:-1]).any():  # two keys differ in the low bits only
        distinct, places, counts = np.unique(keys, return_index=True, return_counts=True)
        return distinct, places.astype(np.int64), counts.astype(np.int64)
    return distinct, places[first], np.diff(np.append(first, n))
