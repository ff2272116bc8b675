"""What the commands that ask vectors share: the model, the options, the output."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from zhnlp.cli.options import format_option
from zhnlp.cli.outputs import print_text
from zhnlp.models.vectors.model import Neighbour, WordVectors
from zhnlp.models.vectors.training import VectorTraining
from zhnlp.saving import load

Command = Callable[..., object]


def asking_options(command: Command) -> Command:
    """Add ``--top``, ``--unknown`` and ``--format`` to a command."""
    for option in (
        format_option(("text", "json"), "The format of the output."),
        click.option(
            "--exact",
            is_flag=True,
            help="Refuse a word that is not there, which is else composed of its n-grams or parts.",
        ),
        click.option(
            "-n",
            "--top",
            type=click.IntRange(min=1),
            default=10,
            show_default=True,
            metavar="N",
            help="How many words to print, at most.",
        ),
    ):
        command = option(command)
    return command


def read_model(folder: str) -> WordVectors:
    """The vectors in a folder, or those of the training in it; a name alone is a folder, too."""
    found: object = load(Path(folder))
    if isinstance(found, VectorTraining):
        return found.vectors()
    return found if isinstance(found, WordVectors) else WordVectors(Path(folder))


def print_neighbours(found: Iterable[Neighbour], form: str) -> None:
    """Print a word and its similarity a line."""
    for word, similarity in found:
        if form == "json":
            row = {"word": word, "similarity": round(similarity, 4)}
            print_text(json.dumps(row, ensure_ascii=False))
        else:
            print_text(f"{similarity:.4f}\t{word}")
