"""Settings of a pre-training: what to train, how long and how fast."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhnlp.errors import UsageError
from zhnlp.neural.masking import Masking
from zhnlp.neural.pretraining_model import Shape
from zhnlp.neural.sentence_pairs import Pairs


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to learn.

    Attributes:
        steps: Number of steps; None for `minutes`.
        minutes: How long, without the time between a stop and the resumption.
        batch: Tokens of a step.
        rate: Highest step size.
        warmup: Steps in which the rate rises.
        decay: Share of the training in which it falls, at the end.
        seed: Determines first weights, order, masks and pairs.
    """

    steps: int | None = None
    minutes: float | None = None
    batch: int = 8192
    rate: float = 2e-3
    warmup: int = 100
    decay: float = 0.4
    seed: int = 0

    def __post_init__(self) -> None:
        if (self.steps is None) == (self.minutes is None):
            raise UsageError("give either a number of steps or of minutes.")
        for name in ("steps", "minutes", "batch", "rate"):
            if (value := getattr(self, name)) is not None and not value > 0:
                raise UsageError(f"{name} is {value}; it must be above 0.")

    def share(self, step: int, seconds: float) -> float:
        """How much of the training is done; 1 at its end."""
        if self.steps is not None:
            return step / self.steps
        return seconds / 60 / (self.minutes or 1)

    def rate_at(self, step: int, share: float) -> float:
        """The step size."""
        rising = min(1.0, (step + 1) / self.warmup) if self.warmup else 1.0
        falling = min(1.0, (1 - share) / self.decay) if self.decay else 1.0
        return self.rate * min(rising, falling)


@dataclass(frozen=True)
class Pretraining:
    """What to train, and how.

    Attributes:
        schedule: How long and how fast.
        shape: The size of the network.
        masking: Which tokens to hide.
        pairs: ``"next"`` and ``"order"`` also learn whether two texts belong together.
        neighbours: Begin with heads that look at the tokens beside.
        device: ``"auto"``, ``"cpu"``, ``"cuda"`` …
    """

    schedule: Schedule
    shape: Shape = field(default_factory=Shape)
    masking: Masking = field(default_factory=Masking)
    pairs: Pairs = "none"
    neighbours: bool = True
    device: str = "auto"
