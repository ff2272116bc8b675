"""LinearChainCrf: a conditional random field over the labels of tokens.

Lafferty, McCallum and Pereira (2001), "Conditional Random Fields". The gold labels of a token are
a set: the loss is minus the log probability of all labellings within the sets (as for partially
marked data; Tsuboi et al., 2008, "Training Conditional Random Fields Using Incomplete
Annotations").
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from zhnlp.neural.decoding import FORBIDDEN, transitions_of
from zhnlp.neural.schemes import Legal

_TINY = 1e-30  # keeps the logarithm of an unreachable label finite


class LinearChainCrf(nn.Module):
    """Learned weights of going from label to label.

    Args:
        legal: What may follow what.
    """

    def __init__(self, legal: Legal) -> None:
        super().__init__()
        n = len(legal.first)
        self.legal = legal
        self.weights = nn.Parameter(torch.zeros(n + 2, n + 2))
        self.register_buffer("allowed", torch.from_numpy(transitions_of(legal) == 0), False)

    def transitions(self) -> Tensor:
        """The weights, those of what is not legal far below; shape (labels + 2, labels + 2)."""
        return self.weights.masked_fill(~self.allowed, FORBIDDEN)

    def forward(self, scores: Tensor, lengths: Tensor, gold: Tensor) -> Tensor:
        """Minus the log probability of the gold labels of each text, shape (texts,).

        Args:
            scores: Of each label at each token, float32, shape (texts, tokens, labels).
            lengths: Tokens of each text, at least 1, shape (texts,).
            gold: The right labels of each token, bool, of the same shape as `scores`.
        """
        inside = torch.arange(scores.shape[1], device=scores.device) < lengths[:, None]
        right = scores.masked_fill(~(gold | ~inside[..., None]), FORBIDDEN)
        both = self._log_sum(torch.cat([scores, right]), lengths.repeat(2))
        every, wanted = both.chunk(2)
        return every - wanted

    def _log_sum(self, scores: Tensor, lengths: Tensor) -> Tensor:
        """The log of the summed weights of all labellings, shape (texts,): forward algorithm.

        A step is a product of matrices of weights over the largest one, which is several times as
        fast as logsumexp over pairs of labels.
        """
        n = scores.shape[-1]
        transitions = self.transitions()
        steps, begin, finish = transitions[:n, :n].exp(), transitions[n, :n], transitions[:n, n + 1]
        state = scores[:, 0] + begin
        for at in range(1, scores.shape[1]):
            most = state.detach().amax(-1, keepdim=True)
            reached = ((state - most).exp() @ steps).clamp_min(_TINY).log() + most
            state = torch.where((at < lengths)[:, None], reached + scores[:, at], state)
        return torch.logsumexp(state + finish, -1)
