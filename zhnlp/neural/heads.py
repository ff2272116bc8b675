"""Heads: from the states of an encoder to scores of labels, and their losses.

====== ======================================== ===========================
head   scores                                   loss
====== ======================================== ===========================
text   (texts, labels)                          cross-entropy
tags   (texts, tokens, labels)                  CRF, or cross-entropy
span   (texts, tokens, 2): start and end        cross-entropy over tokens
====== ======================================== ===========================

A pair of texts is one row with two segments for the head ``text``. Gold labels of tokens are sets;
see schemes.py.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from zhnlp.neural.crf import LinearChainCrf
from zhnlp.neural.encoded import Encoded
from zhnlp.neural.pooling import pooled
from zhnlp.neural.schemes import Legal

_OUT = -1e4  # score of what is padding


class TextHead(nn.Module):
    """Scores of the labels of a text.

    Args:
        width: Of the states.
        n_labels: Number of labels.
        pooling: As of `pooled`.
        hidden: Width of a layer between; 0 for none.
        dropout: Before each layer.
    """

    def __init__(
        self,
        width: int,
        n_labels: int,
        *,
        pooling: str = "pooled",
        hidden: int = 0,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.pooling = pooling
        self.layers = _layers(width, n_labels, hidden, dropout)

    def forward(self, encoded: Encoded, mask: Tensor) -> Tensor:
        """Scores, float, shape (texts, labels)."""
        return self.layers(pooled(encoded, mask, self.pooling))

    def loss(self, scores: Tensor, lengths: Tensor, gold: Tensor) -> Tensor:
        """Cross-entropy of each text; `gold` are numbers of labels, shape (texts,)."""
        return nn.functional.cross_entropy(scores.float(), gold, reduction="none")


class TagHead(nn.Module):
    """Scores of the labels of tokens.

    Args:
        width: Of the states.
        n_labels: Number of labels.
        legal: What may follow what, for a CRF; None for cross-entropy of each token.
        hidden: Width of a layer between; 0 for none.
        dropout: Before each layer.
    """

    def __init__(
        self,
        width: int,
        n_labels: int,
        *,
        legal: Legal | None = None,
        hidden: int = 0,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.layers = _layers(width, n_labels, hidden, dropout)
        self.crf = LinearChainCrf(legal) if legal is not None else None

    def forward(self, encoded: Encoded, mask: Tensor) -> Tensor:
        """Scores, float, shape (texts, tokens, labels)."""
        return self.layers(encoded.states)

    def loss(self, scores: Tensor, lengths: Tensor, gold: Tensor) -> Tensor:
        """The loss of each text: the sum over its tokens.

        Args:
            scores: Of labels, shape (texts, tokens, labels).
            lengths: Tokens of each text.
            gold: The right labels of each token, bool, of the same shape.
        """
        scores = scores.float()
        if self.crf is not None:
            return self.crf(scores, lengths, gold)
        every = torch.logsumexp(scores, -1)
        right = torch.logsumexp(scores.masked_fill(~gold, _OUT), -1)
        inside = torch.arange(scores.shape[1], device=scores.device) < lengths[:, None]
        return ((every - right) * inside).sum(1)


class SpanHead(nn.Module):
    """Scores of tokens as the start and as the end of an answer (Devlin et al., 2019, 4.2).

    Args:
        width: Of the states.
        hidden: Width of a layer between; 0 for none.
        dropout: Before each layer.
    """

    def __init__(self, width: int, *, hidden: int = 0, dropout: float = 0.1) -> None:
        super().__init__()
        self.layers = _layers(width, 2, hidden, dropout)

    def forward(self, encoded: Encoded, mask: Tensor) -> Tensor:
        """Scores, float, shape (texts, tokens, 2)."""
        return self.layers(encoded.states)

    def loss(self, scores: Tensor, lengths: Tensor, gold: Tensor) -> Tensor:
        """Cross-entropy of start and end; `gold` are their tokens, shape (texts, 2)."""
        inside = torch.arange(scores.shape[1], device=scores.device) < lengths[:, None]
        scores = scores.float().masked_fill(~inside[..., None], _OUT)
        both = nn.functional.cross_entropy(scores, gold, reduction="none")
        return both.sum(1)


def _layers(width: int, n_labels: int, hidden: int, dropout: float) -> nn.Sequential:
    """One layer, or two with `hidden` numbers between."""
    between = [nn.Linear(width, hidden), nn.Tanh(), nn.Dropout(dropout)] if hidden else []
    return nn.Sequential(nn.Dropout(dropout), *between, nn.Linear(hidden or width, n_labels))
