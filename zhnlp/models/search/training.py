"""Make an index to search in; see model.py."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from zhnlp.core import Trie
from zhnlp.errors import UsageError
from zhnlp.models.counts.model import Of
from zhnlp.models.latin import Latin
from zhnlp.models.search.model import SearchModel
from zhnlp.packing import About, make_pack

if TYPE_CHECKING:
    import numpy.typing as npt

    from zhnlp.models.search.model import Numbers

_MOST_WORDS = 1_000_000
_NONE = "there are no documents to search in. Give several."


def index_tokens(
    documents: Iterable[Sequence[str]],
    *,
    k1: float = 1.5,
    b: float = 0.75,
    of: Of = "terms",
    latin: Latin = "lower",
    ids: Sequence[str] | None = None,
) -> SearchModel:
    """An index by BM25; see `SearchIndex.fit`.

    The weight of a word in a document is idf · tf · (k1 + 1) / (tf + k1 · (1 - b + b · length /
    mean length)), with idf = ln(1 + (documents - n + 0.5) / (n + 0.5)) of a word in n documents,
    which is never negative (as in Lucene).
    """
    postings = _Postings(documents)
    words = postings.vocabulary()
    numbers, own, counts = postings.by_word(words)
    n_with = np.bincount(numbers, minlength=len(words))
    n_documents = len(postings.lengths)
    lengths = np.asarray(postings.lengths, np.float64)
    idf = np.log1p((n_documents - n_with + 0.5) / (n_with + 0.5))
    norms = k1 * (1 - b + b * lengths / (lengths.mean() or 1.0))
    weights = idf[numbers] * counts * (k1 + 1) / (counts + norms[own])
    nodes, alphabet = Trie.build(words).packed()
    about: About = {
        "name": "index",
        "method": "bm25",
        "of": of,
        "latin": latin,
        "n_documents": n_documents,
        "settings": {"k1": k1, "b": b},
    }
    arrays = {
        "nodes": nodes,
        "alphabet": alphabet,
        "starts": np.concatenate([[0], np.cumsum(n_with)]).astype(np.ulonglong),
        "documents": own.astype(np.uint32),
        "weights": weights.astype(np.float32),
        **_id_arrays(ids, n_documents),
    }
    return SearchModel(make_pack("SearchModel", about, arrays))


class _Postings:
    """For each different word of each document: word, document and count, in the order read."""

    def __init__(self, documents: Iterable[Sequence[str]]) -> None:
        self.numbers: dict[str, int] = {}
        self.n_with, self.lengths = array("I"), array("I")
        self.words, self.documents, self.counts = array("I"), array("I"), array("I")
        for number, tokens in enumerate(documents):
            counts = Counter(tokens)
            for word in counts:
                place = self.numbers.setdefault(word, len(self.numbers))
                if place == len(self.n_with):
                    self.n_with.append(0)
                self.n_with[place] += 1
                self.words.append(place)
            self.counts.extend(counts.values())
            self.documents.extend([number] * len(counts))
            self.lengths.append(len(tokens))
        if not self.lengths:
            raise UsageError(_NONE)

    def vocabulary(self) -> list[str]:
        """The words in alphabetical order; of too many, those of the most documents."""
        words = [word for word in self.numbers if word]
        if len(words) > _MOST_WORDS:
            words.sort(key=lambda word: (-self.n_with[self.numbers[word]], word))
        return sorted(words[:_MOST_WORDS])

    def by_word(self, words: Sequence[str]) -> tuple[Numbers, Numbers, npt.NDArray[np.float64]]:
        """Word, document and count of each, ordered by word; words are numbered as in `words`."""
        new = np.full(len(self.n_with), -1, np.int64)
        new[[self.numbers[word] for word in words]] = np.arange(len(words))
        numbers = new[np.asarray(self.words, np.int64)]
        kept = np.flatnonzero(numbers >= 0)
        order = kept[np.argsort(numbers[kept], kind="stable")]
        documents = np.asarray(self.documents, np.int64)[order]
        return numbers[order], documents, np.asarray(self.counts, np.float64)[order]


def index_vectors(
    vectors: Iterable[Sequence[float]], *, ids: Sequence[str] | None = None
) -> SearchModel:
    """An index of vectors of one width; see `SearchIndex.fit`.

    Raises:
        UsageError: There are none, or they have different widths.
    """
    flat, width, n_documents = bytearray(), None, 0
    for vector in vectors:
        row = np.asarray(vector, np.float32)
        if width not in (None, len(row)):
            raise UsageError(
                f"document {n_documents} has a vector of {len(row)} numbers, and those before it "
                f"have {width}. Make all with the same model."
            )
        width = len(row)
        length = np.sqrt((row.astype(np.float64) ** 2).sum())
        flat += (row / (length or 1.0)).astype(np.float32).tobytes()
        n_documents += 1
    if width is None:
        raise UsageError(_NONE)
    about: About = {
        "name": "index",
        "method": "vectors",
        "width": width,
        "n_documents": n_documents,
    }
    arrays = {"vectors": np.frombuffer(flat, np.float32), **_id_arrays(ids, n_documents)}
    return SearchModel(make_pack("SearchModel", about, arrays))


def _id_arrays(ids: Sequence[str] | None, n_documents: int) -> dict[str, object]:
    """The bytes of all ids, and where each ends."""
    if ids is not None and len(ids) != n_documents:
        raise UsageError(f"{len(ids)} ids for {n_documents} documents. Give one for each.")
    encoded = [own.encode("utf-8", "surrogatepass") for own in ids or ()]
    ends = array("Q")
    at = 0
    for each in encoded:
        at += len(each)
        ends.append(at)
    return {"ids": array("B", b"".join(encoded)), "id_ends": ends}
