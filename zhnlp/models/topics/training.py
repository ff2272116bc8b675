"""Train topics with gensim, whose memory does not grow with the number of documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from tempfile import TemporaryFile
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from zhnlp.arguments import need_choice, need_count, need_number, shown
from zhnlp.core import Trie
from zhnlp.errors import UsageError
from zhnlp.extras import extra
from zhnlp.models.counts.model import Of
from zhnlp.models.latin import Latin
from zhnlp.models.topics.bags import BagFile, Bags
from zhnlp.models.topics.model import METHODS, Method, TopicModel, labels_of
from zhnlp.packing import About, make_pack

if TYPE_CHECKING:
    import numpy.typing as npt

    Arrays = dict[str, npt.NDArray[np.float32]]

LARGEST = 1_000_000  # words of a vocabulary
_PASSES = 10
_CHUNK = 2000  # documents between two updates of the topics of lda
_CHUNK_LSA = 20_000  # documents whose singular vectors are found at once
_STEPS = 100  # of the topics of one document in a pass


@dataclass(frozen=True, kw_only=True)
class TopicSettings:
    """How topics are learned.

    Args:
        n_topics: How many.
        method: ``"lda"`` or ``"lsa"``; see model.py.
        passes: How often lda reads all documents, by default 10; lsa reads them once.
        seed: Of the random numbers that a training starts from.
        min_docs: Words of fewer documents are left out.
        max_docs: Words of a larger share of the documents are left out, 0 to 1.
        max_features: The most words; those of the most documents are kept.

    Raises:
        UsageError: A setting is out of its range.
    """

    n_topics: int = 20
    method: Method = "lda"
    passes: int | None = None
    seed: int = 0
    min_docs: int = 5
    max_docs: float = 0.5
    max_features: int = 100_000

    def __post_init__(self) -> None:
        need_count(self.n_topics, "n_topics")
        need_choice(self.method, "method", METHODS)
        if self.passes is not None:
            need_count(self.passes, "passes")
            if self.method == "lsa":
                raise UsageError("lsa reads the documents once. Leave passes out.")
        need_count(self.seed, "seed", least=0)
        need_count(self.min_docs, "min_docs")
        if not 0 < need_number(self.max_docs, "max_docs") <= 1:
            raise UsageError(f"max_docs is {shown(self.max_docs)}; give a share above 0, up to 1.")
        if need_count(self.max_features, "max_features") > LARGEST:
            raise UsageError(f"max_features is {shown(self.max_features)}; give {LARGEST} at most.")

    @property
    def n_passes(self) -> int:
        """How often all documents are read."""
        return 1 if self.method == "lsa" else self.passes or _PASSES


def train_topics(
    documents: Iterable[Sequence[str]],
    settings: TopicSettings,
    *,
    of: Of = "terms",
    latin: Latin = "lower",
    about: About | None = None,
) -> TopicModel:
    """A model of the topics of `documents`; the same input gives the same model.

    The documents are read once; how often each has which words goes to a temporary file, about 8
    bytes for each different word of a document. In memory are the topics, about 16 bytes for each
    word and topic while it trains, and the words of the vocabulary.

    Args:
        documents: The tokens of each.
        settings: How topics are learned.
        of: What the tokens are.
        latin: The form that Latin words have already.
        about: What pack.json says of the data.

    Raises:
        UsageError: No word is left to learn from.
        ExtraError: gensim is not installed.
    """
    models = extra("gensim.models", "training topics")
    train = _lda if settings.method == "lda" else _lsa
    with TemporaryFile() as room:
        file = BagFile(room, documents)
        n_with = file.vocabulary(settings.min_docs, settings.max_docs, settings.max_features)
        arrays = train(models, file.bags(n_with), n_with, settings)
    weights = arrays["topics" if settings.method == "lda" else "projection"]
    words = [*n_with]
    content: About = {
        "name": "topics",
        **(about or {}),
        "method": settings.method,
        "of": of,
        "latin": latin,
        "labels": labels_of(weights, words),
        "n_documents": file.n_documents,
        "n_words": len(words),
        "settings": {**asdict(settings), "passes": settings.n_passes},
    }
    flat = {name: np.ascontiguousarray(array).ravel() for name, array in arrays.items()}
    nodes, alphabet = Trie.build(words).packed()
    trie = {"nodes": nodes, "alphabet": alphabet}
    return TopicModel(make_pack("TopicModel", content, {**flat, **trie}))


def _lda(models: ModuleType, bags: Bags, n_with: dict[str, int], settings: TopicSettings) -> Arrays:
    trained = models.LdaModel(
        bags,
        num_topics=settings.n_topics,
        id2word=dict(enumerate(n_with)),
        passes=settings.n_passes,
        random_state=settings.seed,
        chunksize=_CHUNK,
        iterations=_STEPS,
        eval_every=None,
    )
    weights = trained.state.get_lambda()
    return {
        "topics": (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32),
        "expected": np.asarray(trained.expElogbeta, np.float32),
        "alpha": np.asarray(trained.alpha, np.float32),
    }


def _lsa(models: ModuleType, bags: Bags, n_with: dict[str, int], settings: TopicSettings) -> Arrays:
    found = np.array([*n_with.values()], np.float64)
    idf = np.log((1 + bags.file.n_documents) / (1 + found)) + 1
    trained = models.LsiModel(
        _Weighed(bags, idf),
        num_topics=settings.n_topics,
        id2word=dict(enumerate(n_with)),
        chunksize=_CHUNK_LSA,
        power_iters=4,
        random_seed=settings.seed,
    )
    vectors = np.asarray(trained.projection.u, np.float64)
    largest = np.abs(vectors).argmax(axis=0)  # a singular vector and its negative are the same
    vectors = vectors * np.sign(vectors[largest, range(vectors.shape[1])])
    return {
        "projection": np.ascontiguousarray(vectors.T, np.float32),
        "singular": np.asarray(trained.projection.s, np.float32),
        "idf": idf.astype(np.float32),
    }


class _Weighed:
    """Bags with TF-IDF instead of counts, each of length 1."""

    def __init__(self, bags: Bags, idf: npt.NDArray[np.float64]) -> None:
        self.bags, self.idf = bags, idf

    def __len__(self) -> int:
        return len(self.bags)

    def __iter__(self) -> Iterator[list[tuple[int, float]]]:
        for bag in self.bags:
            numbers = [number for number, _ in bag]
            row = np.array([count for _, count in bag]) * self.idf[numbers]
            yield [*zip(numbers, (row / np.sqrt((row * row).sum())).tolist(), strict=True)]
