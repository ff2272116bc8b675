"""Vocabulary: the words of vectors and their rows, looked up in arrays of a pack.

    words     the bytes of all words, one after the other   北京上海…
    ends      where each word ends in them                  6 12 …
    hashes    the CRC-32 of every word, sorted              0x0a… 0x7f…
    rows      the row of the word of each hash              1 0 …

Nothing is built when a pack is opened, whatever its size: a word is found by bisection.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, overload
from zlib import crc32

from zhnlp.errors import PackError, UsageError, did_you_mean
from zhnlp.packing import Pack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LONGEST_PART = 8  # characters
_HINTS = 20_000  # the most frequent words, which a hint is chosen from


class Vocabulary(Sequence[str]):
    """Words, each with a row.

    Args:
        pack: Has the arrays that `vocabulary_arrays` makes.

    Raises:
        PackError: They do not fit together.
    """

    def __init__(self, pack: Pack) -> None:
        self._words = pack.array("words", "B")
        self._ends = pack.array("ends", "I", "Q")
        self._hashes = pack.array("hashes", "I")
        self._rows = pack.array("rows", "I")
        self._name = pack.name
        if not self._fits():
            raise self._damaged()

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: int | slice) -> str | list[str]:
        if isinstance(row, slice):
            return [self[each] for each in range(*row.indices(len(self)))]
        return self._decoded(self._bytes(range(len(self))[row]))

    def __iter__(self) -> Iterator[str]:
        start = 0
        for end in self._ends:
            yield self._decoded(self._words[start:end])
            start = end

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.row(word) >= 0

    def row(self, word: str) -> int:
        """The row of `word`; -1 if it is not there."""
        data = _encoded(word)
        code = crc32(data)
        at = bisect_left(self._hashes, code)
        while at < len(self._hashes) and self._hashes[at] == code:
            row = self._rows[at]
            if self._bytes(row) == data:
                return row
            at += 1
        return -1

    def rows(self, words: Sequence[str]) -> NDArray[np.int64]:
        """The row of each word, -1 for those that are not there; int64, shape (words,)."""
        import numpy as np

        known = {word: self.row(word) for word in set(words)}
        return np.fromiter(map(known.__getitem__, words), np.int64, len(words))

    def parts(self, word: str) -> list[int]:
        """The rows of the words that `word` is made of, the longest ones from the left."""
        rows, start = [], 0
        while start < len(word):
            for end in range(min(len(word), start + _LONGEST_PART), start, -1):
                if (row := self.row(word[start:end])) >= 0:
                    rows.append(row)
                    break
            else:
                end = start + 1
            start = end
        return rows

    def hint(self, word: str) -> str:
        """What to try in place of `word`, for a message."""
        chars = set(word)
        near = [each for each in self[:_HINTS] if not chars.isdisjoint(each)]
        hint = did_you_mean(word, near, listed=False)
        return f"{hint} Or give unknown='parts'." if hint else "Give unknown='parts' to compose it."

    def _bytes(self, row: int) -> memoryview:
        return self._words[self._ends[row - 1] if row else 0 : self._ends[row]]

    def _decoded(self, data: memoryview) -> str:
        try:
            return str(data, "utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise self._damaged() from None

    def _fits(self) -> bool:
        """Whether the arrays have one length and point to places that exist."""
        import numpy as np

        n = len(self._ends)
        if len(self._hashes) != n or len(self._rows) != n:
            return False
        ends, hashes, rows = map(np.asarray, (self._ends, self._hashes, self._rows))
        return bool(
            (n and self._ends[-1]) == len(self._words)
            and (ends[:-1] <= ends[1:]).all()
            and (hashes[:-1] <= hashes[1:]).all()
            and (rows < n).all()
        )

    def _damaged(self) -> PackError:
        return PackError(
            f"pack {self._name!r} has words whose arrays do not fit together. Make the pack again."
        )


def vocabulary_arrays(words: Sequence[str]) -> dict[str, NDArray[np.unsignedinteger]]:
    """The arrays of a vocabulary with these words in their order.

    Raises:
        UsageError: One is given twice.
    """
    import numpy as np

    encoded = [_encoded(word) for word in words]
    if len(set(encoded)) < len(encoded):
        twice, _ = Counter(words).most_common(1)[0]
        raise UsageError(f"the word {twice!r} has several vectors. Give each word one.")
    ends = np.fromiter(accumulate(map(len, encoded)), np.uint64, len(encoded))
    hashes = np.fromiter(map(crc32, encoded), np.uint32, len(encoded))
    rows = np.argsort(hashes, kind="stable").astype(np.uint32)
    is_small = not len(ends) or ends[-1] < 1 << 32
    return {
        "words": np.frombuffer(b"".join(encoded), np.uint8),
        "ends": ends.astype(np.uint32) if is_small else ends.astype(np.ulonglong),
        "hashes": hashes[rows],
        "rows": rows,
    }


def _encoded(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")
