"""Streams: several threads turn the lines of files or standard input into output.

Shared by all commands that turn lines into lines: their options, and a loop that writes
the results of blocks in the order of the input.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from zhnlp.cli.formats import Render
from zhnlp.cli.hints import hint_at_text
from zhnlp.cli.outputs import OutputOption, Progress, output
from zhnlp.errors import UsageError, did_you_mean
from zhnlp.io.blocks import Block, Errors, Text, read_blocks, total_size, whole_lines
from zhnlp.io.encodings import is_text_encoding
from zhnlp.io.ordered import in_order
from zhnlp.io.whole_files import Write

Command = Callable[..., object]
_TEXTS = "zhnlp.texts"


def known_encoding(context: click.Context, option: click.Parameter, name: str) -> str:
    """`name`; a usage error if it is not a text encoding."""
    if is_text_encoding(name):
        return name
    from encodings.aliases import aliases

    known = filter(is_text_encoding, {*aliases, *aliases.values()} - {name.lower()})
    plain = name.lower().replace("-", "_")
    hint = did_you_mean(plain, sorted(known), listed=False) if not _is_codec(name) else ""
    such = "Give one such as utf-8, gb18030, big5hkscs or utf-16."
    problem = f"there is no text encoding {name!r}. {hint or such}"
    raise click.BadParameter(problem, context, option)


def _is_codec(name: str) -> bool:
    """Whether Python has a codec of this name, though it is none of text."""
    try:
        return bool(codecs.lookup(name))
    except (LookupError, ValueError):
        return False


def valid_text(context: click.Context, option: click.Parameter, text: str | None) -> str | None:
    """`text`; a usage error if the argument was not UTF-8, so that it has lone surrogates."""
    try:
        (text or "").encode()
    except UnicodeEncodeError:
        raise click.BadParameter("this is not UTF-8.", context, option) from None
    return text


def _note_texts(context: click.Context, option: click.Parameter, texts: tuple[str, ...]) -> None:
    for text in texts:
        valid_text(context, option, text)
    context.meta[_TEXTS] = texts


def _files_or_texts(
    context: click.Context, argument: click.Parameter, files: tuple[str, ...]
) -> tuple[str, ...]:
    texts = context.meta.get(_TEXTS, ())
    if files and texts:
        raise UsageError("FILES and --text are two inputs. Leave one out.")
    return tuple(map(Text, texts)) or files


def input_options(command: Command) -> Command:
    """Add FILES and ``--text`` to a command; the texts are among its `files`, as `Text`."""
    command = click.option(
        "-t",
        "--text",
        multiple=True,
        metavar="TEXT",
        is_eager=True,  # before FILES, which take it up
        expose_value=False,
        callback=_note_texts,
        help="A text given as such, in place of FILES. Can be repeated.",
    )(command)
    return click.argument("files", nargs=-1, metavar="[FILES]...", callback=_files_or_texts)(
        command
    )


output_option = click.option(
    "-o",
    "--output",
    "target",
    cls=OutputOption,
    metavar="FILE",
    help="The file to write. It appears whole or not at all.",
)


def encoding_options(command: Command) -> Command:
    """Add ``--encoding`` and ``--errors`` to a command."""
    command = click.option(
        "--errors",
        type=click.Choice(("strict", "replace")),
        default="strict",
        show_default=True,
        help="For bytes that are not in the encoding: stop with an error, or write U+FFFD.",
    )(command)
    return click.option(
        "--encoding",
        default="utf-8",
        show_default=True,
        metavar="NAME",
        callback=known_encoding,
        help="The encoding of the input: gb18030, big5, utf-16 … The output is UTF-8.",
    )(command)


def stream_options(command: Command) -> Command:
    """Add FILES, ``-t``, ``-o``, ``-j``, ``--encoding`` and ``--errors`` to a command."""
    for option in reversed(
        (
            input_options,
            output_option,
            click.option(
                "-j",
                "--jobs",
                type=click.IntRange(min=1),
                default=1,
                show_default=True,
                help="The number of threads. It does not change the output.",
            ),
            encoding_options,
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
    with blocks_of(files, target, encoding=encoding, errors=errors) as (blocks, write):
        if not render.takes_fragments:
            blocks = whole_lines(blocks)
        for data in in_order(render, regroup(blocks), jobs):
            write(data)


@contextmanager
def blocks_of(
    files: Sequence[str],
    target: str | None,
    *,
    encoding: str,
    errors: Errors,
    exact: bool = False,
) -> Iterator[tuple[Iterator[Block], Write]]:
    """The blocks of `files`, or of standard input, and a function that writes to `target`.

    Progress is shown. `exact` is as in `read_blocks`.
    """
    files = files or ("-",)
    for path in files:
        hint_at_text(path)
    progress = Progress(to_stdout=target in (None, "-"), total=total_size(files))
    with output(target) as write, progress:
        update = progress.update
        yield (
            read_blocks(files, encoding=encoding, errors=errors, progress=update, exact=exact),
            write,
        )
