"""Seq2Seq: a GRU reads a text, and another one writes what follows from it, with attention.

Bahdanau et al. (2015), "Neural Machine Translation by Jointly Learning to Align and Translate";
the attention is the general one of Luong et al. (2015), "Effective Approaches to Attention-based
Neural Machine Translation", section 3.1: as it is computed from the decoder's states afterwards,
teacher forcing reads a whole target at once. Copying is the pointer-generator of See et al. (2017),
"Get To The Point". Source, target and output share one table of vectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from zhnlp.errors import PackError
from zhnlp.neural.beam_search import Beam, Found, Marks, beam_search
from zhnlp.neural.embeddings import Embeddings
from zhnlp.neural.recurrent import RecurrentEncoder

_TINY = 1e-9  # least probability of a token when copying


@dataclass(frozen=True)
class Seq2SeqConfig:
    """The shape of a `Seq2Seq`.

    Attributes:
        n_tokens: Size of the vocabulary; id 0 is padding.
        begin: The token that a target begins with.
        end: The token that ends it.
        embedding: Width of the vector of a token.
        width: Width of the states of both GRUs.
        n_layers: Layers of the encoder; the decoder has one.
        dropout: Share of numbers set to zero while training.
        copy: Whether a token may be copied from the text.
    """

    n_tokens: int
    begin: int
    end: int
    embedding: int = 128
    width: int = 256
    n_layers: int = 1
    dropout: float = 0.2
    copy: bool = True

    def to_dict(self) -> dict[str, object]:
        """The shape as values for JSON."""
        return asdict(self)

    @classmethod
    def of(cls, given: Mapping[str, object], whose: str) -> Seq2SeqConfig:
        """The shape in the ``pack.json`` of `whose`; PackError if it is not one."""
        names = {each.name for each in fields(cls)}
        numbers = [given.get(name) for name in names]
        if not all(isinstance(each, (int, float)) and each >= 0 for each in numbers):
            raise PackError(
                f"the network in {whose!r} is not described in full. It needs "
                f"{', '.join(sorted(names))}. Make the pack again."
            )
        return cls(**{name: given[name] for name in names})  # type: ignore[arg-type]


class Memory(NamedTuple):
    """What the decoder knows of the texts.

    Attributes:
        states: Of the encoder, shape (texts, tokens, width).
        ids: The tokens, shape (texts, tokens).
        mask: 1 for a token, 0 for padding, of the same shape.
    """

    states: Tensor
    ids: Tensor
    mask: Tensor

    def rows(self, index: Tensor) -> Memory:
        """The memory of some of the texts."""
        return Memory(*(each[index] for each in self))


class Seq2Seq(nn.Module):
    """An encoder and a decoder.

    Args:
        config: The shape.
    """

    def __init__(self, config: Seq2SeqConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.encoder = RecurrentEncoder(
            Embeddings(config.n_tokens, config.embedding),
            cell="gru",
            width=width,
            n_layers=config.n_layers,
            dropout=config.dropout,
        )
        self.bridge = nn.Linear(width, width)
        self.decoder = nn.GRU(config.embedding, width, batch_first=True)
        self.query = nn.Linear(width, width, bias=False)
        self.mix = nn.Linear(2 * width, config.embedding)
        self.bias = nn.Parameter(torch.zeros(config.n_tokens))
        self.gate = nn.Linear(2 * width + config.embedding, 1) if config.copy else None
        self.dropout = nn.Dropout(config.dropout)

    @property
    def _table(self) -> Tensor:
        return self.encoder.embeddings.tables["ids"].weight

    def read(self, ids: Tensor, mask: Tensor) -> tuple[Memory, Tensor]:
        """What is known of some texts, and the first state of the decoder, (texts, width)."""
        encoded = self.encoder(ids, mask)
        return Memory(encoded.states, ids, mask), torch.tanh(self.bridge(encoded.pooled))

    def write(
        self, memory: Memory, hidden: Tensor, tokens: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Log probabilities of what comes after each of `tokens`.

        Args:
            memory: What is known of the texts.
            hidden: The state of the decoder before, shape (texts, width).
            tokens: The target so far, int64, shape (texts, steps).

        Returns:
            Log probabilities, float32, shape (texts, steps, n_tokens); the state after, shape
            (texts, width); the weights of attention, shape (texts, steps, tokens).
        """
        vectors = self.dropout(functional.embedding(tokens, self._table))
        states, last = self.decoder(vectors, hidden[None].contiguous())
        scores = self.query(states) @ memory.states.transpose(1, 2)
        scores = scores.masked_fill(memory.mask[:, None] == 0, -1e4)
        weights = torch.softmax(scores.float(), -1)
        seen = torch.cat([weights.to(states.dtype) @ memory.states, states], -1)
        mixed = self.dropout(torch.tanh(self.mix(seen)))
        written = torch.log_softmax(functional.linear(mixed, self._table, self.bias).float(), -1)
        if self.gate is not None:
            writes = torch.sigmoid(self.gate(torch.cat([seen, vectors], -1)).float())
            places = memory.ids[:, None].expand_as(weights)
            copied = torch.zeros_like(written).scatter_add(2, places, (1 - writes) * weights)
            written = torch.log(writes * written.exp() + copied + _TINY).clamp_max(0)
        return written, last[0], weights

    def forward(self, ids: Tensor, mask: Tensor, targets: Tensor) -> Tensor:
        """Log probabilities of each token of `targets` and of all others, by teacher forcing.

        Args:
            ids: Tokens of the texts, int64, shape (texts, tokens).
            mask: 1 for tokens, 0 for padding, of the same shape.
            targets: Tokens to write, ended and padded with 0, int64, shape (texts, steps).
        """
        memory, hidden = self.read(ids, mask)
        return self.write(memory, hidden, begun(targets, self.config.begin))[0]

    def loss(self, batch: Mapping[str, Tensor], gold: Tensor) -> Tensor:
        """The mean loss of a token of each target, float32, shape (texts,)."""
        return target_loss(self(batch["ids"], batch["mask"], gold), gold)

    def generate(self, ids: Tensor, mask: Tensor, beam: Beam, never: list[int]) -> list[Found]:
        """The best target of each text; see `beam_search`. `never` are tokens to leave out."""
        device = ids.device

        def step(
            states: tuple[Memory, Tensor], parents: NDArray[np.int64], tokens: NDArray[np.int64]
        ) -> tuple[NDArray[np.float32], tuple[Memory, Tensor]]:
            index = torch.from_numpy(parents).to(device)
            last = torch.from_numpy(tokens).to(device)[:, None]
            memory = states[0].rows(index)
            log_probs, hidden, _ = self.write(memory, states[1][index], last)
            return log_probs[:, 0].cpu().numpy(), (memory, hidden)

        marks = Marks(self.config.begin, self.config.end, never)
        with torch.inference_mode():
            return beam_search(step, self.read(ids, mask), len(ids), beam, marks)


def begun(targets: Tensor, begin: int) -> Tensor:
    """What a decoder reads to write `targets`: `begin`, and all their tokens but the last."""
    first = torch.full_like(targets[:, :1], begin)
    return torch.cat([first, targets[:, :-1]], 1)


def target_loss(log_probs: Tensor, targets: Tensor) -> Tensor:
    """The mean loss of a token of each target; padding (0) does not count, shape (texts,)."""
    losses = -log_probs.gather(2, targets[..., None])[..., 0]
    real = (targets != 0).to(losses.dtype)
    return (losses * real).sum(1) / real.sum(1).clamp_min(1)
