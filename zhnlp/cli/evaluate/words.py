"""zhnlp evaluate words: precision, recall, F1, recall of unknown words."""

from __future__ import annotations

from typing import Any

import click

from zhnlp.cli.evaluate import show
from zhnlp.cli.gold_words import GoldWords
from zhnlp.cli.options import make_segmenter, segmenter_options
from zhnlp.cli.score_options import (
    form_option,
    gold_options,
    known_option,
    predicted_option,
    refuse_options,
)
from zhnlp.cli.score_texts import read_known, read_predicted
from zhnlp.corpus import Format


@click.command(
    "words",
    short_help="Score words: precision, recall, F1, recall of unknown words.",
    epilog="Example: zhnlp evaluate words gold.txt --method bigram --known words.txt",
)
@click.argument("gold")
@predicted_option
@segmenter_options
@known_option
@gold_options
@form_option
def command(
    gold: str,
    predicted: str | None,
    known: str | None,
    gold_format: Format | None,
    repair: bool,
    form: str,
    **settings: Any,
) -> None:
    """Score words as in SIGHAN: precision, recall, F1, and its 95 % bootstrap interval.

    White space is ignored, and removed from the text of GOLD before it is segmented.

    Of GOLD with marks, the boundaries are scored: whole texts without a fault, persons' names
    that were split, precision, recall and F1. It is segmented with its white space.
    """
    if predicted is not None:
        refuse_options(settings)
    right = GoldWords.read(gold, gold_format=gold_format, repair=repair)
    if predicted is not None:
        results = read_predicted(predicted, right.docs, ("words",), repair=repair)
        words = list(map(right.words_of, results))
    else:
        segmenter = make_segmenter(**settings)
        words = [segmenter.cut(text) for text in right.texts]
    show(right.scores(words, read_known(known)), form)
