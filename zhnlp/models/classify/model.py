"""Linear models of labels: of texts by their characters, of words, and of vectors.

They need numpy alone. features.py says what they see, linear.py how they decide, and
training.py makes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from zhnlp.arguments import need_choice, need_count
from zhnlp.errors import UsageError
from zhnlp.models import TextLabeller, TokenLabeller, TokenUnit, VectorLabeller
from zhnlp.models.classify.features import END, START, Features
from zhnlp.models.classify.linear import Linear
from zhnlp.models.counts.model import TokenSequence
from zhnlp.models.packed import PackedModel
from zhnlp.packing import Pack, pack_errors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_AT_ONCE = 1024  # texts, whose n-grams are in memory together


class GramLabels(PackedModel):
    """The base of the models that see n-grams."""

    labels: tuple[str, ...] = ()
    _features: Features
    _linear: Linear

    def _read(self, pack: Pack) -> None:
        with pack_errors(pack):
            self._features = Features.read(pack)
            self._linear = Linear.read(pack, len(self._features.scales))
            self.labels = self._linear.labels

    def weights_of(self, label: str, n: int = 20) -> list[tuple[str, float]]:
        """The n-grams that speak most for a label, with their weights, the largest first.

        A weight is what the n-gram adds to the logit of the label, against the mean of those of the
        other labels, where it is all that a text has. The ends of a text are shown as ``⟨`` and
        ``⟩``, and white space between characters as ``␣``.

        Args:
            label: One of `labels`.
            n: How many.

        Raises:
            UsageError: There is no such label.
        """
        import numpy as np

        weights = self._linear.weights_of(need_choice(label, "label", self.labels))
        if not self._features.unit:
            weights = weights * self._features.scales
        best = np.argsort(-weights, kind="stable")[: need_count(n, "n")].tolist()
        with pack_errors(self.pack):
            names = self._features.names()
            return [(_shown(names[number]), float(weights[number])) for number in best]

    def _answers(self, sequences: Sequence[TokenSequence]) -> Iterator[dict[str, float]]:
        for first in range(0, len(sequences), _AT_ONCE):
            rows = self._features.rows(sequences[first : first + _AT_ONCE])
            yield from self._linear.answers(self._linear.logits(rows))


class TextLabels(GramLabels, TextLabeller):
    """A model of labels that sees the n-grams of the characters of a text."""

    KIND: ClassVar[str] = "TextLabels"

    def probabilities(self, text: str) -> Mapping[str, float]:
        """The probability of each label; for a text without known n-grams, of labels as such."""
        return next(self._answers([text]))

    def probabilities_batch(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        """The probabilities of the labels for each of `texts`."""
        return list(self._answers(texts))


class TokenLabels(GramLabels, TokenLabeller):
    """A model of labels that sees n-grams of words or terms, and perhaps of their characters."""

    KIND: ClassVar[str] = "TokenLabels"
    of: TokenUnit = "words"

    def _read(self, pack: Pack) -> None:
        super()._read(pack)
        with pack_errors(pack):
            read = need_choice(pack.about["of"], "of", ("terms", "words", "characters+words"))
            self.of = "terms" if read == "terms" else "words"

    def token_probabilities(self, tokens: Sequence[str]) -> Mapping[str, float]:
        """The probability of each label for a text with these words or terms."""
        return next(self._answers([tokens]))

    def token_probabilities_batch(
        self, sequences: Sequence[Sequence[str]]
    ) -> list[Mapping[str, float]]:
        """The probabilities of the labels for each of `sequences`."""
        return list(self._answers(sequences))


class VectorLabels(PackedModel, VectorLabeller):
    """A model of labels that sees the vector of a text."""

    KIND: ClassVar[str] = "VectorLabels"
    labels: tuple[str, ...] = ()
    width: int = 0

    def _read(self, pack: Pack) -> None:
        with pack_errors(pack):
            self._linear = Linear.read(pack)
            self.labels, self.width = self._linear.labels, len(self._linear.weights)

    def vector_probabilities(self, vectors: Sequence[Sequence[float]]) -> list[Mapping[str, float]]:
        """The probabilities of the labels for each of `vectors`, float32, shape (width,)."""
        import numpy as np

        rows = [np.asarray(own, np.float32) for own in vectors]
        for own in rows:
            if own.shape != (self.width,):
                raise UsageError(
                    f"a vector has {len(own)} numbers; the model learned from vectors with "
                    f"{self.width}. Use the Embedder that it was trained with."
                )
        given: npt.NDArray[np.float32] = np.array(rows, np.float32).reshape(len(rows), self.width)
        return list(self._linear.answers(self._linear.dense_logits(given)))


def _shown(gram: str) -> str:
    return gram.replace(START, "⟨").replace(END, "⟩")
