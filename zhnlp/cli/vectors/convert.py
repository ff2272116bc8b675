"""zhnlp vectors convert: between packs and the files of other programs."""

from __future__ import annotations

from pathlib import Path

import click

from zhnlp.cli.train import training
from zhnlp.cli.vectors.asking import read_model
from zhnlp.models.vectors.model import WordVectors


@click.command("convert", epilog="Example: zhnlp vectors convert vectors.txt.gz -o ./vectors")
@click.argument("source", metavar="FILE")
@click.option("-o", "--output", "target", required=True, metavar="PATH", help="Where to write.")
@click.option(
    "--to",
    "form",
    type=click.Choice(("pack", "text", "binary")),
    default="pack",
    show_default=True,
    help="A folder for zhnlp, or a file in the text or binary format of word2vec.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Read only the first N words: a million with 300 numbers each need 4 GB.",
)
@click.option(
    "--binary/--text",
    default=None,
    help="Whether FILE is binary.  [default: look]",
)
@click.option("--half", is_flag=True, help="Keep the numbers of a pack in half the memory.")
def command(
    source: str, target: str, form: str, limit: int | None, binary: bool | None, half: bool
) -> None:
    """Convert vectors between the formats of word2vec, GloVe and zhnlp.

    FILE is text or binary, compressed or not; or the folder of a pack.
    """
    if Path(source).is_dir():
        vectors = read_model(source)
        if limit is not None or half:
            words = vectors.words[:limit]
            matrix = vectors.matrix[: len(words)]
            vectors = WordVectors.of(words, matrix, half=half, about={"name": Path(target).name})
    else:
        vectors = WordVectors.read(source, limit=limit, binary=binary, half=half)
    training.tell(f"{len(vectors):,} words, {vectors.width} numbers each")
    if form == "pack":
        vectors.save_pack(Path(target))
    else:
        vectors.write(target, binary=form == "binary")
