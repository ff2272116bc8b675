"""Streams: files or standard input through a function to an output, by several threads.

What commands have in common that turn lines into lines: their options, and how
the blocks of the input become the output in the same order.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from typing import Any

import click

from zhnlp.cli.formats import Render
from zhnlp.cli.outputs import Progress, output
from zhnlp.errors import did_you_mean
from zhnlp.io.blocks import Errors, read_blocks, total_size, whole_lines
from zhnlp.io.ordered import in_order

Command = Callable[..., Any]


def known_encoding(context: click.Context, option: click.Parameter, name: str) -> str:
    """`name`, if text can be read in it."""
    try:
        " ".encode(name)  # base64 and the like are no text encodings, and say so here
        found = codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError):
        found = ""
    if found and found not in ("idna", "punycode"):
        return name
    from encodings.aliases import aliases

    known = {*aliases, *aliases.values()}
    hint = did_you_mean(name.lower().replace("-", "_"), known, listed=False)
    problem = f"there is no text encoding {name!r}. {hint}".rstrip()
    raise click.BadParameter(problem, context, option)


def stream_options(command: Command) -> Command:
    """Add FILES, ``-o``, ``-j``, ``--encoding`` and ``--errors`` to a command."""
    for option in reversed(
        (
            click.argument("files", nargs=-1, metavar="[FILES]..."),
            click.option(
                "-o", "--output", "target", metavar="FILE", help="Appears whole or not at all."
            ),
            click.option(
                "-j",
                "--jobs",
                type=click.IntRange(min=1),
                default=1,
                show_default=True,
                help="Threads. The output is the same for any number.",
            ),
            click.option(
                "--encoding",
                default="utf-8",
                show_default=True,
                callback=known_encoding,
                help="Of the input: gb18030, big5, utf-16 … The output is UTF-8.",
            ),
            click.option(
                "--errors",
                type=click.Choice(("strict", "replace")),
                default="strict",
                show_default=True,
                help="What becomes of bytes that are not in the encoding: an error, or U+FFFD.",
            ),
        )
    ):
        command = option(command)
    return command


def run(
    render: Render,
    files: Sequence[str],
    *,
    target: str | None,
    jobs: int,
    encoding: str,
    errors: Errors,
) -> None:
    """Write what `render` makes of every block of `files`, or of standard input without any."""
    files = files or ("-",)
    to_stdout = target in (None, "-")
    with output(target) as write, Progress(to_stdout=to_stdout, total=total_size(files)) as shown:
        blocks = read_blocks(files, encoding=encoding, errors=errors, progress=shown.update)
        if not render.takes_pieces:
            blocks = whole_lines(blocks)
        for data in in_order(render, blocks, jobs):
            write(data)
