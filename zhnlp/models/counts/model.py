"""CountModel: counts of n-grams as rows of a sparse matrix.

    one-hot   1 for each n-gram that is in the text
    counts    how often it is in the text, a bag of words
    tfidf     that times its inverse document frequency; each row has length 1

The columns are the n-grams of a vocabulary, or slots that hashes fall into. TF-IDF is that of
scikit-learn with its defaults: idf = ln((1 + documents) / (1 + those with the n-gram)) + 1.
training.py makes the vocabulary.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, TypeVar, get_args

from zhnlp.arguments import need_count
from zhnlp.core import GramCounter, Trie
from zhnlp.errors import PackError, UsageError
from zhnlp.models.latin import LATIN, Latin
from zhnlp.models.packed import PackedModel, finite
from zhnlp.packing import About, Pack, make_pack, pack_errors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Lengths: TypeAlias = npt.NDArray[np.float64]

Choice = TypeVar("Choice")
Weights = Literal["one-hot", "counts", "tfidf"]
Of = Literal["words", "terms", "characters"]
WEIGHTS: tuple[Weights, ...] = get_args(Weights)
UNITS: tuple[Of, ...] = get_args(Of)
TokenSequence: TypeAlias = str | Sequence[str]
"""The words of a text, or a text, whose tokens are its characters but white space."""


class Rows(NamedTuple):
    """Rows of a sparse matrix, as scipy's ``csr_matrix((data, indices, indptr))`` takes them.

    Attributes:
        indptr: Where each row begins, and the end of the last, int64, shape (rows + 1,).
        indices: The columns, rising within a row, int32.
        data: The numbers, float32.
    """

    indptr: npt.NDArray[np.int64]
    indices: npt.NDArray[np.int32]
    data: npt.NDArray[np.float32]


class CountModel(PackedModel):
    """Counts of n-grams of a fitted vocabulary, or of hashed n-grams.

    Attributes:
        of: The tokens that it counts: words, terms or characters.
        weights: What a row holds: one-hot, counts or tfidf.
        ngrams: The tokens of the shortest and the longest n-grams.
        latin: The form of Latin words; see models/latin.py.
        width: The number of columns.
    """

    KIND = "CountModel"
    of: Of
    weights: Weights
    ngrams: tuple[int, int]
    latin: Latin
    width: int

    def _read(self, pack: Pack) -> None:
        with pack_errors(pack):
            about = pack.about["settings"]
            self.of = one_of(about["of"], UNITS)
            self.weights = one_of(about["weights"], WEIGHTS)
            self.latin = one_of(about["latin"], LATIN)
            low, high = about["ngrams"]
            self.ngrams = (low, high)
            self._slots: int = need_count(about["slots"], "slots", least=0)
            self._trie = None if self._slots else _trie(pack)
            self.width = self._slots or (self._trie.n_values if self._trie else 0)
            self._idf = finite(pack, "idf") if self.weights == "tfidf" else None
            if self._idf is not None and len(self._idf) != self.width:
                raise ValueError(f"{self.width} n-grams have {len(self._idf)} weights.")
            if self._idf is not None and not (self._idf > 0).all():
                raise ValueError("an inverse document frequency is not above 0.")
            self._counter = GramCounter(self._trie, n_slots=self._slots, low=low, high=high)

    def rows(self, sequences: Iterable[TokenSequence]) -> Rows:
        """A row of numbers for each token sequence, whose Latin words have their form already."""
        import numpy as np

        raw = self._counter.count(sequences)
        indptr, indices = np.frombuffer(raw[0], np.int64), np.frombuffer(raw[1], np.int32)
        data = np.frombuffer(raw[2], np.float32)
        if self.weights == "one-hot":
            data = np.ones_like(data)
        elif self._idf is not None:
            data = data * self._idf[indices]
            data = (data / np.repeat(_lengths(data, indptr), np.diff(indptr))).astype(np.float32)
        return Rows(indptr, indices, data)

    def names(self) -> list[str]:
        """The n-gram of each column; UsageError if they are hashed."""
        if self._trie is None:
            raise UsageError(
                "hashed n-grams have no names, as a slot may have several. Fit a vocabulary: "
                "leave hashed out."
            )
        found = [""] * self.width
        with pack_errors(self.pack):
            for name, number in self._trie.items():
                found[number] = name
        return found

    def idf(self) -> npt.NDArray[np.float32]:
        """The inverse document frequency of each column; UsageError without tfidf."""
        if self._idf is None:
            raise UsageError(f"weights are {self.weights!r}, which have no IDF. Fit tfidf.")
        return self._idf


def make_count_model(
    settings: About, names: Sequence[str], idf: Sequence[float], about: About | None = None
) -> CountModel:
    """A model with these settings.

    Args:
        settings: ``of``, ``weights``, ``ngrams``, ``latin`` and ``slots``, 0 without hashing.
        names: The n-grams of the vocabulary, if there are no slots.
        idf: One for each column, for tfidf.
        about: What pack.json says beside them.
    """
    arrays: dict[str, object] = {}
    if not settings["slots"]:
        nodes, alphabet = Trie.build(names).packed()
        arrays = {"nodes": nodes, "alphabet": alphabet}
    if settings["weights"] == "tfidf":
        arrays["idf"] = array("f", idf)
    return CountModel(make_pack("CountModel", {**(about or {}), "settings": settings}, arrays))


def _lengths(data: npt.NDArray[np.float32], indptr: npt.NDArray[np.int64]) -> Lengths:
    """The Euclidean length of each row, 1 for those without numbers.

    Each is summed by itself, so that a row is the same whatever is before it.
    """
    import numpy as np

    lengths = np.ones(len(indptr) - 1)
    filled = indptr[:-1] < indptr[1:]
    if filled.any():
        squares = data.astype(np.float64) ** 2
        lengths[filled] = np.sqrt(np.add.reduceat(squares, indptr[:-1][filled]))
    return lengths


def _trie(pack: Pack) -> Trie:
    return Trie(pack.array("nodes", "Q"), pack.array("alphabet", "I"))


def one_of(given: object, choices: tuple[Choice, ...]) -> Choice:
    """The one of `choices` that a pack says; PackError if it is none of them."""
    for choice in choices:
        if choice == given:
            return choice
    raise PackError(f"a pack says {given!r}; known are {', '.join(map(str, choices))}.")
