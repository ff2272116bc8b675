"""Options of the commands that train."""

from __future__ import annotations

from collections.abc import Callable

import click

from zhnlp.cli.folders import free_folder
from zhnlp.cli.options import seed_option
from zhnlp.cli.outputs import OutputOption
from zhnlp.cli.score_options import gold_options

Command = Callable[..., object]


pack_option = click.option(
    "-o",
    "--output",
    "pack",
    cls=OutputOption,
    required=True,
    metavar="PACK",
    callback=free_folder,
    help="The folder to write: a new one, or that of a pack, which is replaced.",
)


language_model_option = click.option(
    "--language-model",
    default="zh-characters",
    show_default=True,
    metavar="MODEL",
    help="The character model of the corrector: its name, or its folder.",
)
leave_out_option = click.option(
    "--leave-out",
    type=click.IntRange(min=2),
    metavar="N",
    help="Leave out every Nth document of each file.",
)
without_option = click.option(
    "--without",
    multiple=True,
    metavar="FILE",
    help="Leave out the sentences in this file, such as a test. Can be repeated.",
)


def about_options(command: Command) -> Command:
    """Add the options that say what CORPUS is to a command."""
    command = click.option("--licence", metavar="TEXT", help="The licence of CORPUS for the pack.")(
        command
    )
    return click.option("--data", metavar="TEXT", help="A description of CORPUS for the pack.")(
        command
    )


def training_options(command: Command) -> Command:
    """Add the options that all sequence models share to a command."""
    options: tuple[Callable[[Command], Command], ...] = (
        click.argument("corpus", nargs=-1, required=True, metavar="CORPUS..."),
        click.option(
            "--dev",
            metavar="FILE",
            help="A development corpus: the best pass on it is used.",
        ),
        pack_option,
        *_schedule_options(),
        about_options,
        click.option(
            "--score",
            multiple=True,
            metavar="FILE",
            help="Score the model on this corpus and write the scores to the pack."
            " Can be repeated.",
        ),
        gold_options,
    )
    for option in reversed(options):
        command = option(command)
    return command


def _schedule_options() -> tuple[Callable[[Command], Command], ...]:
    return (
        click.option(
            "--passes",
            type=click.IntRange(min=1),
            help="Most passes over the corpus.  [default: 4 to 8; 20 with --dev]",
        ),
        click.option(
            "--min-count",
            type=click.IntRange(min=1),
            help="How often a feature must occur.",
        ),
        click.option(
            "--min-weight", type=click.FloatRange(min=0), help="Smaller weights are left out."
        ),
        click.option(
            "--l2", type=click.FloatRange(min=0), help="How strongly weights are pulled to zero."
        ),
        seed_option,
    )
