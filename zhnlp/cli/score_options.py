"""Options of the commands that score: which gold data, which results, how to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from zhnlp.corpus import FORMATS

Command = Callable[..., Any]

predicted_option = click.option(
    "--predicted",
    metavar="FILE",
    help="The result to score, a corpus in any format. Without it the text of GOLD is processed.",
)
known_option = click.option(
    "--known",
    metavar="FILE",
    help="A corpus or a list of words that were known before; the others are scored apart.",
)
form_option = click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to print the scores.",
)
tag_column_option = click.option(
    "--tag-column",
    type=click.Choice(("upos", "xpos", "ud1")),
    default="upos",
    show_default=True,
    help="Where CoNLL files have the tags: column 4 or 5; ud1: column 4 of Universal "
    "Dependencies 1, turned into the tags of version 2.",
)


def gold_options(command: Command) -> Command:
    """Add ``--gold-format`` and ``--repair`` to a command."""
    command = click.option(
        "--repair",
        is_flag=True,
        help="Read B, I, E tags that do not follow on each other as conlleval does.",
    )(command)
    return click.option(
        "--gold-format",
        type=click.Choice(FORMATS),
        help="Of GOLD, where it cannot be guessed from its first lines.",
    )(command)


def refuse_options(names: Iterable[str]) -> None:
    """A usage error for an option that was given, but has no effect beside ``--predicted``."""
    context = click.get_current_context()
    for name in names:
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(
                f"--predicted is scored as it is, so --{name.replace('_', '-')} has no effect. "
                "Leave one of the two out."
            )
