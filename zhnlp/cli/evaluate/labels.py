"""zhnlp evaluate labels: accuracy and macro-F1 of texts, or pairs, with one label each."""

from __future__ import annotations

import click

from zhnlp.categories import Categories
from zhnlp.cli.evaluate import show
from zhnlp.cli.score_options import form_option, refuse_options
from zhnlp.cli.score_texts import read_results
from zhnlp.corpus import LabelledPair, read_labels, read_pairs
from zhnlp.corpus.tables import Column
from zhnlp.doc import Doc
from zhnlp.errors import FormatError, UsageError
from zhnlp.evaluate import score_labels


def column(context: click.Context, option: click.Parameter, given: str | None) -> Column | None:
    """A column by its number or its name."""
    return int(given) if given is not None and given.isdecimal() else given


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
@click.option("--model", metavar="PACK", help="The model of the classifier.")
@click.option(
    "--text-column",
    callback=column,
    metavar="COLUMN",
    default="1",
    show_default=True,
    help="The column of the text: its number, or its name in the first row.",
)
@click.option(
    "--other-column", callback=column, metavar="COLUMN", help="That of the second text, for pairs."
)
@click.option(
    "--label-column",
    callback=column,
    metavar="COLUMN",
    help="That of the label. By default 2, for pairs 3.",
)
@click.option("--header", is_flag=True, help="The first row has names of columns, and no text.")
@form_option
def command(
    gold: str,
    predicted: str | None,
    model: str | None,
    text_column: Column,
    other_column: Column | None,
    label_column: Column | None,
    header: bool,
    form: str,
) -> None:
    """Score labels: accuracy with its 95 % bootstrap interval, macro-F1, and each label.

    GOLD is UTF-8 text, which may be compressed (.gz): columns with tabs between them, CSV
    (.csv), or a JSON object per line (.jsonl), whose columns are named.
    """
    if predicted is not None:
        refuse_options(("model",))
    elif model is None:
        raise UsageError("there is nothing to score. Give --model or --predicted.")
    label = label_column or (2 if other_column is None else 3)
    docs: list[Doc] = []
    pairs: list[LabelledPair] = []
    if other_column is None:
        docs += read_labels(gold, text=text_column, label=label, header=header)
    else:
        pairs += read_pairs(gold, text=text_column, other=other_column, label=label, header=header)
    right: list[str] = [doc.categories.best or "" for doc in docs] + [pair.label for pair in pairs]
    if not right:
        raise FormatError(gold, 1, "the file has no texts. Give a corpus to score against.")
    if predicted is not None:
        guess = [line.strip() for line in read_results(predicted, len(right), "texts", "label")]
    else:
        guess = [found.best or "" for found in classified(model, docs, pairs)]
    show(score_labels(right, guess), form)


def classified(model: str | None, docs: list[Doc], pairs: list[LabelledPair]) -> list[Categories]:
    """The categories of the texts, or of the pairs if there are any."""
    from zhnlp.stages.classifier import Classifier

    classifier = Classifier(model or "")
    if pairs:
        return classifier.pair_categories([(each.text, each.other) for each in pairs])
    return [doc.categories for doc in classifier.batch([Doc(doc.text) for doc in docs])]
