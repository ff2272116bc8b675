"""zhnlp vectors similar: the words nearest to others."""

from __future__ import annotations

import click

from zhnlp.cli.vectors import model_option
from zhnlp.cli.vectors.asking import asking_options, print_neighbours, read_model


@click.command(
    "similar",
    short_help="Print the words nearest to others.",
    epilog="Example: zhnlp vectors similar 北京 --model ./vectors -n 5",
)
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@click.option(
    "--minus",
    "without",
    multiple=True,
    metavar="WORD",
    help="A word whose vector is subtracted. Can be repeated.",
)
@model_option
@asking_options
def command(
    words: tuple[str, ...], without: tuple[str, ...], model: str, top: int, exact: bool, form: str
) -> None:
    """Print the words nearest to WORD, or to the mean of several, with their similarity.

    The similarity is the cosine of the angle between the vectors, from -1 to 1.
    """
    vectors = read_model(model)
    found = vectors.most_similar(words, without, n=top, unknown="error" if exact else "parts")
    print_neighbours(found, form)
