"""Subwords: the character n-grams of FastText, which give a vector to a word never seen.

Bojanowski, Grave, Joulin and Mikolov, 2017, "Enriching Word Vectors with Subword Information".
An n-gram has no entry of its own: its hash selects one of a fixed number of rows, its bucket, so
the memory does not grow with the corpus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Subwords(NamedTuple):
    """The vectors of n-grams.

    Attributes:
        lengths: Least and greatest number of characters of an n-gram.
        vectors: float32, shape (buckets, width).
    """

    lengths: tuple[int, int]
    vectors: NDArray[np.float32]

    def vector(self, word: str) -> NDArray[np.float32]:
        """The mean vector of the n-grams of `word`, shape (width,); zeros if it has none."""
        import numpy as np

        rows = buckets(word, self.lengths, len(self.vectors))
        if not rows:
            return np.zeros(self.vectors.shape[1], np.float32)
        mean: NDArray[np.float32] = self.vectors[rows].mean(0, dtype=np.float32)
        return mean


def ngrams(word: str, lengths: tuple[int, int]) -> list[str]:
    """The n-grams of `word` between ``<`` and ``>``, these two alone left out.

    >>> ngrams("北京", (1, 2))
    ['<北', '北', '北京', '京', '京>']
    """
    marked = f"<{word}>"
    least, most = lengths
    return [
        marked[start : start + n]
        for start in range(len(marked))
        for n in range(least, min(most, len(marked) - start) + 1)
        if n > 1 or 0 < start < len(marked) - 1
    ]


def buckets(word: str, lengths: tuple[int, int], n_buckets: int) -> list[int]:
    """The bucket of each n-gram of `word`, as in FastText and gensim."""
    return [
        _hash(ngram.encode("utf-8", "surrogatepass")) % n_buckets for ngram in ngrams(word, lengths)
    ]


def _hash(data: bytes) -> int:
    """FNV-1a with 32 bits; FastText reads bytes as signed numbers."""
    code = 2166136261
    for byte in data:
        code = (code ^ (byte if byte < 128 else byte | 0xFFFFFF00)) * 16777619 & 0xFFFFFFFF
    return code
