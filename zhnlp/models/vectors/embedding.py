"""Vectors of texts: the weighted means of the vectors of their words.

    mean    every word counts the same
    tfidf   each counts by its inverse document frequency, ln((1 + texts) / (1 + with it)) + 1
    sif     each counts by a / (a + p), p its share of all words; from the mean, its part in the
            direction that most texts share is taken away (Arora, Liang and Ma, 2017, "A Simple
            but Tough-to-Beat Baseline for Sentence Embeddings")

Words without a vector do not count, and a text without any has a vector of zeros.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from math import inf
from typing import TYPE_CHECKING, Literal, get_args

from zhnlp.arguments import need_choice
from zhnlp.errors import PackError, UsageError
from zhnlp.models.packed import PackedModel, finite
from zhnlp.models.vectors.model import WordVectors
from zhnlp.packing import About, Pack, make_pack, need_about, pack_errors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]

Weights = Literal["mean", "tfidf", "sif"]
WEIGHTS: tuple[Weights, ...] = get_args(Weights)


class WordWeights(PackedModel):
    """What each word of some vectors counts, learned from texts by `fit_weights`.

    Attributes:
        scheme: ``"tfidf"`` or ``"sif"``.
        weights: float32, shape (words,), in the order of the vectors.
        removed: The direction that is taken away from each text, of length 1, float32, shape
            (width,); None for tfidf.
    """

    KIND = "WordWeights"
    scheme: Weights
    weights: NDArray[np.float32]
    removed: NDArray[np.float32] | None

    def _read(self, pack: Pack) -> None:
        with pack_errors(pack):
            self.scheme = need_choice(pack.about["scheme"], "scheme", WEIGHTS)
            self.weights = finite(pack, "weights")
            if self.scheme == "tfidf" and not (self.weights > 0).all():
                raise ValueError("an inverse document frequency is not above 0.")
            self.removed = finite(pack, "removed") if "removed" in pack.arrays else None

    def need_vectors(self, vectors: WordVectors) -> None:
        """PackError unless these are the weights of the words of `vectors`."""
        if self.about.get("vectors") != vectors.about["sha256"]:
            raise PackError(
                f"the weights {self.pack.name!r} were fitted with other vectors than "
                f"{vectors.pack.name!r}. Fit them again, with Embedder.fit(docs, vectors)."
            )
        width = vectors.width if self.removed is None else len(self.removed)
        if (len(self.weights), width) != (len(vectors), vectors.width):
            raise PackError(
                f"the weights {self.pack.name!r} are {len(self.weights)} for {len(vectors)} words "
                f"with vectors of {vectors.width} numbers. Fit them again."
            )


def text_vectors(
    texts: Sequence[Sequence[str]], vectors: WordVectors, table: WordWeights | None = None
) -> list[NDArray[np.float32]]:
    """The vector of each text, shape (width,); its words count the same without a table."""
    return [_mean(rows, vectors, table) for rows in known_rows(texts, vectors)]


def known_rows(texts: Sequence[Sequence[str]], vectors: WordVectors) -> list[Rows]:
    """The rows of the words of each text, those without a vector left out."""
    import numpy as np

    rows = vectors.rows(list(chain.from_iterable(texts)))
    ends = np.cumsum([len(words) for words in texts])
    return [own[own >= 0] for own in np.split(rows, ends[:-1])] if texts else []


def fit_weights(
    texts: Iterable[Sequence[str]],
    vectors: WordVectors,
    scheme: Weights,
    *,
    a: float = 1e-3,
    about: About | None = None,
) -> WordWeights:
    """The weights of words by these texts.

    Args:
        texts: Lists of words, read once. Four bytes for each word are held in memory.
        vectors: The vectors.
        scheme: ``"tfidf"`` or ``"sif"``, which takes the shares of words from the text that the
            vectors were trained on, if they have its counts, and else from `texts`.
        a: The parameter of sif, above 0; a smaller one weighs frequent words less.
        about: More for ``pack.json``.

    Raises:
        UsageError: No word of the texts has a vector, or a setting is out of range.
    """
    import numpy as np

    if not 0 < a < inf:
        raise UsageError(f"a is {a}; it must be a number above 0. The usual value is 0.001.")
    found = [known_rows([words], vectors)[0].astype(np.uint32) for words in texts]
    if not any(map(len, found)):
        raise UsageError(
            f"none of the words of {len(found)} texts has a vector. Give texts in the language and "
            "the cut of the vectors."
        )
    arrays: dict[str, object] = {}
    if scheme == "tfidf":
        weights = _idf(found, len(vectors))
    else:
        weights = _smooth(found, vectors, a)
        arrays["removed"] = _shared(found, vectors, weights)
    known = {"scheme": scheme, "vectors": vectors.about["sha256"], "n_texts": len(found)}
    described = {"name": f"{scheme}-weights", **need_about(about), **known}
    return WordWeights(make_pack(WordWeights.KIND, described, {"weights": weights, **arrays}))


def _mean(rows: Rows, vectors: WordVectors, table: WordWeights | None) -> NDArray[np.float32]:
    import numpy as np

    if not len(rows):
        return np.zeros(vectors.width, np.float32)
    if table is None:
        plain: NDArray[np.float32] = vectors.matrix[rows].mean(0, dtype=np.float64)
        return plain.astype(np.float32)
    weights = table.weights[rows].astype(np.float64)
    total = weights.sum() if table.scheme == "tfidf" else len(rows)
    mean = weights @ vectors.matrix[rows] / total
    if table.removed is not None:
        mean -= (mean @ table.removed) * table.removed
    found: NDArray[np.float32] = mean.astype(np.float32)
    return found


def _idf(found: Sequence[NDArray[np.uint32]], n_words: int) -> NDArray[np.float32]:
    import numpy as np

    n_with = np.zeros(n_words, np.int64)
    for rows in found:
        n_with[np.unique(rows)] += 1
    idf: NDArray[np.float32] = (np.log((1 + len(found)) / (1 + n_with)) + 1).astype(np.float32)
    return idf


def _smooth(
    found: Sequence[NDArray[np.uint32]], vectors: WordVectors, a: float
) -> NDArray[np.float32]:
    """a / (a + p) for every word."""
    import numpy as np

    counts = vectors.counts
    if counts is None or not counts.any():
        own = np.bincount(np.concatenate(found), minlength=len(vectors))
    else:
        own = counts.astype(np.int64)
    weights: NDArray[np.float32] = (a / (a + own / own.sum())).astype(np.float32)
    return weights


def _shared(
    found: Sequence[NDArray[np.uint32]], vectors: WordVectors, weights: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The first singular vector of the means of the texts, with its largest number positive."""
    import numpy as np

    square = np.zeros((vectors.width, vectors.width))
    for rows in found:
        if len(rows):
            mean = weights[rows].astype(np.float64) @ vectors.matrix[rows] / len(rows)
            square += np.outer(mean, mean)
    first = np.linalg.eigh(square)[1][:, -1]
    first *= np.sign(first[np.abs(first).argmax()])
    direction: NDArray[np.float32] = first.astype(np.float32)
    return direction
