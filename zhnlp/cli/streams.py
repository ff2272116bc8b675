"""Streams: files or standard input through a function to an output, by several threads.

What commands have in common that turn lines into lines: their options, and how
the blocks of the input become the output in the same order.
"""

from __future__ import annotations

import codecs
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import click

from zhnlp.cli.formats import Render, TextWriter
from zhnlp.cli.inputs import Block, Errors, read_blocks, total_size, whole_lines
from zhnlp.cli.outputs import Progress, output
from zhnlp.errors import ZhnlpError

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

    near = get_close_matches(name.lower().replace("-", "_"), {*aliases, *aliases.values()}, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise click.BadParameter(f"there is no text encoding {name!r}.{hint}", context, option)


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
        blocks = read_blocks(files, encoding=encoding, errors=errors, seen=shown.update)
        if not isinstance(render, TextWriter):
            blocks = whole_lines(blocks)
        for data in in_order(render, blocks, jobs):
            write(data)


def in_order(render: Render, blocks: Iterable[Block], jobs: int) -> Iterator[bytes]:
    """The output of all blocks in order, made by `jobs` threads, a few blocks ahead.

    Where something fails, what stands before it is given, for any number of threads.
    """
    if jobs == 1:
        yield from map(render, blocks)
        return
    from concurrent.futures import Future, ThreadPoolExecutor, wait

    waiting: deque[Future[bytes]] = deque()
    piece: Future[bytes] | None = None
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for block in _with_fault(blocks):
                is_piece = isinstance(block, Block) and block.is_piece
                if is_piece and piece is not None:
                    wait((piece,))  # each needs what the one before left
                waiting.append(pool.submit(_rendered, render, block))
                piece = waiting[-1] if is_piece else piece
                if len(waiting) > 2 * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _with_fault(blocks: Iterable[Block]) -> Iterator[Block | ZhnlpError]:
    try:
        yield from blocks
    except ZhnlpError as error:
        yield error


def _rendered(render: Render, block: Block | ZhnlpError) -> bytes:
    if isinstance(block, ZhnlpError):
        raise block
    return render(block)
