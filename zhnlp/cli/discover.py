"""zhnlp discover: new words of a corpus, as a lexicon."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Literal

import click

from zhnlp.cli.options import read_lexicon, skip_option
from zhnlp.cli.outputs import Progress, output
from zhnlp.cli.streams import encoding_options, output_option
from zhnlp.io.blocks import Errors, decoded, read_blocks, total_size, whole_lines
from zhnlp.models.discovery.model import NewWord, discover_words
from zhnlp.models.lexicons.entry import COLUMNS, Entry, line_of
from zhnlp.stages.segmenter import Segmenter

Form = Literal["lexicon", "jsonl"]


@click.command(
    "discover",
    short_help="Find new words in a corpus, and write a lexicon.",
    epilog="Example: zhnlp discover news/*.txt.gz -o new-words.tsv",
)
@click.argument("files", nargs=-1, metavar="[FILES]...")
@output_option
@click.option(
    "-n", "--top", type=click.IntRange(min=1), metavar="N", help="How many words, at most."
)
@click.option(
    "--min-frequency",
    type=click.IntRange(min=2),
    default=10,
    show_default=True,
    help="How often a word occurs at least.",
)
@click.option(
    "--min-cohesion",
    type=float,
    default=4.0,
    show_default=True,
    help="How firmly its characters are joined, at least: a natural logarithm.",
)
@click.option(
    "--min-freedom",
    type=float,
    default=1.5,
    show_default=True,
    help="How free it is of its neighbours, at least: their entropy in nats.",
)
@click.option(
    "--max-length",
    type=click.IntRange(2, 15),
    default=5,
    show_default=True,
    help="The most characters of a word.",
)
@click.option("-l", "--lexicon", metavar="FILE", help="Your own words, which are not new.")
@skip_option
@click.option(
    "--uncut", is_flag=True, help="Leave out the words that the segmenter finds by itself, too."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("lexicon", "jsonl")),
    default="lexicon",
    show_default=True,
    help="lexicon: words with frequencies, for --lexicon of other commands. jsonl: one object per "
    "line, with cohesion and freedom.",
)
@encoding_options
def command(
    files: Sequence[str],
    target: str | None,
    top: int | None,
    min_frequency: int,
    min_cohesion: float,
    min_freedom: float,
    max_length: int,
    lexicon: str | None,
    skip_bad_lines: bool,
    uncut: bool,
    form: Form,
    encoding: str,
    errors: Errors,
) -> None:
    """Find the words of FILES, or of standard input, that no list has.

    A string is taken for a word if its characters belong together and it does not belong to its
    neighbours. The likeliest come first. Look the list over before you use it.
    """
    own = read_lexicon(lexicon, skip_bad_lines)
    files = files or ("-",)
    with Progress(to_stdout=target in (None, "-"), total=total_size(files)) as progress:
        blocks = read_blocks(files, encoding=encoding, errors=errors, progress=progress.update)
        words = discover_words(
            (decoded(block, errors) for block in whole_lines(blocks)),
            min_frequency=min_frequency,
            min_cohesion=min_cohesion,
            min_freedom=min_freedom,
            max_length=max_length,
            lexicon=own,
            cut=Segmenter().cut if uncut else None,
        )
    with output(target) as write:
        for line in _lines(words[:top], form):
            write(f"{line}\n".encode())
    if not words:
        click.echo(
            f"No new words. Give more text, or a lower --min-frequency (now {min_frequency}).",
            err=True,
        )


def _lines(words: Sequence[NewWord], form: Form) -> Iterator[str]:
    if form == "jsonl":
        for word in words:
            scores = {"cohesion": round(word.cohesion, 3), "freedom": round(word.freedom, 3)}
            row = {"word": word.text, "frequency": word.frequency, **scores}
            yield json.dumps(row, ensure_ascii=False)
        return
    yield "# New words, found by zhnlp discover; the likeliest first. Remove what is none."
    yield f"# {'<TAB>'.join(COLUMNS)}"
    for word in words:
        yield line_of(Entry(word.text, frequency=word.frequency))
