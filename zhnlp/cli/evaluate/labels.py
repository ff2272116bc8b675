"""zhnlp evaluate labels: accuracy and macro-F1 of texts, or pairs, with one label each."""

from __future__ import annotations

from typing import Any

import click

from zhnlp.cli.evaluate import show
from zhnlp.cli.label_columns import Columns, column_options
from zhnlp.cli.labelling import classified, vectors_option
from zhnlp.cli.options import model_option
from zhnlp.cli.score_options import form_option, refuse_options
from zhnlp.cli.score_texts import read_results
from zhnlp.errors import FormatError, UsageError
from zhnlp.evaluate import score_labels


@click.command(
    "labels",
    short_help="Score the labels of texts, or of pairs of texts.",
    epilog="Example: zhnlp evaluate labels test.txt --model ./topics",
)
@click.argument("gold")
@click.option(
    "--predicted",
    metavar="FILE",
    help="The result to score: one label per line. Without it, --model labels the texts of GOLD.",
)
@model_option("classifier", about="the name of a pack, or a folder, written with a slash (./mine).")
@vectors_option
@column_options
@form_option
def command(
    gold: str,
    predicted: str | None,
    model: str | None,
    vectors: str | None,
    form: str,
    **columns: Any,
) -> None:
    """Score labels: accuracy with its 95 % bootstrap interval, macro-F1, and each label.

    GOLD is UTF-8 text, which may be compressed: columns with tabs between them, CSV
    (.csv), or a JSON object per line (.jsonl), whose columns are named.
    """
    if predicted is not None:
        refuse_options(("model", "vectors"))
    elif model is None:
        raise UsageError("there is nothing to score. Give --model or --predicted.")
    docs, pairs = Columns.of(columns).read(gold)
    right: list[str] = [doc.categories.best or "" for doc in docs] + [pair.label for pair in pairs]
    if not right:
        raise FormatError(gold, 1, "the file has no texts. Give a corpus to score against.")
    if predicted is not None:
        guess = [line.strip() for line in read_results(predicted, len(right), "texts", "label")]
    else:
        from zhnlp.stages.classifier import Classifier

        found = classified(Classifier(model or ""), docs, pairs, vectors)
        guess = [own.best or "" for own in found]
    show(score_labels(right, guess), form)
