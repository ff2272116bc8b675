"""Settings of a network that is to be trained: its shape, and how it is trained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhnlp.errors import UsageError, did_you_mean

RECURRENT = ("rnn", "lstm", "gru", "cnn")
WIDTHS = {"bigrams": 64, "words": 100, "places": 8, "tags": 16}
"""Width of the vectors of each channel."""
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
            if getattr(self, name) < 1:
                raise UsageError(f"{name} is {getattr(self, name)}; it must be at least 1.")
        if self.rate is not None and not self.rate > 0:
            raise UsageError(f"rate is {self.rate}; it must be above 0.")
        if self.precision not in ("auto", "fp32", "bf16"):
            raise UsageError(f"precision {self.precision!r} is not one of auto, fp32, bf16.")

    @property
    def highest(self) -> float:
        """The rate, also if it is not given."""
        return NEW_RATE if self.rate is None else self.rate
