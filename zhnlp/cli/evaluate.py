"""zhnlp evaluate: scores against gold data."""

from __future__ import annotations

import json
from typing import Any

import click

from zhnlp.cli import Commands
from zhnlp.cli.options import make_segmenter, segmenter_options
from zhnlp.cli.outputs import print_text
from zhnlp.evaluate import read_words, score_words


@click.group("evaluate", cls=Commands)
def command() -> None:
    """Score results against gold data."""


@command.command(
    "words", epilog="Example: zhnlp evaluate words gold.txt --method bigram --known words.txt"
)
@click.argument("gold")
@click.option(
    "--predicted",
    metavar="FILE",
    help="The result to score, in the form of GOLD. Without it the text of GOLD is segmented.",
)
@segmenter_options
@click.option(
    "--known",
    metavar="FILE",
    help="Words that were known before, separated by white space; the others are scored apart.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to print the scores.",
)
def words(
    gold: str,
    predicted: str | None,
    known: str | None,
    form: str,
    **settings: Any,
) -> None:
    """Score words as in SIGHAN: precision, recall, F1, and its 95 % bootstrap interval.

    GOLD has one text a line, its words separated by white space, in UTF-8. The
    text that is segmented is GOLD without that white space.
    """
    if predicted is not None:
        _refuse_settings(click.get_current_context())
    right = read_words(gold)
    if predicted is not None:
        guess = read_words(predicted, like=right)
    else:
        segmenter = make_segmenter(**settings)
        guess = [segmenter.cut("".join(line)) for line in right]
    seen = None if known is None else {word for line in read_words(known) for word in line}
    scores = score_words(right, guess, known=seen)
    print_text(json.dumps(scores.to_dict()) if form == "json" else str(scores))


def _refuse_settings(context: click.Context) -> None:
    for option in ("method", "lexicon", "model", "no_hmm"):
        if context.get_parameter_source(option) is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(
                f"--predicted is scored as it is, so --{option.replace('_', '-')} has no effect. "
                "Leave one of the two out."
            )
