"""zhnlp evaluate: scores against gold data."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import click

from zhnlp.cli import Commands
from zhnlp.cli.correct import corrector_options, make_corrector
from zhnlp.cli.gold import (
    form_option,
    gold_options,
    known_option,
    predicted_option,
    read_gold,
    read_known,
    read_pairs,
    read_predicted,
    read_sentences,
    refuse_options,
    tag_column_option,
    words_of,
)
from zhnlp.cli.options import make_segmenter, make_tagger, segmenter_options
from zhnlp.cli.outputs import print_text
from zhnlp.corpus import SPELLING_FORMATS, Format, SpellingFormat, TagColumn
from zhnlp.doc import Doc
from zhnlp.evaluate import (
    EntityScores,
    SpellingScores,
    TagScores,
    WordScores,
    score_entities,
    score_spelling,
    score_tags,
    score_words,
)


@click.group("evaluate", cls=Commands)
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


@command.command(
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
def words(
    gold: str,
    predicted: str | None,
    known: str | None,
    gold_format: Format | None,
    repair: bool,
    form: str,
    **settings: Any,
) -> None:
    """Score words as in SIGHAN: precision, recall, F1, and its 95 % bootstrap interval.

    White space does not count. The text that is segmented is that of GOLD without it.
    """
    if predicted is not None:
        refuse_options(("method", "lexicon", "model", "no_hmm"))
    docs = read_gold(gold, ("words",), gold_format=gold_format, repair=repair)
    right = [words_of(doc) for doc in docs]
    if predicted is not None:
        found = read_predicted(predicted, docs, ("words",), repair=repair)
        guess = [words_of(doc) for doc in found]
    else:
        segmenter = make_segmenter(**settings)
        guess = [segmenter.cut("".join(line)) for line in right]
    show(score_words(right, guess, known=read_known(known)), form)


@command.command(
    "tags",
    short_help="Score tags on words that are cut right, and cut and tag together.",
    epilog="Example: zhnlp evaluate tags gold.txt --known training.txt",
)
@click.argument("gold")
@predicted_option
@click.option("--model", metavar="PACK", help="The model of the tagger, in place of its default.")
@click.option("--from-text", is_flag=True, help="Segment the text too; by default, tag gold words.")
@known_option
@tag_column_option
@gold_options
@form_option
def tags(
    gold: str,
    predicted: str | None,
    model: str | None,
    from_text: bool,
    known: str | None,
    tag_column: TagColumn,
    gold_format: Format | None,
    repair: bool,
    form: str,
) -> None:
    """Score tags: accuracy on words that are cut right, and P, R, F1 of cut and tag together.

    White space does not count.
    """
    layers = ("words", "tags")
    if predicted is not None:
        refuse_options(("model", "from_text"))
    docs = read_gold(gold, layers, gold_format=gold_format, repair=repair, tag_column=tag_column)
    if predicted is not None:
        guess = read_predicted(predicted, docs, layers, repair=repair, tag_column=tag_column)
    else:
        guess = tagged(docs, model, from_text=from_text)
    show(score_tags(docs, guess, known=read_known(known)), form)


@command.command(
    "entities",
    short_help="Score entities: those with the gold start, end and label are right.",
    epilog="Example: zhnlp evaluate entities gold.bio --model ./mine",
)
@click.argument("gold")
@predicted_option
@click.option(
    "--model", metavar="PACK", help="The model of the recognizer, in place of its default."
)
@gold_options
@form_option
def entities(
    gold: str,
    predicted: str | None,
    model: str | None,
    gold_format: Format | None,
    repair: bool,
    form: str,
) -> None:
    """Score entities: P, R, F1 for each label and together, and a 95 % bootstrap interval.

    An entity is right if a gold one has its start, its end and its label.
    """
    if predicted is not None:
        refuse_options(("model",))
    docs = read_gold(gold, ("entities",), gold_format=gold_format, repair=repair)
    if predicted is not None:
        guess = read_predicted(predicted, docs, ("entities",), repair=repair)
    else:
        guess = recognized(docs, model)
    show(score_entities(docs, guess), form)


@command.command(
    "spelling",
    short_help="Score spelling: sentences, characters, and false alarms.",
    epilog="Example: zhnlp evaluate spelling pairs.tsv --max-false-alarms 0.02",
)
@click.argument("gold")
@click.option(
    "--predicted",
    metavar="FILE",
    help="The result to score: for each pair a line, the corrected sentence. Without it the "
    "sources of GOLD are corrected.",
)
@corrector_options
@click.option(
    "--gold-format",
    type=click.Choice(SPELLING_FORMATS),
    help="Of GOLD, where it cannot be guessed from its first lines.",
)
@form_option
def spelling(
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
        refuse_options(("model", "max_false_alarms", "misspellings", "protect"))
    pairs = read_pairs(gold, gold_format=gold_format)
    if predicted is not None:
        guess = read_sentences(predicted, len(pairs))
    else:
        corrector = make_corrector(**settings)
        guess = [corrector(Doc(pair.source)).text for pair in pairs]
    show(score_spelling(pairs, guess), form)


def tagged(docs: list[Doc], model: str | None, *, from_text: bool) -> list[Doc]:
    """The texts with the tags of our tagger, for their gold words or for words of our own."""
    from zhnlp.stages.segmenter import Segmenter

    tagger = make_tagger(model)
    if not from_text:
        return tagger.batch([replace(doc, tags=None, entities=None) for doc in docs])
    return tagger.batch(Segmenter().batch([Doc(doc.text) for doc in docs]))


def recognized(docs: list[Doc], model: str | None) -> list[Doc]:
    """The texts with the entities that our recognizer finds in them."""
    from zhnlp.pipeline import Pipeline
    from zhnlp.stages.recognizer import Recognizer
    from zhnlp.stages.segmenter import Segmenter
    from zhnlp.stages.tagger import Tagger

    stages = [Segmenter(), Tagger(), Recognizer(model=model)]
    return Pipeline(stages).batch([doc.text for doc in docs])


def show(scores: WordScores | TagScores | EntityScores | SpellingScores, form: str) -> None:
    """Print scores as text or JSON."""
    as_json = form == "json"
    print_text(json.dumps(scores.to_dict(), ensure_ascii=False) if as_json else str(scores))
