"""Options of commands that apply a pipeline to records: which pipeline, and how files are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypedDict, Unpack, get_args

import click

from zhnlp.cli.streams import known_encoding
from zhnlp.corpus.records import Documents, Format, Reading
from zhnlp.loading import load

if TYPE_CHECKING:
    from zhnlp.pipeline import Pipeline

Command = Callable[..., object]
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


class Size(click.ParamType[int]):
    """A number of bytes, such as 16MB, with units of 1,024."""

    name = "SIZE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"(\d+) ?([kmg]?)(?:i?b)?", str(value).strip().lower())
        if match is None or not int(match[1]):
            self.fail(f"{value!r} is not a size. Write 512KB, 16MB or 1GB.", param, ctx)
        return int(match[1]) * _UNITS[match[2]]


_PIPELINE_OPTIONS = (
    click.option(
        "-p",
        "--pipeline",
        "name",
        default="news",
        show_default=True,
        metavar="PIPELINE",
        help="What is applied to each text: news (words, tags, names), full (also content "
        "words and corrections), the folder of a saved pipeline, written with a slash "
        "(./mine), or a TOML file.",
    ),
    click.option(
        "-l",
        "--lexicon",
        metavar="FILE",
        help="One file of your own words, for all stages that take them: word, frequency and tag "
        "with blanks between them, or word, mode, frequency, tag and label with tabs.",
    ),
    click.option(
        "--link",
        "is_linked",
        is_flag=True,
        help="Also link the short forms of a name in a document to it, and give names ids.",
    ),
    click.option(
        "--prefix",
        default="",
        metavar="TEXT",
        help="Put before the names of what is found (nlp_), if records have fields such as tags.",
    ),
)
_READING_OPTIONS = (
    click.option(
        "--from",
        "source_format",
        type=click.Choice(get_args(Format)),
        help="The format of the files.  [default: by their names]",
    ),
    click.option(
        "--documents",
        type=click.Choice(get_args(Documents)),
        default="line",
        show_default=True,
        help="What a document is in a text file: a line, the file, or a paragraph between "
        "blank lines.",
    ),
    click.option(
        "--text-field",
        default="text",
        show_default=True,
        metavar="NAME",
        help="The field or column with the text.",
    ),
    click.option(
        "--id-field",
        metavar="NAME",
        help="The field with the id of a record. In batch, rejects, reports and CoNLL-U have it.",
    ),
    click.option(
        "--encoding",
        callback=lambda ctx, option, name: name and known_encoding(ctx, option, name),
        metavar="NAME",
        help="The encoding of text, JSON, CSV and TSV files: gb18030, big5, utf-16 …  "
        "[default: detected; needs 'zhnlp[batch]' if it is not UTF-8 or UTF-16]",
    ),
    click.option(
        "--max-record",
        type=Size(),
        default="32MB",
        show_default=True,
        help="A longer record is not read.",
    ),
)


def pipeline_options(command: Command) -> Command:
    """Add ``--pipeline``, ``--lexicon``, ``--link`` and ``--prefix`` to a command."""
    return _with_options(command, _PIPELINE_OPTIONS)


def applied_options(command: Command) -> Command:
    """The same without ``--prefix``, for a command that prints no fields."""
    return _with_options(command, _PIPELINE_OPTIONS[:-1])


def reading_options(command: Command) -> Command:
    """Add the options that say how files are read to a command; see `make_reading`."""
    return _with_options(command, _READING_OPTIONS)


def _with_options(command: Command, options: Sequence[Callable[[Command], Command]]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


class ReadingOptions(TypedDict):
    """The values of `reading_options`."""

    source_format: Format | None
    documents: Documents
    text_field: str
    id_field: str | None
    encoding: str | None
    max_record: int


def make_reading(**options: Unpack[ReadingOptions]) -> Reading:
    """How files are read, by these options."""
    return Reading(
        format=options["source_format"],
        documents=options["documents"],
        text_field=options["text_field"],
        id_field=options["id_field"],
        encoding=options["encoding"],
        max_bytes=options["max_record"],
    )


def make_pipeline(name: str, lexicon: str | None, *, is_linked: bool) -> Pipeline:
    """The pipeline for these options."""
    pipeline = load(name, lexicon=lexicon)
    if not is_linked:
        return pipeline
    from zhnlp.pipeline import Pipeline
    from zhnlp.stages.linker import Linker

    return Pipeline([*pipeline.stages, Linker()])
