"""Bags of words: how often each document has which words, in a temporary file.

A training reads the bags several times, and the documents only once: to segment them again
takes longer than to read numbers.

    file    3  7 0 4  1 2 1 | 2  7 9  1 1 | …     words of the document, their numbers, counts
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING

import numpy as np

from zhnlp.errors import UsageError

if TYPE_CHECKING:
    import numpy.typing as npt

Bag = list[tuple[int, int]]
"""The number of each word of a document, rising, and how often it occurs."""
_HELD = 2_000_000  # words; beyond them the rarest are forgotten


class BagFile:
    """The bags of any number of documents, which can be read again and again.

    In memory it keeps up to two million words; beyond them, those of the fewest documents are
    forgotten.

    Args:
        file: A temporary file, open to write and read bytes.
        documents: The tokens of each document.
    """

    def __init__(self, file: IO[bytes], documents: Iterable[Sequence[str]] = ()) -> None:
        self._file = file
        self._numbers: dict[str, int] = {}
        self._n_with = array("i")  # documents with each word
        self.n_documents = 0
        for tokens in documents:
            self.add(tokens)

    def add(self, tokens: Sequence[str]) -> None:
        """Note one more document."""
        counts = Counter(tokens)
        numbers = array("i")
        for word in counts:
            number = self._numbers.get(word)
            if number is None:
                number = self._numbers[word] = len(self._n_with)
                self._n_with.append(0)
            self._n_with[number] += 1
            numbers.append(number)
        self._file.write(array("i", [len(numbers)]) + numbers + array("i", counts.values()))
        self.n_documents += 1
        if len(self._numbers) > _HELD:
            self._forget()

    def _forget(self) -> None:
        """Leave out the words of the fewest documents, until half of the room is free."""
        least = 1
        while len(self._numbers) > _HELD // 2:
            n_with = self._n_with
            self._numbers = {w: n for w, n in self._numbers.items() if n_with[n] > least}
            least += 1

    def vocabulary(self, min_docs: int, max_docs: float, max_features: int) -> dict[str, int]:
        """The words to learn from, in alphabetical order, and how many documents have each.

        Args:
            min_docs: Words of fewer documents are left out.
            max_docs: Those of a larger share of the documents are left out, 0 to 1.
            max_features: The most words; those of the most documents are kept.

        Raises:
            UsageError: There are none.
        """
        most = max_docs * self.n_documents
        n_with = {word: self._n_with[number] for word, number in self._numbers.items()}
        kept = [word for word, n in n_with.items() if min_docs <= n <= most and word]
        if not kept:
            raise UsageError(self._nothing(min_docs, max_docs))
        if len(kept) > max_features:
            kept = sorted(kept, key=lambda word: (-n_with[word], word))[:max_features]
        return {word: n_with[word] for word in sorted(kept)}

    def _nothing(self, min_docs: int, max_docs: float) -> str:
        found = f"{self.n_documents} documents have {len(self._numbers)} different words"
        if not self._numbers:
            return f"{found}: there is nothing to learn from. Give more text, or fewer stopwords."
        return (
            f"{found}, of which none is in at least {min_docs} documents (min_docs) and at most "
            f"{max_docs:.0%} of them (max_docs). Give more text, or other limits."
        )

    def bags(self, vocabulary: Iterable[str]) -> Bags:
        """The bags, with words numbered as they stand in `vocabulary`; others are left out."""
        new = np.full(len(self._n_with), -1, np.int32)
        for number, word in enumerate(vocabulary):
            new[self._numbers[word]] = number
        return Bags(self, new)

    def _arrays(self) -> Iterator[npt.NDArray[np.int32]]:
        """Numbers and counts of each document, shape (2, words)."""
        self._file.seek(0)
        while head := self._file.read(4):
            n_words = int.from_bytes(head, "little")
            yield np.frombuffer(self._file.read(8 * n_words), np.int32).reshape(2, n_words)


class Bags:
    """The bags of all documents that have a word; a new iteration starts at the first.

    Args:
        file: Where they are.
        new: The number of each word of the file, -1 for those that are left out.
    """

    def __init__(self, file: BagFile, new: npt.NDArray[np.int32]) -> None:
        self.file, self.new = file, new
        self.n_bags = sum(1 for _ in self)

    def __len__(self) -> int:
        return self.n_bags

    def __iter__(self) -> Iterator[Bag]:
        for numbers, counts in self.file._arrays():
            bag = [
                pair
                for pair in zip(self.new[numbers].tolist(), counts.tolist(), strict=True)
                if pair[0] >= 0
            ]
            if bag:
                yield sorted(bag)
