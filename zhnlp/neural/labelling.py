"""NeuralLabeller: label probabilities of a text, or of a pair of texts, by a network."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from zhnlp.errors import UsageError
from zhnlp.models import PairLabeller, TextLabeller
from zhnlp.models.words.cutting import Cutting
from zhnlp.neural.inputs import Cut, Inputs, Row
from zhnlp.neural.model import NeuralModel
from zhnlp.neural.tokenizer import Tokens
from zhnlp.neural.windows import sentence_tokens, windows


class NeuralLabeller(NeuralModel, TextLabeller, PairLabeller):
    """Gives each label a probability.

    A text with too many tokens is read in windows of whole sentences; its probabilities are the
    means over them, weighed by their tokens.
    """

    KIND = "NeuralLabeller"

    def _begin(self) -> None:
        self._cut = cutter_for(self.inputs.channels)

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels."""
        return self.outputs

    def probabilities(self, text: str) -> Mapping[str, float]:
        """The probability of each label."""
        return self.probabilities_batch([text])[0]

    def probabilities_batch(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        """The probabilities of the labels for each of `texts`."""
        cuts = self._cut(texts)
        tokens = self.inputs.tokenizer.encode_batch(texts)
        rows = [self._rows(cut, own) for cut, own in zip(cuts, tokens, strict=True)]
        return self._means(rows)

    def pair_probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[Mapping[str, float]]:
        """The probabilities of the labels for each pair of texts; see `pair_rows`."""
        return self._means([pair_rows(self.inputs, *pair) for pair in pairs])

    def _rows(self, cut: Cut, tokens: Tokens) -> list[Row]:
        """The row of a text, or one for each of its windows; one that is empty has a blank."""
        if not tokens.ids:
            tokens = self.inputs.tokenizer.encode(" ")
            [cut] = self._cut([" "])
        ids = self.inputs.ids(cut, tokens)
        return [
            self.inputs.framed(ids, first, last)
            for first, last in text_parts(cut.text, tokens.starts, self.inputs.max_tokens - 2)
        ]

    def _means(self, rows: Sequence[Sequence[Row]]) -> list[Mapping[str, float]]:
        scores = self.rows_scores([row for own in rows for row in own])
        found: list[Mapping[str, float]] = []
        at = 0
        for own in rows:
            weights = np.array([len(row["ids"]) for row in own], np.float64)
            probabilities = softmax(np.stack(scores[at : at + len(own)]).astype(np.float64))
            mean = weights @ probabilities / weights.sum()
            found.append(dict(zip(self.outputs, mean.tolist(), strict=True)))
            at += len(own)
        return found


def cutter_for(channels: Collection[str]) -> Callable[[Sequence[str]], list[Cut]]:
    """What cuts texts into words by the default model, if `channels` need words.

    Raises:
        UsageError: They need tags, which are not made here.
    """
    if "tags" in channels:
        raise UsageError("a network for whole texts has no channel 'tags'. Leave it out.")
    if not {"words", "places"} & set(channels):
        return lambda texts: [Cut(text) for text in texts]
    return _WordCuts()


class _WordCuts:
    """Cuts texts into words by the default model; it can be pickled."""

    def __init__(self) -> None:
        self.ends = Cutting("crf").ends

    def __call__(self, texts: Sequence[str]) -> list[Cut]:
        return [Cut(text, np.frombuffer(self.ends(text), np.int32)) for text in texts]

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return _WordCuts, ()


def text_parts(text: str, starts: Sequence[int], longest: int) -> list[tuple[int, int]]:
    """First and past-the-last token of each part: as many whole sentences as fit."""
    parts: list[tuple[int, int]] = []
    for sentence in sentence_tokens(text, starts):
        for first, last, _, _ in windows(*sentence, longest, 0):
            if parts and last - parts[-1][0] <= longest:
                parts[-1] = (parts[-1][0], last)
            else:
                parts.append((first, last))
    return parts


def pair_rows(inputs: Inputs, first: str, second: str) -> list[Row]:
    """The row of two texts; where they have too many tokens, rows of pairs of their parts.

    The first text has at most half of a row, unless the second is short. Parts that lie equally
    far into their texts share a row, and each part is in one: as many rows as the text with
    more parts has.
    """
    a, b = inputs.tokenizer.encode_batch([first, second])
    room = inputs.max_tokens - 3
    most = max(room // 2, room - len(b.ids))
    firsts = text_parts(first, a.starts, most) or [(0, 0)]
    left = room - max(end - begin for begin, end in firsts)
    seconds = text_parts(second, b.starts, left) or [(0, 0)]
    n = max(len(firsts), len(seconds))
    return [
        inputs.pair(
            _part(a, *firsts[i * len(firsts) // n]), _part(b, *seconds[i * len(seconds) // n])
        )
        for i in range(n)
    ]


def _part(tokens: Tokens, first: int, last: int) -> Tokens:
    return Tokens(tokens.ids[first:last], tokens.starts[first:last])


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities over the last axis."""
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(weights / weights.sum(-1, keepdims=True))
