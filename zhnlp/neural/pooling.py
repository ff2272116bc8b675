"""Pooling: one vector of a text from the states of its tokens, and one state from all layers."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from zhnlp.arguments import need_choice
from zhnlp.errors import UsageError
from zhnlp.neural.encoded import Encoded
from zhnlp.neural.settings import POOLINGS


def pooled(encoded: Encoded, mask: Tensor, how: str = "pooled") -> Tensor:
    """One vector of each text, shape (texts, width).

    Args:
        encoded: What an encoder returned.
        mask: 1 for a token, 0 for padding, shape (texts, tokens).
        how: ``"pooled"``, what the encoder itself made of the text, or the first token if it
            makes nothing; ``"first"``, the state of the first token (``[CLS]``); ``"mean"``, the
            mean over the tokens, zeros for a text without any.
    """
    need_choice(how, "pooling", POOLINGS)
    if how == "pooled" and encoded.pooled is not None:
        return encoded.pooled
    if how != "mean":
        return encoded.states[:, 0]
    real = mask[..., None].bool()
    return encoded.states.masked_fill(~real, 0).sum(1) / real.sum(1).clamp_min(1)


class LayerMix(nn.Module):
    """The learned weighted sum of all layers (Peters et al., 2018, "Deep contextualized word
    representations", equation 1).

    Args:
        n_layers: How many, the embeddings among them.
    """

    def __init__(self, n_layers: int) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.zeros(n_layers))
        self.scale = nn.Parameter(torch.ones(()))

    def forward(self, encoded: Encoded) -> Tensor:
        """The states, shape (texts, tokens, width)."""
        if len(encoded.layers) != len(self.weights):
            raise UsageError(
                f"the sum is over {len(self.weights)} layers, but the encoder returned "
                f"{len(encoded.layers)}. Make the encoder with layers=True."
            )
        shares = self.weights.softmax(0)
        mixed = torch.stack([w * layer for w, layer in zip(shares, encoded.layers, strict=True)])
        return self.scale * mixed.sum(0)
