"""zhnlp evaluate tags: accuracy on words cut right, and joint scores of cutting and tagging."""

from __future__ import annotations

from dataclasses import replace

import click

from zhnlp.cli.evaluate import show
from zhnlp.cli.options import make_tagger
from zhnlp.cli.score_options import (
    form_option,
    gold_options,
    known_option,
    predicted_option,
    refuse_options,
    tag_column_option,
)
from zhnlp.cli.score_texts import read_gold, read_known, read_predicted
from zhnlp.corpus import Format, TagColumn
from zhnlp.doc import Doc
from zhnlp.evaluate import score_tags


@click.command(
    "tags",
    short_help="Score tags, and cutting and tagging together.",
    epilog="Example: zhnlp evaluate tags gold.txt --known training.txt",
)
@click.argument("gold")
@predicted_option
@click.option("--model", metavar="PACK", help="The model of the tagger. By default one that ships.")
@click.option(
    "--from-text", is_flag=True, help="Segment the text, too. By default the gold words are tagged."
)
@known_option
@tag_column_option
@gold_options
@form_option
def command(
    gold: str,
    predicted: str | None,
    model: str | None,
    from_text: bool,
    known: str | None,
    tag_column: TagColumn,
    gold_format: Format | None,
    repair: bool,
    form: str,
) -> None:
    """Score tags: accuracy on words that are cut right, and P, R, F1 of cutting and tagging.

    White space is ignored.
    """
    layers = ("words", "tags")
    if predicted is not None:
        refuse_options(("model", "from_text"))
    docs = read_gold(gold, layers, gold_format=gold_format, repair=repair, tag_column=tag_column)
    if predicted is not None:
        guess = read_predicted(predicted, docs, layers, repair=repair, tag_column=tag_column)
    else:
        guess = tagged(docs, model, from_text=from_text)
    show(score_tags(docs, guess, known=read_known(known)), form)


def tagged(docs: list[Doc], model: str | None, *, from_text: bool) -> list[Doc]:
    """The texts of `docs` tagged, with their gold words or with those of the segmenter."""
    from zhnlp.stages.segmenter import Segmenter

    tagger = make_tagger(model)
    if not from_text:
        return tagger.batch([replace(doc, tags=None, entities=None) for doc in docs])
    return tagger.batch(Segmenter().batch([Doc(doc.text) for doc in docs]))
