"""Train networks that label tokens: words, parts of speech and names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import numpy as np

from zhnlp.errors import UsageError
from zhnlp.models.sequence.training import Sample
from zhnlp.neural.backends import TorchBackend
from zhnlp.neural.building import Fitting, build, sentence_examples
from zhnlp.neural.config import NetworkConfig
from zhnlp.neural.cutting import NeuralCutter
from zhnlp.neural.inputs import Cut, Inputs
from zhnlp.neural.model import NeuralModel
from zhnlp.neural.names import NeuralNames
from zhnlp.neural.network import Network
from zhnlp.neural.schemes import Allowed, NameScheme, WordScheme
from zhnlp.neural.tagging import NeuralTagger, words_of

Model = TypeVar("Model", bound=NeuralModel)
Gold = Callable[[Sample, Sequence[int]], Allowed]
Rate = Callable[[Model], float]


def train_words(
    samples: Sequence[Sample], fitting: Fitting, *, score: Rate[NeuralCutter] | None = None
) -> NeuralCutter:
    """A network that cuts texts as those of `samples` are cut; optional ends may be cut or not."""
    scheme = WordScheme()

    def gold(sample: Sample, starts: Sequence[int]) -> Allowed:
        return scheme.allowed(starts, len(sample.text), sample.ends, sample.optional)

    return _trained(NeuralCutter, samples, fitting, scheme.labels, gold, ("bigrams",), score)


def train_tags(
    samples: Sequence[Sample], fitting: Fitting, *, score: Rate[NeuralTagger] | None = None
) -> NeuralTagger:
    """A network that gives the words of `samples` their tags."""
    labels = sorted({tag for sample in samples for tag in sample.tags})
    if not labels:
        raise UsageError("the training texts have no tags. Give texts with words and tags.")
    numbers = {tag: i for i, tag in enumerate(labels)}

    def gold(sample: Sample, starts: Sequence[int]) -> Allowed:
        own = np.array([numbers[tag] for tag in sample.tags])[words_of(sample.ends, starts)]
        return np.asarray(own[:, None] == np.arange(len(labels)))

    channels = ("bigrams", "words", "places")
    fitting = replace(fitting, shape=replace(fitting.shape, crf=False))  # words are no chain here
    return _trained(NeuralTagger, samples, fitting, labels, gold, channels, score)


def train_names(
    samples: Sequence[Sample], fitting: Fitting, *, score: Rate[NeuralNames] | None = None
) -> NeuralNames:
    """A network that finds the names in `samples`.

    Args:
        samples: Texts with names, and with words and tags if a channel needs them. Names with
            labels such as ``PER?`` may be found but need not be.
        fitting: The shape of the network, and how to train it.
        score: Rates a model on a development set, the higher the better.

    Raises:
        UsageError: There are no names.
    """
    kinds = sorted({label for each in samples for _, _, label in each.names if label[-1:] != "?"})
    if not kinds:
        raise UsageError("the training texts have no names. Give texts with entities.")
    scheme = NameScheme(tuple(kinds))

    def gold(sample: Sample, starts: Sequence[int]) -> Allowed:
        return scheme.allowed(starts, len(sample.text), sample.names)

    channels = ("bigrams", "words", "places", "tags")
    return _trained(NeuralNames, samples, fitting, scheme.labels, gold, channels, score)


def _trained(
    kind: type[Model],
    samples: Sequence[Sample],
    fitting: Fitting,
    labels: Sequence[str],
    gold: Gold,
    channels: Sequence[str],
    score: Rate[Model] | None,
) -> Model:
    for name in fitting.shape.channels or ():
        if name not in channels:
            raise UsageError(
                f"a {kind.__name__} has no channel {name!r}: what it would read is not known yet "
                f"when it is used. There are: {', '.join(channels)}."
            )

    def model(inputs: Inputs, config: NetworkConfig, network: Network) -> Model:
        transitions = network.transitions()
        about = {} if transitions is None else {"transitions": transitions.tolist()}
        backend = TorchBackend(network, device=fitting.settings.device)
        return kind(inputs, config, labels, backend, about=about)

    built = build(
        fitting,
        [Cut(each.text, each.ends, each.tags) for each in samples],
        partial(sentence_examples, samples=samples, gold=gold),
        task="tags",
        labels=labels,
        channels=channels,
        legal=kind.legal(labels),
        score=None if score is None else lambda *parts: score(model(*parts)),
    )
    found = model(built.inputs, built.config, built.network)
    found.about = {**found.about, **built.about}
    return found
