"""zhnlp topics show: the words of topics."""

from __future__ import annotations

import click

from zhnlp.cli.outputs import print_text
from zhnlp.cli.topics.texts import model_option, shown_topics


@click.command(
    "show",
    short_help="Print the words of topics.",
    epilog="Example: zhnlp topics show --model ./topics --words 20",
)
@model_option
@click.option(
    "--words",
    "n_words",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    metavar="N",
    help="How many words of each topic.",
)
def command(model: str, n_words: int) -> None:
    """Print the label of each topic and its first words with their weights."""
    from zhnlp.stages.topics import Topics

    print_text(shown_topics(Topics(model), n_words))
