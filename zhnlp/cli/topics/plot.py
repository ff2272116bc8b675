"""zhnlp topics plot: a picture of topics by month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Unpack

import click

from zhnlp.categories import Categories
from zhnlp.cli.outputs import OutputOption
from zhnlp.cli.record_options import ReadingOptions, reading_options
from zhnlp.cli.topics.texts import make_words, model_option, read_docs, word_options
from zhnlp.cli.train.training import tell
from zhnlp.errors import UsageError
from zhnlp.pipeline import Pipeline
from zhnlp.view.figures import cjk_font, need_picture
from zhnlp.view.topics import draw_topics, topic_months


@click.command(
    "plot",
    short_help="Draw the topics of dated documents by month.",
    epilog="Example: zhnlp topics plot news.jsonl --model ./topics --date-field date -o topics.svg",
)
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@model_option
@click.option(
    "-o",
    "--output",
    "target",
    cls=OutputOption,
    required=True,
    metavar="FILE",
    help="The picture to write, .svg or .png.",
)
@click.option(
    "--date-field",
    default="date",
    show_default=True,
    metavar="NAME",
    help="The field with the date of a record.",
)
@click.option(
    "-n",
    "--top",
    type=click.IntRange(min=1),
    default=12,
    show_default=True,
    metavar="N",
    help="How many topics are told apart, at most.",
)
@click.option("--font", metavar="FILE", help="A font with Chinese characters.  [default: any]")
@word_options
@reading_options
def command(
    files: tuple[str, ...],
    model: str,
    target: str,
    date_field: str,
    top: int,
    font: str | None,
    name: str | None,
    lexicon: str | None,
    **reading: Unpack[ReadingOptions],
) -> None:
    """Draw the mean share of each topic in the records of FILES, month by month.

    Records without a date, and texts without a known word, are left out. Find the words as in the
    training: with the same --pipeline and --lexicon.
    """
    from zhnlp.stages.topics import Topics

    need_picture(target)
    cjk_font(font)  # now, as to read a corpus takes long
    topics = Topics(model)
    if topics.provides != ("topics",):
        raise UsageError(f"the model {model} is one of lsa, which has no shares. Train lda.")
    nlp = Pipeline([*make_words(name, lexicon).stages, topics])

    def dated() -> Iterator[tuple[object, Categories]]:
        for doc, fields in read_docs(files, nlp, **reading):
            yield fields.get(date_field), doc.topics

    found = topic_months(dated())
    draw_topics(found, target, top=top, font=font)
    if found.n_left_out:
        tell(f"{found.n_left_out:,} documents without a date or a known word are left out.")
