"""ConvolutionEncoder: a character CNN for short texts (Kim, 2014)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from zhnlp.neural.embeddings import Embeddings
from zhnlp.neural.encoded import Encoded


class ConvolutionEncoder(nn.Module):
    """States of tokens by convolutions of several widths.

    Args:
        embeddings: The vectors of the tokens.
        width: Number of filters, shared evenly by the kernel sizes.
        kernels: Tokens that a filter sees.
        dropout: Share of numbers of the vectors set to zero while training.
    """

    def __init__(
        self,
        embeddings: Embeddings,
        *,
        width: int = 384,
        kernels: tuple[int, ...] = (2, 3, 4),
        dropout: float = 0.5,
    ) -> None:
        super().__init__()
        self.embeddings = embeddings
        self.kernels = kernels
        self.filters = nn.ModuleList(
            nn.Conv1d(embeddings.width, width // len(kernels), kernel) for kernel in kernels
        )
        self.width = width // len(kernels) * len(kernels)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self, ids: Tensor, mask: Tensor, segments: Tensor | None = None, **channels: Tensor
    ) -> Encoded:
        """The states of each token, and their maximum over each text as ``pooled``."""
        real = mask[:, None].bool()
        vectors = self.dropout(self.embeddings(ids, **channels)).transpose(1, 2) * real
        found = []
        for kernel, filters in zip(self.kernels, self.filters, strict=True):
            padded = nn.functional.pad(vectors, ((kernel - 1) // 2, kernel // 2))
            found.append(torch.relu(filters(padded)) * real)
        states = torch.cat(found, 1)
        pooled = states.amax(-1)  # after relu, padding is the minimum
        return Encoded(states.transpose(1, 2), pooled=pooled)
