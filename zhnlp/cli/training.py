"""What the commands that train sequence models have in common."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from zhnlp.cli.gold import gold_options, read_gold
from zhnlp.doc import Doc
from zhnlp.io.lines import read_lines
from zhnlp.models.sequence.training import Schedule

Command = Callable[..., Any]
_BLOCK = 1 << 22  # characters of raw text at once


def training_options(command: Command) -> Command:
    """Add the options of every trained model to a command."""
    for option in reversed(
        (
            click.argument("corpus", nargs=-1, required=True, metavar="CORPUS..."),
            click.option(
                "--dev",
                metavar="FILE",
                help="A corpus that is not learned: the best pass on it is kept.",
            ),
            click.option(
                "-o", "--output", "pack", required=True, metavar="PACK", help="The folder to write."
            ),
            click.option(
                "--passes",
                type=click.IntRange(min=1),
                help="At most so many over the corpus.  [default: 4 to 8; 20 with --dev]",
            ),
            click.option(
                "--min-count",
                type=click.IntRange(min=1),
                help="How often a feature must occur.",
            ),
            click.option(
                "--least", type=click.FloatRange(min=0), help="Smaller weights are left out."
            ),
            click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True),
            click.option("--data", metavar="TEXT", help="What CORPUS is; noted in the pack."),
            click.option(
                "--licence", metavar="TEXT", help="The licence of CORPUS; noted in the pack."
            ),
            click.option(
                "--score",
                multiple=True,
                metavar="FILE",
                help="Score the model on this corpus and note it in the pack.",
            ),
            gold_options,
        )
    ):
        command = option(command)
    return command


def schedule(dev: str | None, usual: Schedule, **settings: Any) -> Schedule:
    """The schedule that the options describe, and the `usual` one where they say nothing.

    With a development set there may be more passes, as the best is chosen.
    """
    told = {name: value for name, value in settings.items() if value is not None}
    return replace(usual, **{**({"passes": 20} if dev else {}), **told})


def read_all(paths: Sequence[str], layers: Sequence[str], **settings: Any) -> list[Doc]:
    """The texts of all corpora, which must have `layers`."""
    return [doc for path in paths for doc in read_gold(path, layers, **settings)]


def about(
    pack: str, corpus: Sequence[str], data: str | None, licence: str | None
) -> dict[str, Any]:
    """What a pack says of how it was made."""
    return {
        "name": Path(pack).name,
        "data": data or " ".join(Path(path).name for path in corpus),
        "licence": licence or "not stated",
        "command": "zhnlp " + shlex.join(_shown(sys.argv[1:])),
    }


def checkpoint(pack: str) -> Path:
    """Where a training that was interrupted goes on from."""
    return Path(f"{pack.rstrip('/')}.part")


def raw_blocks(paths: Sequence[str]) -> Iterator[bytes]:
    """The text of UTF-8 files in blocks of whole lines."""
    for path in paths:
        lines: list[str] = []
        size = 0
        for line in read_lines(path):
            lines.append(line)
            size += len(line)
            if size >= _BLOCK:
                yield "".join(lines).encode()
                lines, size = [], 0
        yield "".join(lines).encode()


def tell(line: str) -> None:
    """Report on standard error."""
    click.echo(line, err=True)


def _shown(words: Sequence[str]) -> Iterator[str]:
    """A command line without folders, and without what the pack says elsewhere."""
    left = iter(words)
    for word in left:
        if word in ("--data", "--licence", "--score"):
            next(left, None)
        else:
            yield Path(word).name if "/" in word else word
