"""zhnlp topics: learn what a corpus is about, and look at it, one command per file."""

from __future__ import annotations

import click

from zhnlp.cli import Commands

NAMES = ("plot", "score", "show", "train")


@click.group("topics", cls=Commands, package=__name__, names=NAMES)
def command() -> None:
    """Learn what a corpus is about, and look at it.

    To give each document its topics, put the stage Topics into a pipeline file, for zhnlp run
    and zhnlp batch:

    \b
    [[stages]]
    kind = "Segmenter"
    [[stages]]
    kind = "StopwordFilter"
    lists = ["general", "news"]
    [[stages]]
    kind = "Topics"
    model = "./topics"
    """
