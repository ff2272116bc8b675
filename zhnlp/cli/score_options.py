"""Options of the commands that score: gold data, results and output."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from zhnlp.corpus import FORMATS

Command = Callable[..., object]

predicted_option = click.option(
    "--predicted",
    metavar="FILE",
    help="The result to score, a corpus in any format. Without it, zhnlp processes the text of "
    "GOLD.",
)
known_option = click.option(
    "--known",
    metavar="FILE",
    help="A corpus or a list of known words; the others are also scored separately.",
)
form_option = click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="The format of the scores.",
)
tag_column_option = click.option(
    "--tag-column",
    type=click.Choice(("upos", "xpos", "ud1")),
    default="upos",
    show_default=True,
    help="The column of tags in CoNLL files: upos is 4, xpos is 5; ud1 is 4 in Universal "
    "Dependencies 1, converted to the tags of version 2.",
)


def gold_options(command: Command) -> Command:
    """Add ``--gold-format`` and ``--repair`` to a command."""
    command = click.option(
        "--repair",
        is_flag=True,
        help="Read invalid sequences of B, I, E tags as conlleval does.",
    )(command)
    return click.option(
        "--gold-format",
        type=click.Choice(FORMATS),
        help="The format of GOLD, if it cannot be guessed from its first lines.",
    )(command)


def refuse_options(names: Iterable[str]) -> None:
    """A usage error if one of these options is given, because ``--predicted`` ignores it."""
    context = click.get_current_context()
    for name in names:
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(
                f"--predicted is scored as it is, so --{name.replace('_', '-')} has no effect. "
                "Leave one of the two out."
            )
