"""zhnlp evaluate: scores against gold data, a command a file."""

from __future__ import annotations

import json

import click

from zhnlp.cli import Commands
from zhnlp.cli.outputs import print_text
from zhnlp.evaluate import EntityScores, SpellingScores, TagScores, WordScores

NAMES = ("entities", "spelling", "tags", "words")


@click.group("evaluate", cls=Commands, package=__name__, names=NAMES)
def command() -> None:
    """Score results against gold data.

    GOLD is UTF-8 text, or that packed as .gz, in one of these formats, which is
    guessed:

    \b
    words    words separated by white space, a text a line
    tags     word/tag or word_tag in their place; [compounds]nt are entities
    conll    CoNLL-X or CoNLL-U
    columns  a character and its tag a line: B-PER I-PER O, B-PER M-PER E-PER
             S-PER O, or B M E S of words
    cluener  {"text": …, "label": {label: {surface: [[first, last], …]}}}
    jsonl    {"text": …, "entities": [[start, end, label], …]}, half-open

    Pairs of misspelled and right sentences, for spelling, have formats of their own.
    """


def show(scores: WordScores | TagScores | EntityScores | SpellingScores, form: str) -> None:
    """Print scores as text or JSON."""
    as_json = form == "json"
    print_text(json.dumps(scores.to_dict(), ensure_ascii=False) if as_json else str(scores))
