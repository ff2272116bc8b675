"""zhnlp train reader: learn to answer questions about a text."""

from __future__ import annotations

from typing import Any

import click

from zhnlp.answer import Answer
from zhnlp.cli.evaluate.answers import answered
from zhnlp.cli.train.network_options import network_options
from zhnlp.cli.train.network_run import NetworkRun, run_options, states
from zhnlp.cli.train.training import note_scores, shown
from zhnlp.corpus import read_questions
from zhnlp.doc import Doc
from zhnlp.errors import FormatError
from zhnlp.evaluate import score_answers
from zhnlp.stages.reader import Reader


@click.command(
    "reader",
    short_help="Learn to answer questions about texts.",
    epilog="Example: zhnlp train reader train.json --dev dev.json --encoder ./bert -o ./reader",
)
@run_options
@network_options
def command(score: tuple[str, ...], **options: Any) -> None:
    """Learn to answer questions from CORPUS, in the JSON of SQuAD, CMRC 2018 and DRCD.

    The encoder must be the folder of one of transformers. Of several gold answers the first one
    that stands in the text is learned. After an interruption, the same command resumes.
    """
    run = NetworkRun.of(options)
    states(run.pack).check()
    docs = [doc for path in run.corpus for doc in asked(path)]
    if not docs:
        raise FormatError(run.corpus[0], 1, "no question has an answer. Give some that have.")
    reader = run(Reader.fit, docs, asked(run.dev) if run.dev else [])

    def scored(path: str) -> dict[str, float]:
        questions = list(read_questions(path))
        scores = score_answers(questions, answered(reader, questions))
        return shown(path, scores, exact_match=scores.exact_match, f1=scores.f1)

    note_scores(run.pack, score, scored)


def asked(path: str) -> list[Doc]:
    """The texts of a file, each with one answer to a question."""
    docs = []
    for each in read_questions(path):
        places = [(own.start, own.text) for own in each.answers if own.start is not None]
        if places:
            start, text = places[0]
            answer = Answer(start, start + len(text), each.question, 1.0)
            docs.append(Doc(each.text, answers=[answer]))
    return docs
