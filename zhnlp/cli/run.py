"""zhnlp run: what a pipeline finds in texts, as a JSON object for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Unpack
from warnings import warn

import click

from zhnlp.batch.json_part import record_bytes
from zhnlp.cli.hints import hint_at_text
from zhnlp.cli.outputs import Progress, output, refuse_inputs
from zhnlp.cli.record_options import (
    ReadingOptions,
    make_pipeline,
    make_reading,
    pipeline_options,
    reading_options,
)
from zhnlp.cli.streams import input_options, output_option
from zhnlp.corpus.records import (
    Format,
    Piece,
    Reading,
    Record,
    Reject,
    cut_pieces,
    find_inputs,
    read_piece,
)
from zhnlp.doc import Doc
from zhnlp.errors import FileError, FormatError, ZhnlpError, ZhnlpWarning
from zhnlp.io.blocks import GIVEN, Text, read_blocks, whole_lines
from zhnlp.io.whole_files import Write
from zhnlp.pipeline import Pipeline

_STDIN = "-"
_SIZE = 4 << 20  # bytes of a piece
_TEXTS, _CHARACTERS = 256, 100_000  # to process at once


@click.command(
    "run",
    short_help="Apply a pipeline to texts and print all that it finds.",
    epilog="Example: zhnlp run --pipeline full news.jsonl | head",
)
@input_options
@output_option
@pipeline_options
@reading_options
@click.option(
    "--skip-bad",
    is_flag=True,
    help="Leave out what cannot be read, with a warning for each, instead of stopping.",
)
def command(
    files: tuple[str, ...],
    target: str | None,
    name: str,
    lexicon: str | None,
    is_linked: bool,
    prefix: str,
    skip_bad: bool,
    **reading_given: Unpack[ReadingOptions],
) -> None:
    """Apply a pipeline to the records of FILES, or of standard input, for a quick look.

    FILES are files, folders or patterns in quotes: text, JSON lines, CSV, TSV, Parquet, Arrow or
    CoNLL-U, plain or packed (.gz, .zst, .bz2, .xz). Standard input has lines of text, unless --from
    says otherwise. There is a JSON object for each record: its fields, and what was found in
    the text. For large corpora there is zhnlp batch.
    """
    reading = make_reading(**reading_given)
    nlp = make_pipeline(name, lexicon, is_linked=is_linked)
    progress = Progress(to_stdout=target in (None, "-"), total=None)
    n_bytes = 0
    with output(target) as write, progress:
        printer = _Printer(nlp, write, reading.text_field, prefix, skip_bad=skip_bad)
        for piece in pieces(files or (_STDIN,), reading, target):
            for batch in batches(read_piece(piece, reading)):
                printer.print(batch)
            n_bytes += piece.n_bytes
            progress.update(n_bytes)


class _Printer:
    """Prints the lines of records.

    Args:
        nlp: What is applied to their texts.
        write: Writes bytes.
        text_field: The name of the field with the text.
        prefix: Put before the names of layers.
        skip_bad: Warn of what cannot be read or written, and go on.
    """

    def __init__(
        self, nlp: Pipeline, write: Write, text_field: str, prefix: str, *, skip_bad: bool
    ) -> None:
        self.nlp, self.write, self.skip_bad = nlp, write, skip_bad
        self.text_field, self.prefix = text_field, prefix

    def print(self, batch: Sequence[Record | Reject]) -> None:
        """Write the lines of a batch, up to the first that is bad."""
        records = [each for each in batch if isinstance(each, Record)]
        docs = iter(self.docs([str(each.fields[self.text_field]) for each in records]))
        lines = list[bytes]()
        for each in batch:
            try:
                lines.append(self.line(each, docs))
            except ZhnlpError as error:
                self.write(b"".join(lines))
                lines.clear()
                self.note(each.place, str(error))
        self.write(b"".join(lines))

    def docs(self, texts: Sequence[str]) -> list[Doc | ZhnlpError]:
        """The Docs of several texts, or what is wrong with those at which a stage fails."""
        try:
            return [*self.nlp.batch(texts)]
        except ZhnlpError as error:
            if len(texts) == 1:
                return [error]
            return [doc for text in texts for doc in self.docs([text])]

    def line(self, found: Record | Reject, docs: Iterator[Doc | ZhnlpError]) -> bytes:
        """The line of a record and the next of `docs`; ZhnlpError if there is none."""
        if isinstance(found, Reject):
            raise ZhnlpError(found.reason)
        doc = next(docs)
        if isinstance(doc, ZhnlpError):
            raise doc
        return record_bytes(found.fields, doc, text_field=self.text_field, prefix=self.prefix)

    def note(self, place: str, problem: str) -> None:
        """Warn of a record that is left out, or raise the error that ends the run."""
        path, _, line = place.rpartition(":")
        what = "record" if line.isdigit() or line.startswith("row ") else "file"
        if self.skip_bad:
            warn(f"{place}: {problem} The {what} is left out.", ZhnlpWarning, stacklevel=2)
            return
        advice = f"To leave out such a {what}, add --skip-bad."
        if line.isdigit():
            raise FormatError(path, int(line), f"{problem} {advice}")
        raise FileError(f"{place}: {problem} {advice}")


def pieces(files: Sequence[str], reading: Reading, target: str | None) -> Iterator[Piece]:
    """Yield the pieces of the inputs; of lines from standard input, those that are there.

    A usage error if `target` is in a folder of them.
    """
    for path in files:
        own = reading
        if isinstance(path, Text):
            yield from _live_pieces(path, reading.format or "text", reading)
            continue
        if path == _STDIN:
            own = replace(reading, format=reading.format or "text")
        else:
            hint_at_text(path)
        for each in find_inputs([path], own):
            refuse_inputs(target, [each.path])
            is_lines = each.format == "text" and own.documents == "line"
            if path == _STDIN and (is_lines or each.format == "jsonl"):
                yield from _live_pieces(path, each.format, own)
            else:
                yield from cut_pieces(each, own, _SIZE)


def _live_pieces(path: str, format: Format, reading: Reading) -> Iterator[Piece]:
    """Yield the lines of standard input, or of a text, as they come, in UTF-8."""
    name = GIVEN if isinstance(path, Text) else _STDIN
    blocks = read_blocks((path,), encoding=reading.encoding or "utf-8")
    for block in whole_lines(blocks):
        size = len(block.data)
        yield Piece(
            name, format, 0, size, block.line, data=block.data, encoding="utf-8", n_bytes=size
        )


def batches(found: Iterator[Record | Reject]) -> Iterator[list[Record | Reject]]:
    """Yield what was found in lists; a Reject ends its list."""
    batch, n_characters = list[Record | Reject](), 0
    for each in found:
        batch.append(each)
        n_characters += 0 if isinstance(each, Reject) else _size(each)
        if isinstance(each, Reject) or len(batch) == _TEXTS or n_characters >= _CHARACTERS:
            yield batch
            batch, n_characters = [], 0
    if batch:
        yield batch


def _size(record: Record) -> int:
    return sum(len(value) for value in record.fields.values() if isinstance(value, str))
