"""What all that looks into a network needs: its modules, and a text as one row.

See attention.py, attributions.py and projection.py.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from zhnlp.errors import UsageError
from zhnlp.neural.backends import TorchBackend
from zhnlp.neural.inputs import Cut, Row
from zhnlp.neural.labelling import cutter_for
from zhnlp.neural.model import NeuralModel
from zhnlp.neural.network import Network


class TextRow(NamedTuple):
    """A text as a network reads it.

    Attributes:
        row: Its ids.
        tokens: The characters of each token; special ones in brackets.
        starts: Where each token begins in its text; -1 for special ones.
    """

    row: Row
    tokens: tuple[str, ...]
    starts: tuple[int, ...]


def network_copy(model: NeuralModel, what: str) -> Network:
    """The network of `model`, to be changed at will; both have the same weights in memory.

    Args:
        model: Any model that runs by torch.
        what: What is asked for, to begin the message with.

    Raises:
        UsageError: The model runs by onnxruntime.
    """
    if not isinstance(model.backend, TorchBackend):
        raise UsageError(
            f"{what} cannot be seen in {model!r}, which is exported. Give the model it was "
            "exported from."
        )
    network = model.backend.network
    shared = {id(each): each for each in chain(network.parameters(), network.buffers())}
    own: Network = copy.deepcopy(network, shared)
    return own


def cut(model: NeuralModel, texts: Sequence[str]) -> list[Cut]:
    """`texts` with what the channels of `model` need, cut by the default model.

    Raises:
        UsageError: The network reads tags, too.
    """
    if "tags" in model.inputs.channels:
        raise UsageError(
            f"{model!r} reads the tags of words beside text. Give a network that reads text alone."
        )
    return cutter_for(model.inputs.channels)(texts)


def text_row(model: NeuralModel, text: str, other: str | None = None) -> TextRow:
    """`text`, or two texts, as one row.

    Raises:
        UsageError: It has too many tokens, or the network reads tags.
    """
    inputs = model.inputs
    given = [text] if other is None else [text, other]
    encoded = inputs.tokenizer.encode_batch(given)
    n_tokens = sum(len(each.ids) for each in encoded)
    room = inputs.max_tokens - 1 - len(given)
    if n_tokens > room:
        raise UsageError(
            f"the text has {n_tokens} tokens, and the network reads {room} at once. Give a part."
        )
    tokens, starts = [], []
    for own, found in zip(given, encoded, strict=True):
        ends = [*found.starts, len(own)][1:]
        tokens += [own[a:b] for a, b in zip(found.starts, ends, strict=True)]
        starts += found.starts
        if inputs.special:
            tokens.append("[SEP]")
            starts.append(-1)
    if inputs.special:
        tokens, starts = ["[CLS]", *tokens], [-1, *starts]
    if other is not None:
        row = inputs.pair(*encoded)
    else:
        [own_cut] = cut(model, [text])
        row = inputs.framed(inputs.ids(own_cut, encoded[0]))
    return TextRow(row, tuple(tokens), tuple(starts))
