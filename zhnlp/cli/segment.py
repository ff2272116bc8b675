"""zhnlp segment: cut files or standard input into words, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from zhnlp.cli import formats, streams
from zhnlp.cli.colours import has_colours
from zhnlp.cli.options import (
    format_option,
    make_segmenter,
    make_tagging,
    segmenter_options,
    several,
    tagger_model_option,
)
from zhnlp.doc import Doc, Span
from zhnlp.io.blocks import Errors
from zhnlp.stages.segmenter import Segmenter


@click.command(
    "segment",
    short_help="Cut lines into words.",
    epilog="Example: zhnlp segment news.txt --method bigram --lexicon names.tsv -o words.txt",
)
@streams.stream_options
@segmenter_options
@click.option(
    "--stopwords",
    multiple=True,
    metavar="NAME",
    callback=several,
    help="Leave out punctuation and the words of a list: general, news, or your own file with a "
    "slash in its name (./mine.txt). Can be repeated, or have commas: general,news.",
)
@click.option("--search", is_flag=True, help="Also print the shorter words inside long ones.")
@click.option("--tags", is_flag=True, help="Also print the part of speech of every word.")
@tagger_model_option
@format_option(
    ("text", "jsonl", "conll"),
    "text: words with a separator, line by line. jsonl: one object per line. conll: CoNLL-U, one "
    "sentence per line. The last two hold a line in memory, text does not.",
)
@click.option(
    "--separator",
    metavar="TEXT",
    callback=streams.valid_text,
    help="The separator between the words of --format text.  [default: a space]",
)
def command(
    files: tuple[str, ...],
    target: str | None,
    jobs: int,
    encoding: str,
    errors: Errors,
    tags: bool,
    tagger_model: str | None,
    **settings: Any,
) -> None:
    """Cut the lines of FILES, or of standard input, into words.

    Several files are read as if they were one. There is one line of output for each
    line of input.
    """
    if tags:
        render = tags_writer(tagger_model, errors, in_colour=has_colours(target), **settings)
    elif tagger_model is not None:
        raise click.UsageError("--tagger-model has no effect without --tags. Add it.")
    else:
        render = writer(errors, **settings)
    streams.run(render, files, target=target, jobs=jobs, encoding=encoding, errors=errors)


def tags_writer(
    tagger_model: str | None,
    errors: Errors,
    form: formats.Format,
    separator: str | None,
    stopwords: tuple[str, ...],
    search: bool,
    *,
    in_colour: bool,
    **settings: Any,
) -> formats.Render:
    """The renderer of words with tags, for these options."""
    others = {"search": search, "stopwords": stopwords, "separator": separator is not None}
    for name, is_given in others.items():
        if is_given:
            raise click.UsageError(f"--tags prints every word as word/tag. Leave --{name} out.")
    tagging = make_tagging(tagger_model, **settings)
    return formats.DocWriter(tagging.batch, formats.tags_writer(form, in_colour), errors)


def writer(
    errors: Errors,
    form: formats.Format,
    separator: str | None,
    stopwords: tuple[str, ...],
    search: bool,
    **settings: Any,
) -> formats.Render:
    """The renderer of words, for these options."""
    picks = "--search" if search else "--stopwords" if stopwords else None
    if form == "conll" and picks:
        raise click.UsageError(f"--format conll prints every word once. Leave {picks} out.")
    if separator is not None and form != "text":
        raise click.UsageError(f"--separator is for --format text, not for {form}. Leave it out.")
    separator = " " if separator is None else separator
    segmenter = make_segmenter(**settings)
    pick = picker(segmenter, stopwords, search) if picks else None
    if form == "conll":
        return formats.LineWriter(formats.conll_line(lambda text: segmenter(Doc(text))), errors)
    if form == "jsonl":
        return formats.LineWriter(formats.json_line(segmenter, pick), errors)
    if pick is not None:
        return formats.LineWriter(formats.text_line(pick, separator), errors)
    return formats.TextWriter(segmenter, separator, errors)


def picker(segmenter: Segmenter, stopwords: tuple[str, ...], search: bool) -> formats.Pick:
    """A function that returns the spans of the words of a line to print."""
    if not stopwords:
        return segmenter.search
    from zhnlp.stages.filter import StopwordFilter  # most do without

    terms = StopwordFilter(stopwords)

    def content(text: str) -> Iterable[Span]:
        if not search:
            return terms(segmenter(Doc(text))).terms or ()
        words = ((span, text[span.start : span.end]) for span in segmenter.search(text))
        return [span for span, word in words if terms(Doc(word, words=(word,))).terms]

    return content
