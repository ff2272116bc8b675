"""Streams: several threads turn the lines of files or standard input into output.

Shared by all commands that turn lines into lines: their options, and a loop that writes
the results of blocks in the order of the input.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence

import click

from zhnlp.cli.formats import Render
from zhnlp.cli.outputs import Progress, output
from zhnlp.errors import did_you_mean
from zhnlp.io.blocks import Block, Errors, read_blocks, total_size, whole_lines
from zhnlp.io.ordered import in_order

Command = Callable[..., object]


def known_encoding(context: click.Context, option: click.Parameter, name: str) -> str:
    """`name`; a usage error if it is not a text encoding."""
    try:
        " ".encode(name)  # base64 and the like raise here: they are not text encodings
        codec = codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError):
        codec = ""
    if codec and codec not in ("idna", "punycode"):
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
                "-o",
                "--output",
                "target",
                metavar="FILE",
                help="The file to write. It appears whole or not at all.",
            ),
            click.option(
                "-j",
                "--jobs",
                type=click.IntRange(min=1),
                default=1,
                show_default=True,
                help="The number of threads. It does not change the output.",
            ),
            click.option(
                "--encoding",
                default="utf-8",
                show_default=True,
                callback=known_encoding,
                help="The encoding of the input: gb18030, big5, utf-16 … The output is UTF-8.",
            ),
            click.option(
                "--errors",
                type=click.Choice(("strict", "replace")),
                default="strict",
                show_default=True,
                help="For bytes that are not in the encoding: stop with an error, or write U+FFFD.",
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
    regroup: Callable[[Iterator[Block]], Iterator[Block]] = lambda blocks: blocks,
) -> None:
    """Write the output of `render` for every block of `files`, or of standard input.

    Blocks are of whole lines, unless `render` takes fragments; `regroup` can join and cut them.
    """
    files = files or ("-",)
    to_stdout = target in (None, "-")
    progress = Progress(to_stdout=to_stdout, total=total_size(files))
    with output(target) as write, progress:
        blocks = read_blocks(files, encoding=encoding, errors=errors, progress=progress.update)
        if not render.takes_fragments:
            blocks = whole_lines(blocks)
        for data in in_order(render, regroup(blocks), jobs):
            write(data)
