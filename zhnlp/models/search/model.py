"""SearchModel: an index of documents, and the best of them for a query.

    bm25     weights of words in documents (Robertson et al., 1994, "Okapi at TREC-3"), by word:

             words       股市       上涨         …
             starts      0         2            5 …
             documents   3 17      0 3 21       …     of the documents that have the word
             weights     1.2 0.8   0.3 0.2 0.5  …     what it adds to their scores

    vectors  a vector of length 1 for each document, compared by the cosine

Weights are computed when the index is made, so a query adds up a few rows of numbers.
training.py makes an index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, get_args

from zhnlp.arguments import need_count
from zhnlp.core import Trie
from zhnlp.errors import UsageError
from zhnlp.models.counts.model import UNITS, Of, one_of
from zhnlp.models.latin import LATIN, Latin
from zhnlp.models.packed import PackedModel, finite
from zhnlp.packing import Pack, pack_errors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Scores = npt.NDArray[np.float32]
    Numbers = npt.NDArray[np.int64]

Method = Literal["bm25", "vectors"]
METHODS: tuple[Method, ...] = get_args(Method)
Best = list[tuple[int, float]]
"""The numbers of documents and their scores, the best first."""
_MOST_EMPTY = 1000  # documents without words for each with one: search takes room for all


class SearchModel(PackedModel):
    """An index of documents.

    Attributes:
        method: ``"bm25"`` or ``"vectors"``.
        of: Of bm25: whether it looks for words, terms or characters.
        latin: Of bm25: the form of Latin words; see models/latin.py.
        n_documents: The number of documents.
        width: Of vectors: the numbers of one.
    """

    KIND = "SearchModel"
    method: Method
    of: Of
    latin: Latin
    n_documents: int
    width: int = 0

    def _read(self, pack: Pack) -> None:
        import numpy as np

        with pack_errors(pack):
            about = pack.about
            self.method = one_of(about["method"], METHODS)
            self.n_documents = need_count(about["n_documents"], "n_documents")
            self._ids, self._id_ends = pack.array("ids", "B"), pack.array("id_ends", "Q")
            if len(self._id_ends) not in (0, self.n_documents):
                raise ValueError(f"{self.n_documents} documents, {len(self._id_ends)} ids.")
            _rising(self._id_ends, len(self._ids))
            if self.method == "vectors":
                self.width = need_count(about["width"], "width", least=0)
                flat = finite(pack, "vectors")
                self._vectors = flat.reshape(self.n_documents, self.width)
                self._is_found = self._vectors.any(axis=1)
                return
            self.of, self.latin = one_of(about["of"], UNITS), one_of(about["latin"], LATIN)
            self._trie = Trie(pack.array("nodes", "Q"), pack.array("alphabet", "I"))
            self._documents = np.asarray(pack.array("documents", "I"))
            self._weights = finite(pack, "weights")
            if len(self._documents) != len(self._weights):
                raise ValueError(f"{len(self._documents)} documents, {len(self._weights)} weights.")
            starts = pack.array("starts", "Q")
            if len(starts) != self._trie.n_values + 1:
                raise ValueError(f"{self._trie.n_values} words with {len(starts)} starts.")
            self._starts = _rising(starts, len(self._weights))
            if self._documents.max(initial=0) >= max(1, self.n_documents):
                raise ValueError("a word is in a document that does not exist.")
            if self.n_documents > _MOST_EMPTY * (len(self._documents) + 1000):
                raise ValueError(f"{self.n_documents} documents have too few words.")

    def id_of(self, number: int) -> str | None:
        """The id of a document; None if it was given none."""
        if not len(self._id_ends):
            return None
        start = self._id_ends[number - 1] if number else 0
        with pack_errors(self.pack):
            return str(self._ids[start : self._id_ends[number]], "utf-8", "surrogatepass")

    def best_for_tokens(self, tokens: Sequence[str], n: int) -> Best:
        """The `n` documents with the highest scores above 0; the first of those that are equal.

        A word that a query has twice counts twice.
        """
        import numpy as np

        scores = np.zeros(self.n_documents, np.float32)
        for word, count in sorted(Counter(tokens).items()):
            number = self._trie.find(word)
            if number >= 0:
                row = slice(int(self._starts[number]), int(self._starts[number + 1]))
                scores[self._documents[row]] += count * self._weights[row]
        return _best(scores, np.flatnonzero(scores > 0), n)

    def best_for_vector(self, vector: npt.ArrayLike, n: int) -> Best:
        """The `n` documents with the highest cosine; none for a vector of zeros.

        Documents whose vector is zero are never among them.

        Raises:
            UsageError: The vector has another width.
        """
        import numpy as np

        query = np.asarray(vector, np.float32)
        if query.shape != (self.width,):
            raise UsageError(
                f"the query has a vector of {query.size} numbers, and the index has vectors of "
                f"{self.width}. Make both with the same model."
            )
        length = np.sqrt((query.astype(np.float64) ** 2).sum())
        if not length:
            return []
        scores = self._vectors @ (query / length).astype(np.float32)
        return _best(scores, np.flatnonzero(self._is_found), n)


def _rising(places: memoryview, end: int) -> Numbers:
    """`places` as int64; ValueError unless they rise to `end`."""
    import numpy as np

    own = np.asarray(places)
    if len(own) and (own[-1] != end or (own[1:] < own[:-1]).any()):
        raise ValueError(f"the places do not rise to {end}.")
    return own.astype(np.int64)


def _best(scores: Scores, among: Numbers, n: int) -> Best:
    """The `n` best of the documents `among`, whose numbers rise."""
    import numpy as np

    own = scores[among]
    if len(own) > n:
        limit = np.partition(own, len(own) - n)[len(own) - n]
        above, equal = np.flatnonzero(own > limit), np.flatnonzero(own == limit)
        chosen = np.sort(np.concatenate([above, equal[: n - len(above)]]))
        among, own = among[chosen], own[chosen]
    order = np.argsort(-own, kind="stable")
    return [*zip(among[order].tolist(), own[order].tolist(), strict=True)]
