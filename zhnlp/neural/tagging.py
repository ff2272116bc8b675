"""NeuralTagger: parts of speech of words by a network, a WordTagger."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zhnlp.models import Ends, WordTagger
from zhnlp.neural.inputs import Cut
from zhnlp.neural.model import NeuralModel, Sentence


class NeuralTagger(NeuralModel, WordTagger):
    """Gives a word the tag with the highest sum of log probabilities over its tokens."""

    KIND = "NeuralTagger"

    @property
    def labels(self) -> tuple[str, ...]:
        """All tags."""
        return self.outputs

    def tags(self, text: str, ends: Ends) -> tuple[str, ...]:
        """A tag for each word of `text`."""
        return self.tags_batch([text], [ends])[0]

    def tags_batch(self, texts: Sequence[str], ends: Sequence[Ends]) -> list[tuple[str, ...]]:
        """The tags of each of `texts`."""
        cuts = [
            Cut(text, np.frombuffer(own, np.int32)) for text, own in zip(texts, ends, strict=True)
        ]
        tokens = self.inputs.tokenizer.encode_batch(texts)
        found = self.sentences(cuts, tokens)
        return [
            self._tags(cut, own.starts, sentences)
            for cut, own, sentences in zip(cuts, tokens, found, strict=True)
        ]

    def _tags(
        self, cut: Cut, starts: Sequence[int], sentences: Sequence[Sentence]
    ) -> tuple[str, ...]:
        if not sentences:
            return ()
        scores = np.concatenate([each.scores for each in sentences])
        scores = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        sums = np.zeros((len(cut.ends), scores.shape[1]), np.float64)
        np.add.at(sums, words_of(cut.ends, starts), scores)
        return tuple(self.outputs[i] for i in sums.argmax(1))


def words_of(ends: Sequence[int] | NDArray[np.int32], starts: Sequence[int]) -> NDArray[np.int64]:
    """The number of the word that each token begins in, shape (tokens,)."""
    return np.searchsorted(np.asarray(ends), np.asarray(starts), side="right")
