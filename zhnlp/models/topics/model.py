"""TopicModel: the words of topics, and the topics of a document.

Two methods make topics out of the words that occur together:

    lda   latent Dirichlet allocation (Blei, Ng and Jordan, 2003): a topic is a distribution of
          words, and a document has shares of topics, which sum to 1
    lsa   latent semantic analysis (Deerwester et al., 1990): a topic is a singular vector of the
          matrix of TF-IDF; a document has a coordinate for each, which may be negative

Arrays, all float32: lda has ``topics``, the share of each word in a topic, ``expected``,
exp(E[log beta]), both of shape (topics, words), and ``alpha``; lsa has ``projection``, shape
(topics, words), ``singular`` and ``idf``. Words are in a trie. training.py makes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, get_args

from zhnlp.arguments import need_count, need_strings, shown
from zhnlp.core import Trie
from zhnlp.errors import UsageError
from zhnlp.models.counts.model import UNITS, Of, one_of
from zhnlp.models.latin import LATIN, Latin
from zhnlp.models.packed import PackedModel, different_labels, finite
from zhnlp.packing import Pack, pack_errors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float32]

Method = Literal["lda", "lsa"]
METHODS: tuple[Method, ...] = get_args(Method)
Measure = Literal["c_v", "c_npmi", "u_mass"]
MEASURES: tuple[Measure, ...] = get_args(Measure)


class TopicModel(PackedModel):
    """Topics of documents.

    Attributes:
        method: ``"lda"`` or ``"lsa"``.
        of: Whether it counts words, terms or characters.
        latin: The form of Latin words; see models/latin.py.
        labels: A name for each topic.
        words: The words that it knows, in alphabetical order.
        alpha: Of lda: the parameters of the topics before anything is read, shape (topics,).
    """

    KIND = "TopicModel"
    method: Method
    of: Of
    latin: Latin
    labels: tuple[str, ...]
    words: tuple[str, ...]

    def _read(self, pack: Pack) -> None:
        with pack_errors(pack):
            about = pack.about
            self.method = one_of(about["method"], METHODS)
            self.of = one_of(about["of"], UNITS)
            self.latin = one_of(about["latin"], LATIN)
            self.labels = different_labels(about["labels"])
            trie = Trie(pack.array("nodes", "Q"), pack.array("alphabet", "I"))
            self._numbers = dict(trie.items())
            self.words = tuple(sorted(self._numbers, key=self._numbers.__getitem__))
            if sorted(self._numbers.values()) != [*range(len(self.words))]:
                raise ValueError("the words are not numbered from 0.")
            if self.method == "lda":
                self._weights = self._matrix("topics")
                self._expected = self._matrix("expected")
                self.alpha = self._row("alpha", self.n_topics)
                if not (self.alpha > 0).all() or (self._expected < 0).any():
                    raise ValueError("a parameter of a topic is not above 0.")
            else:
                self._weights = self._matrix("projection")
                self.singular_values = self._row("singular", self.n_topics)
                self._idf = self._row("idf", len(self.words))

    def _matrix(self, name: str) -> Array:
        return finite(self.pack, name).reshape(self.n_topics, len(self.words))

    def _row(self, name: str, size: int) -> Array:
        return finite(self.pack, name).reshape(size)

    @property
    def n_topics(self) -> int:
        """The number of topics."""
        return len(self.labels)

    def words_of(self, topic: int, n: int = 10) -> tuple[tuple[str, float], ...]:
        """The `n` weightiest words of a topic and their weights.

        Args:
            topic: Its number, counted from 0.
            n: The most words.

        Returns:
            Of lda, the probability of each word in the topic. Of lsa, the part of each word in
            the singular vector, which may be negative: words with the largest absolute value.
        """
        import numpy as np

        number = need_count(topic, "topic", least=0)
        if number >= self.n_topics:
            raise UsageError(
                f"there is no topic {number}; the last one is {self.n_topics - 1}. "
                "Give a smaller number."
            )
        weights = self._weights[number]
        first = np.argsort(-np.abs(weights), kind="stable")[: need_count(n, "n")]
        return tuple((self.words[at], float(weights[at])) for at in first)

    def shares(self, tokens: Sequence[str]) -> dict[str, float]:
        """Of lda: the share of each topic in a document by its label; empty without known words.

        Raises:
            UsageError: The model is one of lsa, which has no shares.
        """
        from zhnlp.models.topics.inference import gamma_of

        self._need("lda", "shares", "coordinates")
        words, counts = self._bag(tokens)
        if not len(words):
            return {}
        gamma = gamma_of(counts, self._expected[:, words], self.alpha)
        return dict(zip(self.labels, (gamma / gamma.sum()).tolist(), strict=True))

    def coordinates(self, tokens: Sequence[str]) -> Array:
        """Of lsa: the coordinates of a document, shape (topics,); 0 without known words.

        They are its TF-IDF, of length 1, projected on the singular vectors.

        Raises:
            UsageError: The model is one of lda, which has no coordinates.
        """
        import numpy as np

        self._need("lsa", "coordinates", "shares")
        words, counts = self._bag(tokens)
        row = counts * self._idf[words].astype(np.float64)
        length = np.sqrt((row * row).sum())
        projected = self._weights[:, words] @ (row / (length or 1.0))
        return projected.astype(np.float32)

    def with_labels(self, labels: Iterable[str]) -> TopicModel:
        """The same topics with other names.

        Raises:
            UsageError: There are not as many as topics, or one is empty or given twice.
        """
        own = need_strings(labels, "labels")
        if len(own) != self.n_topics or len(set(own)) < len(own) or not all(own):
            raise UsageError(
                f"labels are {shown(own)}. Give {self.n_topics} different names, one for each "
                "topic."
            )
        about = {**self.about, "labels": [str(label) for label in own]}
        return TopicModel(Pack(None, about, self.pack.data, self.pack.arrays))

    def _need(self, method: Method, what: str, other: str) -> None:
        if self.method != method:
            raise UsageError(f"a model of {self.method} has no {what}. Ask for its {other}.")

    def _bag(self, tokens: Sequence[str]) -> tuple[npt.NDArray[np.int64], Array]:
        """The numbers of the known words, rising, and how often each occurs."""
        import numpy as np

        find = self._numbers.get
        known = [number for word in tokens if (number := find(word)) is not None]
        counts = sorted(Counter(known).items())
        pairs = np.array(counts, np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1].astype(np.float32)


def labels_of(weights: Array, words: Sequence[str]) -> list[str]:
    """A name for each topic: its first three words, and more where two have the same."""
    import numpy as np

    order = np.argsort(-np.abs(weights), axis=1, kind="stable").tolist()
    labels: list[str] = []
    for number, row in enumerate(order):
        several = (
            " ".join(words[at] for at in row[:n]) for n in range(min(3, len(row)), len(row) + 1)
        )
        other = f"{' '.join(words[at] for at in row[:3])} {number}"
        labels.append(next((each for each in several if each not in labels), other))
    return labels
