"""zhnlp train: make packs from corpora."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from zhnlp.cli import Commands, training
from zhnlp.cli.gold import read_gold, tag_column_option, words_of
from zhnlp.cli.outputs import print_text
from zhnlp.cli.train_corrector import corrector
from zhnlp.cli.train_ngrams import ngrams
from zhnlp.doc import Doc
from zhnlp.evaluate import score_entities, score_tags, score_words
from zhnlp.models.sequence.training import Schedule
from zhnlp.models.tags.model import TagModel
from zhnlp.models.tags.training import DEFAULT
from zhnlp.packing import amend_pack
from zhnlp.pipeline import Pipeline
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger


@click.group("train", cls=Commands)
def command() -> None:
    """Make models from corpora."""


command.add_command(ngrams)
command.add_command(corrector)


@command.command(
    "segmenter",
    epilog="Example: zhnlp train segmenter news.words --dev dev.words --raw news.txt.gz -o ./mine",
)
@training.training_options
@click.option(
    "--raw",
    multiple=True,
    metavar="FILE",
    help="Text without words, to find words in that CORPUS does not have. Lines of UTF-8.",
)
def segmenter(
    corpus: tuple[str, ...],
    dev: str | None,
    pack: str,
    raw: tuple[str, ...],
    data: str | None,
    licence: str | None,
    score: tuple[str, ...],
    gold_format: Any,
    repair: bool,
    **settings: Any,
) -> None:
    """Learn words from CORPUS for the method crf.

    CORPUS is in any format that has words. Interrupted, the same command goes on
    after the last whole pass; the same input gives the same bytes.
    """
    reading = {"gold_format": gold_format, "repair": repair}
    docs = training.read_all(corpus, ["words"], **reading)
    held_out = {Path(path).name: read_gold(path, ["words"]) for path in score}
    trained = Segmenter("unigram").fit(
        docs,
        dev=training.read_all([dev], ["words"], **reading) if dev else (),
        raw=(lambda: training.raw_blocks(raw)) if raw else None,
        schedule=training.schedule(dev, Schedule(passes=6, least=0.05), **settings),
        about=training.about(pack, corpus, data, licence),
        checkpoint=training.checkpoint(pack),
        report=training.tell,
    )
    trained.model.save_pack(Path(pack))  # type: ignore[union-attr]  # fit has made it
    scores = {}
    for name, texts in held_out.items():
        gold = [words_of(doc) for doc in texts]
        found = score_words(gold, [trained.cut("".join(words)) for words in gold])
        print_text(f"{name}\n{found}")
        scores[name] = {"f1": round(found.f1, 4)}
    if scores:
        amend_pack(pack, {"scores": scores})


@command.command(
    "tagger", epilog="Example: zhnlp train tagger news.tagged --dev dev.tagged -o ./mine"
)
@training.training_options
@tag_column_option
@click.option(
    "--base",
    metavar="PACK",
    help="Another model of tags that knows more words: its classes are learned from.",
)
def tagger(
    corpus: tuple[str, ...],
    dev: str | None,
    pack: str,
    base: str | None,
    data: str | None,
    licence: str | None,
    score: tuple[str, ...],
    gold_format: Any,
    repair: bool,
    tag_column: Any,
    **settings: Any,
) -> None:
    """Learn parts of speech from CORPUS, in any format that has words and tags.

    Interrupted, the same command goes on after the last whole pass; the same
    input gives the same bytes.
    """
    reading = {"gold_format": gold_format, "repair": repair}
    layers = ["words", "tags"]
    docs = training.read_all(corpus, layers, tag_column=tag_column, **reading)
    held_out = {Path(path).name: read_gold(path, layers) for path in score}
    trained = Tagger.fit(
        docs,
        dev=training.read_all([dev], layers, **reading) if dev else (),
        base=TagModel(base) if base else None,
        schedule=training.schedule(dev, DEFAULT, **settings),
        about=training.about(pack, corpus, data, licence),
        checkpoint=training.checkpoint(pack),
        report=training.tell,
    )
    trained.model.save_pack(Path(pack))  # type: ignore[union-attr]  # fit has made it
    scores = {}
    for name, gold in held_out.items():
        found = score_tags(gold, [trained(replace(doc, tags=None)) for doc in gold])
        print_text(f"{name}\n{found}")
        scores[name] = {"accuracy": round(found.accuracy, 4)}
    if scores:
        amend_pack(pack, {"scores": scores})


@command.command(
    "recognizer",
    epilog="Example: zhnlp train recognizer names.bio --repair --dev dev.bio -o ./mine",
)
@training.training_options
@click.option(
    "--method",
    type=click.Choice(("crf", "hmm")),
    default="crf",
    show_default=True,
    help="hmm: a hidden Markov model, for comparison.",
)
@click.option("--segmenter-model", metavar="PACK", help="Of the words that names are found by.")
@click.option("--tagger-model", metavar="PACK", help="Of the tags that names are found by.")
def recognizer(
    corpus: tuple[str, ...],
    dev: str | None,
    pack: str,
    method: Any,
    segmenter_model: str | None,
    tagger_model: str | None,
    data: str | None,
    licence: str | None,
    score: tuple[str, ...],
    gold_format: Any,
    repair: bool,
    **settings: Any,
) -> None:
    """Learn names from CORPUS, in any format that has entities.

    Its texts are cut into words and tagged first; say by which models if not by
    the default ones, and use the same later. Interrupted, the same command goes
    on after the last whole pass; the same input gives the same bytes.
    """
    stages = Pipeline([Segmenter(model=segmenter_model), Tagger(tagger_model)])
    reading = {"gold_format": gold_format, "repair": repair}

    def prepared(paths: Sequence[str]) -> list[Doc]:
        docs = training.read_all(paths, ["entities"], **reading)
        found = stages.batch([doc.text for doc in docs])
        return [replace(new, entities=doc.entities) for new, doc in zip(found, docs, strict=True)]

    docs = prepared(corpus)
    held_out = {Path(path).name: prepared([path]) for path in score}
    trained = Recognizer("dictionary").fit(
        docs,
        dev=prepared([dev]) if dev else (),
        method=method,
        schedule=training.schedule(dev, Schedule(passes=6, least=0.02), **settings),
        about=training.about(pack, corpus, data, licence),
        checkpoint=training.checkpoint(pack),
        report=training.tell,
    )
    trained.model.save_pack(Path(pack))  # type: ignore[union-attr]  # fit has made it
    scores = {}
    for name, gold in held_out.items():
        found = score_entities(gold, [trained(doc) for doc in gold])
        print_text(f"{name}\n{found}")
        scores[name] = {"f1": round(found.f1, 4)}
    if scores:
        amend_pack(pack, {"scores": scores})
