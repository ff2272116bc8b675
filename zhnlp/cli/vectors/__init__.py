"""zhnlp vectors: train, ask, draw and convert word vectors, one command per file."""

from __future__ import annotations

import click

from zhnlp.cli import Commands

NAMES = ("analogy", "convert", "plot", "similar", "train")

model_option = click.option(
    "--model",
    required=True,
    metavar="PACK",
    help="The model of vectors: a folder made by zhnlp vectors train or convert.",
)


@click.group(
    "vectors",
    cls=Commands,
    package=__name__,
    names=NAMES,
    epilog="Example: zhnlp vectors train news.txt -o ./vectors",
)
def command() -> None:
    """Word vectors: train them, ask for similar words, draw them."""
