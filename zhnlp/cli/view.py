"""zhnlp view: what a pipeline finds in texts, as a picture."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from shutil import get_terminal_size
from typing import Unpack

import click

from zhnlp.cli.colours import has_colours
from zhnlp.cli.outputs import output, print_text
from zhnlp.cli.record_options import (
    ReadingOptions,
    applied_options,
    make_pipeline,
    make_reading,
    reading_options,
)
from zhnlp.cli.run import batches, pieces
from zhnlp.cli.streams import input_options, output_option
from zhnlp.corpus.records import Reading, Record, read_piece
from zhnlp.doc import Doc
from zhnlp.errors import FileError, UsageError
from zhnlp.models.words.explanation import Explanation
from zhnlp.pipeline import Pipeline
from zhnlp.stages.segmenter import Segmenter
from zhnlp.view.lattice import LONGEST
from zhnlp.view.marks import note
from zhnlp.view.page import doc_part, page
from zhnlp.view.terminal import doc_picture, lattice_picture

_STDIN = "-"
_WIDTH = 100  # columns where there is no terminal
Found = tuple[str, Doc, Explanation | None]


@click.command(
    "view",
    short_help="Show what a pipeline finds in texts as a picture.",
    epilog="Example: zhnlp view news.txt -o page.html",
)
@input_options
@output_option
@applied_options
@click.option(
    "--lattice",
    "has_lattice",
    is_flag=True,
    help=f"Also show the words that were considered, for texts of up to {LONGEST} characters.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    metavar="N",
    help="Show only the first N records.",
)
@reading_options
def command(
    files: tuple[str, ...],
    target: str | None,
    name: str,
    lexicon: str | None,
    is_linked: bool,
    has_lattice: bool,
    limit: int,
    **reading_given: Unpack[ReadingOptions],
) -> None:
    """Show what a pipeline finds in the records of FILES, or of standard input.

    With --output it is an HTML page that needs no network and has no scripts, otherwise lines
    for the terminal, which need 'zhnlp[view]'. Files are read as by zhnlp run.
    """
    reading = make_reading(**reading_given)
    nlp = make_pipeline(name, lexicon, is_linked=is_linked)
    segmenter = _segmenter(nlp) if has_lattice else None
    records = _records(files, reading, target)
    found = _found(islice(records, limit), nlp, reading.text_field, segmenter)
    if target is None:
        for number, each in enumerate(found):
            print_text("\n" * (number > 0) + _lines(*each))
        if next(records, None) is not None:
            click.echo(_left_out(limit), err=True)
        return
    with output(target) as write:
        for piece in page("zhnlp", _parts(found, records, limit)):
            write(piece.encode())


def _parts(found: Iterator[Found], records: Iterator[Record], limit: int) -> Iterator[str]:
    """Yield what stands on the page."""
    for place, doc, explanation in found:
        yield doc_part(doc, place, explanation)
    if next(records, None) is not None:
        yield note(_left_out(limit))


def _left_out(limit: int) -> str:
    return f"There are more than {limit:,} records; the first are shown. For more, set --limit."


def _lines(place: str, doc: Doc, explanation: Explanation | None) -> str:
    """A record for the terminal."""
    in_colour = has_colours(None)
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    width = get_terminal_size((_WIDTH, 24)).columns if is_terminal else _WIDTH
    lines = f"{place}\n{doc_picture(doc, width=width, colours=in_colour)}"
    if explanation is not None:
        lines += f"\n{lattice_picture(explanation, colours=in_colour)}"
    return lines.removesuffix("\n")


def _records(files: tuple[str, ...], reading: Reading, target: str | None) -> Iterator[Record]:
    """Yield the records; FileError at the first that cannot be read."""
    for piece in pieces(files or (_STDIN,), reading, target):
        for each in read_piece(piece, reading):
            if not isinstance(each, Record):
                raise FileError(f"{each.place}: {each.reason}")
            yield each


def _found(
    records: Iterator[Record], nlp: Pipeline, text_field: str, segmenter: Segmenter | None
) -> Iterator[Found]:
    """Yield the place, the Doc and, with a segmenter, the lattice of each record."""
    for batch in batches(records):
        own = [each for each in batch if isinstance(each, Record)]
        docs = nlp.batch([str(each.fields[text_field]) for each in own])
        for record, doc in zip(own, docs, strict=True):
            is_drawn = segmenter is not None and len(doc.text) <= LONGEST
            lattice = segmenter.explain(doc.text, n=3) if segmenter and is_drawn else None
            yield record.place, doc, lattice


def _segmenter(nlp: Pipeline) -> Segmenter:
    """The first Segmenter of a pipeline."""
    for stage in nlp.stages:
        if isinstance(stage, Segmenter):
            return stage
        if isinstance(stage, Pipeline):
            return _segmenter(stage)
    raise UsageError("--lattice needs a pipeline with a Segmenter. Leave it out, or add one.")
