"""zhnlp vectors analogy: the fourth word of an analogy."""

from __future__ import annotations

import click

from zhnlp.cli.vectors import model_option
from zhnlp.cli.vectors.asking import asking_options, print_neighbours, read_model


@click.command(
    "analogy",
    short_help="Print the words that are to one as two others are to each other.",
    epilog="Example: zhnlp vectors analogy 男人 国王 女人 --model ./vectors -n 5",
)
@click.argument("first")
@click.argument("second")
@click.argument("third")
@model_option
@asking_options
def command(
    first: str, second: str, third: str, model: str, top: int, exact: bool, form: str
) -> None:
    """Print the words that are to THIRD as SECOND is to FIRST, the best first."""
    found = read_model(model).analogy(
        first, second, third, n=top, unknown="error" if exact else "parts"
    )
    print_neighbours(found, form)
