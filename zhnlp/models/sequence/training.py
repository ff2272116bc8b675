"""Train a sequence model: pass over the data, and take the best pass on a development set.

core/sequence_training.hpp describes the algorithm; the training.py of words, tags and
entities turns texts into features and labels.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypedDict, TypeVar

from zhnlp.arguments import need_kind, need_path, wrong_type
from zhnlp.core import SequenceTrainer
from zhnlp.errors import InputError, UsageError, did_you_mean
from zhnlp.models.sequence.alphabet import alphabet, as_read, folding_pairs
from zhnlp.models.sequence.checkpoint import Arrays, Checkpoint, Learned, Progress, fingerprint
from zhnlp.packing import About
from zhnlp.words import Words

if TYPE_CHECKING:
    from zhnlp.neural.settings import FineTuning, Shape

Report = Callable[[str], None]
Model = TypeVar("Model")


class Sample(NamedTuple):
    """A text to learn from, with the layers that its task needs.

    Attributes:
        text: The text.
        ends: The ends of its words, int32, as ``Words.ends``.
        tags: Their parts of speech.
        names: Its names: start, end and label of each.
        optional: Those of `ends` where a word may end but need not.
        weight: How much the text counts, compared with others.
    """

    text: str
    ends: memoryview
    tags: Sequence[str] = ()
    names: Sequence[tuple[int, int, str]] = ()
    optional: Collection[int] = ()
    weight: float = 1.0

    @property
    def words(self) -> Words:
        """The words."""
        return Words(self.text, bytes(self.ends))

    def key(self) -> bytes:
        """The bytes of the sample, for a fingerprint."""
        names = [tuple(name) for name in self.names]
        layers = repr((tuple(self.tags), names, sorted(self.optional), self.weight))
        return self.text.encode("utf-8", "surrogatepass") + bytes(self.ends) + layers.encode()


@dataclass(frozen=True)
class Schedule:
    """How long and how carefully to learn.

    Attributes:
        passes: Most passes over the data.
        patience: Stop after this many passes in a row without a better score on the
            development set.
        rate: Step size of AdaGrad.
        l2: Strength of L2 regularisation.
        min_count: How often a feature must occur to get weights.
        min_weight: Smaller absolute weights are left out of the pack.
        seed: Determines the order of the texts.
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
    """What the ``fit`` of a stage passes on to its `Run`."""

    schedule: Schedule | FineTuning | None
    about: About | None
    checkpoint: Path | None
    keep_checkpoint: bool
    report: Report
    network: Shape | None  # train a network of this shape; schedule is then a FineTuning


def check_settings(settings: Settings) -> None:
    """InputError for a setting of `fit` that there is not."""
    for name in settings:
        if name not in Settings.__annotations__:
            hint = did_you_mean(name, Settings.__annotations__)
            raise InputError(f"fit takes no {name!r}. {hint}")


@dataclass(frozen=True)
class Run(Generic[Model]):
    """One training run: everything except the data.

    Attributes:
        schedule: How to learn; None for the default of the task.
        score: Rates a model on a development set, the higher the better. The best pass
            is used; without a score, the last one.
        about: The description for the pack.
        checkpoint: The folder to save the state to after every pass, and to resume from.
        keep_checkpoint: Leave the state there at the end, until the model is saved, say.
        dev_key: Identifies the data of `score`; a checkpoint with another key is ignored.
        report: Called with a line of text at each step.
    """

    schedule: Schedule | None = None
    score: Callable[[Model], float] | None = None
    about: About | None = None
    checkpoint: Path | None = None
    keep_checkpoint: bool = False
    dev_key: str = ""
    report: Report = lambda line: None

    @classmethod
    def of(
        cls, settings: Settings, score: Callable[[Model], float] | None, dev_key: str
    ) -> Run[Model]:
        """The run that the ``fit`` of a stage makes; InputError for a setting there is not."""
        check_settings(settings)
        own: dict[str, Any] = {name: each for name, each in settings.items() if name != "network"}
        return cls(score=score, dev_key=dev_key, **own)

    def __post_init__(self) -> None:
        if self.schedule is not None:
            need_kind(self.schedule, "schedule", Schedule)
        if self.about is not None:
            need_kind(self.about, "about", dict)
        if self.checkpoint is not None:
            need_path(self.checkpoint, "checkpoint")
        if not callable(self.report):
            raise wrong_type(self.report, "report", "Give a function that takes a line")

    def by(self, default: Schedule) -> tuple[Run[Model], Schedule]:
        """This run with its schedule set, to `default` if it has none; and that schedule."""
        schedule = self.schedule or default
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
            model: Makes a model from weights.
            sparse: Leave zeros out, which is smaller with many labels.
            data: The training data, which identify a checkpoint.
        """
        schedule = self.schedule or Schedule()
        score = self.score
        checkpoint = None
        if self.checkpoint is not None:
            settings = {**asdict(schedule), "dev": self.dev_key}
            checkpoint = Checkpoint(self.checkpoint, fingerprint(settings, data))
        learned = learn(
            trainer,
            schedule,
            sparse=sparse,
            score=None if score is None else lambda weights: score(model(weights)),
            checkpoint=checkpoint,
            report=self.report,
        )
        if checkpoint and not self.keep_checkpoint:
            checkpoint.done()
        return model(learned)


def characters(samples: Sequence[Sample]) -> Arrays:
    """The arrays ``alphabet`` and ``read_as`` (folding pairs) for a model of `samples`.

    Raises:
        UsageError: No character occurs twice.
    """
    chars = alphabet(as_read(sample.text) for sample in samples)
    if not chars:
        raise UsageError("no character occurs twice in the training texts. Give more texts.")
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
        schedule: How to learn.
        sparse: Leave zeros out, which is smaller with many labels.
        score: Rates weights, the higher the better.
        checkpoint: Stores the state after every pass, to resume from.
        report: Called with a line of text for every pass.
    """
    progress = checkpoint.restore(trainer) if checkpoint else None
    progress = progress or Progress(0, 0, -1.0, None)
    if progress.n:
        report(f"resuming after pass {progress.n}")
    while progress.n < schedule.passes and progress.n - progress.best < schedule.patience:
        n = progress.n + 1
        loss = trainer.run(schedule.seed + n, schedule.rate, schedule.l2)
        learned = Learned(*trainer.packed(sparse=sparse, min_weight=schedule.min_weight))
        learned.about["sparse"] = sparse
        value = score(learned) if score else float(n)
        dev_score = f", {value:.4f} on the development set" if score else ""
        report(f"pass {n}: loss {loss:.4f} per position{dev_score}")
        better = value > progress.value
        progress = Progress(n, n, value, learned) if better else progress._replace(n=n)
        if checkpoint:
            checkpoint.save(trainer, progress)
    if progress.learned is None:
        raise UsageError(
            "there is nothing to learn: no pass was made. Give a schedule with one pass or more."
        )
    about = {**progress.learned.about, **asdict(schedule), "passes": progress.best}
    return Learned(progress.learned.arrays, about)
