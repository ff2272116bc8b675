"""Options of the linear models of labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from zhnlp.models.classify.settings import METHODS, SEEN, WEIGHTINGS, Choices

Command = Callable[..., object]
Options = dict[str, Any]
_COUNT = click.IntRange(min=1)


def linear_options(command: Command) -> Command:
    """Add the options of linear models of labels to a command."""
    for option in reversed(
        (
            click.option(
                "-m",
                "--method",
                type=click.Choice(METHODS),
                help="A support vector machine, logistic regression or naive Bayes.  "
                "[default: svm]",
            ),
            click.option(
                "--of", type=click.Choice(SEEN), help="What it sees.  [default: characters]"
            ),
            click.option(
                "--weights",
                type=click.Choice(WEIGHTINGS),
                help="What an n-gram weighs.  [default: association, which is how unevenly it is "
                "spread over the labels, with TF-IDF]",
            ),
            click.option(
                "--ngrams",
                nargs=2,
                type=_COUNT,
                metavar="LOW HIGH",
                help="The shortest and the longest n-grams.  [default: 1 3 of characters; 1 1]",
            ),
            click.option("--min-docs", type=_COUNT, help="Leave out n-grams of fewer texts."),
            click.option(
                "--max-features", type=_COUNT, help="Keep so many n-grams, which tell most."
            ),
            click.option(
                "--cost",
                type=click.FloatRange(min=0, min_open=True),
                help="What errors cost against large weights.  [default: 1; 10 for logistic, 5 "
                "for bayes]",
            ),
        )
    ):
        command = option(command)
    return command


def choices_of(options: Options, *, network: bool) -> Choices:
    """The settings that the options give; they are taken out of `options`, but for ``seed``.

    Raises:
        click.UsageError: One is given though `network` says that no linear model is trained.
    """
    names = [name for name in Choices.__annotations__ if name != "seed"]
    found = {name: options.pop(name) for name in names}
    given = {name: value for name, value in found.items() if value is not None}
    if network and given:
        name = next(iter(given)).replace("_", "-")
        raise click.UsageError(f"--{name} is for linear models. Leave --encoder out.")
    chosen: Choices = {**given, "seed": options["seed"]}  # type: ignore[typeddict-item]
    return chosen
