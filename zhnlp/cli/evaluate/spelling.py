"""zhnlp evaluate spelling: sentences, characters, and false alarms."""

from __future__ import annotations

from typing import Any

import click

from zhnlp.cli.correctors import corrector_options, make_correcting
from zhnlp.cli.evaluate import show
from zhnlp.cli.score_options import form_option, refuse_options
from zhnlp.cli.score_texts import read_pairs, read_sentences
from zhnlp.corpus import SPELLING_FORMATS, SpellingFormat
from zhnlp.evaluate import score_spelling


@click.command(
    "spelling",
    short_help="Score spelling: sentences, characters, and false alarms.",
    epilog="Example: zhnlp evaluate spelling pairs.tsv --max-false-alarms 0.02",
)
@click.argument("gold")
@click.option(
    "--predicted",
    metavar="FILE",
    help="The result to score: one line per pair, the corrected sentence. Without it, zhnlp "
    "corrects the sources of GOLD.",
)
@corrector_options
@click.option(
    "--gold-format",
    type=click.Choice(SPELLING_FORMATS),
    help="The format of GOLD, if it cannot be guessed from its first lines.",
)
@form_option
def command(
    gold: str,
    predicted: str | None,
    gold_format: SpellingFormat | None,
    form: str,
    **settings: Any,
) -> None:
    """Score corrected sentences: detection, correction, characters, and false alarms.

    GOLD has pairs of a sentence as it was typed and as it should be:

    \b
    pairs   source<TAB>target
    sighan  n<TAB>source<TAB>target
    spaced  source<TAB>target, a space between the characters
    jsonl   {"source": …, "target": …}, or original_text and correct_text
    json    a list of such objects
    """
    if predicted is not None:
        refuse_options(settings)
    pairs = read_pairs(gold, gold_format=gold_format)
    if predicted is not None:
        guess = read_sentences(predicted, len(pairs))
    else:
        correct = make_correcting(**settings)
        guess = [correct(pair.source).text for pair in pairs]
    show(score_spelling(pairs, guess), form)
