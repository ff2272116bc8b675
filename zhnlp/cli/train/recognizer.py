"""zhnlp train recognizer: learn names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal

import click

from zhnlp.cli.options import other_model_option
from zhnlp.cli.train.network_options import network_options
from zhnlp.cli.train.options import training_options
from zhnlp.cli.train.training import Training, note_scores, raw_blocks, shown
from zhnlp.doc import Doc
from zhnlp.evaluate import has_optional, score_entities, score_marked_entities
from zhnlp.models.sequence.training import Schedule
from zhnlp.pipeline import Pipeline
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger


@click.command(
    "recognizer",
    short_help="Learn names.",
    epilog="Example: zhnlp train recognizer names.bio --repair --dev dev.bio -o ./mine",
)
@training_options
@network_options
@click.option(
    "-m",
    "--method",
    type=click.Choice(("crf", "hmm")),
    default="crf",
    show_default=True,
    help="hmm: a hidden Markov model, for comparison.",
)
@click.option(
    "--raw",
    multiple=True,
    metavar="FILE",
    help="Raw text, to count names and words in: a paragraph per line, .jsonl, .tsv or .csv."
    " Can be repeated.",
)
@other_model_option("segmenter")
@other_model_option("tagger")
def command(
    method: Literal["crf", "hmm"],
    segmenter_model: str | None,
    tagger_model: str | None,
    raw: tuple[str, ...],
    score: tuple[str, ...],
    **options: Any,
) -> None:
    """Learn names from CORPUS, in any format that has entities.

    The texts are first cut into words and tagged; use the same models for that later
    with the recognizer. After an interruption, the same command resumes after the last
    complete pass. The same input gives the same bytes.
    """
    if method == "hmm" and options["encoder"]:
        raise click.UsageError("--method hmm is for models without --encoder. Leave one out.")
    training = Training.of(**options)
    stages = Pipeline([Segmenter(model=segmenter_model), Tagger(tagger_model)])

    def prepared(paths: Sequence[str]) -> list[Doc]:
        docs = training.read(paths, ["entities"])
        tagged = stages.batch([doc.text for doc in docs])
        return [replace(new, entities=doc.entities) for new, doc in zip(tagged, docs, strict=True)]

    def raw_docs() -> Iterator[Doc]:
        for block in raw_blocks(raw):
            yield from stages.batch(block.decode().splitlines())

    docs = prepared(training.corpus)
    held_out = {path: prepared([path]) for path in score}
    schedule = Schedule(passes=6, min_weight=0.02)
    trained = training.run(
        Recognizer("dictionary").fit,
        docs,
        prepared,
        schedule,
        method=method,
        raw=raw_docs if raw else None,
    )

    def scored(path: str) -> dict[str, float]:
        return _scores(path, held_out[path], trained)

    note_scores(training.pack, score, scored)


def _scores(path: str, gold: Sequence[Doc], recognizer: Recognizer) -> dict[str, float]:
    """Print the scores on a file, and return those for the pack."""
    guess = [recognizer(doc) for doc in gold]
    if has_optional(gold):
        marked = score_marked_entities(gold, guess)
        return shown(path, marked, f1=marked.exact.f1, overlapping=marked.overlapping.f1)
    scores = score_entities(gold, guess)
    return shown(path, scores, f1=scores.f1)
