"""Embeddings: the vector of a token, put together from its channels.

A *channel* is one kind of id that a token has: its character, the pair of characters that begins
there, the word that it is part of, its place in the word, the tag of the word.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from zhnlp.errors import UsageError


class Embeddings(nn.Module):
    """Vectors of tokens: those of all channels, one after the other.

    Args:
        n_tokens: Size of the vocabulary; id 0 is padding.
        width: Width of the vector of a token.
        channels: Number of ids and width of each further channel, by name.
    """

    def __init__(
        self, n_tokens: int, width: int, channels: Mapping[str, tuple[int, int]] | None = None
    ) -> None:
        super().__init__()
        sizes = {"ids": (n_tokens, width), **(channels or {})}
        self.tables = nn.ModuleDict(
            {name: nn.Embedding(n, own, padding_idx=0) for name, (n, own) in sizes.items()}
        )
        self.width = sum(own for _, own in sizes.values())
        for table in self.tables.values():
            nn.init.uniform_(
                table.weight,
                -(3**0.5) / table.embedding_dim**0.5,
                3**0.5 / table.embedding_dim**0.5,
            )
            with torch.no_grad():
                table.weight[0] = 0

    def forward(self, ids: Tensor, **channels: Tensor) -> Tensor:
        """The vectors, float32, shape (texts, tokens, width)."""
        found = {"ids": ids, **channels}
        return torch.cat([table(found[name]) for name, table in self.tables.items()], -1)

    def set_vectors(self, channel: str, vectors: Mapping[int, NDArray[np.float32]]) -> None:
        """Start from `vectors` of some ids of a channel, scaled as the others are."""
        table = self.tables[channel].weight
        with torch.no_grad():
            for number, vector in vectors.items():
                if vector.shape != (table.shape[1],):
                    raise UsageError(
                        f"a vector of {channel} has {vector.shape[-1]} numbers; the network needs "
                        f"{table.shape[1]}. Train vectors of that width."
                    )
                table[number] = torch.from_numpy(vector)
