"""NetworkRun: one training of a network by a command, from its options to the pack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from zhnlp.cli.options import seed_option
from zhnlp.cli.train.network_options import shape_of
from zhnlp.cli.train.options import pack_option
from zhnlp.cli.train.training import about, tell
from zhnlp.io.folders import state_folder
from zhnlp.neural.extras import neural
from zhnlp.neural.settings import FineTuning, Shape
from zhnlp.saving import save
from zhnlp.stages.classifier import Classifier
from zhnlp.stages.reader import Reader

if TYPE_CHECKING:
    from zhnlp.neural.states import States

Command = Callable[..., object]
Trained = TypeVar("Trained", Classifier, Reader)


def run_options(command: Command) -> Command:
    """Add the options of a training that has no linear model."""
    for option in reversed(
        (
            click.argument("corpus", nargs=-1, required=True, metavar="CORPUS..."),
            click.option(
                "--dev", metavar="FILE", help="A development corpus: the best pass on it is used."
            ),
            pack_option,
            click.option("--passes", type=click.IntRange(min=1), help="At most.  [default: 10]"),
            seed_option,
            click.option("--data", metavar="TEXT", help="A description of CORPUS for the pack."),
            click.option("--licence", metavar="TEXT", help="The licence of CORPUS for the pack."),
            click.option(
                "--score",
                multiple=True,
                metavar="FILE",
                help="Score the model on this corpus and write the scores to the pack."
                " Can be repeated.",
            ),
        )
    ):
        command = option(command)
    return command


@dataclass(frozen=True)
class NetworkRun:
    """The values of the options, and the training itself."""

    corpus: tuple[str, ...]
    dev: str | None
    pack: str
    data: str | None
    licence: str | None
    shape: Shape
    tuning: FineTuning

    @classmethod
    def of(cls, options: dict[str, Any]) -> NetworkRun:
        """From all options of a command."""
        own = {name: options.pop(name) for name in cls.__annotations__ if name in options}
        shape = shape_of(options)
        given = {name: value for name, value in options.items() if value is not None}
        return cls(**own, shape=shape, tuning=replace(FineTuning(), **given))

    def __call__(
        self, fit: Callable[..., Trained], samples: Sequence[Any], dev: Sequence[Any]
    ) -> Trained:
        """The stage that `fit` trains; its model is saved."""
        trained = fit(
            samples,
            dev=dev,
            network=self.shape,
            schedule=self.tuning,
            about=about(self.pack, self.corpus, self.data, self.licence),
            checkpoint=state_folder(self.pack),
            keep_checkpoint=True,
            report=tell,
        )
        key = states(self.pack).found_key()
        save(trained.model, self.pack)
        states(self.pack, key).done()  # not before it is saved
        return trained


def states(pack: str, key: str = "") -> States:
    """The state of the training of a network, of the run with this key.

    It is checked when a command begins, as to read a corpus takes long.
    """
    made: States = neural("states", "training a network").States(state_folder(pack), key)
    return made
