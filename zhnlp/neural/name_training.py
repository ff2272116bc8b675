"""Train networks that find names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zhnlp.errors import UsageError
from zhnlp.models.sequence.training import Sample
from zhnlp.neural.backends import TorchBackend
from zhnlp.neural.building import Fitting, build, sentence_examples
from zhnlp.neural.config import NetworkConfig
from zhnlp.neural.inputs import Cut, Inputs
from zhnlp.neural.names import NeuralNames
from zhnlp.neural.network import Network
from zhnlp.neural.schemes import NameScheme


def train_names(
    samples: Sequence[Sample],
    fitting: Fitting,
    *,
    score: Callable[[NeuralNames], float] | None = None,
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

    def model(inputs: Inputs, config: NetworkConfig, network: Network) -> NeuralNames:
        about = dict(fitting.about or {})
        transitions = network.transitions()
        if transitions is not None:
            about["transitions"] = transitions.tolist()
        backend = TorchBackend(network, device=fitting.settings.device)
        return NeuralNames(inputs, config, scheme.labels, backend, about=about)

    def examples(inputs: Inputs) -> list:
        return sentence_examples(
            inputs,
            samples,
            lambda sample, starts: scheme.allowed(starts, len(sample.text), sample.names),
            fitting.shape.max_tokens,
        )

    built = build(
        fitting,
        [Cut(each.text, each.ends, each.tags) for each in samples],
        examples,
        task="tags",
        labels=scheme.labels,
        legal=scheme.legal(),
        score=None if score is None else lambda *parts: score(model(*parts)),
    )
    found = model(built.inputs, built.config, built.network)
    found.about = {**found.about, **built.about}
    return found
