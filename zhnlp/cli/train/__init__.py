"""zhnlp train: make packs from corpora, one command per file."""

from __future__ import annotations

import click

from zhnlp.cli import Commands

NAMES = (
    "checks",
    "classifier",
    "contexts",
    "corrector",
    "idf",
    "ngrams",
    "reader",
    "recognizer",
    "segmenter",
    "summarizer",
    "tagger",
)


@click.group("train", cls=Commands, package=__name__, names=NAMES)
def command() -> None:
    """Make models from corpora."""
