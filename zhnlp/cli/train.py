"""zhnlp train: make packs from corpora."""

from __future__ import annotations

from pathlib import Path

import click

from zhnlp.cli import Commands
from zhnlp.cli.outputs import print_text
from zhnlp.evaluate import read_words, score_words
from zhnlp.models.ngram import NgramModel
from zhnlp.stages.segmenter import Segmenter


@click.group("train", cls=Commands)
def command() -> None:
    """Make models from corpora."""


@command.command(
    "ngrams", epilog="Example: zhnlp train ngrams news.words --order 2 --dev dev.words -o ./mine"
)
@click.argument("corpus", nargs=-1, required=True, metavar="CORPUS...")
@click.option(
    "--order",
    type=click.IntRange(2, 3),
    default=3,
    show_default=True,
    help="Words in the longest n-gram: 2 for --method bigram only, 3 for trigram, too.",
)
@click.option("--dev", metavar="FILE", help="Score the model on this text, in the form of CORPUS.")
@click.option("-o", "--output", "pack", required=True, metavar="PACK", help="The folder to write.")
def ngrams(corpus: tuple[str, ...], order: int, dev: str | None, pack: str) -> None:
    """Count and smooth the word n-grams of CORPUS for the methods bigram and trigram.

    CORPUS is UTF-8 text, words separated by white space; .gz is unpacked.
    """
    from zhnlp.models.ngram_training import train

    held_out = None if dev is None else read_words(dev)
    train(corpus, pack, order=order, report=lambda line: click.echo(line, err=True))
    if held_out is not None:
        segmenter = Segmenter("trigram" if order == 3 else "bigram", model=NgramModel(Path(pack)))
        guess = [segmenter.cut("".join(line)) for line in held_out]
        print_text(str(score_words(held_out, guess)))
