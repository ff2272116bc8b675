"""Options that several commands have: those that choose and set up the segmenter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from zhnlp.models.lexicon import Lexicon
from zhnlp.stages.segmenter import DEFAULT, METHODS, Method, Segmenter

Command = Callable[..., Any]


def segmenter_options(command: Command) -> Command:
    """Add ``--method``, ``--lexicon``, ``--model`` and ``--no-hmm`` to a command."""
    for option in reversed(
        (
            click.option(
                "-m",
                "--method",
                type=click.Choice(METHODS),
                default=DEFAULT,
                show_default=True,
                help="How to decide between the possible cuts.",
            ),
            click.option(
                "-l",
                "--lexicon",
                metavar="FILE",
                help="Your own words: 'word frequency tag' or 'word<TAB>mode' a line, with the "
                "modes prefer, force, force-inside and split.",
            ),
            click.option(
                "--model",
                metavar="PACK",
                help="The model of perceptron, bigram and trigram: the name of a pack that ships "
                "(see zhnlp info), or a folder made by zhnlp train, with a slash in it (./mine).",
            ),
            click.option("--no-hmm", is_flag=True, help="Do not guess unknown words."),
        )
    ):
        command = option(command)
    return command


def make_segmenter(
    method: Method, lexicon: str | None, model: str | None, no_hmm: bool
) -> Segmenter:
    """The segmenter that those options describe."""
    return Segmenter(
        method,
        lexicon=None if lexicon is None else Lexicon.read(lexicon),
        model=model,
        hmm=not no_hmm,
    )
