"""Encoded: what every encoder returns."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor


class Encoded(NamedTuple):
    """The states of a batch of texts.

    Attributes:
        states: Those of the last layer, float, shape (texts, tokens, width). Those of padding are
            meaningless.
        layers: Those of all layers, the embeddings first, each of the same shape; empty if the
            encoder keeps only the last one.
        attentions: Weights of each layer, shape (texts, heads, tokens, tokens); empty if they
            were not asked for.
        pooled: What a pooler made of the first token, shape (texts, width); None without one.
    """

    states: Tensor
    layers: tuple[Tensor, ...] = ()
    attentions: tuple[Tensor, ...] = ()
    pooled: Tensor | None = None
