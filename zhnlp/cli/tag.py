"""zhnlp tag: tag the words of files or standard input, line by line."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from zhnlp.cli import formats, streams
from zhnlp.cli.colours import has_colours
from zhnlp.cli.options import format_option, make_tagging, model_option, segmenter_options
from zhnlp.io.blocks import Errors


@click.command(
    "tag",
    short_help="Cut lines into words and tag each.",
    epilog="Example: zhnlp tag news.txt --format conll -o news.conll",
)
@streams.stream_options
@model_option("tagger", name="tagger_model")
@partial(segmenter_options, model="--segmenter-model")
@format_option(
    ("text", "jsonl", "conll"),
    "text: word/tag separated by spaces, line by line. jsonl: one object per line. conll: CoNLL-U, "
    "one sentence per line.",
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

    The tags are those of the model, by default of the PKU set (n, v, nr …). There is
    one line of output for each line of input. Text has no words of white space.
    """
    tagging = make_tagging(tagger_model, **settings)
    write_doc = formats.tags_writer(form, has_colours(target))
    render = formats.DocWriter(tagging.batch, write_doc, errors)
    streams.run(render, files, target=target, jobs=jobs, encoding=encoding, errors=errors)
