"""zhnlp evaluate tags: accuracy on words cut right, and joint scores of cutting and tagging."""

from __future__ import annotations

from dataclasses import replace

import click

from zhnlp.cli.evaluate import show
from zhnlp.cli.options import make_tagger, model_option, other_model_option
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
from zhnlp.errors import UsageError
from zhnlp.evaluate import score_tags
from zhnlp.stages.segmenter import Segmenter


@click.command(
    "tags",
    short_help="Score tags, and cutting and tagging together.",
    epilog="Example: zhnlp evaluate tags gold.txt --known training.txt",
)
@click.argument("gold")
@predicted_option
@model_option("tagger")
@other_model_option("segmenter", "for --from-text. By default one that ships.")
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
    segmenter_model: str | None,
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
        refuse_options(("model", "segmenter_model", "from_text"))
    if segmenter_model is not None and not from_text:
        raise UsageError("--segmenter-model has no effect without --from-text. Add it.")
    docs = read_gold(gold, layers, gold_format=gold_format, repair=repair, tag_column=tag_column)
    if predicted is not None:
        guess = read_predicted(predicted, docs, layers, repair=repair, tag_column=tag_column)
    else:
        segmenter = Segmenter(model=segmenter_model) if from_text else None
        guess = tagged(docs, model, segmenter)
    show(score_tags(docs, guess, known=read_known(known)), form)


def tagged(docs: list[Doc], model: str | None, segmenter: Segmenter | None) -> list[Doc]:
    """The texts of `docs` tagged, with their gold words or with those of a segmenter."""
    tagger = make_tagger(model)
    if segmenter is None:
        return tagger.batch([replace(doc, tags=None, entities=None) for doc in docs])
    return tagger.batch(segmenter.batch([Doc(doc.text) for doc in docs]))
