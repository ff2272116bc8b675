"""NeuralCutter: scores of the labels B, M, E and S of characters, for the compiled cutter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from zhnlp.models import WordScorer
from zhnlp.neural.decoding import FORBIDDEN, transitions_of
from zhnlp.neural.inputs import Cut
from zhnlp.neural.model import NeuralModel, Sentence
from zhnlp.neural.schemes import Legal, WordScheme

if TYPE_CHECKING:
    from typing_extensions import Buffer

_NEVER = -20.0  # log weight of a cut inside a token, beside weights of a few units


class NeuralCutter(NeuralModel, WordScorer):
    """Scores of labels of characters by a network, a WordScorer; `Segmenter` cuts by them."""

    KIND = "NeuralCutter"

    def _begin(self) -> None:
        learned = self.about.get("transitions")
        given = None if learned is None else np.array(learned, np.float32)
        self._weights = transitions_of(WordScheme().legal(), given)

    @classmethod
    def legal(cls, labels: Sequence[str]) -> Legal:
        """What may follow what."""
        return WordScheme().legal()

    @property
    def transitions(self) -> memoryview:
        """Weights of going from B, M, E or S to one of these, float32, shape (16,), row by row."""
        return np.ascontiguousarray(self._weights[:4, :4]).reshape(-1).data

    def scores(self, text: str) -> Buffer:
        """Scores of B, M, E and S, natural logarithms, float32, shape (characters, 4)."""
        return self.scores_batch([text])[0]

    def scores_batch(self, texts: Sequence[str]) -> list[Buffer]:
        """The scores of each of `texts`."""
        tokens = self.inputs.tokenizer.encode_batch(texts)
        found = self.sentences([Cut(text) for text in texts], tokens)
        return [
            self._of_characters(text, own.starts, sentences).data
            for text, own, sentences in zip(texts, tokens, found, strict=True)
        ]

    def _of_characters(
        self, text: str, starts: Sequence[int], sentences: Sequence[Sentence]
    ) -> NDArray[np.float32]:
        """The scores of tokens as those of characters; a token is not cut inside."""
        if not sentences:
            return np.zeros((0, 4), np.float32)
        scores = np.concatenate([each.scores for each in sentences]).astype(np.float32)
        for each in sentences:
            scores[each.first] += np.maximum(self._weights[4, :4], FORBIDDEN / 100)
            scores[each.last - 1] += np.maximum(self._weights[:4, 5], FORBIDDEN / 100)
        if len(starts) == len(text):
            return scores
        begin, inside, end, single = scores.T
        never = np.full(len(scores), _NEVER, np.float32)
        first = np.stack([np.maximum(begin, single), np.maximum(inside, end), never, never], 1)
        last = np.stack([never, np.maximum(begin, inside), np.maximum(end, single), never], 1)
        whose = np.searchsorted(np.array(starts), np.arange(len(text)), side="right") - 1
        lengths = np.diff([*starts, len(text)])[whose]
        is_first = np.diff(whose, prepend=-1) > 0
        is_last = np.diff(whose, append=len(starts)) > 0
        between = np.tile(np.array([_NEVER, 0, _NEVER, _NEVER], np.float32), (len(text), 1))
        own = np.where(is_first[:, None], first[whose], between)
        own = np.where(is_last[:, None], last[whose], own)
        return np.where(lengths[:, None] == 1, scores[whose], own).astype(np.float32)
