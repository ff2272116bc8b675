"""zhnlp classify: label the lines of files or standard input."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from zhnlp.categories import Categories
from zhnlp.cli import formats, streams
from zhnlp.cli.labelling import labelling, vectors_option
from zhnlp.cli.options import format_option, model_option
from zhnlp.errors import FormatError, shortened
from zhnlp.io.blocks import Block, Errors
from zhnlp.stages.classifier import Classifier


@click.command(
    "classify",
    short_help="Label each line, such as by its topic or sentiment.",
    epilog="Example: zhnlp classify --model news-topics headlines.txt --format jsonl",
)
@streams.stream_options
@model_option(
    "classifier",
    about="the name of a pack (reviews, finance-headlines, news-topics, thucnews-topics), or a "
    "folder, written with a slash (./mine).",
    required=True,
)
@click.option(
    "--two-texts",
    "pairs",
    is_flag=True,
    help="Each line has two texts, with a tab between; label the pair.",
)
@vectors_option
@click.option(
    "-n",
    "--top",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many labels in jsonl, at most, the most probable ones.",
)
@format_option(
    ("text", "jsonl"),
    "text: the most probable label. jsonl: one object per line, with categories, the most probable "
    "first.",
)
def command(
    files: tuple[str, ...],
    target: str | None,
    jobs: int,
    encoding: str,
    errors: Errors,
    model: str,
    pairs: bool,
    vectors: str | None,
    top: int | None,
    form: formats.Format,
) -> None:
    """Label the lines of FILES, or of standard input.

    There is one line of output for each line of input.
    """
    classifier = Classifier(model, top=top)
    label = labelling(classifier, vectors) if not pairs else None

    def label_lines(block: Block, texts: Sequence[str]) -> list[str]:
        if label is not None:
            found = label(texts)
            return [_line(form, own, text=text) for own, text in zip(found, texts, strict=True)]
        several = [split_pair(block, number, text) for number, text in enumerate(texts)]
        found = classifier.pair_categories(several)
        return [
            _line(form, own, text=text, other=other)
            for own, (text, other) in zip(found, several, strict=True)
        ]

    render = formats.BatchWriter(label_lines, errors)
    streams.run(render, files, target=target, jobs=jobs, encoding=encoding, errors=errors)


def split_pair(block: Block, number: int, line: str) -> tuple[str, str]:
    """The two texts of a line of `block`."""
    text, tab, other = line.partition("\t")
    if tab:
        return text, other
    problem = f"{shortened(line)} has no tab. Write two texts with a tab between them."
    raise FormatError(block.path, block.line + number, problem)


def _line(form: formats.Format, categories: Categories, **texts: str) -> str:
    if form == "text":
        return categories.best or ""
    return json.dumps({**texts, "categories": dict(categories)}, ensure_ascii=False)
