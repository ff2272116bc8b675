"""zhnlp evaluate: score results against gold data, one command per file."""

from __future__ import annotations

import json

import click

from zhnlp.cli import Commands
from zhnlp.cli.outputs import print_text
from zhnlp.evaluate import (
    AnswerScores,
    CategoryScores,
    EntityScores,
    MarkedEntityScores,
    MarkedWordScores,
    SpellingScores,
    TagScores,
    WordScores,
)

Scores = (
    WordScores
    | MarkedWordScores
    | TagScores
    | EntityScores
    | MarkedEntityScores
    | SpellingScores
    | CategoryScores
    | AnswerScores
)
NAMES = ("answers", "entities", "labels", "spelling", "tags", "words")


@click.group("evaluate", cls=Commands, package=__name__, names=NAMES)
def command() -> None:
    """Score results against gold data.

    GOLD is UTF-8 text, which may be compressed. Its format is guessed:

    \b
    words    one text per line, words separated by white space
    tags     the same with word/tag or word_tag; [compounds]nt are entities
    conll    CoNLL-X or CoNLL-U
    columns  one character and its tag per line: B-PER I-PER O, B-PER M-PER
             E-PER S-PER O, or B M E S for words
    cluener  {"text": …, "label": {label: {surface: [[first, last], …]}}}
    jsonl    {"text": …, "entities": [[start, end, label], …]}, half-open
    marks    {"words": "金~世佳|对手^戏", "entities": [[name, label], …]}

    Pairs of misspelled and correct sentences, labelled texts and questions have their own
    formats; see spelling, labels and answers.
    """


def show(scores: Scores, form: str) -> None:
    """Print scores as text or JSON."""
    as_json = form == "json"
    print_text(json.dumps(scores.to_dict(), ensure_ascii=False) if as_json else str(scores))
