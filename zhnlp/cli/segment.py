"""zhnlp segment: files or standard input in, their words out."""

from __future__ import annotations

import codecs
from collections import deque
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

import click

from zhnlp.cli import formats
from zhnlp.cli.inputs import Block, Errors, read_blocks, total_size, whole_lines
from zhnlp.cli.options import make_segmenter, segmenter_options
from zhnlp.cli.outputs import Progress, output
from zhnlp.doc import Doc, Span
from zhnlp.errors import ZhnlpError
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.segmenter import Segmenter


def valid_text(context: click.Context, option: click.Parameter, text: str | None) -> str | None:
    """`text`, if UTF-8 can hold it; an argument of other bytes comes with lone surrogates."""
    try:
        (text or "").encode()
    except UnicodeEncodeError:
        raise click.BadParameter("this is not UTF-8.", context, option) from None
    return text


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


@click.command(
    "segment",
    epilog="Example: zhnlp segment news.txt --method bigram --lexicon names.tsv -o words.txt",
)
@click.argument("files", nargs=-1, metavar="[FILES]...")
@segmenter_options
@click.option(
    "--stopwords",
    multiple=True,
    metavar="NAME",
    help="Leave out punctuation and the words of a list: general, news, or a file of yours with "
    "a slash in its name (./mine.txt). May be given several times.",
)
@click.option("--search", is_flag=True, help="Give the shorter words inside long ones, too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "jsonl", "conll")),
    default="text",
    show_default=True,
    help="text: words with a separator, line by line. jsonl: an object a line. conll: CoNLL-U, a "
    "sentence a line. The last two hold a line in memory, text does not.",
)
@click.option(
    "--separator",
    metavar="TEXT",
    callback=valid_text,
    help="What stands between words of --format text, in place of a space.",
)
@click.option("-o", "--output", "target", metavar="FILE", help="Appears whole or not at all.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Threads. The output is the same for any number; only --format text gains much.",
)
@click.option(
    "--encoding",
    default="utf-8",
    show_default=True,
    callback=known_encoding,
    help="Of the input: gb18030, big5, utf-16 … The output is UTF-8.",
)
@click.option(
    "--errors",
    type=click.Choice(("strict", "replace")),
    default="strict",
    show_default=True,
    help="What becomes of bytes that are not in the encoding: an error, or U+FFFD.",
)
def command(files: tuple[str, ...], target: str | None, jobs: int, **settings: Any) -> None:
    """Cut the lines of FILES, or of standard input, into words.

    Several files are read as if they were one. Lines stay lines.
    """
    files = files or ("-",)
    render = writer(**settings)
    source = {"encoding": settings["encoding"], "errors": settings["errors"]}
    to_stdout = target in (None, "-")
    with output(target) as write, Progress(to_stdout=to_stdout, total=total_size(files)) as shown:
        blocks = read_blocks(files, seen=shown.update, **source)
        if not isinstance(render, formats.TextWriter):
            blocks = whole_lines(blocks)
        for data in in_order(render, blocks, jobs):
            write(data)


def writer(
    form: formats.Format,
    separator: str | None,
    stopwords: tuple[str, ...],
    search: bool,
    errors: Errors,
    encoding: str,
    **settings: Any,
) -> formats.Render:
    """What makes the output of a block, as the options say."""
    picks = "--search" if search else "--stopwords" if stopwords else None
    if form == "conll" and picks:
        raise click.UsageError(f"--format conll gives every word once. Leave {picks} out.")
    if separator is not None and form != "text":
        raise click.UsageError(f"--separator is for --format text, not for {form}. Leave it out.")
    separator = " " if separator is None else separator
    segmenter = make_segmenter(**settings)
    pick = picker(segmenter, stopwords, search) if picks else None
    if form == "conll":
        return formats.line_writer(formats.conll_line(segmenter), errors)
    if form == "jsonl":
        return formats.line_writer(formats.json_line(segmenter, pick), errors)
    if pick is not None:
        return formats.line_writer(formats.text_line(pick, separator), errors)
    return formats.TextWriter(segmenter, separator, errors)


def picker(segmenter: Segmenter, stopwords: tuple[str, ...], search: bool) -> formats.Pick:
    """What gives the words of a line that were asked for, with their places."""
    if not stopwords:
        return segmenter.search
    terms = StopwordFilter(stopwords)

    def content(text: str) -> Iterable[Span]:
        if not search:
            return terms(segmenter(Doc(text))).terms or ()
        found = ((span, text[span.start : span.end]) for span in segmenter.search(text))
        return [span for span, word in found if terms(Doc(word, words=(word,))).terms]

    return content


def in_order(render: formats.Render, blocks: Iterable[Block], jobs: int) -> Iterator[bytes]:
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


def _rendered(render: formats.Render, block: Block | ZhnlpError) -> bytes:
    if isinstance(block, ZhnlpError):
        raise block
    return render(block)
