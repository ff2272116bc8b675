"""zhnlp tag: files or standard input in, their words with parts of speech out."""

from __future__ import annotations

from typing import Any

import click

from zhnlp.cli import formats, streams
from zhnlp.cli.colours import has_colours
from zhnlp.cli.options import format_option, make_tagging, segmenter_options, tagger_model_option
from zhnlp.io.blocks import Errors


@click.command("tag", epilog="Example: zhnlp tag news.txt --format conll -o news.conll")
@streams.stream_options
@tagger_model_option
@segmenter_options
@format_option(
    ("text", "jsonl", "conll"),
    "text: word/tag with a space between, line by line. jsonl: an object a line. conll: CoNLL-U, "
    "a sentence a line.",
)
def command(
    files: tuple[str, ...],
    target: str | None,
    jobs: int,
    encoding: str,
    errors: Errors,
    tagger_model: str | None,
    form: formats.Format,
    **settings: Any,
) -> None:
    """Cut the lines of FILES, or of standard input, into words and tag each.

    Tags are those of the PKU set (n, v, nr …), or of the model. Lines stay
    lines; words of white space are left out of text.
    """
    tagging = make_tagging(tagger_model, **settings)
    write_line = formats.tags_line_writer(form, tagging, has_colours(target))
    render = formats.LineWriter(write_line, errors)
    streams.run(render, files, target=target, jobs=jobs, encoding=encoding, errors=errors)
