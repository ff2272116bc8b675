"""Train networks that read whole texts: labels of a text or a pair, and answers to questions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from zhnlp.errors import UsageError
from zhnlp.neural.backends import TorchBackend
from zhnlp.neural.building import Fitting, build
from zhnlp.neural.config import NetworkConfig
from zhnlp.neural.inputs import Cut, Inputs
from zhnlp.neural.labelling import NeuralLabeller, cutter_for, pair_rows, text_parts
from zhnlp.neural.network import Network
from zhnlp.neural.reading import NeuralReader, question_parts
from zhnlp.neural.training import Example


class Labelled(NamedTuple):
    """A text with its label.

    Attributes:
        text: The text.
        label: Its label.
        other: The second text of a pair; None for a single text.
    """

    text: str
    label: str
    other: str | None = None


class Asked(NamedTuple):
    """A question about a text, with its answer.

    Attributes:
        text: The text.
        question: The question.
        start: Where the answer begins in the text.
        end: Where it ends.
    """

    text: str
    question: str
    start: int
    end: int


def train_labels(
    samples: Sequence[Labelled],
    fitting: Fitting,
    *,
    score: Callable[[NeuralLabeller], float] | None = None,
) -> NeuralLabeller:
    """A network that gives texts, or pairs of them, their labels.

    Args:
        samples: Texts with labels.
        fitting: The shape of the network, and how to train it.
        score: Rates a model on a development set, the higher the better.

    Raises:
        UsageError: There are fewer than two labels.
    """
    labels = sorted({sample.label for sample in samples})
    if len(labels) < 2:
        raise UsageError(f"the training texts have {len(labels)} labels. Give at least 2.")
    cuts = cutter_for(fitting.shape.channels or ())([sample.text for sample in samples])

    def model(inputs: Inputs, config: NetworkConfig, network: Network) -> NeuralLabeller:
        backend = TorchBackend(network, device=fitting.settings.device)
        return NeuralLabeller(inputs, config, labels, backend)

    built = build(
        fitting,
        [*cuts, *(Cut(each.other) for each in samples if each.other is not None)],
        partial(_labelled_rows, samples=samples, cuts=cuts, labels=labels),
        task="text",
        labels=labels,
        channels=("bigrams",),
        score=None if score is None else lambda *parts: score(model(*parts)),
    )
    found = model(built.inputs, built.config, built.network)
    found.about = {**found.about, **built.about}
    return found


def _labelled_rows(
    inputs: Inputs, samples: Sequence[Labelled], cuts: Sequence[Cut], labels: Sequence[str]
) -> list[Example]:
    """An example for each row of each text; the rows of one text weigh as much as one."""
    numbers = {label: np.array(i, np.int64) for i, label in enumerate(labels)}
    found = []
    tokens = inputs.tokenizer.encode_batch(sample.text for sample in samples)
    for sample, cut, own in zip(samples, cuts, tokens, strict=True):
        if sample.other is not None:
            rows = pair_rows(inputs, sample.text, sample.other)
        else:
            ids = inputs.ids(cut, own)
            parts = text_parts(sample.text, own.starts, inputs.max_tokens - 2)
            rows = [inputs.framed(ids, first, last) for first, last in parts]
        found += [Example(row, numbers[sample.label], 1 / len(rows)) for row in rows]
    return found


def train_reader(
    samples: Sequence[Asked],
    fitting: Fitting,
    *,
    score: Callable[[NeuralReader], float] | None = None,
) -> NeuralReader:
    """A network that finds answers to questions in texts.

    Args:
        samples: Questions with their texts and answers. Windows of a text without the answer
            are left out.
        fitting: The shape of the network, and how to train it.
        score: Rates a model on a development set, the higher the better.
    """

    def examples(inputs: Inputs) -> list[Example]:
        found = []
        encode = inputs.tokenizer.encode_batch
        texts = encode(sample.text for sample in samples)
        questions = encode(sample.question for sample in samples)
        for sample, text, question in zip(samples, texts, questions, strict=True):
            first = bisect_right(text.starts, sample.start) - 1
            last = bisect_right(text.starts, max(sample.end - 1, sample.start)) - 1
            for part in question_parts(inputs, question, text):
                if part.first <= first and last < part.last:
                    gold = np.array([first, last]) - part.first + part.offset
                    found.append(Example(part.row, gold))
        return found

    def model(inputs: Inputs, config: NetworkConfig, network: Network) -> NeuralReader:
        backend = TorchBackend(network, device=fitting.settings.device)
        labels = ("start", "end")
        return NeuralReader(inputs, config, labels, backend)

    built = build(
        fitting,
        [Cut(text) for each in samples for text in (each.text, each.question)],
        examples,
        task="span",
        labels=("start", "end"),
        channels=(),
        score=None if score is None else lambda *parts: score(model(*parts)),
    )
    found = model(built.inputs, built.config, built.network)
    found.about = {**found.about, **built.about}
    return found
