"""Build and train a network for one task: vocabulary, channels, vectors, examples, passes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from zhnlp.errors import UsageError, did_you_mean
from zhnlp.models.sequence.training import Sample
from zhnlp.neural.config import Kind, NetworkConfig, Task
from zhnlp.neural.embeddings import Embeddings
from zhnlp.neural.inputs import UNKNOWN, Cut, Inputs
from zhnlp.neural.network import Network
from zhnlp.neural.schemes import Allowed, Legal
from zhnlp.neural.settings import NEW_RATE, RECURRENT, TUNING_RATE, WIDTHS, FineTuning, Shape
from zhnlp.neural.states import States
from zhnlp.neural.tokenizer import CharacterTokenizer
from zhnlp.neural.training import Example, Report, train
from zhnlp.neural.vectors import RawText, Vectors, train_vectors
from zhnlp.neural.windows import sentence_tokens, windows
from zhnlp.packing import About

_MAX_KNOWN = 200_000  # items of a channel
_MIN_COUNT = 2
_NO_LINE = re.compile("[\r\n\ud800-\udfff]")  # what a line of UTF-8 cannot hold


@dataclass(frozen=True)
class Fitting:
    """One training: everything except the data.

    Attributes:
        shape: The shape of the network.
        settings: How to train.
        raw: Returns raw texts, to learn vectors from; None for none.
        states: The folder for the state, to resume from.
        dev_key: Identifies the data of the score; a state with another key is not used.
        keep_states: Leave the state there at the end, until the model is saved, say.
        about: The description for the pack.
        report: Called with a line of text at each step.
    """

    shape: Shape = field(default_factory=Shape)
    settings: FineTuning = field(default_factory=FineTuning)
    raw: Callable[[], Iterable[RawText]] | None = None
    states: Path | None = None
    dev_key: str = ""
    keep_states: bool = False
    about: About | None = None
    report: Report = lambda line: None


class Built(NamedTuple):
    """A trained network with what makes its inputs.

    Attributes:
        inputs: Makes rows.
        config: The shape.
        network: The network.
        about: The description for the pack.
    """

    inputs: Inputs
    config: NetworkConfig
    network: Network
    about: About


Rows = Callable[[Inputs], Sequence[Example]]
Rate = Callable[[Inputs, NetworkConfig, Network], float]


def build(
    fitting: Fitting,
    cuts: Sequence[Cut],
    examples: Rows,
    *,
    task: Task,
    labels: Sequence[str],
    channels: Sequence[str],
    legal: Legal | None = None,
    score: Rate | None = None,
) -> Built:
    """A network trained on some texts.

    Args:
        fitting: How.
        cuts: The texts, to learn the vocabulary from.
        examples: Makes the examples, once the vocabulary is known.
        task: The kind of head.
        labels: Its labels.
        channels: What the embeddings know beside characters, if the shape does not say.
        legal: What may follow what, for tags.
        score: Rates a network on a development set, the higher the better.
    """
    made = fitting.shape.encoder in RECURRENT
    if fitting.shape.channels is None:
        full = replace(fitting.shape, channels=tuple(channels) if made else ())
        fitting = replace(fitting, shape=full)
    if fitting.settings.rate is None:
        rate = NEW_RATE if made else TUNING_RATE
        fitting = replace(fitting, settings=replace(fitting.settings, rate=rate))
    shape = fitting.shape
    torch.manual_seed(fitting.settings.seed)
    vectors = _learned_vectors(fitting) if made and fitting.raw else {}
    inputs, encoder = _recurrent(shape, cuts, vectors) if made else _pretrained(shape)
    config = _config(shape, inputs, vectors, task, len(labels), encoder)
    network = Network(config, encoder=encoder, legal=legal)
    for name, own in vectors.items():
        _begin_with(network.encoder.embeddings, inputs, name, own)
    rated = None if score is None else lambda network: score(inputs, config, network)
    about = _passes(network, examples(inputs), fitting, rated)
    return Built(inputs, config, network, about)


def _passes(
    network: Network,
    rows: Sequence[Example],
    fitting: Fitting,
    score: Callable[[Network], float] | None,
) -> About:
    """Train `network`; the description for its pack."""
    n_weights = sum(each.numel() for each in network.parameters())
    fitting.report(f"{len(rows):,} examples; {n_weights:,} weights")
    states = (
        None if fitting.states is None else States(fitting.states, _key(fitting, rows, network))
    )
    progress = train(
        network, rows, fitting.settings, score=score, states=states, report=fitting.report
    )
    if states and not fitting.keep_states:
        states.done()
    training = {**asdict(fitting.settings), "best": progress.best}
    return {**(fitting.about or {}), "training": training}


def sentence_examples(
    inputs: Inputs,
    samples: Sequence[Sample],
    gold: Callable[[Sample, Sequence[int]], Allowed],
) -> list[Example]:
    """An example for each sentence, or each window of a long one, with its rows of gold labels."""
    tokens = inputs.tokenizer.encode_batch(sample.text for sample in samples)
    found = []
    for sample, own in zip(samples, tokens, strict=True):
        if not own.starts:
            continue
        cut = Cut(sample.text, sample.ends, sample.tags)
        ids, allowed = inputs.ids(cut, own), gold(sample, own.starts)
        for first, last in sentence_tokens(sample.text, own.starts):
            for each in windows(first, last, inputs.max_tokens - 2, 0):
                row = inputs.framed(ids, each.first, each.last)
                own_gold = allowed[each.first : each.last].copy()
                if each.first > first:  # a name or word may be cut there: all labels are right
                    own_gold[0] = True
                if each.last < last:
                    own_gold[-1] = True
                found.append(Example(row, own_gold, sample.weight))
    return found


def _learned_vectors(fitting: Fitting) -> dict[str, Vectors]:
    assert fitting.raw is not None
    widths = {"ids": fitting.shape.embedding}
    widths |= {
        name: WIDTHS[name] for name in fitting.shape.channels or () if name in ("bigrams", "words")
    }
    return train_vectors(fitting.raw(), widths, seed=fitting.settings.seed, report=fitting.report)


def _recurrent(
    shape: Shape, cuts: Sequence[Cut], vectors: Mapping[str, Vectors]
) -> tuple[Inputs, None]:
    """Inputs with the vocabulary of the texts and the vectors."""
    texts = (cut.text for cut in cuts)
    known = [char for char in vectors.get("ids", ()) if len(char) == 1]
    tokenizer = CharacterTokenizer.train([*texts, *known, *known], min_count=2)
    channels: dict[str, Sequence[str]] = {}
    for name in shape.channels or ():
        found = dict.fromkeys([*_frequent(name, cuts), *vectors.get(name, ())])
        channels[name] = [item for item in found if not _NO_LINE.search(item)][:_MAX_KNOWN]
    return Inputs(tokenizer, channels, max_tokens=shape.max_tokens), None


def _frequent(channel: str, cuts: Sequence[Cut]) -> list[str]:
    """What occurs more than once in the texts, sorted."""
    counts: Counter[str] = Counter()
    for cut in cuts:
        text = cut.text
        if channel == "bigrams":
            counts.update(text[i : i + 2] for i in range(len(text) - 1))
        elif channel == "words":
            begins = [0, *cut.ends][:-1]
            counts.update(text[a:b] for a, b in zip(begins, cut.ends, strict=True))
        elif channel == "tags":
            counts.update(cut.tags)
    return sorted(item for item, n in counts.items() if n >= _MIN_COUNT)


def _pretrained(shape: Shape) -> tuple[Inputs, nn.Module]:
    """Inputs and encoder of a folder."""
    from zhnlp.neural.checkpoints import encoder_folder
    from zhnlp.neural.encoders import load_encoder

    if shape.channels:
        raise UsageError(
            f"a transformers encoder knows no channels, but {', '.join(shape.channels)} are "
            "given. Leave them out."
        )
    folder = encoder_folder(_encoder_name(shape.encoder))
    tokenizer = CharacterTokenizer.from_pretrained(folder)
    encoder = load_encoder(folder)
    encoder.check_vocabulary(tokenizer)
    longest = min(shape.max_tokens, encoder.max_length or shape.max_tokens)
    return Inputs(tokenizer, special=True, max_tokens=longest), encoder


def _encoder_name(given: str) -> str:
    """`given`, unless it is a misspelled kind; UsageError then."""
    if Path(given).is_dir() or "/" in given:
        return given
    hint = did_you_mean(given, RECURRENT)
    raise UsageError(
        f"there is no encoder {given!r}. {hint} For a folder of your own, give './{given}'."
    )


def _config(
    shape: Shape,
    inputs: Inputs,
    vectors: Mapping[str, Vectors],
    task: Task,
    n_labels: int,
    encoder: nn.Module | None,
) -> NetworkConfig:
    kind: Kind = "transformers" if encoder is not None else shape.encoder  # type: ignore[assignment]
    sizes = {name: (inputs.size(name), WIDTHS[name]) for name in inputs.channels}
    own = {name: value for name, value in asdict(shape).items() if name not in _NOT_IN_CONFIG}
    if encoder is not None:
        own["width"] = encoder.width
    n_tokens = len(inputs.tokenizer) if encoder is None else encoder.n_tokens
    return NetworkConfig(
        **{**own, "encoder": kind, "channels": sizes},
        task=task,
        n_tokens=n_tokens,
        n_labels=n_labels,
    )


_NOT_IN_CONFIG = ("encoder", "channels", "max_tokens")


def _begin_with(embeddings: Embeddings, inputs: Inputs, name: str, vectors: Vectors) -> None:
    """Begin with learned vectors, which are trained on."""
    if name == "ids":
        ids = inputs.tokenizer.ids
        embeddings.set_vectors(
            name, {ids[char]: each for char, each in vectors.items() if char in ids}
        )
        return
    known = {item: i for i, item in enumerate(inputs.channels[name], UNKNOWN + 1)}
    embeddings.set_vectors(name, {known[item]: vectors[item] for item in known if item in vectors})


def _key(fitting: Fitting, rows: Sequence[Example], network: Network) -> str:
    """What tells this training from others: settings, first weights and data."""
    hashed = sha256(repr((fitting.shape, fitting.settings, fitting.dev_key)).encode())
    hashed.update(repr(network.config).encode())
    for value in network.state_dict().values():
        hashed.update(value.detach().cpu().contiguous().view(torch.uint8).numpy().tobytes())
    for example in rows:
        for name in sorted(example.row):
            hashed.update(np.asarray(example.row[name], np.int64).tobytes())
        hashed.update(np.ascontiguousarray(example.gold).tobytes())
        hashed.update(str(example.weight).encode())
    return hashed.hexdigest()
