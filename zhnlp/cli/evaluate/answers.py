"""zhnlp evaluate answers: exact match and F1 of answers to questions, as in CMRC 2018."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from zhnlp.cli.evaluate import show
from zhnlp.cli.options import model_option
from zhnlp.cli.score_options import form_option, refuse_options
from zhnlp.corpus import GoldQuestion, read_questions
from zhnlp.errors import FormatError, UsageError
from zhnlp.evaluate import score_answers
from zhnlp.io.lines import read_lines
from zhnlp.stages.reader import Reader


@click.command(
    "answers",
    short_help="Score answers to questions: exact match and F1.",
    epilog="Example: zhnlp evaluate answers cmrc2018_dev.json --model ./reader",
)
@click.argument("gold")
@click.option(
    "--predicted",
    metavar="FILE",
    help="The result to score: a JSON object with the answer to each question by its id. Without "
    "it, --model answers the questions of GOLD.",
)
@model_option("reader", about="a folder that zhnlp train reader wrote.")
@form_option
def command(gold: str, predicted: str | None, model: str | None, form: str) -> None:
    """Score answers as CMRC 2018 does: exact match and F1, with 95 % bootstrap intervals.

    GOLD is JSON in the form of SQuAD, CMRC 2018 and DRCD, which may be compressed. Marks,
    upper and lower case do not count.
    """
    if predicted is not None:
        refuse_options(("model",))
    questions = list(read_questions(gold))
    if not questions:
        raise FormatError(gold, 1, "the file has no questions. Give a corpus to score against.")
    if predicted is not None:
        found = read_answers(predicted)
        guess = [found.get(each.id, "") for each in questions]
    elif model is not None:
        guess = answered(Reader(model), questions)
    else:
        raise UsageError("there is nothing to score. Give --model or --predicted.")
    show(score_answers(questions, guess), form)


def read_answers(path: str) -> dict[str, str]:
    """The answer of each id in a JSON object."""
    try:
        found = json.loads("".join(read_lines(path, what="result")))
    except json.JSONDecodeError as error:
        raise FormatError(path, error.lineno, f"this is not JSON: {error.msg}.") from None
    if isinstance(found, dict) and all(isinstance(each, str) for each in found.values()):
        return found
    raise FormatError(path, 1, 'this is not an object of answers. Write {"id": "answer", …}.')


def answered(reader: Reader, questions: Sequence[GoldQuestion]) -> list[str]:
    """What `reader` answers; empty where it finds nothing."""
    found = (reader.answer(each.text, each.question) for each in questions)
    return [
        "" if answer is None else each.text[answer.start : answer.end]
        for each, answer in zip(questions, found, strict=True)
    ]
