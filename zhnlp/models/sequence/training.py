"""Train a sequence model: passes over the data, the best one on a development set kept.

What is learned and how is told in core/sequence_training.hpp; what a text
looks like to a trainer, in the training.py of words, tags and entities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypedDict, TypeVar

from zhnlp.core import SequenceTrainer
from zhnlp.errors import UsageError
from zhnlp.models.sequence.alphabet import alphabet, folding_pairs
from zhnlp.models.sequence.checkpoint import Arrays, Checkpoint, Learned, Progress, fingerprint
from zhnlp.words import Words

Report = Callable[[str], None]
Model = TypeVar("Model")


class Sample(NamedTuple):
    """A text to learn from, with the layers that its task needs.

    Attributes:
        text: The text.
        ends: Where its words end, int32, as ``Words.ends``.
        tags: Their parts of speech.
        names: Its names, each as start, end and label.
    """

    text: str
    ends: memoryview
    tags: Sequence[str] = ()
    names: Sequence[tuple[int, int, str]] = ()

    @property
    def words(self) -> Words:
        """The words."""
        return Words(self.text, bytes(self.ends))

    def key(self) -> bytes:
        """What differs where samples do."""
        layers = repr((tuple(self.tags), [tuple(name) for name in self.names]))
        return self.text.encode("utf-8", "surrogatepass") + bytes(self.ends) + layers.encode()


@dataclass(frozen=True)
class Schedule:
    """How long and how carefully to learn.

    Attributes:
        passes: At most so many over all data.
        patience: Stop when so many passes in a row have not been better on the
            development set.
        rate: The step of AdaGrad.
        l2: How strongly weights are drawn towards zero.
        min_count: How often a feature must occur to get weights.
        min_weight: Weights nearer to zero than this are left out of the pack.
        seed: Of the order in which texts are learned.
    """

    passes: int = 8
    patience: int = 2
    rate: float = 0.1
    l2: float = 0.0
    min_count: int = 3
    min_weight: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("passes", "patience", "min_count"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} is {getattr(self, name)}; it must be at least 1.")
        if not self.rate > 0:
            raise UsageError(f"rate is {self.rate}; it must be above 0.")


class Settings(TypedDict, total=False):
    """What the ``fit`` of a stage hands to its `Run`."""

    schedule: Schedule | None
    about: dict[str, Any] | None
    checkpoint: Path | None
    report: Report


@dataclass(frozen=True)
class Run(Generic[Model]):
    """One training: all that is not the data.

    Attributes:
        schedule: How to learn; None for what is usual for the task.
        score: How good a model is on data that is not trained on, the higher the better.
            The best pass is kept; without a score the last one.
        about: What the pack is to say of itself.
        checkpoint: The folder where every pass is noted, and gone on from.
        dev_key: Differs where `score` judges by other data: then nothing is gone on from.
        report: Called with a line at each step.
    """

    schedule: Schedule | None = None
    score: Callable[[Model], float] | None = None
    about: dict[str, Any] | None = None
    checkpoint: Path | None = None
    dev_key: str = ""
    report: Report = lambda line: None

    def by(self, usual: Schedule) -> tuple[Run[Model], Schedule]:
        """This run with a schedule, by default the `usual` one; and that schedule."""
        schedule = self.schedule or usual
        return replace(self, schedule=schedule), schedule

    def learn(
        self,
        trainer: SequenceTrainer,
        model: Callable[[Learned], Model],
        *,
        sparse: bool,
        data: Iterable[bytes],
    ) -> Model:
        """The model after the best pass.

        Args:
            trainer: Holds the training data.
            model: Makes a model of weights.
            sparse: Leave zeros out: smaller where there are many labels.
            data: What is learned, which tells whether a checkpoint is of the same training.
        """
        schedule = self.schedule or Schedule()
        score = self.score
        kept = None
        if self.checkpoint is not None:
            settings = {**asdict(schedule), "dev": self.dev_key}
            kept = Checkpoint(self.checkpoint, fingerprint(settings, data))
        graded = None if score is None else lambda learned: score(model(learned))
        return model(
            learn(
                trainer, schedule, sparse=sparse, score=graded, checkpoint=kept, report=self.report
            )
        )


def characters(samples: Sequence[Sample]) -> Arrays:
    """The alphabet of a model of `samples`, and what is read as one of its characters.

    Raises:
        UsageError: No character occurs twice.
    """
    chars = alphabet(sample.text for sample in samples)
    if not chars:
        raise UsageError("no character stands twice in the training texts. Give more of them.")
    return {"alphabet": chars, "read_as": folding_pairs(chars)}


def learn(
    trainer: SequenceTrainer,
    schedule: Schedule,
    *,
    sparse: bool,
    score: Callable[[Learned], float] | None = None,
    checkpoint: Checkpoint | None = None,
    report: Report = lambda line: None,
) -> Learned:
    """The weights after the best pass; after the last one without a `score`.

    Args:
        trainer: Holds the training data.
        sparse: Leave zeros out: smaller where there are many labels.
        score: How good weights are, the higher the better.
        checkpoint: Where every pass is noted, and gone on from.
        report: Is told of every pass.
    """
    progress = checkpoint.restore(trainer) if checkpoint else None
    progress = progress or Progress(0, 0, -1.0, None)
    if progress.n:
        report(f"going on after pass {progress.n}")
    while progress.n < schedule.passes and progress.n - progress.best < schedule.patience:
        n = progress.n + 1
        loss = trainer.run(schedule.seed + n, schedule.rate, schedule.l2)
        learned = Learned(*trainer.packed(sparse=sparse, min_weight=schedule.min_weight))
        learned.about["sparse"] = sparse
        value = score(learned) if score else float(n)
        shown = f", {value:.4f} on the development set" if score else ""
        report(f"pass {n}: loss {loss:.4f} a place{shown}")
        better = value > progress.value
        progress = Progress(n, n, value, learned) if better else progress._replace(n=n)
        if checkpoint:
            checkpoint.keep(trainer, progress)
    if progress.learned is None:
        raise UsageError("there is nothing to learn: no pass was made.")
    if checkpoint:
        checkpoint.done()
    about = {**progress.learned.about, **asdict(schedule), "passes": progress.best}
    return Learned(progress.learned.arrays, about)
