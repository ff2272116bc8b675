"""WordVectors: a vector for each word, and what can be asked of them.

The arrays are mapped from a pack (see contents.py), so processes share its memory. training.py
learns vectors; exchange.py reads and writes the formats of other programs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from zhnlp.arguments import (
    need_choice,
    need_count,
    need_flag,
    need_strings,
    need_text,
    shown,
)
from zhnlp.errors import UsageError
from zhnlp.models.packed import PackedModel
from zhnlp.models.vectors.contents import contents_of, matter_of
from zhnlp.models.vectors.matrix import cosines, greatest, need_counts, need_vector, unit
from zhnlp.models.vectors.subwords import Subwords
from zhnlp.packing import About, Pack, make_pack, need_about

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    from zhnlp.models.vectors.matrix import Matrix

Unknown = Literal["parts", "error", "zero"]
UNKNOWN: tuple[Unknown, ...] = get_args(Unknown)


class Neighbour(NamedTuple):
    """A word near others.

    Attributes:
        word: The word.
        similarity: The cosine of the angle to them, from -1 to 1.
    """

    word: str
    similarity: float


class WordVectors(PackedModel):
    """Words with a vector each, usually the frequent ones first.

    Args:
        name: The folder of a pack, or a `Pack`. `of` makes one of arrays, `read` of a file of
            another program, and `train_vectors` of text.

    Raises:
        PackError: There is no such pack, or it is damaged or of another kind.

    >>> vectors = WordVectors.of(["国王", "女王", "香蕉"], [[1, 1], [1, 0.5], [-1, 1]])
    >>> vectors["国王"].tolist(), "国王" in vectors, len(vectors), vectors.width
    ([1.0, 1.0], True, 3, 2)
    >>> vectors.most_similar("国王", n=1)
    [Neighbour(word='女王', similarity=0.9486832618713379)]
    """

    KIND = "WordVectors"

    def __init__(self, name: str | os.PathLike[str] | Pack) -> None:
        super().__init__(name)

    def _read(self, pack: Pack) -> None:
        self._words, self._matrix, self._norms, self._subwords = contents_of(pack)

    @classmethod
    def of(
        cls,
        words: Iterable[str],
        vectors: npt.ArrayLike,
        *,
        counts: Iterable[int] | None = None,
        half: bool = False,
        subwords: Subwords | None = None,
        about: About | None = None,
    ) -> WordVectors:
        """The vectors of `words`.

        Args:
            words: The words, the frequent ones first.
            vectors: A row for each, finite, shape (words, width).
            counts: How often each word occurred in the training text.
            half: Keep them as float16: half the memory, and three digits.
            subwords: The vectors of n-grams, for words that are not there.
            about: More for ``pack.json``: data, licences, scores.

        Raises:
            UsageError: They do not fit each other, a word is given twice, or a number is
                not finite.
        """
        matter = matter_of(words, vectors, half=need_flag(half, "half"), subwords=subwords)
        if counts is not None:
            matter.arrays["counts"] = need_counts(counts, matter.settings["n_words"])
        known = {"name": "vectors", **need_about(about), **matter.settings}
        return cls(make_pack(cls.KIND, known, matter.arrays))

    @classmethod
    def read(
        cls,
        path: str | os.PathLike[str],
        *,
        limit: int | None = None,
        binary: bool | None = None,
        half: bool = False,
    ) -> WordVectors:
        """The vectors in a file in the text or binary format of word2vec, or in that of GloVe.

        Args:
            path: The file; it is unpacked if its name ends in ``.gz``, ``.zst``, ``.bz2`` or
                ``.xz``.
            limit: Read only so many words, the first ones. Reading takes about three times the
                memory of what is read: a million words with 300 numbers each need 4 GB.
            binary: Whether it is the binary format; None to look.
            half: Keep them as float16.

        Raises:
            FileError: It cannot be read.
            FormatError: It is damaged, cut short or in another format; the message has its line,
                or the number of the word in a binary file.
            ZhnlpWarning: As a warning: a word occurs again; its first vector is taken.
        """
        from zhnlp.models.vectors.exchange import read_vectors

        words, vectors = read_vectors(path, limit=limit, binary=binary)
        return cls.of(words, vectors, half=half, about={"name": os.path.basename(path)})

    def write(self, path: str | os.PathLike[str], *, binary: bool = False) -> None:
        """Write a file in the text format of word2vec, or in the binary one.

        White space in a word is written as ``_``, and lone surrogates as ``?``, because these
        formats cannot hold them. The vectors of n-grams and the counts are left out.

        Raises:
            FileError: It cannot be written.
            UsageError: The name is that of a compressed file.
        """
        from zhnlp.models.vectors.exchange import write_vectors

        write_vectors(path, self._words, self._matrix, binary=need_flag(binary, "binary"))

    @classmethod
    def from_gensim(cls, vectors: KeyedVectors, *, half: bool = False) -> WordVectors:
        """The vectors of gensim's KeyedVectors or FastTextKeyedVectors."""
        from zhnlp.models.vectors.word2vec import from_keyed

        return from_keyed(vectors, half=half)

    def to_gensim(self) -> KeyedVectors:
        """Gensim's KeyedVectors with these words; without the vectors of n-grams."""
        from zhnlp.models.vectors.word2vec import to_keyed

        return to_keyed(self)

    @property
    def words(self) -> Sequence[str]:
        """The words, by their rows."""
        return self._words

    @property
    def width(self) -> int:
        """How many numbers a vector has."""
        width: int = self._matrix.shape[1]
        return width

    @property
    def matrix(self) -> Matrix:
        """All vectors, shape (words, width). It cannot be written to."""
        return self._matrix

    @property
    def counts(self) -> NDArray[np.uint64] | None:
        """How often each word occurred in the training text, shape (words,); None if unknown."""
        import numpy as np

        found = self.pack.arrays.get("counts")
        return None if found is None else np.frombuffer(found, np.uint64)

    @property
    def subwords(self) -> Subwords | None:
        """The vectors of n-grams, for words that are not there."""
        return self._subwords

    def __len__(self) -> int:
        return len(self._words)

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __getitem__(self, word: str) -> NDArray[np.float32]:
        """The vector of `word`, shape (width,); UsageError if it is not there."""
        return self.vector(word, unknown="error")

    def rows(self, words: Sequence[str]) -> NDArray[np.int64]:
        """The row of each word in `matrix`, -1 for those that are not there; shape (words,)."""
        return self._words.rows(need_strings(words, "words"))

    def vector(self, word: str, *, unknown: Unknown = "parts") -> NDArray[np.float32]:
        """The vector of `word`, float32, shape (width,).

        Args:
            word: The word.
            unknown: What a word that is not there gets. ``"parts"``: the mean of its n-grams if
                the model has them (FastText), or else of the words in it, the longest ones from
                the left; characters that belong to none do not count. ``"zero"``: zeros, which a
                word without any parts gets, too. ``"error"``: an error.

        >>> vectors = WordVectors.of(["北京", "大学", "大"], [[2, 0], [0, 2], [9, 9]])
        >>> vectors.vector("北京的大学").tolist()
        [1.0, 1.0]
        """
        import numpy as np

        need_choice(unknown, "unknown", UNKNOWN)
        row = self._words.row(need_text(word, "word"))
        if row >= 0:
            own: NDArray[np.float32] = self._matrix[row].astype(np.float32, copy=False)
            return own
        if unknown == "error":
            raise UsageError(f"there is no vector of {shown(word)}. {self._words.hint(word)}")
        if unknown == "parts" and self._subwords is not None:
            return self._subwords.vector(word)
        rows = self._words.parts(word) if unknown == "parts" else []
        if not rows:
            return np.zeros(self.width, np.float32)
        mean: NDArray[np.float32] = self._matrix[rows].mean(0, dtype=np.float32)
        return mean

    def similarity(self, first: str, second: str, *, unknown: Unknown = "error") -> float:
        """The cosine of the angle between two words, from -1 to 1; 0 for a vector of zeros."""
        one, other = (unit(self.vector(word, unknown=unknown)) for word in (first, second))
        return float(one @ other)

    def most_similar(
        self,
        positive: str | Iterable[str],
        negative: str | Iterable[str] = (),
        *,
        n: int = 10,
        unknown: Unknown = "error",
    ) -> list[Neighbour]:
        """The words nearest to the mean of some words, themselves left out, the nearest first.

        Args:
            positive: A word, or several.
            negative: Words whose vectors are subtracted.
            n: How many to return.
            unknown: As for `vector`.
        """
        import numpy as np

        towards = _several(positive, "positive")
        away = _several(negative, "negative")
        if not towards and not away:
            raise UsageError("there is no word to be similar to. Give at least one.")
        wanted = np.zeros(self.width, np.float32)
        for word, sign in (*((word, 1) for word in towards), *((word, -1) for word in away)):
            wanted += sign * unit(self.vector(word, unknown=unknown))
        return self.nearest(wanted, n=n, without=(*towards, *away))

    def analogy(
        self, first: str, second: str, third: str, *, n: int = 10, unknown: Unknown = "error"
    ) -> list[Neighbour]:
        """The words that are to `third` as `second` is to `first`, the best first.

        The nearest to second - first + third (Mikolov, Yih and Zweig, 2013), the three words
        left out.
        """
        return self.most_similar([second, third], [first], n=n, unknown=unknown)

    def nearest(
        self, vector: npt.ArrayLike, *, n: int = 10, without: Iterable[str] = ()
    ) -> list[Neighbour]:
        """The words nearest to `vector`, shape (width,), those of `without` left out."""
        need_count(n, "n", least=0)
        query = need_vector(vector, self.width)
        scores = cosines(self._matrix, self._norms, unit(query))
        several = set(need_strings(without, "without"))
        left_out = [row for word in several if (row := self._words.row(word)) >= 0]
        scores[left_out] = -inf
        best = greatest(scores, min(n, len(self) - len(left_out)))
        return [Neighbour(self._words[row], float(scores[row])) for row in best]


def _several(words: str | Iterable[str], name: str) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else need_strings(words, name)
