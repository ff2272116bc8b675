"""IdfTable: how rare words are, as inverse document frequencies.

The value of a word that n of N documents have is the square root of log(1 + N / n). With the
logarithm itself, rare words outweigh what a text is about: benchmarks/results/keywords.md compares
the two. Words are looked up as they are written, or else in lower case, half width and simplified
characters. models/keywords/training.py counts documents.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator
from math import isfinite
from pathlib import Path

from zhnlp.arguments import need_count, need_text
from zhnlp.core import IdfValues, Trie
from zhnlp.errors import FormatError, UsageError
from zhnlp.io.tables import read_rows
from zhnlp.models.packed import PackedModel
from zhnlp.models.sequence.alphabet import traditional_characters
from zhnlp.packing import Pack, pack_errors
from zhnlp.resources import is_path
from zhnlp.resources import pack as find_pack

DEFAULT = "news-idf"
_MOST = 1000.0


class IdfTable(PackedModel):
    """How rare words are: the inverse document frequency of each, 0 or more.

    Args:
        name: The name of a pack, the folder of your own, or a `Pack`.

    Raises:
        PackError: There is no such pack, or it is damaged or of another kind.

    >>> table = IdfTable.fit([["我", "爱", "北京"], ["我", "在", "上海"]])
    >>> round(table["我"], 2), round(table["北京"], 2), round(table["广州"], 2)
    (0.83, 1.05, 1.05)
    """

    KIND = "IdfTable"
    values: IdfValues
    """The table as compiled functions take it."""
    unknown: float
    """The value of words that the table does not have: the median of the others, as in jieba."""

    def __init__(self, name: str | os.PathLike[str] | Pack = DEFAULT) -> None:
        super().__init__(name)

    def _read(self, pack: Pack) -> None:
        with pack_errors(pack):
            self._words = Trie(pack.array("nodes", "Q"), pack.array("alphabet", "I"))
            self._idf = pack.array("idf", "d")
            if self._words.n_values > len(self._idf):
                raise UsageError("there are more words than values.")
            self.unknown = pack.about["unknown"]
            self.values = IdfValues(
                self._words, self._idf, unknown=self.unknown, traditional=_traditional()
            )

    def __getitem__(self, word: str) -> float:
        """The value of `word`; `unknown` if the table does not have it."""
        return self.values.of(need_text(word, "word"))

    def __len__(self) -> int:
        """The number of words in the table."""
        return len(self._idf)

    def items(self) -> Iterator[tuple[str, float]]:
        """Yield every word with its value, in no promised order."""
        with pack_errors(self.pack):
            for word, number in self._words.items():
                yield word, self._idf[number]

    @classmethod
    def fit(cls, documents: Iterable[Iterable[str]], *, min_docs: int = 1) -> IdfTable:
        """The table of the words of `documents`.

        Args:
            documents: The words of each, such as ``doc.words``. Words without any letter, digit
                or Han character are left out.
            min_docs: Words of fewer documents are left out.

        Raises:
            UsageError: There is no document, or no word in `min_docs` of them.
        """
        from zhnlp.models.keywords.training import count_documents, table_of_counts

        counts, n = count_documents(documents, need_count(min_docs, "min_docs"))
        return table_of_counts(counts, n, min_docs=min_docs, about={"name": "in memory"})

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> IdfTable:
        """The table in a file of jieba's format: a word and its value in each line.

        The last of several lines with one word counts.

        Raises:
            FileError: The file cannot be read.
            FormatError: A line is not a word and a number from 0 to 1000, with a blank between
                them, or there is none; the message gives ``path:line``.
        """
        from zhnlp.models.keywords.training import table_of_values

        values: dict[str, float] = {}
        for number, row in read_rows(path, what="IDF table"):
            word, _, value = row.strip().rpartition(" ")
            idf = _number(value)
            if not word.strip() or idf is None:
                raise FormatError(
                    path,
                    number,
                    f"{row!r} is not a word and its value. Write '北京 4.7', with a number from 0 "
                    f"to {_MOST:.0f}.",
                )
            values[word] = idf
        if not values:
            raise FormatError(path, 1, "there is no word in the table. Write one in each line.")
        name = Path(path).name
        return table_of_values(values, about={"name": name, "data": name})


def idf_of(given: IdfTable | str | os.PathLike[str] | None) -> IdfTable:
    """The table itself, that of a pack, or that in a file of jieba's format; None for the default.

    Raises:
        PackError: There is no such pack, or it is damaged or of another kind.
        FormatError: A file is not in the format.
    """
    if isinstance(given, IdfTable):
        return given
    if given is None:
        return IdfTable()
    if isinstance(given, (str, os.PathLike)) and is_path(given) and Path(given).is_file():
        return IdfTable.read(given)
    return IdfTable(find_pack(given))


def _traditional() -> array[int]:
    """Pairs of a traditional character and the simplified one, flat."""
    return array("I", (ord(char) for pair in traditional_characters() for char in pair))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) and 0 <= value <= _MOST else None
