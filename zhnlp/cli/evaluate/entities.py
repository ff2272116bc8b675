"""zhnlp evaluate entities: precision, recall and F1, for each label and overall."""

from __future__ import annotations

import click

from zhnlp.cli.evaluate import show
from zhnlp.cli.options import make_tagger, model_option, other_model_option, tagger_model_option
from zhnlp.cli.score_options import form_option, gold_options, predicted_option, refuse_options
from zhnlp.cli.score_texts import read_gold, read_predicted
from zhnlp.corpus import Format
from zhnlp.doc import Doc
from zhnlp.evaluate import has_optional, score_entities, score_marked_entities


@click.command(
    "entities",
    short_help="Score entities by start, end and label.",
    epilog="Example: zhnlp evaluate entities gold.bio --model ./mine",
)
@click.argument("gold")
@predicted_option
@model_option("recognizer")
@other_model_option("segmenter")
@tagger_model_option
@gold_options
@form_option
def command(
    gold: str,
    predicted: str | None,
    model: str | None,
    segmenter_model: str | None,
    tagger_model: str | None,
    gold_format: Format | None,
    repair: bool,
    form: str,
) -> None:
    """Score entities: P, R, F1 for each label and overall, and a 95 % bootstrap interval.

    An entity is right if a gold one has the same start, end and label. If GOLD has labels with a
    question mark (PER?), such entities are neither demanded nor wrong; scores are exact and
    overlapping.
    """
    if predicted is not None:
        refuse_options(("model", "segmenter_model", "tagger_model"))
    docs = read_gold(gold, ("entities",), gold_format=gold_format, repair=repair)
    if predicted is not None:
        guess = read_predicted(predicted, docs, ("entities",), repair=repair)
    else:
        guess = recognized(docs, model, segmenter_model, tagger_model)
    marked = gold_format == "marks" or has_optional(docs)
    show(score_marked_entities(docs, guess) if marked else score_entities(docs, guess), form)


def recognized(
    docs: list[Doc], model: str | None, segmenter_model: str | None, tagger_model: str | None
) -> list[Doc]:
    """The texts of `docs` with the entities that the recognizer finds, by these models."""
    from zhnlp.pipeline import Pipeline
    from zhnlp.stages.recognizer import Recognizer
    from zhnlp.stages.segmenter import Segmenter

    segmenter = Segmenter(model=segmenter_model)
    stages = [segmenter, make_tagger(tagger_model), Recognizer(model=model)]
    return Pipeline(stages).batch([doc.text for doc in docs])
