"""Attention: how much each token of a text looks at each other one, in every layer and head."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from zhnlp.arguments import need_text
from zhnlp.errors import UsageError
from zhnlp.neural.encoders import Encoder
from zhnlp.neural.inputs import batch_of
from zhnlp.neural.inspection import network_copy, text_row
from zhnlp.neural.model import NeuralModel
from zhnlp.neural.pictures import heat_map


@dataclass(frozen=True, eq=False)
class Attention:
    """The weights of attention for one text. A notebook shows the last layer.

    Attributes:
        tokens: The characters of each token, and ``[CLS]`` and ``[SEP]``.
        starts: Where each token begins in its text; -1 for special ones.
        weights: Of each token (third axis) for all tokens (fourth), which sum to 1; float32,
            shape (layers, heads, tokens, tokens).
    """

    tokens: tuple[str, ...]
    starts: tuple[int, ...]
    weights: NDArray[np.float32]

    def picture(self, *, layer: int = -1, head: int | None = None) -> str:
        """An SVG image with a row for each token that looks, and a column for each looked at.

        Args:
            layer: From 0, or from -1 for the last one.
            head: From 0; None for the mean of all.
        """
        n_layers, n_heads = self.weights.shape[:2]
        if not -n_layers <= layer < n_layers:
            raise UsageError(f"there is no layer {layer}. Give one of 0 to {n_layers - 1}.")
        if head is not None and not 0 <= head < n_heads:
            raise UsageError(f"there is no head {head}. Give one of 0 to {n_heads - 1}.")
        own = self.weights[layer]
        return heat_map(self.tokens, self.tokens, own.mean(0) if head is None else own[head])

    def _repr_html_(self) -> str:
        return self.picture()


def attention(model: NeuralModel, text: str, other: str | None = None) -> Attention:
    """The attention of a transformers encoder while it reads `text` as one row.

    Attention shows where information may flow, not what a decision depends on; for that see
    `attributions`.

    Args:
        model: Any model with such an encoder, such as the ``model`` of a stage.
        text: A text that the encoder can read at once.
        other: The second text of a pair, such as the text that a question is about.

    Raises:
        UsageError: The encoder has no attention, the model is exported, or the text is too long.
    """
    need_text(text, "text")
    if other is not None:
        need_text(other, "other")
    network = network_copy(model, "attention")
    if not isinstance(network.encoder, Encoder):
        raise UsageError(
            f"the network of {model!r} is a {model.config.encoder!r}, which has no attention. Give "
            "one with a transformers encoder."
        )
    read = text_row(model, text, other)
    device = next(network.parameters()).device
    encoder = Encoder(network.encoder.model, attentions=True)
    with torch.inference_mode():
        given = {
            name: torch.from_numpy(ids).to(device) for name, ids in batch_of([read.row]).items()
        }
        found = encoder.eval()(**given).attentions
    weights = torch.stack([layer[0].float() for layer in found]).cpu().numpy()
    return Attention(read.tokens, read.starts, weights)
