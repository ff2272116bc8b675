"""Attributions: how much each token of a text speaks for a label.

Integrated gradients (Sundararajan et al., 2017, "Axiomatic Attribution for Deep Networks"): the
vectors of the tokens grow from zero to what they are, and each token gets the sum of the gradients
along that way, times its vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from zhnlp.arguments import need_choice, need_count, need_kind, need_text
from zhnlp.errors import UsageError
from zhnlp.neural.encoders import Encoder
from zhnlp.neural.inputs import batch_of
from zhnlp.neural.inspection import network_copy, text_row
from zhnlp.neural.labelling import NeuralLabeller
from zhnlp.neural.network import Network
from zhnlp.neural.pictures import marked_text

_BATCH = 8192  # tokens that are read at once


@dataclass(frozen=True, eq=False)
class Attributions:
    """What each token of a text adds to the log odds of a label. A notebook shows it in colour.

    Attributes:
        label: The label.
        tokens: The characters of each token.
        starts: Where each token begins in the text.
        values: What each adds, float64, shape (tokens,). Their sum is `log_odds` minus `without`,
            up to the error of a sum for an integral, which falls with `steps`.
        log_odds: Of the label, with the text.
        without: The same with vectors of zeros in place of the tokens.
    """

    label: str
    tokens: tuple[str, ...]
    starts: tuple[int, ...]
    values: NDArray[np.float64]
    log_odds: float
    without: float

    def picture(self) -> str:
        """HTML of the text: red tokens speak for the label, blue ones against it."""
        return marked_text(self.tokens, self.values)

    def _repr_html_(self) -> str:
        return self.picture()


def attributions(
    model: NeuralLabeller, text: str, label: str | None = None, *, steps: int = 64
) -> Attributions:
    """What each token of `text` adds to the log odds of `label`.

    Args:
        model: A network that labels texts, such as the ``model`` of a Classifier.
        text: A text that the network can read at once, not empty.
        label: One of the model's labels; None for the most probable one.
        steps: Points on the way from zero; the network reads the text so often.

    Raises:
        UsageError: There is no such label, the text is empty or too long, or the model is
            exported.
    """
    need_kind(model, "model", NeuralLabeller)
    if not need_text(text, "text"):
        raise UsageError("an empty text has no tokens. Give a text.")
    need_count(steps, "steps")
    if label is None:
        probabilities = model.probabilities(text)
        label = max(probabilities, key=lambda each: probabilities[each])
    need_choice(label, "label", model.labels)
    network = network_copy(model, "attributions")
    read = text_row(model, text)
    real = [i for i, start in enumerate(read.starts) if start >= 0]
    way = _Way(network, batch_of([read.row]), real, model.labels.index(label))
    values = way.gradients(steps)
    log_odds, without = way.ends()
    return Attributions(
        label,
        tuple(read.tokens[i] for i in real),
        tuple(read.starts[i] for i in real),
        values,
        log_odds,
        without,
    )


class _Way:
    """The way from vectors of zeros to those of a text.

    Args:
        network: A network of its own, whose vectors are replaced while it reads.
        batch: The text as a batch of one row.
        real: The tokens that are not special; the vectors of the others stay as they are.
        label: The number of the label.
    """

    def __init__(
        self, network: Network, batch: dict[str, NDArray[np.int64]], real: Sequence[int], label: int
    ) -> None:
        self.network = network.eval()
        self.real = list(real)
        self.label = label
        device = next(network.parameters()).device
        self.batch = {name: torch.from_numpy(ids).to(device) for name, ids in batch.items()}
        self.shares = torch.zeros(0)
        self.vectors = torch.zeros(0)  # of the last reading, shape (shares, tokens, width)
        encoder = network.encoder
        table: nn.Module = (
            encoder.model.get_input_embeddings()
            if isinstance(encoder, Encoder)
            else encoder.embeddings
        )
        table.register_forward_hook(self._replace)

    def _replace(self, module: nn.Module, given: object, found: Tensor) -> Tensor:
        """The vectors of all tokens, those of real ones times the share of each row."""
        factors = torch.ones(found.shape[:2], device=found.device, dtype=found.dtype)
        factors[:, self.real] = self.shares.to(found)[:, None]
        self.vectors = (found.detach() * factors[..., None]).requires_grad_()
        return self.vectors

    def _log_odds(self, shares: Sequence[float]) -> Tensor:
        """The log odds of the label at some points of the way, shape (shares,)."""
        self.shares = torch.tensor(shares)
        n = len(shares)
        rows = {name: ids.expand(n, -1) for name, ids in self.batch.items()}
        scores = self.network(**rows).double()
        others = torch.arange(scores.shape[1], device=scores.device) != self.label
        return scores[:, self.label] - scores[:, others].logsumexp(1)

    def ends(self) -> tuple[float, float]:
        """The log odds with the text, and at the beginning of the way."""
        with torch.no_grad():
            log_odds, without = self._log_odds([1.0, 0.0]).tolist()
        return log_odds, without

    def gradients(self, steps: int) -> NDArray[np.float64]:
        """The integral of the gradients times the vectors, summed for each real token.

        Points and weights are those of Gauss and Legendre, exact for polynomials of degree
        2 × `steps` - 1.
        """
        points, weights = np.polynomial.legendre.leggauss(steps)
        points, weights = (points + 1) / 2, weights / 2
        size = max(1, _BATCH // self.batch["ids"].shape[1])
        total = np.zeros(len(self.real))
        # cudnn has no gradients for recurrent layers that do not train
        with torch.backends.cudnn.flags(enabled=False):
            for first in range(0, steps, size):
                part = points[first : first + size]
                sums = self._log_odds(part.tolist()).sum()
                [slopes] = torch.autograd.grad(sums, self.vectors)
                # vectors are those of the text times the share
                along = (slopes * self.vectors).detach()[:, self.real].double().sum(-1)
                total += (weights[first : first + size] / part) @ along.cpu().numpy()
        return total
