"""zhnlp evaluate words: precision, recall, F1, recall of unknown words."""

from __future__ import annotations

from typing import Any

import click

from zhnlp.cli.evaluate import show
from zhnlp.cli.options import make_segmenter, segmenter_options
from zhnlp.cli.score_options import (
    form_option,
    gold_options,
    known_option,
    predicted_option,
    refuse_options,
)
from zhnlp.cli.score_texts import read_gold, read_known, read_predicted, words_of
from zhnlp.corpus import Format
from zhnlp.evaluate import score_words


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
    """
    if predicted is not None:
        refuse_options(settings)
    docs = read_gold(gold, ("words",), gold_format=gold_format, repair=repair)
    gold_words = [words_of(doc) for doc in docs]
    if predicted is not None:
        results = read_predicted(predicted, docs, ("words",), repair=repair)
        words = [words_of(doc) for doc in results]
    else:
        segmenter = make_segmenter(**settings)
        words = [segmenter.cut("".join(line)) for line in gold_words]
    show(score_words(gold_words, words, known=read_known(known)), form)
