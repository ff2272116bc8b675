"""NeuralNames: names of a text by a network, a NameFinder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zhnlp.models import Ends, Name, NameFinder
from zhnlp.neural.decoding import best_paths, transitions_of
from zhnlp.neural.inputs import Cut
from zhnlp.neural.model import NeuralModel, Sentence
from zhnlp.neural.schemes import Legal, NameScheme
from zhnlp.packing import About


class NeuralNames(NeuralModel, NameFinder):
    """Finds names: labels BIOES of tokens, decoded so that they are legal.

    A name lies within one sentence; see windows.py. Its ends are those of tokens.
    """

    KIND = "NeuralNames"

    def _begin(self) -> None:
        self.scheme = scheme_of(self.outputs)
        learned = self.about.get("transitions")
        given = None if learned is None else np.array(learned, np.float32)
        self.transitions = transitions_of(self.scheme.legal(), given)

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels of names."""
        return self.scheme.kinds

    @classmethod
    def legal(cls, labels: Sequence[str]) -> Legal:
        """What may follow what."""
        return scheme_of(labels).legal()

    def find(self, text: str, ends: Ends, tags: Sequence[str]) -> Sequence[Name]:
        """The names in `text`, in order, not overlapping."""
        return self.find_batch([text], [ends], [tags])[0]

    def find_batch(
        self, texts: Sequence[str], ends: Sequence[Ends], tags: Sequence[Sequence[str]]
    ) -> list[Sequence[Name]]:
        """The names in each of `texts`."""
        cuts = [
            Cut(text, np.frombuffer(own, np.int32), tuple(own_tags))
            for text, own, own_tags in zip(texts, ends, tags, strict=True)
        ]
        tokens = self.inputs.tokenizer.encode_batch(texts)
        sentences = self.sentences(cuts, tokens)
        paths = iter(
            best_paths([each.scores for own in sentences for each in own], self.transitions)
        )
        return [
            [
                name
                for sentence in own
                for name in self._names(cut.text, found.starts, sentence, next(paths).tolist())
            ]
            for cut, found, own in zip(cuts, tokens, sentences, strict=True)
        ]

    def _names(
        self, text: str, starts: Sequence[int], sentence: Sentence, path: Sequence[int]
    ) -> list[Name]:
        end = starts[sentence.last] if sentence.last < len(starts) else len(text)
        return self.scheme.spans(path, starts[sentence.first : sentence.last], end)

    def _description(self) -> About:
        return {**super()._description(), "transitions": self.transitions.tolist()}


def scheme_of(labels: Sequence[str]) -> NameScheme:
    """The scheme that has these labels."""
    return NameScheme(tuple(dict.fromkeys(label[2:] for label in labels if label != "O")))
