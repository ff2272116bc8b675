"""Settings of a network that is to be trained: its shape, and how it is trained."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from zhnlp.arguments import need_choice, need_count, need_number, shown
from zhnlp.errors import UsageError, did_you_mean

RECURRENT = ("rnn", "lstm", "gru", "cnn")
WIDTHS = {"bigrams": 64, "words": 100, "places": 8, "tags": 16}
"""Width of the vectors of each channel."""
POOLINGS = ("pooled", "first", "mean")
NEW_RATE, TUNING_RATE = 2e-3, 5e-5


@dataclass(frozen=True)
class Shape:
    """The shape of a network that is to be trained.

    Attributes:
        encoder: ``rnn``, ``lstm``, ``gru`` or ``cnn``; or the folder of a transformers encoder.
        channels: What the embeddings know beside characters: ``bigrams``, ``words``, ``places``,
            ``tags``. Only for an encoder that is made here; None for what suits the task.
        embedding: Width of the vector of a character.
        width: Width of the states.
        n_layers: Recurrent layers.
        hidden: Width of a layer of the head; 0 for none.
        crf: Whether labels of tokens depend on each other.
        pooling: How a head sees a whole text; see pooling.py.
        dropout: Share of numbers set to zero while training.
        max_tokens: Most tokens that are read at once.
    """

    encoder: str = "lstm"
    channels: Sequence[str] | None = None
    embedding: int = 100
    width: int = 256
    n_layers: int = 1
    hidden: int = 0
    crf: bool = True
    pooling: str = "pooled"
    dropout: float = 0.5
    max_tokens: int = 512

    def __post_init__(self) -> None:
        for name in self.channels or ():
            if name not in WIDTHS:
                raise UsageError(f"there is no channel {name!r}. {did_you_mean(name, WIDTHS)}")
        if self.encoder in RECURRENT:
            need_width(self.width, self.encoder)
        for name, least in (("embedding", 1), ("n_layers", 1), ("hidden", 0), ("max_tokens", 8)):
            need_count(getattr(self, name), name, least=least)
        need_choice(self.pooling, "pooling", POOLINGS)
        need_dropout(self.dropout)


def need_width(width: int, encoder: str) -> None:
    """Raise an error if states of an encoder that is made here cannot have this width."""
    need_count(width, "width", least=3 if encoder == "cnn" else 2)
    if encoder != "cnn" and width % 2:
        raise UsageError(f"width is {width}; it must be even, as half of it reads from the end.")


def need_dropout(share: float) -> None:
    """Raise an error if not so many numbers can be set to zero."""
    _need(0 <= need_number(share, "dropout") < 1, "dropout", share, "at least 0 and below 1")


def _need(right: bool, name: str, value: float, range_: str) -> None:
    if not right:
        raise UsageError(f"{name} is {shown(value)}; it must be {range_}.")


@dataclass(frozen=True)
class FineTuning:
    """How to train.

    Attributes:
        passes: Most passes over the examples.
        rate: Highest step size of AdamW; None for 5e-5 where a transformers encoder is
            fine-tuned, and 2e-3 where all begins anew.
        batch: Tokens of a step, padding included.
        accumulate: Batches whose gradients are added up for one step.
        warmup: Share of all steps in which the rate rises.
        layer_decay: Factor on the rate from one layer of a transformers encoder to the one below.
        weight_decay: Of AdamW, for matrices.
        clip: Longest gradient.
        patience: Stop after this many passes in a row without a better score.
        precision: ``"bf16"`` multiplies matrices in bfloat16; ``"auto"`` does where the
            processor is fast at it.
        seed: Determines the first weights, the order and the dropout.
        device: ``"auto"``, ``"cpu"``, ``"cuda"`` …
        save_every: Steps between two states that are saved.
    """

    passes: int = 10
    rate: float | None = None
    batch: int = 2048
    accumulate: int = 1
    warmup: float = 0.05
    layer_decay: float = 1.0
    weight_decay: float = 0.01
    clip: float = 5.0
    patience: int = 3
    precision: str = "auto"
    seed: int = 0
    device: str = "auto"
    save_every: int = 500

    def __post_init__(self) -> None:
        for name in ("passes", "batch", "accumulate", "patience", "save_every"):
            need_count(getattr(self, name), name)
        for name in ("warmup", "layer_decay", "weight_decay", "clip"):
            need_number(getattr(self, name), name)
        if self.rate is not None:
            _need(0 < need_number(self.rate, "rate") < math.inf, "rate", self.rate, "above 0")
        _need(0 <= self.warmup <= 1, "warmup", self.warmup, "from 0 to 1")
        decay, weight_decay = self.layer_decay, self.weight_decay
        _need(0 < decay <= 1, "layer_decay", decay, "above 0 and at most 1")
        _need(0 <= weight_decay < math.inf, "weight_decay", weight_decay, "at least 0")
        _need(self.clip > 0, "clip", self.clip, "above 0")
        if self.precision not in ("auto", "fp32", "bf16"):
            raise UsageError(
                f"precision {self.precision!r} is not one of auto, fp32, bf16. Give one of these."
            )

    @property
    def highest(self) -> float:
        """The rate, also if it is not given."""
        return NEW_RATE if self.rate is None else self.rate
