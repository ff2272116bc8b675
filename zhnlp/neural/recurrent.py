"""Recurrent encoders: RNN, LSTM and GRU over embeddings of tokens.

Elman (1990); Hochreiter and Schmidhuber (1997), "Long Short-Term Memory"; Cho et al. (2014).

A bidirectional layer is two layers, one of which reads each text from its own end, so padding at
the right shows in neither. ``pack_padded_sequence`` gives the same states, but keeps torch from
its fast kernels: on a processor with bf16 two plain layers are twice as fast.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn

from zhnlp.neural.embeddings import Embeddings
from zhnlp.neural.encoded import Encoded

Cell = Literal["rnn", "lstm", "gru"]
_CELLS: dict[str, type[nn.RNNBase]] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


class RecurrentEncoder(nn.Module):
    """States of tokens by recurrent layers.

    Args:
        embeddings: The vectors of the tokens.
        cell: The kind of layer.
        width: Width of a layer's states, both directions together.
        n_layers: How many layers are stacked.
        bidirectional: Read each text from both ends.
        dropout: Share of numbers set to zero before each layer while training.
    """

    def __init__(
        self,
        embeddings: Embeddings,
        *,
        cell: Cell = "lstm",
        width: int = 256,
        n_layers: int = 1,
        bidirectional: bool = True,
        dropout: float = 0.5,
    ) -> None:
        super().__init__()
        self.embeddings = embeddings
        self.width = width
        n_ways = 2 if bidirectional else 1
        widths = [embeddings.width, *[width] * n_layers]
        self.layers = nn.ModuleList(
            nn.ModuleList(
                _CELLS[cell](before, width // n_ways, batch_first=True) for _ in range(n_ways)
            )
            for before in widths[:-1]
        )
        self.dropout = nn.Dropout(dropout)

    def forward(
        self, ids: Tensor, mask: Tensor, segments: Tensor | None = None, **channels: Tensor
    ) -> Encoded:
        """The states of each token; see `Encoded`.

        Args:
            ids: Token ids, int64, shape (texts, tokens).
            mask: 1 for tokens, 0 for padding, which is at the right; of the same shape.
            segments: Not used.
            channels: Further ids of the tokens for the embeddings.
        """
        states = self.dropout(self.embeddings(ids, **channels))
        turned = turned_places(mask)
        layers = [states]
        for ways in self.layers:
            forth = ways[0](states)[0]
            if len(ways) == 2:
                places = turned[..., None].expand(-1, -1, states.shape[-1])
                back = ways[1](states.gather(1, places))[0]
                back = back.gather(1, turned[..., None].expand(-1, -1, back.shape[-1]))
                forth = torch.cat([forth, back], -1)
            layers.append(forth)
            states = self.dropout(forth)
        states = layers[-1]  # a head drops out by itself
        return Encoded(states, tuple(layers), pooled=self._last(states, mask))

    def _last(self, states: Tensor, mask: Tensor) -> Tensor:
        """The state after the whole text: of each direction, shape (texts, width)."""
        last = (mask.sum(1) - 1).clamp_min(0)
        index = last[:, None, None].expand(-1, 1, states.shape[-1])
        final = states.gather(1, index)[:, 0]
        if len(self.layers[0]) == 1:
            return final
        half = states.shape[-1] // 2
        return torch.cat([final[:, :half], states[:, 0, half:]], -1)


def turned_places(mask: Tensor) -> Tensor:
    """Indices that turn each text round within its length; padding stays, shape (texts, tokens)."""
    places = torch.arange(mask.shape[1], device=mask.device).expand_as(mask)
    turned = mask.sum(1, keepdim=True) - 1 - places
    return torch.where(turned >= 0, turned, places)
