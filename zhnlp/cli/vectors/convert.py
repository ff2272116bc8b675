"""zhnlp vectors convert: between packs and the files of other programs."""

from __future__ import annotations

from pathlib import Path

import click

from zhnlp.cli.folders import check_folder
from zhnlp.cli.outputs import OutputOption
from zhnlp.cli.train import training
from zhnlp.cli.vectors.asking import read_model
from zhnlp.errors import UsageError
from zhnlp.models.vectors.model import WordVectors
from zhnlp.models.vectors.training import CHECKS


@click.command(
    "convert",
    short_help="Convert vectors of word2vec, GloVe and zhnlp.",
    epilog="Example: zhnlp vectors convert vectors.txt.gz -o ./vectors",
)
@click.argument("source", metavar="FILE")
@click.option(
    "-o",
    "--output",
    "target",
    cls=OutputOption,
    required=True,
    metavar="PATH",
    help="The file or folder to write.",
)
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
    "--binary/--plain",
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
    if form == "pack":
        check_folder(target)
    if Path(source).is_dir():
        if binary is not None:
            raise UsageError(
                "--binary and --plain are for files, and FILE is a folder. Leave them out."
            )
        vectors = read_model(source)
        if limit is not None or half:
            vectors = _shortened(vectors, limit, half)
    else:
        vectors = WordVectors.read(source, limit=limit, binary=binary, half=half)
    training.tell(f"{len(vectors):,} words, {vectors.width} numbers each")
    if form == "pack":
        vectors.save_pack(Path(target))
    else:
        vectors.write(target, binary=form == "binary")


def _shortened(vectors: WordVectors, limit: int | None, half: bool) -> WordVectors:
    """The first `limit` of `vectors`, with their counts and the vectors of n-grams."""
    words = vectors.words[:limit]
    counts = None if vectors.counts is None else vectors.counts[: len(words)].tolist()
    about = {key: value for key, value in vectors.about.items() if key not in CHECKS}
    return WordVectors.of(
        words,
        vectors.matrix[: len(words)],
        counts=counts,
        half=half,
        subwords=vectors.subwords,
        about=about,
    )
